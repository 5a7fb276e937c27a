"""Reads how people really order: free text in, intent, lines, destination and what is unclear out. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalog import Catalogue, Ware
from bot.destinations import Destinations
from bot.understanding.reading import Reader
from bot.understanding.understood import Edit, Intent, Line, Op, Share, Topic, Unclear, Understood
from bot.understanding.vocabulary import Vocabulary

__all__ = [
    "Edit",
    "Intent",
    "Line",
    "Op",
    "Reader",
    "Share",
    "Topic",
    "Unclear",
    "Understood",
    "Vocabulary",
    "understand",
]


@dataclass(slots=True)
class _Kept:
    """The last reader with what it was made for: making one reads the whole catalogue."""

    catalogue: Catalogue
    version: int
    names: tuple[tuple[object, ...], ...]
    vocabulary: Vocabulary
    destinations: Destinations
    reader: Reader


_kept: list[_Kept] = []
MOST_KEPT = 4


def understand(
    text: str, catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations
) -> Understood:
    """What a message says. Never a guess: a word that fits several products is unclear with all of them."""
    return reader_of(catalogue, vocabulary, destinations).read(text)


def reader_of(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> Reader:
    """The reader for this state of the catalogue, made anew only when names have changed."""
    for one in _kept:
        same = (
            one.catalogue is catalogue and one.vocabulary is vocabulary and one.destinations is destinations
        )
        if same and _still_right(one):
            return one.reader
        if same:
            _kept.remove(one)
            break
    wares = catalogue.offered()
    reader = Reader(wares, vocabulary, destinations)
    names = tuple(map(_read_of, wares))
    _kept.append(_Kept(catalogue, catalogue.version, names, vocabulary, destinations, reader))
    del _kept[:-MOST_KEPT]
    return reader


def _still_right(one: _Kept) -> bool:
    """A stock that moved makes a new version too, but no new words."""
    if one.catalogue.version != one.version:
        if tuple(map(_read_of, one.catalogue.offered())) != one.names:
            return False
        one.version = one.catalogue.version
    return True


def _read_of(ware: Ware) -> tuple[object, ...]:
    return (ware.sku, ware.name_id, ware.name_en, ware.aliases, ware.category, ware.unit, ware.net_grams)
