"""What one of several people has in an order, taken out or doubled by the name: `punya Yusuf dihapus`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.proposal_state import begun, wanted, whose
from bot.handlers.chat.proposal_view import shown
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.waiting import pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.proposal_parts import Change, ProposedShare
from bot.understanding import Interpretation

OTHER_THINGS = re.compile(
    r"\b(?:nomor|nomer|no|hp|alamat|nama|catatan|note|label|data|number|phone|address|name)(?:nya|e|ku)?\b",
    re.IGNORECASE,
)
"""Parts of a recipient, which are no goods."""
Pieces = Mapping[int, int]
"""The pieces of each product."""


async def changed(turn: Turn, read: Interpretation) -> Screen | Redirect | None:
    """The cart without one person's goods, or with twice as many, to be confirmed; None for other texts."""
    who = await everybody(turn) if _changes(turn, read) else {}
    named = [one for one in who if _says(turn.text, one)]
    doubles = turn.shop.reader().doubles(turn.text)
    return await _propose(turn, named[0], who, doubles) if len(named) == 1 else None


async def is_said(turn: Turn, read: Interpretation) -> bool:
    """Whether a text takes out or doubles what somebody has, whatever question is open."""
    who = await everybody(turn) if _changes(turn, read) else {}
    return any(_says(turn.text, one) for one in who)


def _changes(turn: Turn, read: Interpretation) -> bool:
    """Whether a text without goods takes something out, or doubles it."""
    reader = turn.shop.reader()
    if read.lines or read.edits or read.unclear or read.contact or "?" in turn.text or turn.event.forwarded:
        return False
    if not (reader.doubles(turn.text) or reader.removes(turn.text)):
        return False
    return not reader.forbids(turn.text) and OTHER_THINGS.search(turn.text) is None


async def everybody(turn: Turn) -> dict[str, dict[int, int]]:
    """Who has how much of what, in the cart with the reading that waits for it; 0 where nobody knows."""
    waiting, draft = await pending(turn), await carts.find(turn.db, turn.person.id)
    if waiting is not None and waiting.order_id is not None:
        return {}
    if waiting is None:
        stated = {line.product_id: line.for_whom for line in draft.lines} if draft else {}
    else:
        stated = await whose(turn, waiting, await wanted(turn, waiting))
    found: dict[str, dict[int, int]] = {}
    names: dict[str, str] = {}
    for product_id, shares in stated.items():
        for one in shares:
            name = names.setdefault(one.name.casefold(), one.name)
            found.setdefault(name, {})[product_id] = one.pieces
    return found


def _says(text: str, name: str) -> bool:
    words = re.findall(r"\w+", text.casefold())
    return all(word in words for word in re.findall(r"\w+", name.casefold()))


async def _propose(turn: Turn, name: str, who: Mapping[str, Pieces], doubles: bool) -> Screen | Redirect:
    """A number for each of the person's products, and for whom the pieces of these are then."""
    proposal = await begun(turn)
    held, theirs = await wanted(turn, proposal), who[name]
    sign = 1 if doubles else -1
    after = {one: max(held.get(one, 0) + sign * pieces, 0) for one, pieces in theirs.items()}
    shares = [
        ProposedShare(whose, one, pieces * (2 if whose == name else 1))
        for whose, has in who.items()
        for one, pieces in has.items()
        if one in theirs and (doubles or whose != name)
    ]
    if not doubles:  # none of the pieces that stay are this person's
        shares += [ProposedShare(name, one, 0) for one in theirs]
    proposal.before = proposal.standing if proposal.changes or proposal.words else None
    kept = [one for one in proposal.changes if one.product_id not in theirs]
    proposal.set_changes([*kept, *(Change(one, "set", pieces) for one, pieces in after.items())])
    others = [one for one in proposal.shares if one.product_id not in theirs]
    proposal.set_shares([*others, *shares])
    await turn.db.flush()
    answer = await shown(turn, proposal)
    body = answer.body if isinstance(answer, Screen) else ""
    return remarked(answer, "\n".join(one for one in _told(turn, held, after) if one not in body))


def _told(turn: Turn, before: Pieces, after: Pieces) -> list[str]:
    """Each product before and after."""
    by_id, words = turn.shop.catalogue.by_id, _("{product}: {before} → {after}")
    return [
        words.format(product=shorten(by_id[one].name(language()), 60), before=before.get(one, 0), after=many)
        for one, many in after.items()
        if one in by_id
    ]
