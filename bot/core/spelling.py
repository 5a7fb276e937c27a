"""Finds the words that a misspelt one may stand for: by beginning, by slips, or by consonants.

A slip is a letter too many, one too few, a wrong one, or two neighbours swapped.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

VOWELS = "aiueo"
LONG = 6
"""Letters from which a word is long: one slip hardly turns it into another word (`kripik`, `keripik`)."""

Key = tuple[int | str, ...]
Grouping = Callable[[str], Iterable[Key]]
"""Gives the keys of the groups that a word belongs to."""
Near = tuple[str, int]
"""A word, and its distance in slips."""


class SpellingIndex:
    """An index of distinct words by their spelling.

    `near` looks in groups `by_length`, `near_alike` in groups `by_beginning`, `of_consonants` in groups
    `by_consonants`: the index is built with the groupings that its searches need.
    """

    def __init__(self, words: Iterable[str], *groupings: Grouping) -> None:
        self._words = sorted(set(words))
        self._groups: dict[Grouping, dict[Key, list[str]]] = {}
        for grouping in groupings:
            groups = self._groups[grouping] = {}
            for word in self._words:
                _enter(groups, grouping, word)

    def add(self, word: str) -> None:
        """Adds a word that the index does not have."""
        insort(self._words, word)
        for grouping, groups in self._groups.items():
            _enter(groups, grouping, word)

    def remove(self, word: str) -> None:
        """Removes a word that the index has."""
        del self._words[bisect_left(self._words, word)]
        for grouping, groups in self._groups.items():
            for key in grouping(word):
                groups[key].remove(word)

    def __contains__(self, word: str) -> bool:
        at = bisect_left(self._words, word)
        return at < len(self._words) and self._words[at] == word

    def starting(self, letters: str, most: int) -> Iterator[str]:
        """The words that start with these letters, in alphabetical order, at most `most`."""
        start = bisect_left(self._words, letters)
        for word in islice(self._words, start, start + most):
            if not word.startswith(letters):
                return
            yield word

    def near(
        self, word: str, slips: int, *, most: int | None = None, lengths: int | None = None
    ) -> Iterator[Near]:
        """The words within `slips` of this one: of each length the `most` nearest.

        `lengths`: by how many letters they may be longer or shorter; by default `slips`.
        """
        reach = slips if lengths is None else lengths
        for length in range(len(word) - reach, len(word) + reach + 1):
            yield from _nearest(word, self.of_length(length), slips, most)

    def near_alike(self, word: str, slips: int, most: int) -> dict[str, int]:
        """The words within `slips` that `begin_alike`, with their slips.

        Of each length and each way to begin alike it takes the `most` nearest. It compares only a fraction
        of the words.
        """
        groups, found = self._groups[by_beginning], dict[str, int]()
        ways = [key[1:] for key in _beginnings(word, word[0])]
        for length in range(len(word) - slips, len(word) + slips + 1):
            for way in ways:
                if (words := groups.get((length, *way))) is not None:
                    found.update(_nearest(word, words, slips, most))
        return found

    def of_length(self, length: int) -> Sequence[str]:
        """The words of this many letters."""
        return self._groups[by_length].get((length,), ())

    def of_consonants(self, consonants: str) -> Sequence[str]:
        """The words whose skeleton this is."""
        return self._groups[by_consonants].get((consonants,), ())

    def skeletons(self) -> Iterator[str]:
        """The distinct skeletons of the words."""
        for (consonants,) in self._groups[by_consonants]:
            yield str(consonants)


def _enter(groups: dict[Key, list[str]], grouping: Grouping, word: str) -> None:
    for key in grouping(word):
        groups.setdefault(key, []).append(word)


def _nearest(word: str, words: Sequence[str], slips: int, most: int | None) -> list[Near]:
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return [(other, int(apart)) for other, apart, _at in near]


def by_length(word: str) -> Iterable[Key]:
    """Groups words by how many letters they have."""
    return ((len(word),),)


def by_beginning(word: str) -> Iterable[Key]:
    """Groups words so that those which `begin_alike` share a group."""
    return _beginnings(word, word[1:2])


def by_consonants(word: str) -> Iterable[Key]:
    """Groups words by their skeletons."""
    return ((skeleton(word),),)


def _beginnings(word: str, second: str) -> Iterator[Key]:
    """`second`: the second letter of the correct word; a typed word that lost its first begins with it."""
    yield len(word), 1, word[0]
    if len(word) >= LONG:
        yield len(word), 2, word[1:3]
        yield len(word), 3, second


def begin_alike(typed: str, word: str) -> bool:
    """Whether the beginnings allow `typed` to be a misspelling of `word`.

    Both have the same first letter. In long words it is enough that the next two letters are the same, or
    that the typed word lost its first letter or swapped it with the second.
    """
    if typed[0] == word[0]:
        return True
    return min(len(typed), len(word)) >= LONG and (typed[1:3] == word[1:3] or typed[0] == word[1])


def slips_allowed(length: int) -> int:
    """How many slips are forgiven in a word of this length: none in a short one."""
    return 0 if length < 4 else 1 if length < 8 else 2


@lru_cache(maxsize=20_000)
def squeezed(word: str) -> str:
    """The word with every repeated letter written once: `yaaa` is `ya`."""
    return re.sub(r"(.)\1+", r"\1", word)


def without_vowels(word: str) -> str:
    """The word's consonants, repeated ones too."""
    return "".join(letter for letter in word if letter not in VOWELS)


def skeleton(word: str) -> str:
    """The word's consonants, each run of the same letter once."""
    return without_vowels(squeezed(word))


def stands_in(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in the same order."""
    letters = iter(long)
    return all(letter in letters for letter in short)
