"""The names of the world's countries and of our cities, in the languages and scripts people write them in."""

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
"""The languages that the countries of the world are named in when a country is asked for."""
OTHER_LANGUAGES = ("nl", "de", "ms", "zh", "zh_Hant", "ja", "ko", "ar", "th")
MOST_WORDS = 4
"""Words of the longest name that is looked for in a message."""
MOST_SLIPS = 2
SHORTEST_MISSPELT = 5
"""Letters of the shortest name that a word of a message may be a misspelling of."""
SHORTEST_SKELETON = 4
NEVER_MISSPELT = frozenset({"china", "macau"})
"""Names of one word that a slip makes out of other words."""

Names = Mapping[str, Iterable[str]]
"""Names by the ISO code of their country."""


class Atlas:
    """Which country a name belongs to: ours by all their names, the others as Babel calls them.

    It is asked in two ways. A whole answer to "which country?" may be a name in Indonesian or English, with
    or without its blanks, and is compared as a whole. A word or several in the middle of a message may be a
    name in any language or script, and is compared word by word. Slips are forgiven in the names of our own
    countries, never in those of cities: `blangkon`, which we sell, is one slip from Bangkok, `sendal` from
    Sendai.
    """

    def __init__(
        self, ours: Names, cities: Names, never_meant: Iterable[str] = (), more: Names | None = None
    ) -> None:
        """`never_meant` are words that are no misspelt answer; `more` are names that only messages use."""
        self._ours = {iso2: tuple(names) for iso2, names in ours.items()}
        self._cities = {iso2: tuple(names) for iso2, names in cities.items()}
        self._never_meant = frozenset(map(plain_words, never_meant))
        self._more = more or {}

    def with_names(self, more: Names) -> Atlas:
        """The same atlas with names that people use in messages beside those of the file."""
        return Atlas(self._ours, self._cities, self._never_meant, more)

    def serves(self, iso2: str) -> bool:
        """Whether the country is one of ours."""
        return iso2 in self._ours

    def flags(self, text: str) -> list[str]:
        """The countries and unions whose flags stand in the text."""
        return [code for code in flag_codes(text) if code in territories("en") or code in UNIONS]

    # A whole answer

    def answer(self, name: str) -> str | None:
        """The country of a whole answer in `plain_words` that is spelled right, else None."""
        return self._answers.get(name) or self._answers.get(name.replace(" ", ""))

    def nearest_answer(self, name: str) -> str | None:
        """The one country of ours that a misspelt answer in `plain_words` names, else None."""
        if name in self._never_meant:
            return None
        distances: dict[str, int] = {}
        for other, apart in self._answer_spellings.near(name, MOST_SLIPS):
            if apart <= _slips_in_answers(max(len(name), len(other))):
                iso2 = self._countries[other]
                distances[iso2] = min(apart, distances.get(iso2, apart))
        nearest = _alone(distances)
        return nearest if nearest in self._ours else None

    # Words in a message

    @property
    def words(self) -> frozenset[str]:
        """The names of one word."""
        return frozenset(words[0] for words in self._by_words if len(words) == 1)

    def named(self, words: tuple[str, ...]) -> str | None:
        """The country whose name these plain words are, in any language; else None."""
        return self._by_words.get(words)

    def in_script(self, text: str, at: int) -> tuple[int, str] | None:
        """Where a name in letters that know no blanks ends that starts here, and its country; else None."""
        for name, iso2 in self._by_first_letter.get(text[at].casefold(), ()):
            if text.startswith(name, at):
                return at + len(name), iso2
        return None

    def misspelt(self, word: str) -> set[str]:
        """The countries of ours whose names of one word are nearest to this one and have its first letter."""
        near = list(self._word_spellings.near(word, slips_allowed(len(word))))
        least = min((apart for _name, apart in near), default=0)
        return {self._by_words[(name,)] for name, apart in near if apart == least and name[0] == word[0]}

    def vowels_left_out(self, word: str) -> set[str]:
        """The countries of ours whose names of one word this is when vowels are left out: `sngpra`."""
        consonants, typed = skeleton(word), squeezed(word)
        if len(consonants) < SHORTEST_SKELETON:
            return set()
        names = self._word_spellings.of_consonants(consonants)
        return {self._by_words[(name,)] for name in names if stands_in(typed, name)}

    # What is looked up, made when it is asked for the first time

    @cached_property
    def _countries(self) -> dict[str, str]:
        return _by_answer(_each(self._ours, *map(_names_in, ANSWERED_IN)))

    @cached_property
    def _answers(self) -> dict[str, str]:
        return {**_by_answer(_each(self._cities)), **self._countries}

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
    def _by_first_letter(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for name, iso2 in self._all():
            if not name.isascii() and _is_unspaced(name) and words_in(name):
                found.setdefault(name[0].casefold(), []).append((name, iso2))
        return found

    @cached_property
    def _word_spellings(self) -> SpellingIndex:
        every = {words_in(name) for name, _iso2 in _each(self._ours)}
        single = {words[0] for words in every if len(words) == 1 and len(words[0]) >= SHORTEST_MISSPELT}
        return SpellingIndex(single - NEVER_MISSPELT, by_length, by_consonants)

    def _all(self) -> Iterator[tuple[str, str]]:
        return _each(self._ours, self._cities, self._more, *map(_names_in, (*ANSWERED_IN, *OTHER_LANGUAGES)))


def _each(*listed: Names) -> Iterator[tuple[str, str]]:
    """Each name with its country; the first that has a name keeps it."""
    for names in listed:
        for iso2, of_country in names.items():
            for name in of_country:
                yield name, iso2


def _names_in(language: str) -> Names:
    return {iso2: (name,) for iso2, name in territories(language).items()}


def _by_answer(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The country by each name, with and without its blanks."""
    owners: dict[str, str] = {}
    for name, iso2 in names:
        key = plain_words(name)
        owners.setdefault(key, iso2)
        owners.setdefault(key.replace(" ", ""), iso2)
    return owners


def _slips_in_answers(letters: int) -> int:
    """A whole answer has nothing around it that tells what it is: fewer slips than in a word of a message."""
    return 0 if letters < 6 else 1 if letters < 9 else 2


def _alone(distances: Mapping[str, int]) -> str | None:
    """The nearest country, unless another is as near, or nearly so when there are two slips."""
    if not distances:
        return None
    best = min(distances.values())
    near = [iso2 for iso2, apart in distances.items() if apart <= (best if best < 2 else best + 1)]
    return near[0] if len(near) == 1 else None


def _is_unspaced(name: str) -> bool:
    """Scripts that write words without blanks, and others that Latin endings never follow."""
    return all(ord(sign) > 0x05FF for sign in name if sign.isalpha())
