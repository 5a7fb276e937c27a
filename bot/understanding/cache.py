"""Caches interpreters: building one reads the whole catalogue, so it is reused until names change."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalog import Catalogue, Ware
from bot.destinations import Destinations
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.pipeline import Interpreter
from bot.understanding.result import Interpretation

Names = tuple[tuple[object, ...], ...]


@dataclass(slots=True)
class _CachedInterpreter:
    """An interpreter, and what it was built from."""

    catalogue: Catalogue
    version: int
    names: Names
    vocabulary: Vocabulary
    destinations: Destinations
    reader: Interpreter


_cache: list[_CachedInterpreter] = []
MOST_CACHED = 4
MOST_AT_ONCE = 400
"""The most products for which a message waits for a new interpreter; beyond it the last one serves."""


def understand(
    text: str, catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations
) -> Interpretation:
    """Reads a message. It never guesses: a word that fits several products is unclear, with all of them."""
    return reader_of(catalogue, vocabulary, destinations).read(text)


def reader_of(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> Interpreter:
    """The interpreter for this state of the catalogue, rebuilt only when names have changed.

    A large catalogue keeps its last interpreter until `renew` has built the next.
    """
    cached = _cached_for(catalogue, vocabulary, destinations)
    if cached is not None and (len(cached.names) > MOST_AT_ONCE or _is_current(cached)):
        return cached.reader
    return renew(catalogue, vocabulary, destinations)


def is_due(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> bool:
    """Whether names have changed since the interpreter was built."""
    cached = _cached_for(catalogue, vocabulary, destinations)
    return cached is None or not _is_current(cached)


def renew(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> Interpreter:
    """Builds the interpreter for this state of the catalogue; with 10,000 products do so in a thread."""
    wares, version = catalogue.offered(), catalogue.version
    names = tuple(map(_indexed_fields, wares))
    alike = next((one for one in _cache if _is_alike(one, names, vocabulary, destinations)), None)
    reader = alike.reader if alike else Interpreter(wares, vocabulary, destinations)
    before = _cached_for(catalogue, vocabulary, destinations)
    if before is not None:
        _cache.remove(before)
    _cache.append(_CachedInterpreter(catalogue, version, names, vocabulary, destinations, reader))
    del _cache[:-MOST_CACHED]
    return reader


def _cached_for(
    catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations
) -> _CachedInterpreter | None:
    for one in _cache:
        if one.catalogue is catalogue and one.vocabulary is vocabulary and one.destinations is destinations:
            return one
    return None


def _is_alike(
    one: _CachedInterpreter, names: Names, vocabulary: Vocabulary, destinations: Destinations
) -> bool:
    """Whether it was built from equal words, though from other objects."""
    return (
        one.names == names
        and one.vocabulary == vocabulary
        and [place.entry for place in one.destinations] == [place.entry for place in destinations]
    )


def _is_current(one: _CachedInterpreter) -> bool:
    """Whether its names are still the catalogue's; a change of stock makes a new version but no new names."""
    if one.catalogue.version != one.version:
        if tuple(map(_indexed_fields, one.catalogue.offered())) != one.names:
            return False
        one.version = one.catalogue.version
    return True


def _indexed_fields(ware: Ware) -> tuple[object, ...]:
    return (ware.sku, ware.name_id, ware.name_en, ware.aliases, ware.category, ware.unit, ware.net_grams)
