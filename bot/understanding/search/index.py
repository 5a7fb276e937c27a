"""The catalogue as an index of words, updated product by product."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from operator import is_

from bot.catalog import Catalogue, Ware
from bot.core.spelling import SpellingIndex
from bot.understanding.search import spelling
from bot.understanding.search.spelling import Kind
from bot.understanding.search.terms import Terms

FIELD_BITS = 3
FIELDS = (1 << FIELD_BITS) - 1
"""A place is a number: the product's id, with the field in its last bits."""


class Field(IntEnum):
    """Where a word stands in a product, the most telling first."""

    NAME = 0
    ALIAS = 1
    MAKER = 2
    CATEGORY = 3
    DESCRIPTION = 4


FieldWords = list[tuple[Field, Sequence[str]]]
Reached = Iterator[tuple[Kind, "array[int]"]]
"""How a catalogue word resembles the typed one, and the places where it stands."""


class Index:
    """The words of the products on offer, with their places.

    A word counts once for a product, in its most telling field. The index is built once; `take_over` then
    updates only products whose words have changed.
    """

    def __init__(self, wares: Iterable[Ware], terms: Terms) -> None:
        self.terms = terms
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
        """The products whose words differ from the index; a changed stock is no difference."""
        wares = catalogue.by_id.values()
        if len(self._seen) == len(wares) and all(map(is_, self._seen.values(), wares)):
            return []
        found = [ware for ware in wares if not self._has_words_of(ware)]
        if not found:
            self._seen.update(catalogue.by_id)
        return found

    def _has_words_of(self, ware: Ware) -> bool:
        known = self._seen.get(ware.id)
        return known is ware or (known is not None and _indexed_fields(known) == _indexed_fields(ware))

    def take_over(self, wares: Iterable[Ware]) -> None:
        """Updates the index with products that are new or whose words have changed."""
        for ware in wares:
            if (known := self._seen.get(ware.id)) is not None:
                self._leave(known)
            self._seen[ware.id] = ware
            self._enter(ware)

    def _enter(self, ware: Ware) -> None:
        if not ware.offered or ware.option_of:
            return
        texts = _field_words(ware, self.terms)
        for word, place in _places(ware, texts):
            posting = self._postings.get(word)
            if posting is None:
                posting = self._postings[word] = array("Q")
                if self._spellings is not None:
                    self._spellings.add(word)
            posting.append(place)
        for key, field in _wholes(texts):
            self._whole.setdefault(key, {}).setdefault(ware.id, field)
        self._name_words[ware.id] = len(texts[0][1])

    def _leave(self, ware: Ware) -> None:
        if not ware.offered or ware.option_of:
            return
        texts = _field_words(ware, self.terms)
        for word, place in _places(ware, texts):
            self._postings[word].remove(place)
            if not self._postings[word]:
                del self._postings[word]
                if self._spellings is not None:
                    self._spellings.remove(word)
        for key, _field in _wholes(texts):
            self._whole[key].pop(ware.id, None)
        self._name_words.pop(ware.id, None)

    def named(self, words: Sequence[str]) -> Mapping[int, Field]:
        """The products whose whole name or alias is these words, in any order or written together."""
        return self._whole.get(_key(words)) or self._whole.get(_together(words)) or {}

    def name(self, ware_id: int) -> str:
        """The product's name, which orders products of equal rank."""
        return self._seen[ware_id].name_id

    def name_words(self, ware_id: int) -> int:
        """The number of words in the product's name."""
        return self._name_words[ware_id]

    def has(self, word: str) -> bool:
        """Whether a product has the word as typed."""
        return word in self._postings

    def says(self, word: str) -> bool:
        """Whether the word finds any product."""
        return any(True for _found in self.reached(word, last=False))

    def reached(self, typed: str, last: bool) -> Reached:
        """The places of all words that a typed word may mean, the surest first."""
        assert self._spellings is not None
        sure = [
            *spelling.equal(self._spellings, typed, self.terms.stems(typed)),
            *spelling.begun(self._spellings, typed, last),
        ]
        named = any(self._names_goods(word) for word, _kind in sure)
        for word, kind in (*sure, *spelling.near(self._spellings, typed, surely=named)):
            yield kind, self._postings[word]

    def _names_goods(self, word: str) -> bool:
        return any(place & FIELDS <= Field.ALIAS for place in self._postings[word])


def _field_words(ware: Ware, terms: Terms) -> FieldWords:
    """The words of each text of a product, its name first."""
    words_of, shared_words = terms.words_of, terms.shared_words
    names = [(Field.NAME, words_of(text)) for text in (ware.name_id, ware.name_en)]
    aliases = [(Field.ALIAS, words_of(text)) for text in ware.aliases]
    shelf = (ware.category.replace("-", " "), *terms.shelves.get(ware.category, ()))
    shared = [
        (Field.MAKER, shared_words(ware.maker)),
        *((Field.CATEGORY, shared_words(one)) for one in shelf),
    ]
    about = [
        (Field.DESCRIPTION, words_of(text)) for text in (ware.description_id, ware.description_en) if text
    ]
    return [*names, *aliases, *shared, *about]


def _places(ware: Ware, texts: FieldWords) -> Iterator[tuple[str, int]]:
    """The place of each word, in its most telling field."""
    found: dict[str, int] = {}
    for field, words in texts:
        place = ware.id << FIELD_BITS | field
        for word in words:
            found.setdefault(word, place)
    return iter(found.items())


def _wholes(texts: FieldWords) -> Iterator[tuple[str, Field]]:
    for field, words in texts:
        if words and field <= Field.ALIAS:
            yield from ((key, field) for key in {_key(words), _together(words)})


def _key(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))


def _together(words: Iterable[str]) -> str:
    return "".join(dict.fromkeys(words))


def _indexed_fields(ware: Ware) -> tuple[object, ...]:
    names = (ware.offered, ware.name_id, ware.name_en, ware.aliases)
    return (*names, ware.maker, ware.category, ware.description_id, ware.description_en)
