"""The customer says that an order has arrived, or that it has not after all."""

from __future__ import annotations

from bot import ordering
from bot.conversation.routing import Redirect, action
from bot.conversation.screens import Button
from bot.conversation.translation import _
from bot.handlers.customer.orders.order_view import actor, may_change, no_such_order
from bot.handlers.shared.turn import Turn
from bot.ordering import cases
from bot.ordering.deliveries import under_way
from bot.orders import NoSuchOrder, Order


async def problem_buttons(turn: Turn, order: Order) -> list[Button]:
    """The way to a complaint, once the order was handed to the carrier, and to the order's cases."""
    if await may_change(turn, order):
        return []
    if not await under_way(turn.db, order) and not await cases.of_order(turn.db, order.id):
        return []
    return [Button(_("Something is wrong"), f"order/{order.id}/problem")]


async def arrival_buttons(turn: Turn, order: Order) -> list[Button]:
    """What the customer may say of the arrival; nothing before the order was handed to the carrier."""
    if not await under_way(turn.db, order):
        return []
    if order.delivered_at is None:
        return [Button(_("It has arrived"), f"order/{order.id}/arrived/1")]
    return [Button(_("It has not arrived"), f"order/{order.id}/arrived/0")]


@action("order/{order_id}/arrived/{wanted}")
async def arrived(turn: Turn, order_id: int, wanted: int) -> Redirect:
    """Records what the customer says of the arrival."""
    if wanted not in (0, 1):
        return Redirect(f"order/{order_id}")
    try:
        order = await ordering.mark_delivered(turn.db, order_id, bool(wanted), actor(turn))
    except NoSuchOrder:
        return Redirect("orders", no_such_order())
    except ordering.NotUnderWay:
        return Redirect(f"order/{order_id}", _("This order is not under way."))
    done = _("Noted: order {number} has arrived. Thank you!")
    missing = _(
        "Noted: order {number} has not arrived. Shall the coordinator look into it? Tap “Not arrived”."
    )
    place = f"order/{order_id}/way" if wanted else f"order/{order_id}/problem"
    return Redirect(place, (done if wanted else missing).format(number=order.number))
