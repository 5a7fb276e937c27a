"""Normal forms of text for comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain_text import plain, plain_word, plain_words, words_in


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("ABON Sapi", "abon sapi"),
        ("Curaçao", "curacao"),
        ("Türkıye", "turkiye"),
        ("Jum’at", "jum’at"),
        ("𝕊olo", "solo"),
    ],
)
def test_text_is_compared_in_lower_case_without_accents(typed: str, compared: str) -> None:
    assert plain(typed) == compared


def test_plain_word_has_straight_apostrophes() -> None:
    assert plain_word("Jum’at") == plain_word("jum'at") == "jum'at"


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("  Hong-Kong!  ", "hong kong"),
        ("台北, 台中", "台北 台中"),
        ("ไทย", "ไทย"),
    ],
)
def test_names_are_compared_by_their_words(name: str, compared: str) -> None:
    assert plain_words(name) == compared


def test_words_of_a_text_exclude_numbers_and_signs() -> None:
    assert words_in("Côte d’Ivoire 2x, Guinea-Bissau") == ("cote", "d'ivoire", "x", "guinea", "bissau")


@given(st.text())
def test_plain_text_stays_unchanged(text: str) -> None:
    assert plain_words(plain_words(text)) == plain_words(text)
