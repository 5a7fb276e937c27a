"""For whom the pieces of a line are: one person orders for friends, and their names stay beside the goods.

Names are the customer's and the coordinator's affair: nothing that an UMKM sees carries them. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from bot.core import redaction

LONGEST_NAME = 40
MOST_NAMES = 50
"""Of one line: more than any list of friends has, so that nobody fills a row with a book."""
# Six and more digits, grouped or not, with the letters of an identity number before them: no part of a name.
_NUMBER = re.compile(r"(?:\b[A-Za-z]{1,2}[ -]?)?\+?\d(?:[ ./-]?\d){5,}")
_BETWEEN = re.compile(r"[,;]+|\(\s*\)|\[\s*\]")
_ENDS = " .:-–—=/·\"'"


class Kept(TypedDict):
    """A share as its row keeps it."""

    name: str
    pieces: int


@dataclass(frozen=True, slots=True)
class RecipientShare:
    """So many pieces of a line are for this person; 0 when it is not known any more how many."""

    name: str
    pieces: int


def cleaned(name: str) -> str:
    """A name as it may be shown and printed, at most 40 letters; "" when nothing of a name is left.

    On one line, without signs that cannot be seen, without commas (they stand between names) and without
    long numbers: an identity or telephone number is nobody's name.
    """
    kept, before = redaction.readable(name), None
    while kept != before:  # what stood apart may be a number once something between is gone
        before, kept = kept, " ".join(_NUMBER.sub(" ", _BETWEEN.sub(" ", kept)).split()).strip(_ENDS)
    if not any(one.isalpha() for one in kept):
        return ""
    return kept if len(kept) <= LONGEST_NAME else kept[: LONGEST_NAME - 1].rstrip() + "…"


def together(shares: Iterable[RecipientShare]) -> tuple[RecipientShare, ...]:
    """These shares with clean names, each name once: said again, in whatever case, its pieces add up.

    One without pieces takes them from its name for good. What is left without a name is left out.
    """
    by_name: dict[str, RecipientShare] = {}
    for one in shares:
        name = cleaned(one.name)
        if name:
            known = by_name.get(name.casefold())
            by_name[name.casefold()] = _sum(known, one) if known else replace(one, name=name)
    return tuple(by_name.values())[:MOST_NAMES]


def _sum(known: RecipientShare, more: RecipientShare) -> RecipientShare:
    return replace(known, pieces=known.pieces + more.pieces if known.pieces and more.pieces else 0)


def standing(shares: Sequence[RecipientShare], pieces: int) -> tuple[RecipientShare, ...]:
    """The shares as they hold for so many pieces of the line.

    Once they come to more than that, nobody knows whose pieces are lacking: the names stay, without pieces.
    """
    if sum(one.pieces for one in shares) <= pieces:
        return tuple(shares)
    return tuple(replace(one, pieces=0) for one in shares)


def told(shares: Iterable[RecipientShare]) -> str:
    """The names with their pieces, as they were typed: `kakak 2, teman kamar 3`."""
    return ", ".join(map(_told, shares))


def _told(share: RecipientShare) -> str:
    if not share.pieces:
        return share.name
    # `kamar 3` with two pieces must not read as `kamar 32`, nor as thirty-two rooms
    return f"{share.name}: {share.pieces}" if share.name[-1].isdigit() else f"{share.name} {share.pieces}"


def read(kept: Iterable[Kept] | None) -> tuple[RecipientShare, ...]:
    """The shares of a row; none of a row without any."""
    return tuple(RecipientShare(one["name"], one["pieces"]) for one in kept or ())


def rows(shares: Iterable[RecipientShare]) -> list[Kept] | None:
    """The shares as a row keeps them; None when there are none."""
    return [Kept(name=one.name, pieces=one.pieces) for one in shares] or None
