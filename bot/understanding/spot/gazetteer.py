"""The names of countries and cities, in the languages and scripts that people write them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.spelling import skeleton, squeezed
from bot.core.spelling import stands_in as within
from bot.destinations import Destinations
from bot.understanding.annotate.message import Message
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.text.tokens import Token, tokens_of

SCRIPTS = ("zh", "zh_Hant", "ja", "ko", "ar", "th")
LATIN = ("id", "en", "nl", "de", "ms")
LONGEST_NAME = 4
FLAG_A = 0x1F1E6
SHORT = 3
"""Letters of the longest code of a country."""
NO_PART_OF_NAMES = frozenset({"order", "self", "remove", "change", "add"})


@lru_cache(maxsize=16)
def _territories(language: str) -> Mapping[str, str]:
    named = Locale.parse(language).territories
    return {code: name for code, name in named.items() if len(code) == 2 and code.isalpha()}


class Atlas:
    """The names of countries and cities by their words."""

    def __init__(self, destinations: Destinations, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: dict[tuple[str, ...], str] = {}
        self._scripts: dict[str, list[tuple[str, str]]] = {}
        for iso2, names in self._listed(destinations):
            for name in names:
                self._take(name, iso2)
        self._near = [name[0] for name in self._served(destinations) if len(name) == 1 and len(name[0]) > 4]

        self._bones: dict[str, list[str]] = {}
        for name in sorted(self._near):
            if len(skeleton(name)) > SHORT:
                self._bones.setdefault(skeleton(name), []).append(name)

    @property
    def words(self) -> frozenset[str]:
        """The names of one word."""
        return frozenset(name[0] for name in self._names if len(name) == 1)

    def _listed(self, destinations: Destinations) -> Iterator[tuple[str, Iterable[str]]]:
        for one in destinations:
            yield one.iso2, (one.name_id, one.name_en, *one.entry.aliases, *one.entry.cities)
        yield from self._vocabulary.places.items()
        for language in (*LATIN, *SCRIPTS):
            yield from (
                (iso2, [name]) for iso2, name in _territories(language).items() if iso2 not in "EU UN EZ"
            )

    def _served(self, destinations: Destinations) -> set[tuple[str, ...]]:
        names = {self._words(name) for one in destinations for name in (one.name_id, *one.entry.aliases)}
        return names - {("china",), ("macau",)}

    def _take(self, name: str, iso2: str) -> None:
        words = self._words(name)
        if words and not name.isascii() and _unspaced(name):
            self._scripts.setdefault(name[0].casefold(), []).append((name, iso2))
        if words:
            self._names.setdefault(words, iso2)

    @staticmethod
    def _words(name: str) -> tuple[str, ...]:
        return tuple(token.plain for token in tokens_of(name) if token.kind == "word")

    def at(self, message: Message, at: int) -> tuple[int, str] | None:
        """Where the longest name that begins with this token ends, and its country; else None."""
        token = message.tokens[at]
        if token.kind == "flag":
            code = "".join(chr(ord(sign) - FLAG_A + ord("A")) for sign in token.text)
            return (at + 1, code) if code in _territories("en") else None
        if token.kind != "word":
            return None
        for length in range(LONGEST_NAME, 0, -1):
            words = tuple(message.plain(at + step) for step in range(length))
            if (iso2 := self._names.get(words)) and (length > 1 or self._meant(message, at)):
                return at + length, iso2
        return self._otherwise(message, at)

    def quieten(self, message: Message) -> set[int]:
        """Takes names of several words for names only: the `mo` of Ang Mo Kio orders nothing."""
        found: set[int] = set()
        for at in range(len(message)):
            for length in range(LONGEST_NAME, 1, -1):
                if tuple(message.plain(at + step) for step in range(length)) in self._names:
                    for inside in range(at, at + length):
                        message.says[inside] -= NO_PART_OF_NAMES
                    found.update(range(at, at + length))
                    break
        return found

    def _otherwise(self, message: Message, at: int) -> tuple[int, str] | None:
        token = message.tokens[at]
        if not token.text.isascii() and (named := self._in_script(message, at)):
            return named
        word = next((w for w in _without_endings(token.plain) if (w,) in self._names and len(w) > 4), None)
        if word:
            return at + 1, self._names[(word,)]
        return self._misspelt(message, at)

    def _in_script(self, message: Message, at: int) -> tuple[int, str] | None:
        """A name inside a word, or over tokens, in letters that know no blanks."""
        token = message.tokens[at]
        for start in range(token.start, token.end):
            for name, iso2 in self._scripts.get(message.text[start].casefold(), ()):
                if message.text.startswith(name, start):
                    return max(at + len(message.tokens_in(token.start, start + len(name))), at + 1), iso2
        return None

    def _misspelt(self, message: Message, at: int) -> tuple[int, str] | None:
        word = squeezed(message.plain(at))
        after_to = message.says_at(at - 1, "to")
        if message.says[at] or len(word) < (4 if after_to else 6) or message.says_at(at - 1, "address"):
            return None  # "Pak Jenang" is no "Jepang"
        meant = {self._names[(name,)] for name in self._bones.get(skeleton(word), ()) if within(word, name)}
        if after_to and len(meant) == 1:
            return at + 1, meant.pop()  # "k sngpra"
        allowed = 1 if len(word) < 8 else 2
        near = process.extract(word, self._near, scorer=OSA.distance, score_cutoff=allowed, limit=3)
        best = [name for name, apart, _at in near if apart == near[0][1] and name[0] == word[0]]
        found = {self._names[(name,)] for name in best}
        return (at + 1, found.pop()) if len(found) == 1 else None

    def _meant(self, message: Message, at: int) -> bool:
        """Whether a short or everyday word is a country here."""
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


_atlases: list[tuple[Destinations, Vocabulary, Atlas]] = []


def atlas_of(destinations: Destinations, vocabulary: Vocabulary) -> Atlas:
    """The atlas of these files, made once: goods that are renamed move no country."""
    for kept in _atlases:
        if kept[0] is destinations and kept[1] is vocabulary:
            return kept[2]
    made = Atlas(destinations, vocabulary)
    _atlases[:] = [*_atlases[-1:], (destinations, vocabulary, made)]
    return made


def _in_capitals(message: Message, token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper() and not message.text.isupper()


def _unspaced(name: str) -> bool:
    """Scripts that write words without blanks, and others that Latin endings never follow."""
    return all(ord(sign) > 0x05FF for sign in name if sign.isalpha())


def _without_endings(word: str) -> Iterator[str]:
    for ending in ("nya", "an", "ne", "e"):
        if word.endswith(ending):
            yield word.removesuffix(ending)
