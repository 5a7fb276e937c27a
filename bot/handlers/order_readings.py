"""A message that would change a placed order: the order before and after it, and the tap that does it."""

from __future__ import annotations

from bot import drafts, placing, readings, supposed
from bot.conversation.screens import Button, Screen, noted
from bot.conversation.words import _
from bot.errors import RantauError
from bot.handlers import amending, orders
from bot.handlers.say import Turn
from bot.orders import NoSuchOrder, OrderMovedOn
from bot.readings import Reading


async def wanted(turn: Turn, found: Reading) -> dict[int, int]:
    """The pieces of each product in the order after the reading."""
    of = await orders.mine(turn, found.order_id or 0)
    return readings.would_be(placing.as_it_stands(of), found.changes)


async def _touched(turn: Turn, found: Reading) -> dict[int, int]:
    so = await wanted(turn, found)
    return {one: so[one] for one in found.touched}


async def read_so(turn: Turn, found: Reading, page: int = 1) -> Screen:
    """The order before and after, to be changed on a tap."""
    try:
        of = await orders.mine(turn, found.order_id or 0)
    except NoSuchOrder:
        return noted(await orders.orders(turn), _("I do not know that order of yours."))
    route = f"reading/{found.code}"
    ways = [
        Button(_("Change"), f"{route}/change/1", beside=True),
        Button(_("Never mind"), f"{route}/leave"),
    ]
    return await amending.before_and_after(turn, of, await _touched(turn, found), route, ways, page)


async def done(turn: Turn, found: Reading, seal: str) -> Screen:
    """Changes the order as it was shown, and keeps for whom its pieces are; the reading is done with."""
    so, order_id = await _touched(turn, found), found.order_id or 0
    try:
        of = await placing.amend(turn.db, order_id, so, seal, turn.house, orders.mover(turn))
    except OrderMovedOn:
        words = _("Something has changed since. Please look once more.")
        return noted((await read_so(turn, found)).at(f"reading/{found.code}"), words)
    except RantauError as refused:
        return await amending.not_amended(turn, order_id, so, refused)
    for_whom = supposed.shares_of(found, of)
    for product_id in dict.fromkeys(one.product_id for one in found.shares):
        await drafts.share(turn.db, of, product_id, for_whom[product_id])
    await readings.forget(turn.db, turn.person.id)
    return await amending.amended(turn, order_id)
