"""A message that would change a placed order: the order before and after it, and the tap that does it."""

from __future__ import annotations

from bot import placing, readings
from bot.conversation.screens import Button, Screen, noted
from bot.conversation.words import _
from bot.handlers import orders
from bot.handlers.say import Turn
from bot.orders import NoSuchOrder
from bot.readings import Reading


async def wanted(turn: Turn, found: Reading) -> dict[int, int]:
    """The pieces of each product in the order after the reading."""
    of = await orders.mine(turn, found.order_id or 0)
    return readings.would_be(placing.as_it_stands(of), found.changes)


async def _touched(turn: Turn, found: Reading) -> dict[int, int]:
    so = await wanted(turn, found)
    return {one: so[one] for one in found.touched}


async def read_so(turn: Turn, found: Reading) -> Screen:
    """The order before and after, to be changed on a tap."""
    from bot.handlers import amending

    try:
        of = await orders.mine(turn, found.order_id or 0)
    except NoSuchOrder:
        return noted(await orders.orders(turn), _("I do not know that order of yours."))
    route = f"reading/{found.code}"
    ways = [
        Button(_("Change"), f"{route}/change/1"),
        Button(_("Never mind"), f"{route}/leave", beside=True),
    ]
    return await amending.before_and_after(turn, of, await _touched(turn, found), f"{route}/right", ways)


async def done(turn: Turn, found: Reading, seal: str) -> Screen:
    """Changes the order as it was shown."""
    from bot.handlers import amending

    so, order_id = await _touched(turn, found), found.order_id or 0
    return await amending.amended(turn, order_id, so, seal)
