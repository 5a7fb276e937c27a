"""A message that would change a placed order: the order before and after it, and the tap that does it."""

from __future__ import annotations

from bot import ordering
from bot.conversation.screens import Ask, Button, Screen, noted
from bot.conversation.translation import _
from bot.core.errors import RantauError
from bot.handlers.customer.orders import before_after, orders
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals, proposed_cart
from bot.ordering.proposals import Proposal
from bot.orders import NoSuchOrder


async def wanted(turn: Turn, found: Proposal) -> dict[int, int]:
    """The pieces of each product in the order after the reading. Raises NoSuchOrder."""
    of = await orders.mine(turn, found.order_id or 0)
    return proposals.would_be(ordering.as_it_stands(of), found.changes)


async def _touched(turn: Turn, found: Proposal) -> dict[int, int]:
    so = await wanted(turn, found)
    return {one: so[one] for one in found.touched}


async def read_so(turn: Turn, found: Proposal, page: int) -> Screen:
    """The order before and after, to be changed on a tap."""
    try:
        of = await orders.mine(turn, found.order_id or 0)
    except NoSuchOrder:
        return noted(await orders.orders(turn), _("I do not know that order of yours."))
    route = f"reading/{found.code}"
    ways = [Button(_("Change"), f"{route}/change/1"), Button(_("Never mind"), f"{route}/leave", beside=True)]
    so, asks = await _touched(turn, found), Ask(f"{route}/typed")
    return await before_after.before_and_after(turn, of, so, route, ways, page, asks)


async def done(turn: Turn, found: Proposal, seal: str) -> Screen:
    """Changes the order as it was shown; refused, it stands as it was and the reading is done with."""
    so, order_id = await _touched(turn, found), found.order_id or 0
    try:
        changed = await ordering.amend(turn.db, order_id, so, seal, turn.shop, orders.mover(turn))
    except ordering.OrderMovedOn:
        again = (await read_so(turn, found, 1)).at(f"reading/{found.code}")
        return noted(again, _("Something has changed since. Please look once more."))
    except RantauError as refused:
        await proposals.forget(turn.db, turn.person.id)
        return await before_after.not_amended(turn, order_id, so, refused)
    for_whom = proposed_cart.shares_of(found, changed)
    for product_id in dict.fromkeys(one.product_id for one in found.shares):
        await carts.share(turn.db, changed, product_id, for_whom[product_id])
    await proposals.forget(turn.db, turn.person.id)
    return noted(await orders.order(turn, order_id), _("Changed. The makers have been told."))
