"""What one of several people has in an order, taken out or doubled by the name: `punya Yusuf dihapus`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.handlers.chat.proposal_state import begun, wanted
from bot.handlers.chat.proposal_view import shown
from bot.handlers.customer.waiting import pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.proposal_parts import Change, ProposedShare
from bot.understanding import Interpretation

Pieces = Mapping[int, int]
"""The pieces of each product."""


async def changed(turn: Turn, read: Interpretation) -> Screen | Redirect | None:
    """The cart without one person's goods, or with twice as many, to be confirmed; None for other texts."""
    if read.lines or read.edits or read.unclear or read.contact or "?" in turn.text:
        return None
    doubles = turn.shop.reader().doubles(turn.text)
    if not doubles and not turn.shop.reader().removes(turn.text):
        return None
    everybody = await _everybody(turn)
    named = [one for one in everybody if _says(turn.text, one)]
    return await _propose(turn, named[0], everybody, doubles) if len(named) == 1 else None


async def _everybody(turn: Turn) -> dict[str, dict[int, int]]:
    """Who has how much of what, in the cart and in the reading that waits for it."""
    waiting, draft = await pending(turn), await carts.find(turn.db, turn.person.id)
    if waiting is not None and waiting.order_id is not None:
        return {}
    lines = draft.lines if draft else []
    stated = [(one.name, line.product_id, one.pieces) for line in lines for one in line.for_whom]
    stated += [(one.name, one.product_id, one.pieces) for one in (waiting.shares if waiting else ())]
    found: dict[str, dict[int, int]] = {}
    for name, product_id, pieces in stated:
        found.setdefault(name, {})[product_id] = pieces
    return found


def _says(text: str, name: str) -> bool:
    words = re.findall(r"\w+", text.casefold())
    return all(word in words for word in re.findall(r"\w+", name.casefold()))


async def _propose(
    turn: Turn, name: str, everybody: Mapping[str, Pieces], doubles: bool
) -> Screen | Redirect:
    """A number for each of the person's products, and for whom the pieces of these are then."""
    proposal = await begun(turn)
    held, theirs = await wanted(turn, proposal), everybody[name]
    sign = 1 if doubles else -1
    after = {one: max(held.get(one, 0) + sign * pieces, 0) for one, pieces in theirs.items()}
    shares = [
        ProposedShare(who, one, pieces * (2 if who == name else 1))
        for who, has in everybody.items()
        for one, pieces in has.items()
        if one in theirs and (doubles or who != name)
    ]
    proposal.before = proposal.standing if proposal.changes or proposal.words else None
    kept = [one for one in proposal.changes if one.product_id not in theirs]
    proposal.set_changes([*kept, *(Change(one, "set", pieces) for one, pieces in after.items())])
    others = [one for one in proposal.shares if one.product_id not in theirs]
    proposal.set_shares([*others, *shares])
    await turn.db.flush()
    return await shown(turn, proposal)
