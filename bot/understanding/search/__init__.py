"""Finds products by a typed text: names in both languages, aliases, maker, category, description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.catalog import Catalogue, Ware
from bot.understanding.search.cache import index_of
from bot.understanding.search.index import Shelves
from bot.understanding.search.ranking import MOST_FOUND, found
from bot.understanding.search.terms import LONGEST, NEGATING, query_words, words_of

__all__ = ["LONGEST", "MOST_FOUND", "NO_SHELVES", "Shelves", "find", "gist", "names", "prepare"]

NO_SHELVES: Mapping[str, Sequence[str]] = {}


def prepare(catalogue: Catalogue, shelves: Shelves = NO_SHELVES) -> None:
    """Builds the index before the first search, so that nobody waits for it."""
    index_of(catalogue, shelves)


def find(text: str, catalogue: Catalogue, shelves: Shelves = NO_SHELVES) -> list[Ware]:
    """The products on offer that the text may mean, best first, at most MOST_FOUND; empty if nothing is near.

    Ranking: whole name, alias, words of a name, beginnings of words, misspelt words, maker, category (by its
    names in `shelves`), description. Products with more of the typed words rank higher.
    """
    words = words_of(query_words(text))
    if not words:
        return []
    wares = map(catalogue.by_id.get, found(index_of(catalogue, shelves), words))
    return [ware for ware in wares if ware is not None and ware.offered]


def names(text: str, catalogue: Catalogue, shelves: Shelves = NO_SHELVES) -> bool:
    """Whether the catalogue has every word of the text as typed."""
    words = words_of(query_words(text))
    index = index_of(catalogue, shelves)
    return bool(words) and all(index.has(word) for word in words)


def gist(text: str, catalogue: Catalogue, longest: int, shelves: Shelves = NO_SHELVES) -> str:
    """The words of a search in at most `longest` characters: of a longer text, those that find products."""
    words = query_words(text)
    if len(words) <= longest:
        return words
    index, chosen = index_of(catalogue, shelves), ""
    for word in words.split():
        longer = f"{chosen} {word}".strip()
        if len(longer) <= longest and (word in NEGATING or index.says(word)):
            chosen = longer
    return chosen
