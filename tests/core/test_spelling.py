"""The spelling index, checked against a search through every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.spelling import (
    SpellingIndex,
    begin_alike,
    by_beginning,
    by_consonants,
    by_length,
    skeleton,
    slips_allowed,
    stands_in,
)

WORDS = st.text("abcde", min_size=1, max_size=9)


def index_of(words: set[str]) -> SpellingIndex:
    return SpellingIndex(words, by_length, by_beginning, by_consonants)


@given(st.sets(WORDS), WORDS, st.integers(0, 3))
def test_near_finds_all_words_within_the_slips(words: set[str], typed: str, slips: int) -> None:
    expected = {(word, OSA.distance(typed, word)) for word in words if OSA.distance(typed, word) <= slips}
    assert set(index_of(words).near(typed, slips)) == expected


@given(st.sets(WORDS), WORDS, st.integers(0, 2))
def test_near_alike_finds_exactly_the_near_words_that_begin_alike(
    words: set[str], typed: str, slips: int
) -> None:
    near = index_of(words).near_alike(typed, slips, most=len(words) + 1)
    assert near == {
        word: apart for word, apart in index_of(words).near(typed, slips) if begin_alike(typed, word)
    }


@given(st.sets(WORDS), WORDS)
def test_words_of_the_same_consonants(words: set[str], typed: str) -> None:
    index = index_of(words)
    assert set(index.of_consonants(skeleton(typed))) == {w for w in words if skeleton(w) == skeleton(typed)}
    assert set(index.skeletons()) == {skeleton(word) for word in words}


@given(st.sets(WORDS), WORDS, st.integers(0, 5))
def test_words_with_the_same_start_come_in_order(words: set[str], letters: str, most: int) -> None:
    expected = sorted(word for word in words if word.startswith(letters))[:most]
    assert list(index_of(words).starting(letters, most)) == expected


@given(st.sets(WORDS, min_size=1), WORDS)
def test_updated_index_equals_a_newly_built_one(words: set[str], typed: str) -> None:
    index, gone = index_of(words - {typed}), min(words - {typed}, default=None)
    index.add(typed)
    if gone is not None:
        index.remove(gone)
    anew = index_of((words | {typed}) - {gone or ""})
    assert typed in index
    assert gone is None or gone not in index
    assert set(index.near(typed, 2)) == set(anew.near(typed, 2))
    assert index.near_alike(typed, 2, 99) == anew.near_alike(typed, 2, 99)
    assert set(index.of_consonants(skeleton(typed))) == set(anew.of_consonants(skeleton(typed)))


def test_only_the_nearest_words_of_each_length_are_given() -> None:
    index = SpellingIndex(["abon", "abin", "acin", "abo"], by_length)
    assert dict(index.near("abon", 2, most=2)) == {"abon": 0, "abin": 1, "abo": 1}
    assert dict(index.near("abon", 2, most=2, lengths=0)) == {"abon": 0, "abin": 1}


@pytest.mark.parametrize(
    ("typed", "word", "alike"),
    [
        ("bon", "abon", False),
        ("kripik", "keripik", True),
        ("eripik", "keripik", True),
        ("xeripik", "keripik", True),
        ("ekripik", "keripik", True),
        ("xxripik", "keripik", False),
    ],
)
def test_begin_alike_follows_its_rule(typed: str, word: str, alike: bool) -> None:
    assert begin_alike(typed, word) is alike


def test_longer_words_may_have_more_slips() -> None:
    assert [slips_allowed(length) for length in (3, 4, 7, 8, 20)] == [0, 1, 1, 2, 2]


def test_stands_in_needs_letters_in_order() -> None:
    assert stands_in("smprng", "semprong")
    assert not stands_in("smprgn", "semprong")
