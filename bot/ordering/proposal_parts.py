"""The parts of a proposal: changes, words that are not clear yet, doubts, and who gets what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.orders import MOST_PIECES
from bot.understanding import DoubtKind, Op


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the pieces of a product: more, fewer, so many in all, or none."""

    product_id: int
    op: Op
    pieces: int

    def laid_over(self, pieces: int) -> int:
        """The pieces after the change, from these before it; at least 0, at most what can be ordered."""
        after = {"add": pieces + self.pieces, "reduce": pieces - self.pieces, "remove": 0}
        return min(max(after.get(self.op, self.pieces), 0), MOST_PIECES)


@dataclass(frozen=True, slots=True)
class Word:
    """Something wanted that is not clear yet: which product of `any_of`, or how many `pieces`, and for whom.

    `any_of` is empty when no UMKM makes it. `passed` counts the messages since that were about other goods.
    """

    id: int
    text: str
    pieces: int | None
    any_of: tuple[int, ...]
    op: Op
    for_whom: tuple[tuple[str, int], ...] = ()
    passed: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Word:
        """The word that a row stores."""
        for_whom = tuple((name, pieces) for name, pieces in stored.get("for_whom", ()))
        return cls(**{**stored, "any_of": tuple(stored["any_of"]), "for_whom": for_whom})

    @property
    def only_for(self) -> tuple[str, ...]:
        """The only person whom all of it is for, if there is one."""
        all_theirs = len(self.for_whom) == 1 and self.for_whom[0][1] == self.pieces
        return (self.for_whom[0][0],) if all_theirs else ()

    @property
    def unknown(self) -> bool:
        """No UMKM makes it; there is nothing to choose from."""
        return not self.any_of


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """What may be meant otherwise: the stretch `text`, and the products that it is about, if any."""

    kind: DoubtKind
    text: str
    product_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProposedShare:
    """How many pieces of a product one of several recipients gets."""

    name: str
    product_id: int
    pieces: int
