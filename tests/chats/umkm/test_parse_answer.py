"""Typed answers of an UMKM: read when they are clear, else not at all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bench.labelled import batch
from bot.handlers.umkm.parse_answer import Part, is_answer, only_agrees, parts_of
from bot.understanding import Vocabulary

CONFIG = Path(__file__).parents[3] / "config"
ALL, NONE = [Part(None)], [Part(0)]


@cache
def words() -> Vocabulary:
    return Vocabulary.read(CONFIG)


CLEAR = {
    "bisa": ALL,
    "Bisa semua": ALL,
    "ok siap": ALL,
    "Siap kak 🙏": ALL,
    "iya": ALL,
    "nggih saged": ALL,
    "nggih, saged sedaya mbak": ALL,
    "bisa semua ya kak, makasih": ALL,
    "ok, bisa": ALL,
    "Can make all": ALL,
    "ga bisa": NONE,
    "gak sanggup": NONE,
    "maaf ya kak tidak bisa": NONE,
    "ora iso mas": NONE,
    "mboten saged": NONE,
    "habis": NONE,
    "stoknya habis semua": NONE,
    "Cannot": NONE,
    "cuma 4": [Part(4)],
    "hanya bisa empat bungkus": [Part(4)],
    "bisa 4 aja": [Part(4)],
    "karaknya cuma 4": [Part(4, ("karak",))],
    "ok, karaknya cuma 4 bks": [Part(4, ("karak",))],
    "karak habis": [Part(0, ("karak",))],
    "intip bisa semua, karak cuma 4": [Part(None, ("intip",)), Part(4, ("karak",))],
    "intip manis habis tapi karak bisa": [Part(0, ("intip", "manis")), Part(None, ("karak",))],
}
UNSURE = (
    "bisa ga?",
    "bisa semua?",
    "ga bisa semua",
    "bisa, karak cuma 4",
    "bisa, cuma 1",
    "cuma 4,5",
    "cuma karak",
    "cuma 4 atau 5",
    "ok besok ya",
    "makasih ya",
    "ok, terima kasih",
    "bisa habis",
)
NO_ANSWER = ("4", "karak 4", "maaf", "selamat pagi", "harga karak naik", "")


@pytest.mark.parametrize("text", CLEAR)
def test_clear_answer_is_read(text: str) -> None:
    assert parts_of(text, words()) == CLEAR[text]


@pytest.mark.parametrize("text", UNSURE)
def test_ambiguous_answer_has_no_parts(text: str) -> None:
    assert (parts_of(text, words()), is_answer(text, words())) == ([], True)


@pytest.mark.parametrize("text", NO_ANSWER)
def test_other_text_is_no_answer(text: str) -> None:
    assert (parts_of(text, words()), is_answer(text, words())) == ([], False)


@pytest.mark.parametrize(
    "text", ["besok bisa", "belum bisa", "bisa 4 dulu", "bisa semua kecuali karak", "bisa ga"]
)
def test_unknown_word_counts_as_product_name_and_matches_no_line(text: str) -> None:
    assert all(part.goods for part in parts_of(text, words()))


@pytest.mark.parametrize("name", ["given", "mended"])
def test_messages_of_customers_are_no_answers_of_makers(name: str) -> None:
    for text in (message["text"] for message in batch(name).messages):
        answers_all = [part for part in parts_of(text, words()) if not part.goods]
        assert not answers_all or only_agrees(text, words()), text
