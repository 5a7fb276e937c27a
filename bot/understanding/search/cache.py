"""Caches the index of each catalogue: built once, then updated with the changes, large ones in a thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.catalog import Catalogue, Ware
from bot.understanding.search.index import Index
from bot.understanding.search.terms import Terms

MOST_CACHED = 4
MOST_AT_ONCE = 100
"""The most changed products that a search indexes itself, in about 10 ms; more are left to a thread."""


@dataclass(slots=True)
class CachedIndex:
    """The index of one catalogue, and the next one while a thread builds it."""

    catalogue: Catalogue
    index: Index
    _next: list[Index] = field(default_factory=list)
    _builder: threading.Thread | None = None

    def current(self) -> Index:
        """The newest finished index: a large import shows after a moment, not at once."""
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
        terms, made = self.index.terms, self._next
        self._builder = threading.Thread(target=lambda: made.append(Index(wares, terms)), daemon=True)
        self._builder.start()


_cache: list[CachedIndex] = []


def index_of(catalogue: Catalogue, terms: Terms) -> Index:
    """The index of this catalogue. The first call builds it, in about 60 µs a product."""
    for one in _cache:
        if one.catalogue is catalogue and one.index.terms == terms:
            return one.current()
    _cache.append(CachedIndex(catalogue, Index(catalogue.by_id.values(), terms)))
    del _cache[:-MOST_CACHED]
    return _cache[-1].index
