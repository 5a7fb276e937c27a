"""Goods that are for somebody else after all: whose they are changes, and none is more or fewer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.handlers.chat.of_a_person import everybody
from bot.handlers.chat.proposal_state import begun, product_id, wanted
from bot.handlers.chat.proposal_view import shown
from bot.handlers.shared.turn import Turn
from bot.ordering.proposal_parts import Change, ProposedShare
from bot.people.friends import cleaned
from bot.understanding import Interpretation

Whose = Mapping[str, Mapping[int, int]]
"""Who has how many of each product."""
Taken = dict[tuple[str, int], int]
"""The pieces of a product that go from a person to another."""


async def moved(turn: Turn, read: Interpretation) -> Screen | Redirect | None:
    """The goods with another name at them, to be confirmed; None for a text that moves none."""
    who = await everybody(turn)
    taken, to = _said(turn, read, who)
    return await _propose(turn, who, taken, to) if taken else None


async def is_said(turn: Turn, read: Interpretation) -> bool:
    """Whether a text gives somebody's goods to another, whatever question is open."""
    return bool(_said(turn, read, await everybody(turn))[0])


def _said(turn: Turn, read: Interpretation, who: Whose) -> tuple[Taken, str]:
    """What a text takes from whom, and for whom it is then."""
    if turn.event.forwarded or "?" in turn.text or read.contact or not who:
        return {}, ""
    meant = turn.shop.reader().given_instead(turn.text, who)
    if meant is None or not (to := cleaned(meant.to)):
        return {}, ""
    named = _named(turn, read)
    if not meant.denied and (not named or any(named.values())):
        return {}, ""
    return _taken(who, meant.denied, to, named), to


def _named(turn: Turn, read: Interpretation) -> dict[int, int]:
    """The goods that a text names, with the number that it says, 0 for none."""
    lines = {one.sku: one.quantity if one.counted else 0 for one in read.lines}
    lines |= {one.sku: one.quantity if one.counted else 0 for one in read.edits}
    return {known: many for sku, many in lines.items() if (known := product_id(turn, sku)) is not None}


def _taken(who: Whose, denied: str, to: str, named: Mapping[int, int]) -> Taken:
    found: Taken = {}
    for name, has in who.items():
        if name.casefold() == to.casefold() or denied not in ("", name):
            continue
        for one, pieces in has.items():
            if pieces and (one in named or not named):
                found[name, one] = min(named.get(one) or pieces, pieces)
    return found


async def _propose(turn: Turn, who: Whose, taken: Taken, to: str) -> Screen | Redirect:
    """The proposal with the names changed, and each number as it was."""
    proposal = await begun(turn)
    held, moved_ids = await wanted(turn, proposal), {one for _name, one in taken}
    to = next((name for name in who if name.casefold() == to.casefold()), to)
    shares = {
        (name, one): pieces for name, has in who.items() for one, pieces in has.items() if one in moved_ids
    }
    for (name, one), pieces in taken.items():
        shares[name, one] -= pieces
        shares[to, one] = shares.get((to, one), 0) + pieces
    proposal.before = proposal.standing if proposal.changes or proposal.words else None
    kept = [one for one in proposal.changes if one.product_id not in moved_ids]
    same = [Change(one, "set", held[one]) for one in sorted(moved_ids) if held.get(one)]
    proposal.set_changes([*kept, *same])
    others = [one for one in proposal.shares if one.product_id not in moved_ids]
    fresh = [ProposedShare(name, one, pieces) for (name, one), pieces in shares.items()]
    proposal.set_shares([*others, *fresh])
    proposal.set_doubts(one for one in proposal.doubts if not moved_ids & {*one.product_ids})
    await turn.db.flush()
    return await shown(turn, proposal)
