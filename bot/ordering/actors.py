"""Who changes an order, which rows are locked for the change, and who is notified of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders, people, shipments
from bot.ordering import history
from bot.orders import BY_ITSELF, Order, OrderState, TooLate
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes an order, in which role, when and why."""

    person_id: int | None
    role: str
    now: datetime
    reason: str = ""

    @property
    def is_coordinator(self) -> bool:
        """May change orders after the cut-off too."""
        return self.role in (people.Role.COORDINATOR, people.Role.OWNER)


async def held_for(db: AsyncSession, order_id: int, actor: Actor) -> tuple[Order, shipments.Shipment]:
    """Locks the order and its shipment. Raises NoSuchOrder, and TooLate when the actor may not change it."""
    order = await orders.lock(db, order_id)
    if not actor.is_coordinator and order.customer_id != actor.person_id:
        raise orders.NoSuchOrder
    if order.shipment_id is None:
        raise TooLate
    shipment = await shipments.lock(db, order.shipment_id)
    if not actor.is_coordinator and not shipments.takes_changes(shipment, actor.now):
        raise TooLate
    return order, shipment


async def settle_payment(db: AsyncSession, order: Order, actor: Actor) -> None:
    """Withdraws "paid" from an order whose goods now cost more; notifies coordinators of every change."""
    if not order.paid_rupiah or (
        order.state == OrderState.PLACED and order.paid_rupiah == order.goods_rupiah
    ):
        return
    if order.state == OrderState.PLACED and order.paid_rupiah < order.goods_rupiah and order.paid_at:
        order.paid_at = None
        history.note_down(db, order, "owes_more", actor.now, None, BY_ITSELF, rupiah=order.goods_rupiah)
        await db.flush()
    chats = await people.chats_of_coordinators(db)
    version = order.revision + order.answers
    await outbox.put(db, NoticeKind.PAID_CHANGED, str(order.id), chats, version, actor.now)


async def tell_dates(db: AsyncSession, shipment_id: int, now: datetime) -> None:
    """Notifies every customer and UMKM of a shipment of its new dates."""
    version = int(now.timestamp())
    placed = await orders.in_shipment(db, shipment_id)
    for order in placed:
        chats = await people.chats_of(db, order.customer_id)
        await outbox.put(db, NoticeKind.DATES_MOVED, str(order.id), chats, version, now)
    umkm_ids = {line.umkm_id for order in placed for line in order.lines if line.umkm_id and line.due}
    for umkm_id in sorted(umkm_ids):
        chats = await people.chats_of_umkm(db, umkm_id)
        await outbox.put(db, NoticeKind.UMKM_DATES, f"{shipment_id}/{umkm_id}", chats, version, now)


async def tell_umkm(db: AsyncSession, order: Order, umkm_ids: Iterable[int | None], now: datetime) -> None:
    """Notifies everybody of each UMKM about its own lines of the order."""
    for umkm_id in sorted(umkm_id for umkm_id in umkm_ids if umkm_id is not None):
        chats = await people.chats_of_umkm(db, umkm_id)
        await outbox.put(db, NoticeKind.UMKM_ORDER, f"{order.id}/{umkm_id}", chats, order.revision, now)


async def tell_customer(
    db: AsyncSession,
    kind: NoticeKind,
    order: Order,
    actor: Actor,
    hold: timedelta = outbox.AT_ONCE,
    **more: Any,
) -> None:
    """Notifies the customer after `hold` at the earliest; the notice shows the order as it is at delivery.

    `more` are facts that the order itself does not tell.
    """
    chats = await people.chats_of(db, order.customer_id)
    version = order.revision + order.answers
    facts = {"reason": actor.reason, **more}
    await outbox.put(db, kind, str(order.id), chats, version, actor.now, facts, hold)
