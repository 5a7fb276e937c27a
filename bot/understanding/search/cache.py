"""The index that belongs to a catalogue: built once, kept up with what changes, in nobody's way."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.catalog import Catalogue, Ware
from bot.understanding.search.index import Index, Shelves

MOST_KEPT = 4
MOST_AT_ONCE = 100
"""Products that are taken over on the way of a search, in about 10 ms; more are left to a thread."""


@dataclass(slots=True)
class Kept:
    """The index of one catalogue, and the one that is being built to follow it."""

    catalogue: Catalogue
    index: Index
    _next: list[Index] = field(default_factory=list)
    _builder: threading.Thread | None = None

    def current(self) -> Index:
        """The index as far as it has come: an import of many products shows in a moment, not at once."""
        if self._builder is not None:
            if self._builder.is_alive():
                return self.index
            self.index, self._builder = self._next.pop(), None
        changed = self.index.changed(self.catalogue)
        if len(changed) <= MOST_AT_ONCE:
            self.index.take_over(changed)
        else:
            self._build(list(self.catalogue.by_id.values()))
        return self.index

    def _build(self, wares: Sequence[Ware]) -> None:
        shelves, made = self.index.shelves, self._next
        self._builder = threading.Thread(target=lambda: made.append(Index(wares, shelves)), daemon=True)
        self._builder.start()


_kept: list[Kept] = []


def index_of(catalogue: Catalogue, shelves: Shelves) -> Index:
    """The index of this catalogue. Its first call builds it, in about 60 µs a product."""
    for one in _kept:
        if one.catalogue is catalogue and one.index.shelves == shelves:
            return one.current()
    _kept.append(Kept(catalogue, Index(catalogue.by_id.values(), shelves)))
    del _kept[:-MOST_KEPT]
    return _kept[-1].index
