"""What people say to a question of a form without answering it, and names that only sound like it."""

from __future__ import annotations

import pytest

from bench.labelled import demo_wares, reader_of
from bot.understanding import Interpreter


@pytest.fixture(scope="module")
def reader() -> Interpreter:
    return reader_of(demo_wares())


@pytest.mark.parametrize(
    "text",
    [
        "halo",
        "ok",
        "iya",
        "makasih kak",
        "assalamualaikum",
        "nanti ya kak lagi di jalan",
        "lagi kerja nanti malam ya",
        "besok aja ya",
        "belum tau",
        "thank you",
        "let me check",
        "sebentar kak",
        "gak jadi batal",
        "jangan dibatalin ya",
        "bisa cancel ga?",
    ],
)
def test_small_talk_answers_nothing(reader: Interpreter, text: str) -> None:
    assert reader.aside(text) == "talk"


@pytest.mark.parametrize("text", ["batal", "gak jadi", "ga jadi deh kak", "cancel"])
def test_who_gives_up_stops(reader: Interpreter, text: str) -> None:
    assert reader.aside(text) == "stop"


@pytest.mark.parametrize("text", ["ga ada", "tidak ada kak", "gak ada catatan", "no"])
def test_there_may_be_none(reader: Interpreter, text: str) -> None:
    assert reader.aside(text) == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Siti Aminah",
        "Selamat",
        "Slamet Untung",
        "Oman",
        "Israel",
        "Bu Tini",
        "Ann Lee",
        "Selamat Riyadi",
        "batalin semua",
        "Mas Agus",
        "Indah Permata Sari",
        "No. 7, Xinyi Road",
        "Taoyuan City",
        "320",
        "jangan dibanting",
        "warna merah",
    ],
)
def test_names_places_and_wishes_may_be_answers(reader: Interpreter, text: str) -> None:
    assert reader.aside(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "gak jadi batal",
        "ga jadi dibatalin kak",
        "jangan dibatalin ya",
        "batalnya gak jadi kak",
        "ora sido batal",
    ],
)
def test_a_cancelling_that_will_not_be_cancels_nothing(reader: Interpreter, text: str) -> None:
    read = reader.read(text)
    assert (read.intent, read.all_off, read.edits) == ("other", False, ())


@pytest.mark.parametrize(
    "text", ["batal, gak jadi kak", "batal gak jadi pesan", "batal deh", "batalin pesanan saya"]
)
def test_a_cancelling_said_twice_cancels(reader: Interpreter, text: str) -> None:
    assert reader.read(text).all_off
