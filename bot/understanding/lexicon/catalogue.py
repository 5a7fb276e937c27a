"""The catalogue as an index of words: which products a phrase names, wholly or in part."""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import combinations

from bot.catalog import Ware
from bot.core.plain_text import plain_word
from bot.core.spelling import (
    VOWELS,
    SpellingIndex,
    begin_alike,
    by_consonants,
    by_length,
    skeleton,
    slips_allowed,
    squeezed,
    stands_in,
    without_vowels,
)
from bot.understanding.effort import COMPARED_A_STEP
from bot.understanding.lexicon.option_labels import labels_of
from bot.understanding.lexicon.vocabulary import Vocabulary

Key = frozenset[str]
Meant = tuple[tuple[tuple[tuple[str, ...], float], ...], int]
"""The catalogue words that a typed word may be, with their certainties (1 is exact); and the steps taken."""
_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"\(([^)]*)\)")
CODE = re.compile(r"(?<![^\W_])[^\W\d_]{2,10}-?\d{1,8}(?![^\W_])")
MOST_SPELLINGS = 4
MOST_OF_NAME = 6
MOST_OF_LENGTH, MOST_FAR_OF_LENGTH = 8, 4
"""The most words of one length that are tried as the meaning of a misspelt one."""
ABBREVIATED = 4
FARTHEST = 2
"""By how many letters a misspelt word is longer or shorter at most."""
LEAST_SURE_ALONE = 0.75
"""The certainty that a word needs to name goods by itself."""


class Lexicon:
    """The names of a catalogue's goods, with every word in its usual spelling."""

    def __init__(
        self, wares: Iterable[Ware], vocabulary: Vocabulary, never_meant: Collection[str] = ()
    ) -> None:
        """`never_meant`: other words that are never read as a misspelt name (Jepang, jenang)."""
        self._vocabulary = vocabulary
        self._never_meant = frozenset(never_meant)
        self._weak = vocabulary.words("weak")
        self._stems = vocabulary.forms.stems
        self.pairs = vocabulary.units.pairs
        self._usual = _Usual(vocabulary)
        self._singular = vocabulary.forms.singular
        ends = "".join(f"| {re.escape(word)} " for word in sorted(vocabulary.grammar.name_ends))
        self._head = re.compile(f"[,(]{ends}")
        self.by_sku = {ware.sku: ware for ware in wares if ware.offered}
        self.by_code = {ware.sku.upper().replace("-", ""): ware.sku for ware in self.by_sku.values()}
        self.full: dict[Key, dict[tuple[str, ...], set[str]]] = {}
        self.fitting: dict[Key, set[str]] = {}
        self.part: dict[Key, set[str]] = {}
        self._shortened: dict[Key, set[str]] = {}
        self._prefixes = _Prefixes()
        with _without_garbage_collection():
            for ware in self.by_sku.values():
                if not ware.option_of:
                    self._take(ware)
        self.part |= self._prefixes.generic(self.by_sku)
        self.options = labels_of(self.by_sku.values(), vocabulary)
        self.fitting = self._shortened | self.fitting
        self.words = frozenset(word for key in self.full for word in key)
        self._joined = self._written_together()
        self._spellings = SpellingIndex(self.words | set(self._joined), by_length)
        self._single = SpellingIndex(self.words, by_consonants)
        self.meant = lru_cache(maxsize=20_000)(self._meant)

    def _take(self, ware: Ware) -> None:
        for name in (ware.name_id, ware.name_en, *ware.aliases):
            words = self.usual(name)
            self._name(words, ware.sku)
            if name == ware.name_en:
                self._translated(name, words, ware.sku)
            else:
                self._prefixes.take(words, ware.sku, name == ware.name_id, name)
            shorter = frozenset(words) - self._weak if not self._weak.isdisjoint(words) else None
            if shorter:
                self.fitting.setdefault(shorter, set()).add(ware.sku)

    def _name(self, words: tuple[str, ...], sku: str) -> None:
        if words:
            self.full.setdefault(frozenset(words), {}).setdefault(words, set()).add(sku)

    def _translated(self, name: str, every: tuple[str, ...], sku: str) -> None:
        """Adds an English name also without the text behind a comma, and by its last word alone."""
        head = self._head.split(name, 1)[0]
        head_words = every if head == name else self.usual(head)
        words = tuple([word for word in head_words if word not in self._weak])
        aside = [self.usual(one) for one in _ASIDE.findall(name)] if "(" in name else []
        for phrase in {words, head_words, *aside}:
            if phrase:
                self.fitting.setdefault(frozenset(phrase), set()).add(sku)
        for count in range(1, min(len(words), MOST_OF_NAME) - 1):
            for others in combinations(words[:-1], count):
                self._shortened.setdefault(frozenset((*others, words[-1])), set()).add(sku)
        written = _WORD.findall(head)
        if words and len(words[-1]) > 3 and self._singular(plain_word(written[-1])) == words[-1]:
            self._prefixes.last(words[-1], sku)

    def usual(self, name: str) -> tuple[str, ...]:
        """The words of a name in their usual spelling, without its numbers."""
        known = self._usual
        return tuple([known[word] for word in _WORD.findall(name)])

    def name_holds(self, sku: str, words: Collection[str], by_alias: bool) -> bool:
        """Whether one of the product's names, or of its aliases, holds all these words."""
        ware = self.by_sku.get(sku)
        names = () if ware is None else ware.aliases if by_alias else (ware.name_id, ware.name_en)
        return any(set(words) <= set(self.usual(name)) for name in names)

    def _written_together(self) -> dict[str, tuple[str, ...]]:
        orders = [words for named in self.full.values() for words in named if len(words) > 1]
        together = {"".join(words): words for words in orders}
        return {word: words for word, words in together.items() if len(word) > 5}

    def _meant(self, word: str) -> Meant:
        """What a typed word may be, and the steps that it takes to find out."""
        for sure, stem in zip((1.0, 0.98, 0.98, 0.98, 0.98, 0.98, 0.98), self._stems(word), strict=False):
            if exact := self._exact(stem):
                return tuple((one, sure) for one in exact), 0
        if word in self._never_meant or word in self._vocabulary.ordinary:
            return (), 0
        if self._vocabulary.word_says(word) or self._is_talk(word):
            return (), 0
        return tuple(self._near(word)), self._steps_of_guess(word)

    def _steps_of_guess(self, word: str) -> int:
        """The steps of `_near`: by the words that it compares with this one."""
        lengths = range(len(word) - FARTHEST, len(word) + FARTHEST + 1)
        compared = sum(len(self._spellings.of_length(length)) for length in lengths)
        if not any(letter in VOWELS for letter in word):
            compared += len(self.words) // 3  # `_abbreviated` looks at their consonants, which is quicker
        return 1 + compared // COMPARED_A_STEP

    def _exact(self, word: str) -> list[tuple[str, ...]]:
        as_it_sounds = self._vocabulary.forms.as_it_sounds
        for spelling in dict.fromkeys((word, self._singular(word), squeezed(word), as_it_sounds(word))):
            usual = self._singular(self._vocabulary.spelled.get(spelling, spelling))
            if usual in self.words:
                return [(usual,)]
            if usual in self._joined:
                return [self._joined[usual]]
        return []

    def _is_talk(self, word: str) -> bool:
        return any(self._vocabulary.word_says(stem) for stem in self._stems(word) if len(stem) > 3)

    def _near(self, word: str) -> Iterator[tuple[tuple[str, ...], float]]:
        typed, word = word, squeezed(word)
        allowed = slips_allowed(len(word))
        near = self._spellings.near(word, allowed, most=MOST_OF_LENGTH) if allowed else ()
        found = [(apart, other) for other, apart in near if _alike(word, other)]
        found += [(1, other) for other in self._without_vowels(typed)]
        found += [] if found else [(2, other) for other in self._letters_left_out(word)]
        found += [] if found else [(ABBREVIATED, other) for other in self._abbreviated(word)]
        found += [] if found else [(ABBREVIATED, other) for other in self._far(word)]
        best = min(found, default=(0, ""))[0]
        for apart, other in sorted(set(found))[:MOST_SPELLINGS]:
            if apart == best:
                yield self._joined.get(other, (other,)), 0.9 - 0.05 * apart

    def _letters_left_out(self, word: str) -> list[str]:
        """`sprong` for `semprong`: two inner letters are missing, the others are in order."""
        longer = self._spellings.of_length(len(word) + 2) if len(word) > 5 else ()
        return [one for one in longer if one[0] == word[0] and one[-1] == word[-1] and stands_in(word, one)]

    def _far(self, word: str) -> list[str]:
        """Words one slip farther than allowed; they only count as part of a longer name: `keripik tmpeh`."""
        if len(word) < 5:
            return []
        slips = slips_allowed(len(word)) + 1
        near = self._spellings.near(word, slips, most=MOST_FAR_OF_LENGTH, lengths=1)
        return [other for other, _apart in near if other[0] == word[0] and other in self.words]

    def _abbreviated(self, word: str) -> list[str]:
        """`bwg` for `bawang`: one consonant is missing too; it only counts as part of a longer name."""
        if len(word) < 3 or any(letter in VOWELS for letter in word):
            return []
        skeletons = self._single.skeletons()
        found = (
            consonants
            for consonants in skeletons
            if len(consonants) == len(word) + 1 and consonants[0] == word[0]
        )
        return [
            one
            for consonants in found
            if consonants[-1] == word[-1] and stands_in(word, consonants)
            for one in self._single.of_consonants(consonants)
        ]

    def _without_vowels(self, word: str) -> list[str]:
        """`jmu` for `jamu`, `lle` for `lele`: the same consonants, when almost no vowel was typed."""
        if len(word) < 3 or sum(letter in VOWELS for letter in word) > len(word) // 3:
            return []
        once, consonants = squeezed(word), dict.fromkeys((skeleton(word), without_vowels(word)))
        return [
            one for bare in consonants for one in self._single.of_consonants(bare) if stands_in(once, one)
        ]


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Pauses the garbage collector, which would double the time of building half a million containers."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Usual(dict[str, str]):
    """Caches the usual spelling of each word of a name."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._spelled, self._singular = vocabulary.spelled, vocabulary.forms.singular

    def __missing__(self, written: str) -> str:
        word = plain_word(written)
        found = self[written] = self._singular(
            self._spelled.get(word) or self._spelled.get(self._singular(word)) or word
        )
        return found


class _Prefixes:
    """The words that names begin with: the kinds of goods."""

    def __init__(self) -> None:
        self._of_names: dict[tuple[str, ...], set[str]] = {}
        self._of_aliases: dict[tuple[str, ...], set[str]] = {}
        self._anywhere: dict[str, set[str]] = {}
        self._last: dict[str, set[str]] = {}

    def take(self, words: tuple[str, ...], sku: str, is_name: bool, written: str) -> None:
        """Takes the prefixes of a name that does not begin in another language (`chicken floss`)."""
        if not words or (not is_name and not plain_word(written).startswith(words[0])):
            return
        found = self._of_names if is_name else self._of_aliases
        for length in range(1, len(words)):
            found.setdefault(words[:length], set()).add(sku)
        if is_name:
            for word in words:
                self._anywhere.setdefault(word, set()).add(sku)

    def last(self, word: str, sku: str) -> None:
        self._last.setdefault(word, set()).add(sku)

    def generic(self, by_sku: dict[str, Ware]) -> dict[Key, set[str]]:
        """The products of each kind: those named by it, and those of the same category with such an alias."""
        found: dict[Key, set[str]] = {frozenset([word]): skus for word, skus in self._last.items()}
        for prefix in {*self._of_names, *self._of_aliases}:
            named = self._of_names.get(prefix, set())
            called = self._of_aliases.get(prefix, set())
            shelves = {by_sku[sku].category for sku in named}
            within = {sku for sku in called if not shelves or by_sku[sku].category in shelves}
            anywhere = self._anywhere.get(prefix[0], set()) if len(prefix) == 1 and not named else set()
            found[frozenset(prefix)] = named | within | anywhere
        return found


def _alike(word: str, other: str) -> bool:
    """Whether both may be the same word; short words must share the first letter (`bon` is not `abon`)."""
    return min(len(word), len(other)) >= 4 and begin_alike(word, other)
