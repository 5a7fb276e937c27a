"""The catalogue words that a typed word may mean: itself, words that begin with it, misspelt words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from bot.core.spelling import LONG, VOWELS, SpellingIndex, by_beginning, slips_allowed
from bot.understanding.search.terms import NEGATED

MOST_BEGUN = 120
MOST_NEAR = 8
SHORTEST_BEGINNING = 3
TELLING_BEGINNING = 4
SHORTEST_MISSPELT = 3
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Kind(IntEnum):
    """How a catalogue word resembles the typed one, nearest first."""

    EQUAL = 0
    BEGUN = 1
    JUST_BEGUN = 2
    NEAR = 3
    FARTHER = 4


Spelling = tuple[str, Kind]


def spellings_of(words: Iterable[str]) -> SpellingIndex:
    """The index in which searches look for the words of the catalogue."""
    return SpellingIndex(words, by_beginning)


def equal(words: SpellingIndex, typed: str, stems: Iterable[str]) -> Iterator[Spelling]:
    """The word itself, else the word without its ending (`abonnya`, `snacks`)."""
    for word in (typed, *stems):
        if word in words:
            yield word, Kind.EQUAL
            return


def begun(words: SpellingIndex, typed: str, last: bool) -> Iterator[Spelling]:
    """Words that begin with the typed one; two letters suffice for the last word, which may be unfinished."""
    if len(typed) < SHORTEST_BEGINNING - last:
        return
    kind = Kind.BEGUN if len(typed) >= TELLING_BEGINNING else Kind.JUST_BEGUN
    for word in words.starting(typed, MOST_BEGUN):
        if word != typed:
            yield word, kind


def near(words: SpellingIndex, typed: str, surely: bool = False) -> Iterator[Spelling]:
    """Words within a few slips, fewer for shorter words. `surely`: only one slip, only in long words."""
    if len(typed) < (LONG if surely else SHORTEST_MISSPELT):
        return
    slips = 1 if surely else max(slips_allowed(len(typed)), 1)
    for word, apart in words.near_alike(typed, slips, MOST_NEAR).items():
        if apart and _alike(typed, word):
            yield word, Kind.NEAR if apart == 1 else Kind.FARTHER


def _alike(typed: str, word: str) -> bool:
    """Whether slips explain the difference; `bon` and `abon` are different words."""
    if (typed[0] == NEGATED) != (word[0] == NEGATED):
        return False
    shorter = min(len(typed), len(word))
    if shorter >= LONG:
        return True
    if typed[0] != word[0]:
        return False
    if shorter == 3:
        return len(word) == 4 and typed[-1] == word[-1]
    return shorter == 5 or len(typed) != len(word) or _one_key_beside(typed, word)


def _one_key_beside(typed: str, word: str) -> bool:
    """Whether words of four letters differ by swapped letters, a neighbouring key, or a vowel."""
    apart = [(one, other) for one, other in zip(typed, word, strict=True) if one != other]
    return len(apart) > 1 or all(_beside(one, other) for one, other in apart)


def _beside(one: str, other: str) -> bool:
    if one in VOWELS and other in VOWELS:
        return True
    return any(f"{one}{other}" in row or f"{other}{one}" in row for row in KEYS)
