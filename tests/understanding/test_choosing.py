"""Answers to "which one?" that name no product, in all languages, and what is none of them."""

from __future__ import annotations

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import Choosing, Interpreter

ANSWERS = [
    ("yang paling murah aja", "cheapest", None),
    ("yang murah 2 bungkus kak", "cheapest", 2),
    ("sing paling murah wae", "cheapest", None),
    ("i'll take the cheapest one", "cheapest", None),
    ("yang termahal dong", "dearest", None),
    ("yang paling enteng ya", "lightest", None),
    ("yg plg gede", "biggest", None),
    ("terserah kakak aja", "any", None),
    ("mana aja boleh", "any", None),
    ("manut mawon mbak", "any", None),
    ("up to you", "any", None),
    ("abon mana aja", "any", None),
    ("dua-duanya kak", "both", None),
    ("semuanya aja", "all", None),
    ("masing-masing 2", "all", 2),
    ("gak jadi itu", "neither", None),
    ("gak jadi abonnya", "neither", None),
    ("mboten siyos", "neither", None),
    ("never mind", "neither", None),
    ("nanti dulu ya kak", "wait", None),
    ("tanya suami dulu ya", "wait", None),
    ("sek yo mas", "wait", None),
    ("let me think", "wait", None),
    ("bedanya apa kak?", "compare", None),
    ("harganya berapa aja?", "compare", None),
    ("enakan mana kak?", "compare", None),
    ("bedane opo mbak", "compare", None),
    ("what's the difference?", "compare", None),
]


@pytest.fixture(scope="module")
def reader() -> Interpreter:
    return reader_of(demo_wares())


@pytest.mark.parametrize(("text", "way", "pieces"), ANSWERS)
def test_a_way_to_choose_is_understood(reader: Interpreter, text: str, way: str, pieces: int | None) -> None:
    found = reader.choosing(text, "abon")
    assert found is not None
    assert (found.way, found.pieces) == (way, pieces)


@pytest.mark.parametrize(
    "text",
    [
        "yang sapi",
        "karak 2 aja",
        "gak usah abon, karak aja 2",
        "jangan yang sapi",
        "dua",
        "ongkirnya berapa?",
        "yang murah tapi jangan sapi",
        "karak yang paling murah",
        "kirim ke Jepang ya",
        "terserah, tapi yang gak pedas dan bisa tahan sampai lebaran tahun depan ya kak",
    ],
)
def test_anything_else_is_no_way_to_choose(reader: Interpreter, text: str) -> None:
    assert reader.choosing(text, "abon") is None


def test_words_of_the_question_may_be_repeated(reader: Interpreter) -> None:
    assert reader.choosing("intip yang paling murah", "intip") == Choosing("cheapest")
    assert reader.choosing("intip yang paling murah", "abon") is None
