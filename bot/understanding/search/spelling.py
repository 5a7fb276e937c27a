"""What a typed word may have meant: itself, a word that begins so, or one that is spelled nearly so."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.search.terms import NEGATED

MOST_BEGUN = 120
MOST_NEAR = 8
SHORTEST_BEGINNING = 3
TELLING_BEGINNING = 4
LONG = 6
"""Letters of a word that one slip hardly makes another word of: `kripik`, `keripik`."""
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = "aiueo"


class Kind(IntEnum):
    """How a word of the catalogue is like the typed one, nearest first."""

    EQUAL = 0
    BEGUN = 1
    JUST_BEGUN = 2
    NEAR = 3
    FARTHER = 4


Spelling = tuple[str, Kind]
Door = tuple[int, int, str]


class Spellings:
    """The distinct words of the catalogue: in order, and behind doors that a misspelt word knocks at."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(words)
        self._behind: dict[Door, list[str]] = {}
        for word in self._sorted:
            self._open(word)

    def _open(self, word: str) -> None:
        for door in _doors(word, word[1:2]):
            self._behind.setdefault(door, []).append(word)

    def add(self, word: str) -> None:
        """A word that was not there before."""
        insort(self._sorted, word)
        self._open(word)

    def remove(self, word: str) -> None:
        """A word that no product has any more."""
        del self._sorted[bisect_left(self._sorted, word)]
        for door in _doors(word, word[1:2]):
            self._behind[door].remove(word)

    def __contains__(self, word: str) -> bool:
        at = bisect_left(self._sorted, word)
        return at < len(self._sorted) and self._sorted[at] == word

    def equal(self, typed: str) -> Iterator[Spelling]:
        """The word itself, else without an ending that only hangs on it (`abonnya`, `snacks`)."""
        for word in (typed, *_stems(typed)):
            if word in self:
                yield word, Kind.EQUAL
                return

    def begun(self, typed: str, last: bool) -> Iterator[Spelling]:
        """Words that begin so; two letters are enough for the last word, which may still be being typed."""
        if len(typed) < SHORTEST_BEGINNING - last:
            return
        kind = Kind.BEGUN if len(typed) >= TELLING_BEGINNING else Kind.JUST_BEGUN
        start = bisect_left(self._sorted, typed)
        for word in islice(self._sorted, start, start + MOST_BEGUN):
            if not word.startswith(typed):
                return
            if word != typed:
                yield word, kind

    def near(self, typed: str, surely: bool = False) -> Iterator[Spelling]:
        """Words spelled nearly so, the shorter the more nearly. `surely`: one slip in a long word only."""
        allowed = 1 if surely or len(typed) < 8 else 2
        if len(typed) < (LONG if surely else 3):
            return
        found: dict[str, int] = {}
        for words in self._asked(typed, allowed):
            near = process.extract(typed, words, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_NEAR)
            found.update((word, apart) for word, apart, _at in near)
        for word, apart in found.items():
            if apart and _alike(typed, word):
                yield word, Kind.NEAR if apart == 1 else Kind.FARTHER

    def _asked(self, typed: str, allowed: int) -> Iterator[list[str]]:
        doors = list(_doors(typed, typed[0]))
        for length in range(len(typed) - allowed, len(typed) + allowed + 1):
            for _length, which, letters in doors:
                if (words := self._behind.get((length, which, letters))) is not None:
                    yield words


def _doors(word: str, second: str) -> Iterator[Door]:
    """What has to be the same of a word and a misspelt one: the first letter, or what follows it.

    `second` is what stands second in the right word: a typed word that lost its first letter begins so.
    """
    yield len(word), 1, word[0]
    if len(word) >= LONG:
        yield len(word), 2, word[1:3]
        yield len(word), 3, second


def _stems(typed: str) -> Iterator[str]:
    if len(typed) > 5 and typed.endswith("nya"):
        yield typed[:-3]
    if len(typed) > 4 and typed.endswith("s"):
        yield typed[:-1]


def _alike(typed: str, word: str) -> bool:
    """Whether a slip explains the difference, or the two are different words (`bon`, `abon`)."""
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
    """Of four letters one is wrong: two are swapped, a key beside was hit, or a vowel is another."""
    apart = [(one, other) for one, other in zip(typed, word, strict=True) if one != other]
    return len(apart) > 1 or all(_beside(one, other) for one, other in apart)


def _beside(one: str, other: str) -> bool:
    if one in VOWELS and other in VOWELS:
        return True
    return any(f"{one}{other}" in row or f"{other}{one}" in row for row in KEYS)
