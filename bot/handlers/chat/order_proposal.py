"""A message that would change a placed order: the order before and after it, and the tap that does it."""

from __future__ import annotations

from bot import ordering
from bot.conversation.routing import Redirect
from bot.conversation.screens import Ask, Button, Screen
from bot.conversation.translation import _
from bot.core.errors import RantauError
from bot.handlers.chat.proposal_state import PREFIX, touched
from bot.handlers.customer.orders import before_after
from bot.handlers.customer.orders.order_view import actor, own
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals, proposed_cart
from bot.ordering.proposals import Proposal


async def read_so(turn: Turn, found: Proposal, page: int) -> Screen | Redirect:
    """The order before and after, to be changed on a tap."""
    of = await own(turn, found.order_id or 0)
    route = f"{PREFIX}{found.code}"
    ways = [Button(_("Change"), f"{route}/change/1"), Button(_("Never mind"), f"{route}/leave", beside=True)]
    so, asks = await touched(turn, found), Ask(f"{route}/typed")
    return await before_after.before_and_after(turn, of, so, route, ways, page, asks)


async def done(turn: Turn, found: Proposal, seal: str) -> Redirect:
    """Changes the order as it was shown; refused, it stands as it was and the proposal is done with."""
    so, order_id = await touched(turn, found), found.order_id or 0
    try:
        changed = await ordering.amend(turn.db, order_id, so, seal, turn.shop, actor(turn))
    except ordering.OrderMovedOn:
        moved_on = _("Something has changed since. Please look once more.")
        return Redirect(f"{PREFIX}{found.code}", moved_on)
    except RantauError as refused:
        await proposals.forget(turn.db, turn.person.id)
        return before_after.not_amended(turn, order_id, so, refused)
    for_whom = proposed_cart.shares_of(found, changed)
    for product_id in dict.fromkeys(one.product_id for one in found.shares):
        await carts.share(turn.db, changed, product_id, for_whom[product_id])
    await proposals.forget(turn.db, turn.person.id)
    return Redirect(f"order/{order_id}", _("Changed. The makers have been told."))
