"""Names and addresses of orders: stored no longer than identity numbers, or until their customer erases them.

The order itself stays for the books: its number, goods, sums, dates and country.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ordering import history, recipient_changes
from bot.ordering.identity_numbers import AFTER_CLOSING, AFTER_DELIVERY, AFTER_GIVING
from bot.orders import BY_ITSELF, Order, OrderState
from bot.people import Chat
from bot.shipments import Shipment

AFTER_CANCELLING = timedelta(days=30)
ERASED = "names_erased"


def is_due(now: datetime) -> ColumnElement[bool]:
    """The condition that an order's names are no longer needed; the query joins its shipment, if it has one.

    They are due 30 days after delivery or cancelling, and 120 days after the shipment's closing while
    delivery is unknown. A cart's may be due 30 days after it was begun: if its customer is gone
    (`erase_due`).
    """
    delivery_unknown = and_(Order.delivered_at.is_(None), Shipment.closed_at <= now - AFTER_CLOSING)
    old_cart = and_(Order.made_at <= now - AFTER_GIVING, Order.consignee_name != "")
    return or_(
        and_(Order.state == OrderState.DRAFT, old_cart),
        and_(Order.erased_at.is_(None), Order.cancelled_at <= now - AFTER_CANCELLING),
        and_(Order.erased_at.is_(None), Order.delivered_at <= now - AFTER_DELIVERY),
        and_(Order.erased_at.is_(None), Order.state == OrderState.PLACED, delivery_unknown),
    )


async def erase_due(db: AsyncSession, order_ids: Collection[int], now: datetime) -> list[int]:
    """Erases the names of those of these orders that are due now; returns which.

    A cart keeps them while its customer has seen anything here within 30 days.
    """
    due = (
        select(Order)
        .outerjoin(Shipment, Shipment.id == Order.shipment_id)
        .where(Order.id.in_(order_ids), is_due(now))
        .order_by(Order.id)
        .with_for_update(of=Order, skip_locked=True)
    )
    found = (await db.scalars(due)).all()
    carts = [order.customer_id for order in found if order.state == OrderState.DRAFT]
    here = await _seen_since(db, carts, now - AFTER_GIVING) if carts else ()
    gone = [order for order in found if order.state != OrderState.DRAFT or order.customer_id not in here]
    await erase(db, gone, now)
    return [order.id for order in gone]


async def _seen_since(db: AsyncSession, people: Collection[int], since: datetime) -> Sequence[int | None]:
    seen = select(Chat.person_id).where(Chat.person_id.in_(people), Chat.shown_at > since)
    return (await db.scalars(seen)).all()


async def erase(
    db: AsyncSession, orders: Collection[Order], now: datetime, who: int | None = None, role: str = BY_ITSELF
) -> None:
    """Erases consignee, mobile, address, note and friends' names of these orders, which are locked.

    A cart has to be reviewed anew; of other orders the history says so.
    """
    await recipient_changes.forget_of(db, [order.id for order in orders])
    for order in orders:
        order.consignee_name, order.mobile, order.note = "", "", None
        order.address_typed, order.address, order.unlisted = {}, {}, {}
        for line in order.lines:
            line.shares = None
        if order.state == OrderState.DRAFT:
            order.revision += 1
        elif order.erased_at is None:
            order.erased_at = now
            history.note_down(db, order, ERASED, now, who, role)
    await db.flush()


def last_day(shipment: Shipment | None) -> datetime | None:
    """When the orders of a shipment count as finished at the latest; None while it is open."""
    closed = shipment.closed_at if shipment is not None else None
    return closed + AFTER_CLOSING if closed is not None else None


def is_finished(order: Order, shipment: Shipment | None, now: datetime) -> bool:
    """Whether nothing happens to an order any more: it is cancelled or delivered, or nothing of it leaves.

    While delivery is unknown, 120 days after its shipment's closing.
    """
    if order.state != OrderState.PLACED or order.delivered_at is not None or order.erased_at is not None:
        return True
    last = last_day(shipment)
    return last is not None and (last <= now or not order.pieces)
