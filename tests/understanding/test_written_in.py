"""In which language a message is plainly written, and which one it asks for."""

from __future__ import annotations

import pytest

from tests.support.reader import reader

ENGLISH = (
    "Hi! do you guys ship to Sydney?",
    "Hi! do you ship to the Netherlands? My wife is wong Solo, we live in Utrecht :)",
    "Hello, I would like to buy some snacks for my wife, what do you have?",
    "looking for a batik shirt for my boss, he is turning 50",
    "how long does it take?",
)
NOT_PLAINLY = (
    "halo kak, ship to Sydney?",
    "please kak, mau checkout dong thanks",
    "ok deal, thank you",
    "thank you so much",
    "ready stock semua kan? size XL ada?",
    "order karak 2 pcs please",
    "total price to Taiwan",
    "kak can you ship this to my sister?",
    "mau dua ya, do you have it in red or blue?",
    "intip manis 3 sama karak 2",
)
ASKED = {
    "lol no just 1 shirt! 50 is his age. english pls": "lol no just 1 shirt! 50 is his age",
    "sorry, English please? my bahasa is sedikit sedikit": "sorry, ? my bahasa is sedikit sedikit",
    "Can you speak English?": "Can you",
    "bisa pake bahasa inggris?": "bisa",
}
NOT_ASKED = (
    "buku bahasa inggris ada?",
    "adikku lagi belajar bahasa inggris",
    "kirim ke inggris bisa?",
    "I don't speak English",
    "intip manis 3",
)


@pytest.mark.parametrize("text", ENGLISH)
def test_plain_english(text: str) -> None:
    assert reader().plainly(text, "en")
    assert not reader().plainly(text, "id")


@pytest.mark.parametrize("text", NOT_PLAINLY)
def test_borrowed_and_mixed_words_are_not_plain_english(text: str) -> None:
    assert not reader().plainly(text, "en")


@pytest.mark.parametrize(("text", "rest"), ASKED.items())
def test_a_language_is_asked_for_within_a_sentence(text: str, rest: str) -> None:
    assert reader().asked_to_speak(text, "en") == rest


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_language_that_is_only_named_is_not_asked_for(text: str) -> None:
    assert reader().asked_to_speak(text, "en") is None
