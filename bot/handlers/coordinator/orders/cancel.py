"""Cancelling an order, with a reason."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering, orders
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Screen
from bot.conversation.translation import _
from bot.handlers.coordinator.orders.order_view import coordinator, load_placed, to_order
from bot.handlers.coordinator.orders.outcome import moved, moved_on, why
from bot.handlers.shared import formatting, reasons
from bot.handlers.shared.turn import Turn
from bot.orders import OrderMovedOn, OrderState
from bot.people import Role


@place("c/cancel/{order_id}/{revision}", role=Role.COORDINATOR)
async def why_cancel(turn: Turn, order_id: int, revision: int) -> Screen | Redirect:
    """Asks for the reason of cancelling the order."""
    order = await load_placed(turn, order_id)
    if order.revision != revision:
        return to_order(order_id, moved_on())
    effect = _("The whole order is cancelled and its UMKM are told. {rupiah}, consignee {name}.").format(
        rupiah=formatting.rupiah(order.goods_rupiah), name=formatting.consignee(order.consignee_name, 80)
    )
    title = _("Cancel order {number}: why?").format(number=order.number)
    return why(title, effect, f"c/cancelling/{order_id}/{revision}", f"c/order/{order_id}")


@action("c/cancelling/{order_id}/{revision}", role=Role.COORDINATOR)
async def cancel_as_typed(turn: Turn, order_id: int, revision: int) -> Screen | Redirect:
    """Cancels the order with the typed reason."""
    reason = reasons.own(turn.text)
    if not reason:
        return await why_cancel(turn, order_id, revision)
    return await _cancel(turn, order_id, revision, reason)


@action("c/cancelling/{order_id}/{revision}/{code}", role=Role.COORDINATOR)
async def cancel_as_tapped(turn: Turn, order_id: int, revision: int, code: str) -> Screen | Redirect:
    """Cancels the order with a tapped reason."""
    if f":{code}" not in reasons.SUGGESTED:
        return await why_cancel(turn, order_id, revision)
    return await _cancel(turn, order_id, revision, f":{code}")


async def _cancel(turn: Turn, order_id: int, revision: int, reason: str) -> Redirect:
    async def change(db: AsyncSession) -> None:
        order = await orders.lock(db, order_id)
        if order.state != OrderState.CANCELLED and order.revision != revision:
            raise OrderMovedOn
        await ordering.cancel(db, order_id, coordinator(turn, reason))

    return await moved(turn, order_id, change, reason)
