"""The interpreter of each state of the catalogue, kept while names stay: making one reads all products."""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalog import Catalogue, Ware
from bot.destinations import Destinations
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.pipeline import Interpreter
from bot.understanding.result import Interpretation

Names = tuple[tuple[object, ...], ...]


@dataclass(slots=True)
class _Kept:
    """A reader and what it was made for: making one reads the whole catalogue."""

    catalogue: Catalogue
    version: int
    names: Names
    vocabulary: Vocabulary
    destinations: Destinations
    reader: Interpreter


_kept: list[_Kept] = []
MOST_KEPT = 4
MOST_AT_ONCE = 400
"""So many products are read anew within the moment of a message; of more the last reader serves meanwhile."""


def understand(
    text: str, catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations
) -> Interpretation:
    """What a message says. Never a guess: a word that fits several products is unclear with all of them."""
    return reader_of(catalogue, vocabulary, destinations).read(text)


def reader_of(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> Interpreter:
    """The reader for this state of the catalogue, made anew only when names have changed.

    A large catalogue that was renamed is read by its last reader until `renew` has made the next.
    """
    kept = _kept_for(catalogue, vocabulary, destinations)
    if kept is not None and (len(kept.names) > MOST_AT_ONCE or _still_right(kept)):
        return kept.reader
    return renew(catalogue, vocabulary, destinations)


def is_due(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> bool:
    """Whether names have changed since the reader was made."""
    kept = _kept_for(catalogue, vocabulary, destinations)
    return kept is None or not _still_right(kept)


def renew(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> Interpreter:
    """Makes the reader of this state of the catalogue; of 10,000 products better in a thread."""
    wares, version = catalogue.offered(), catalogue.version
    names = tuple(map(_read_of, wares))
    alike = next((one for one in _kept if _is_alike(one, names, vocabulary, destinations)), None)
    reader = alike.reader if alike else Interpreter(wares, vocabulary, destinations)
    before = _kept_for(catalogue, vocabulary, destinations)
    if before is not None:
        _kept.remove(before)
    _kept.append(_Kept(catalogue, version, names, vocabulary, destinations, reader))
    del _kept[:-MOST_KEPT]
    return reader


def _kept_for(catalogue: Catalogue, vocabulary: Vocabulary, destinations: Destinations) -> _Kept | None:
    for one in _kept:
        if one.catalogue is catalogue and one.vocabulary is vocabulary and one.destinations is destinations:
            return one
    return None


def _is_alike(one: _Kept, names: Names, vocabulary: Vocabulary, destinations: Destinations) -> bool:
    """Read from the same words, though from other objects."""
    return (
        one.names == names
        and one.vocabulary == vocabulary
        and [place.entry for place in one.destinations] == [place.entry for place in destinations]
    )


def _still_right(one: _Kept) -> bool:
    """A stock that moved makes a new version too, but no new words."""
    if one.catalogue.version != one.version:
        if tuple(map(_read_of, one.catalogue.offered())) != one.names:
            return False
        one.version = one.catalogue.version
    return True


def _read_of(ware: Ware) -> tuple[object, ...]:
    return (ware.sku, ware.name_id, ware.name_en, ware.aliases, ware.category, ware.unit, ware.net_grams)
