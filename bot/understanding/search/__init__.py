"""Finds products by a typed text: names in both languages, aliases, maker, category, description."""

from __future__ import annotations

from bot.catalog import Catalogue, Ware
from bot.understanding.search.cache import index_of
from bot.understanding.search.ranking import MOST_FOUND, found
from bot.understanding.search.terms import LONGEST, Shelves, Terms

__all__ = ["LONGEST", "MOST_FOUND", "Shelves", "Terms", "find", "gist", "names", "prepare"]

NOTHING_KNOWN = Terms()


def prepare(catalogue: Catalogue, terms: Terms = NOTHING_KNOWN) -> None:
    """Builds the index before the first search, so that nobody waits for it."""
    index_of(catalogue, terms)


def find(text: str, catalogue: Catalogue, terms: Terms = NOTHING_KNOWN) -> list[Ware]:
    """The products on offer that the text may mean, best first, at most MOST_FOUND; empty if nothing is near.

    Ranking: whole name, alias, words of a name, beginnings of words, misspelt words, maker, category (by its
    names on the shelves), description. Products with more of the typed words rank higher.
    """
    words = terms.words_of(terms.query_words(text))
    if not words:
        return []
    wares = map(catalogue.by_id.get, found(index_of(catalogue, terms), words))
    return [ware for ware in wares if ware is not None and ware.offered]


def names(text: str, catalogue: Catalogue, terms: Terms = NOTHING_KNOWN) -> bool:
    """Whether the catalogue has every word of the text as typed."""
    words = terms.words_of(terms.query_words(text))
    index = index_of(catalogue, terms)
    return bool(words) and all(index.has(word) for word in words)


def gist(text: str, catalogue: Catalogue, longest: int, terms: Terms = NOTHING_KNOWN) -> str:
    """The words of a search in at most `longest` characters: of a longer text, those that find products."""
    words = terms.query_words(text)
    if len(words) <= longest:
        return words
    index, chosen = index_of(catalogue, terms), ""
    for word in words.split():
        longer = f"{chosen} {word}".strip()
        if len(longer) <= longest and (word in terms.without or index.says(word)):
            chosen = longer
    return chosen
