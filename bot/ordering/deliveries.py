"""Records that an order has reached its consignee, as the customer or a coordinator says.

From that day the rules of `consignees.py`, `identity_numbers.py` and `permit_files.py` count.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders, shipments
from bot.core.errors import RantauError
from bot.ordering import history
from bot.ordering.actors import Actor, tell_customer
from bot.orders import NoSuchOrder, Order, OrderState
from bot.people.notice_kinds import NoticeKind
from bot.shipments import ShipmentState


class NotUnderWay(RantauError):
    """The order has not been handed to the carrier, is cancelled, or nothing of it leaves."""


async def mark_delivered(db: AsyncSession, order_id: int, delivered: bool, actor: Actor) -> Order:
    """Records the delivery at `actor.now`, or takes that record back; the same again changes nothing.

    The customer is told of what a coordinator records. Raises NoSuchOrder for somebody else's order, and
    NotUnderWay.
    """
    order = await orders.lock(db, order_id)
    if not actor.is_coordinator and order.customer_id != actor.person_id:
        raise NoSuchOrder
    if not await under_way(db, order):
        raise NotUnderWay
    if delivered == (order.delivered_at is not None):
        return order
    order.delivered_at = actor.now if delivered else None
    what = "delivered" if delivered else "not_delivered"
    history.note_down(db, order, what, actor.now, actor.person_id, actor.role)
    order.revision += 1
    await db.flush()
    if actor.is_coordinator:
        await tell_customer(db, NoticeKind.DELIVERED, order, actor)
    return order


async def under_way(db: AsyncSession, order: Order) -> bool:
    """Whether goods of the order were handed to the carrier."""
    if order.state != OrderState.PLACED or order.erased_at or not order.pieces or order.shipment_id is None:
        return False
    shipment = await db.get_one(shipments.Shipment, order.shipment_id)
    return shipment.state == ShipmentState.FORWARDED
