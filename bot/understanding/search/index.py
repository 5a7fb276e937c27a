"""The catalogue as an index of words, kept up product by product."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from operator import is_

from bot.catalog import Catalogue, Ware
from bot.core.spelling import SpellingIndex
from bot.understanding.search import spelling
from bot.understanding.search.spelling import Kind
from bot.understanding.search.terms import shared_words, words_of

Shelves = Mapping[str, Sequence[str]]
"""What each category is called, in every language."""
FIELD_BITS = 3
FIELDS = (1 << FIELD_BITS) - 1
"""A place is a number: the product's id, and in its last bits the field."""


class Field(IntEnum):
    """Where a word stands in a product, the most telling first."""

    NAME = 0
    ALIAS = 1
    MAKER = 2
    CATEGORY = 3
    DESCRIPTION = 4


Said = list[tuple[Field, Sequence[str]]]
Reached = Iterator[tuple[Kind, "array[int]"]]
"""How a word of the catalogue is like the typed one, and the places where it stands."""


class Index:
    """Which products have which words, for the products on offer.

    A word counts once for a product, where it tells most. It is built once; `take_over` then changes only
    what belongs to products whose words have changed.
    """

    def __init__(self, wares: Iterable[Ware], shelves: Shelves) -> None:
        self.shelves = shelves
        self._seen: dict[int, Ware] = {}
        self._postings: dict[str, array[int]] = {}
        self._whole: dict[str, dict[int, Field]] = {}
        self._name_words: dict[int, int] = {}
        self._spellings: SpellingIndex | None = None
        for ware in wares:
            self._seen[ware.id] = ware
            self._enter(ware)
        self._spellings = spelling.spellings_of(self._postings)

    def changed(self, catalogue: Catalogue) -> list[Ware]:
        """The products whose words are not as they stand here; a stock that moved is none."""
        wares = catalogue.by_id.values()
        if len(self._seen) == len(wares) and all(map(is_, self._seen.values(), wares)):
            return []
        found = [ware for ware in wares if not self._reads_as(ware)]
        if not found:
            self._seen.update(catalogue.by_id)
        return found

    def _reads_as(self, ware: Ware) -> bool:
        known = self._seen.get(ware.id)
        return known is ware or (known is not None and _read_of(known) == _read_of(ware))

    def take_over(self, wares: Iterable[Ware]) -> None:
        """These products have other words than before, or are new."""
        for ware in wares:
            if (known := self._seen.get(ware.id)) is not None:
                self._leave(known)
            self._seen[ware.id] = ware
            self._enter(ware)

    def _enter(self, ware: Ware) -> None:
        if not ware.offered:
            return
        said = _said(ware, self.shelves)
        for word, place in _places(ware, said):
            posting = self._postings.get(word)
            if posting is None:
                posting = self._postings[word] = array("Q")
                if self._spellings is not None:
                    self._spellings.add(word)
            posting.append(place)
        for key, field in _wholes(said):
            self._whole.setdefault(key, {}).setdefault(ware.id, field)
        self._name_words[ware.id] = len(said[0][1])

    def _leave(self, ware: Ware) -> None:
        if not ware.offered:
            return
        said = _said(ware, self.shelves)
        for word, place in _places(ware, said):
            self._postings[word].remove(place)
            if not self._postings[word]:
                del self._postings[word]
                if self._spellings is not None:
                    self._spellings.remove(word)
        for key, _field in _wholes(said):
            self._whole[key].pop(ware.id, None)
        self._name_words.pop(ware.id, None)

    def named(self, words: Sequence[str]) -> Mapping[int, Field]:
        """The products whose whole name or alias the words are, in any order or written together."""
        return self._whole.get(_key(words)) or self._whole.get(_together(words)) or {}

    def name(self, ware_id: int) -> str:
        """The product's name, for the order of what is equally near."""
        return self._seen[ware_id].name_id

    def name_words(self, ware_id: int) -> int:
        """How many words the product's name has."""
        return self._name_words[ware_id]

    def has(self, word: str) -> bool:
        """Whether some product has the word as it is typed."""
        return word in self._postings

    def says(self, word: str) -> bool:
        """Whether the word reaches any product."""
        return any(True for _found in self.reached(word, last=False))

    def reached(self, typed: str, last: bool) -> Reached:
        """The places of all words that a typed word may mean, the surest first."""
        assert self._spellings is not None
        sure = [*spelling.equal(self._spellings, typed), *spelling.begun(self._spellings, typed, last)]
        named = any(self._names_goods(word) for word, _kind in sure)
        for word, kind in (*sure, *spelling.near(self._spellings, typed, surely=named)):
            yield kind, self._postings[word]

    def _names_goods(self, word: str) -> bool:
        return any(place & FIELDS <= Field.ALIAS for place in self._postings[word])


def _said(ware: Ware, shelves: Shelves) -> Said:
    """The words of each text of a product, its name first."""
    names = [(Field.NAME, words_of(text)) for text in (ware.name_id, ware.name_en)]
    aliases = [(Field.ALIAS, words_of(text)) for text in ware.aliases]
    shelf = (ware.category.replace("-", " "), *shelves.get(ware.category, ()))
    shared = [
        (Field.MAKER, shared_words(ware.maker)),
        *((Field.CATEGORY, shared_words(one)) for one in shelf),
    ]
    about = [
        (Field.DESCRIPTION, words_of(text)) for text in (ware.description_id, ware.description_en) if text
    ]
    return [*names, *aliases, *shared, *about]


def _places(ware: Ware, said: Said) -> Iterator[tuple[str, int]]:
    """Each word once, where it tells most."""
    found: dict[str, int] = {}
    for field, words in said:
        place = ware.id << FIELD_BITS | field
        for word in words:
            found.setdefault(word, place)
    return iter(found.items())


def _wholes(said: Said) -> Iterator[tuple[str, Field]]:
    for field, words in said:
        if words and field <= Field.ALIAS:
            yield from ((key, field) for key in {_key(words), _together(words)})


def _key(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))


def _together(words: Iterable[str]) -> str:
    return "".join(dict.fromkeys(words))


def _read_of(ware: Ware) -> tuple[object, ...]:
    names = (ware.offered, ware.name_id, ware.name_en, ware.aliases)
    return (*names, ware.maker, ware.category, ware.description_id, ware.description_en)
