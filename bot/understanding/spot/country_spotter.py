"""Spots the countries and cities that a message names, by the words and their context."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.spelling import squeezed
from bot.destinations import Destinations
from bot.destinations.countries.atlas import MOST_WORDS, Atlas
from bot.understanding.annotate.message import Message
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token

SHORT = 3
"""Letters of the longest country code."""
NO_PART_OF_NAMES = frozenset({"order", "self", "remove", "change", "add"})


class CountrySpotter:
    """Looks up the names of countries and cities of a message in the atlas."""

    def __init__(self, atlas: Atlas, vocabulary: Vocabulary) -> None:
        self._atlas = atlas
        self._vocabulary = vocabulary

    @property
    def words(self) -> frozenset[str]:
        """The one-word names."""
        return self._atlas.words

    def at(self, message: Message, at: int) -> tuple[int, str] | None:
        """The end and the country of the longest name that begins with this token, else None."""
        token = message.tokens[at]
        if token.kind == "flag":
            flags = self._atlas.flags(token.text)
            return (at + 1, flags[0]) if flags else None
        if token.kind != "word":
            return None
        for length in range(MOST_WORDS, 0, -1):
            iso2 = self._atlas.named(_words(message, at, length))
            if iso2 and (length > 1 or self._meant(message, at)):
                return at + length, iso2
        return self._otherwise(message, at)

    def is_town(self, message: Message, at: int, end: int) -> bool:
        """Whether one word names a town that neither the files of places nor the countries name."""
        return end == at + 1 and message.plain(at) in self._vocabulary.towns

    def quieten(self, message: Message) -> set[int]:
        """Removes other meanings from names of several words: the `mo` of Ang Mo Kio orders nothing."""
        found: set[int] = set()
        for at in range(len(message)):
            for length in range(MOST_WORDS, 1, -1):
                if self._atlas.named(_words(message, at, length)):
                    for inside in range(at, at + length):
                        message.says[inside] -= NO_PART_OF_NAMES
                    found.update(range(at, at + length))
                    break
        return found

    def _otherwise(self, message: Message, at: int) -> tuple[int, str] | None:
        token = message.tokens[at]
        if not token.text.isascii() and (named := self._in_script(message, at)):
            return named
        for word in self._without_endings(token.plain):
            if len(word) > 4 and (iso2 := self._atlas.named((word,))):
                return at + 1, iso2
        return self._misspelt(message, at)

    def _without_endings(self, word: str) -> Iterator[str]:
        for ending in sorted(self._vocabulary.affixes.of_places):
            if word.endswith(ending):
                yield word.removesuffix(ending)

    def _in_script(self, message: Message, at: int) -> tuple[int, str] | None:
        """A name within a word or across tokens, in a script without blanks."""
        token = message.tokens[at]
        for start in range(token.start, token.end):
            if named := self._atlas.in_script(message.text, start):
                end, iso2 = named
                return max(at + len(message.tokens_in(token.start, end)), at + 1), iso2
        return None

    def _misspelt(self, message: Message, at: int) -> tuple[int, str] | None:
        word = squeezed(message.plain(at))
        after_to = message.says_at(at - 1, "to")
        if message.says[at] or len(word) < (4 if after_to else 6) or message.says_at(at - 1, "address"):
            return None  # "Pak Jenang" is not "Jepang"
        meant = self._atlas.vowels_left_out(word) if after_to else set()
        if len(meant) != 1:
            meant = self._atlas.misspelt(word)
        return (at + 1, meant.pop()) if len(meant) == 1 else None

    def _meant(self, message: Message, at: int) -> bool:
        """Whether a short or everyday word means a country here."""
        word, token = message.plain(at), message.tokens[at]
        if message.says_at(at, "number_label") and (
            message.kind(at + 1) == "number" or message.says_at(at + 1, "size_word")
        ):
            return False  # "uk M"
        if word in self._vocabulary.everyday_words:
            return _in_capitals(message, token) or message.says_at(at - 1, "only_to")
        if word in self._vocabulary.codes_any_case or len(word) > SHORT:
            return not message.says_at(at - 1, "number_label")
        return _in_capitals(message, token) or message.says_at(at - 1, "to")


_cache: list[tuple[Destinations, Vocabulary, CountrySpotter]] = []


def spotter_of(destinations: Destinations, vocabulary: Vocabulary) -> CountrySpotter:
    """The spotter for these files, built once: it does not depend on the catalogue."""
    for of_destinations, of_vocabulary, spotter in _cache:
        if of_destinations is destinations and of_vocabulary is vocabulary:
            return spotter
    made = CountrySpotter(destinations.atlas.with_names(vocabulary.places), vocabulary)
    _cache[:] = [*_cache[-1:], (destinations, vocabulary, made)]
    return made


def _words(message: Message, at: int, length: int) -> tuple[str, ...]:
    return tuple([message.plain(at + step) for step in range(length)])


def _in_capitals(message: Message, token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper() and not message.text.isupper()
