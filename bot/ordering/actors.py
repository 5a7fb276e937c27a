"""Who moves an order, what must be locked for it, and who is told of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

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


async def held_for(db: AsyncSession, order_id: int, mover: Actor) -> tuple[Order, shipments.Shipment]:
    """The order and its shipment, both locked. Raises NoSuchOrder, TooLate when it is closed to the mover."""
    order = await orders.lock(db, order_id)
    if not mover.is_coordinator and order.customer_id != mover.person_id:
        raise orders.NoSuchOrder
    if order.shipment_id is None:
        raise TooLate
    shipment = await shipments.lock(db, order.shipment_id)
    if not mover.is_coordinator and not shipments.takes_changes(shipment, mover.now):
        raise TooLate
    return order, shipment


async def settle_payment(db: AsyncSession, order: Order, mover: Actor) -> None:
    """A paid order whose goods cost more now is not paid in full; coordinators hear of every change."""
    if not order.paid_rupiah or (
        order.state == OrderState.PLACED and order.paid_rupiah == order.goods_rupiah
    ):
        return
    if order.state == OrderState.PLACED and order.paid_rupiah < order.goods_rupiah and order.paid_at:
        order.paid_at = None
        history.note_down(db, order, "owes_more", mover.now, None, BY_ITSELF, rupiah=order.goods_rupiah)
        await db.flush()
    chats = await people.chats_of_coordinators(db)
    version = order.revision + order.answers
    await outbox.put(db, NoticeKind.PAID_CHANGED, str(order.id), chats, version, mover.now)


async def tell_dates(db: AsyncSession, shipment_id: int, now: datetime) -> None:
    """The dates of a shipment have moved: everybody with a part in it hears the new ones."""
    version = int(now.timestamp())
    standing = await orders.in_shipment(db, shipment_id)
    for order in standing:
        chats = await people.chats_of(db, order.customer_id)
        await outbox.put(db, NoticeKind.DATES_MOVED, str(order.id), chats, version, now)
    umkm_ids = {line.umkm_id for order in standing for line in order.lines if line.umkm_id and line.due}
    for umkm_id in sorted(umkm_ids):
        chats = await people.chats_of_umkm(db, umkm_id)
        await outbox.put(db, NoticeKind.UMKM_DATES, f"{shipment_id}/{umkm_id}", chats, version, now)


async def tell_umkm(db: AsyncSession, order: Order, umkm_ids: Iterable[int | None], now: datetime) -> None:
    """A notice to everybody of each UMKM about its own lines of the order as it stands now."""
    for umkm_id in sorted(one for one in umkm_ids if one is not None):
        chats = await people.chats_of_umkm(db, umkm_id)
        await outbox.put(db, NoticeKind.UMKM_ORDER, f"{order.id}/{umkm_id}", chats, order.revision, now)


async def tell_customer(
    db: AsyncSession, kind: NoticeKind, order: Order, mover: Actor, hold: timedelta = outbox.AT_ONCE
) -> None:
    """A notice to the customer about the order as it stands when it is delivered."""
    chats = await people.chats_of(db, order.customer_id)
    version = order.revision + order.answers
    facts = {"reason": mover.reason}
    await outbox.put(db, kind, str(order.id), chats, version, mover.now, facts, hold)
