"""The blocks of a message: stretches whose form says what they are."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.understanding.text.tokens import Token


class BlockKind(StrEnum):
    """What a stretch of a message is by its form."""

    LIST_NUMBER = "list number"
    TABLE = "table"
    TABLE_HEAD = "head of a table"
    TABLE_SUM = "sum of a table"
    COLUMN = "column that counts nothing"
    FORM = "form of goods"
    RECEIPT = "price of a receipt"
    RECEIPT_SUM = "sum of a receipt"
    PARCEL = "parcel, its contents so many times"
    LIST = "list under a heading"
    ADDRESS = "address"
    TELEPHONE = "telephone number"
    PERSON = "person"
    OTHERS = "written by somebody else, or struck out"
    BEFORE = "quantity before a change"
    FIELD = "another field of a form"
    CODE = "date, link or order number"


@dataclass(frozen=True, slots=True)
class Block:
    """The characters from `start` to `end` and what they are; `why` names what was recognised."""

    kind: BlockKind
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the items below or behind it, each from its first to behind its last character."""

    head: tuple[int, int]
    items: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Layout:
    """The blocks of a message, and the tokens that are left to read as text.

    A left token may stand for others: the number of an item that is in three parcels is three times the
    typed one, and a row of people's quantities has their sum.
    """

    tokens: Sequence[Token] = ()
    blocks: list[Block] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    items: list[tuple[int, int]] = field(default_factory=list)
    """Rows of lists, tables and receipts: what a number counts in one of them is in the same row."""

    def spans(self, *kinds: BlockKind) -> list[tuple[int, int]]:
        """The characters of all blocks of these kinds."""
        return [(one.start, one.end) for one in self.blocks if one.kind in kinds]

    def item_at(self, place: int) -> tuple[int, int] | None:
        """The row of a list that this character stands in."""
        at = bisect_right(self.items, (place, sys.maxsize)) - 1
        return self.items[at] if at >= 0 and place < self.items[at][1] else None
