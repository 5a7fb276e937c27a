"""The names of the world's countries and of our cities, in the languages and scripts that people use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from bot.core.plain_text import plain_words, words_in
from bot.core.spelling import (
    SpellingIndex,
    by_consonants,
    by_length,
    skeleton,
    slips_allowed,
    squeezed,
    stands_in,
)
from bot.destinations.countries.world import UNIONS, flag_codes, territories

ANSWERED_IN = ("id", "en")
"""The languages in which a whole answer may name any country of the world."""
OTHER_LANGUAGES = ("nl", "de", "ms", "zh", "zh_Hant", "ja", "ko", "ar", "th")
MOST_WORDS = 4
"""Words of the longest name that we look for in a message."""
MOST_SLIPS = 2
SHORTEST_MISSPELT = 5
"""Letters of the shortest name for which a word of a message may be a misspelling."""
SHORTEST_SKELETON = 4
NEVER_MISSPELT = frozenset({"china", "macau"})
"""One-word names that are one slip from common other words."""

Names = Mapping[str, Iterable[str]]
"""Names by the ISO code of their country."""


class Atlas:
    """Finds the country that a name belongs to: ours by all their names, the others by Babel's.

    There are two kinds of lookup. A whole answer to "which country?" is a name in Indonesian or English, with
    or without its blanks, and is compared as a whole. One or more words in the middle of a message are a name
    in any language or script, and are compared word by word. Slips are forgiven in the names of our own
    countries, never in those of cities: `blangkon`, which we sell, is one slip from Bangkok, `sendal` from
    Sendai.
    """

    def __init__(
        self, ours: Names, cities: Names, never_meant: Iterable[str] = (), more: Names | None = None
    ) -> None:
        """`never_meant`: words that are never a misspelt answer; `more`: names that only messages use."""
        self._ours = {iso2: tuple(names) for iso2, names in ours.items()}
        self._cities = {iso2: tuple(names) for iso2, names in cities.items()}
        self._never_meant = frozenset(map(plain_words, never_meant))
        self._more = more or {}

    def with_names(self, more: Names) -> Atlas:
        """This atlas with additional names that people use in messages."""
        return Atlas(self._ours, self._cities, self._never_meant, more)

    def serves(self, iso2: str) -> bool:
        """Whether the country is one of ours."""
        return iso2 in self._ours

    def flags(self, text: str) -> list[str]:
        """The codes of the countries and unions whose flags stand in the text."""
        return [code for code in flag_codes(text) if code in territories("en") or code in UNIONS]

    # A whole answer

    def answer(self, name: str) -> str | None:
        """The country that a correctly spelled whole answer in `plain_words` form names, else None."""
        return self._answers.get(name) or self._answers.get(name.replace(" ", ""))

    def nearest_answer(self, name: str) -> str | None:
        """The one country of ours that a misspelt answer in `plain_words` form names, else None."""
        if name in self._never_meant:
            return None
        distances: dict[str, int] = {}
        for other, apart in self._answer_spellings.near(name, MOST_SLIPS):
            if apart <= _slips_in_answers(max(len(name), len(other))):
                iso2 = self._countries[other]
                distances[iso2] = min(apart, distances.get(iso2, apart))
        nearest = _unambiguous(distances)
        return nearest if nearest in self._ours else None

    # Words in a message

    @property
    def words(self) -> frozenset[str]:
        """The one-word names."""
        return frozenset(words[0] for words in self._by_words if len(words) == 1)

    def named(self, words: tuple[str, ...]) -> str | None:
        """The country that these plain words name in any language, else None."""
        return self._by_words.get(words)

    def country(self, name: str) -> str | None:
        """The country that the whole name means in any language, never one by its city or by a slip."""
        return self._by_country_words.get(words_in(name))

    def in_script(self, text: str, at: int) -> tuple[int, str] | None:
        """The end and the country of a name at this place, in a script without blanks; else None."""
        for name, iso2 in self._by_first_letter.get(text[at].casefold(), ()):
            if text.startswith(name, at):
                return at + len(name), iso2
        return None

    def misspelt(self, word: str) -> set[str]:
        """The countries of ours whose one-word names are nearest to this word and share its first letter."""
        near = list(self._word_spellings.near(word, slips_allowed(len(word))))
        least = min((apart for _name, apart in near), default=0)
        return {self._by_words[(name,)] for name, apart in near if apart == least and name[0] == word[0]}

    def vowels_left_out(self, word: str) -> set[str]:
        """The countries of ours whose one-word names may be typed like this without vowels: `sngpra`."""
        consonants, typed = skeleton(word), squeezed(word)
        if len(consonants) < SHORTEST_SKELETON:
            return set()
        names = self._word_spellings.of_consonants(consonants)
        return {self._by_words[(name,)] for name in names if stands_in(typed, name)}

    # The look-up tables, built at first use

    @cached_property
    def _countries(self) -> dict[str, str]:
        return _by_answer(_pairs(self._ours, *map(_names_in, ANSWERED_IN)))

    @cached_property
    def _answers(self) -> dict[str, str]:
        return {**_by_answer(_pairs(self._cities)), **self._countries}

    @cached_property
    def _answer_spellings(self) -> SpellingIndex:
        return SpellingIndex(self._countries, by_length)

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], str]:
        found: dict[tuple[str, ...], str] = {}
        for name, iso2 in self._all():
            if words := words_in(name):
                found.setdefault(words, iso2)
        return found

    @cached_property
    def _by_country_words(self) -> dict[tuple[str, ...], str]:
        every = _pairs(self._ours, *map(_names_in, (*ANSWERED_IN, *OTHER_LANGUAGES)))
        found: dict[tuple[str, ...], str] = {}
        for name, iso2 in every:
            if words := words_in(name):
                found.setdefault(words, iso2)
        return found

    @cached_property
    def _by_first_letter(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for name, iso2 in self._all():
            if not name.isascii() and _is_unspaced(name) and words_in(name):
                found.setdefault(name[0].casefold(), []).append((name, iso2))
        return found

    @cached_property
    def _word_spellings(self) -> SpellingIndex:
        every = {words_in(name) for name, _iso2 in _pairs(self._ours)}
        single = {words[0] for words in every if len(words) == 1 and len(words[0]) >= SHORTEST_MISSPELT}
        return SpellingIndex(single - NEVER_MISSPELT, by_length, by_consonants)

    def _all(self) -> Iterator[tuple[str, str]]:
        return _pairs(self._ours, self._cities, self._more, *map(_names_in, (*ANSWERED_IN, *OTHER_LANGUAGES)))


def _pairs(*sources: Names) -> Iterator[tuple[str, str]]:
    """All pairs of name and country, in the order of the sources: the first country of a name wins."""
    for names in sources:
        for iso2, of_country in names.items():
            for name in of_country:
                yield name, iso2


def _names_in(language: str) -> Names:
    return {iso2: (name,) for iso2, name in territories(language).items()}


def _by_answer(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The countries by name, with and without its blanks."""
    owners: dict[str, str] = {}
    for name, iso2 in names:
        key = plain_words(name)
        owners.setdefault(key, iso2)
        owners.setdefault(key.replace(" ", ""), iso2)
    return owners


def _slips_in_answers(letters: int) -> int:
    """The slips forgiven in a whole answer: fewer than in a message, where the context helps."""
    return 0 if letters < 6 else 1 if letters < 9 else 2


def _unambiguous(distances: Mapping[str, int]) -> str | None:
    """The nearest country, unless another is as near, or, at two slips, within one slip of it."""
    if not distances:
        return None
    best = min(distances.values())
    near = [iso2 for iso2, apart in distances.items() if apart <= (best if best < 2 else best + 1)]
    return near[0] if len(near) == 1 else None


def _is_unspaced(name: str) -> bool:
    """Whether a name is in a script without blanks, or in one that Latin endings never follow."""
    return all(ord(sign) > 0x05FF for sign in name if sign.isalpha())
