"""For whom the pieces of a line are: a customer orders for friends, and their names stay with the goods.

Only the customer and the coordinators see the names, never an UMKM. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from bot.core import redaction

LONGEST_NAME = 40
MOST_NAMES = 50
"""The most names of one line: more than any list of friends has; it bounds the size of the row."""
# Six or more digits, grouped or not, with the letters of an identity number: never part of a name.
_NUMBER = re.compile(r"(?:\b[A-Za-z]{1,2}[ -]?)?\+?\d(?:[ ./-]?\d){5,}")
_BETWEEN = re.compile(r"[,;]+|\(\s*\)|\[\s*\]")
_ENDS = " .:-–—=/·\"'"


class ShareRow(TypedDict):
    """A share as JSON of a row."""

    name: str
    pieces: int


@dataclass(frozen=True, slots=True)
class FriendShare:
    """The pieces of a line for one person; 0 when it is no longer known how many."""

    name: str
    pieces: int


def cleaned(name: str) -> str:
    """A name as it may be shown and printed, at most LONGEST_NAME letters; "" when no name is left.

    It is one line without invisible characters, without commas (they separate names) and without long
    numbers: an identity or telephone number is nobody's name.
    """
    clean, before = redaction.readable(name), None
    while clean != before:  # digits may join into a number once the text between them is removed
        before, clean = clean, " ".join(_NUMBER.sub(" ", _BETWEEN.sub(" ", clean)).split()).strip(_ENDS)
    if not any(sign.isalpha() for sign in clean):
        return ""
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 1].rstrip() + "…"


def merged(shares: Iterable[FriendShare]) -> tuple[FriendShare, ...]:
    """These shares with clean names, each name once: the pieces of a repeated name, in any case, add up.

    If one share of a name has no pieces, the merged one has none either. Shares without a name are left out.
    """
    by_name: dict[str, FriendShare] = {}
    for share in shares:
        name = cleaned(share.name)
        if name:
            known = by_name.get(name.casefold())
            by_name[name.casefold()] = _sum(known, share) if known else replace(share, name=name)
    return tuple(by_name.values())[:MOST_NAMES]


def _sum(known: FriendShare, more: FriendShare) -> FriendShare:
    return replace(known, pieces=known.pieces + more.pieces if known.pieces and more.pieces else 0)


def valid_for(shares: Sequence[FriendShare], pieces: int) -> tuple[FriendShare, ...]:
    """The shares as they are valid for so many pieces of the line.

    When they sum to more, nobody knows whose pieces are missing: the names stay, without pieces.
    """
    if sum(one.pieces for one in shares) <= pieces:
        return tuple(shares)
    return tuple(replace(one, pieces=0) for one in shares)


def worded(shares: Iterable[FriendShare]) -> str:
    """The names with their pieces, as people type them: `kakak 2, teman kamar 3`."""
    return ", ".join(map(_worded, shares))


def _worded(share: FriendShare) -> str:
    if not share.pieces:
        return share.name
    # `kamar 3` with two pieces must not read as `kamar 32`, nor as thirty-two rooms
    return f"{share.name}: {share.pieces}" if share.name[-1].isdigit() else f"{share.name} {share.pieces}"


def from_rows(stored: Iterable[ShareRow] | None) -> tuple[FriendShare, ...]:
    """The shares from their JSON; empty for None."""
    return tuple(FriendShare(one["name"], one["pieces"]) for one in stored or ())


def to_rows(shares: Iterable[FriendShare]) -> list[ShareRow] | None:
    """The shares as JSON of a row; None when there are none."""
    return [ShareRow(name=one.name, pieces=one.pieces) for one in shares] or None
