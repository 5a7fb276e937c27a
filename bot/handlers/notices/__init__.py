"""What no tap asked for: which words each kind of notice has, and who may hear it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handlers.chat import enquiry_view
from bot.handlers.notices import coordinator, customer, permits, umkm
from bot.handlers.shared.freight_share import freight_settled
from bot.handlers.shared.notice import WordedNotice
from bot.ordering.shop import Shop
from bot.orders import Order
from bot.people import HeldRole, Role
from bot.people.outbox import Notice
from bot.shipments import Shipment

Wording = Callable[[AsyncSession, Shop, Notice], Awaitable[WordedNotice | None]]

WORDINGS: Mapping[str, Wording] = {
    "placed": customer.placed,
    "shortage": customer.shortage,
    "changed_for_you": customer.changed_for_you,
    "payment": customer.payment,
    "closed": customer.closed,
    "dates_moved": customer.dates_moved,
    "kind_changed": customer.kind_changed,
    "freight_settled": freight_settled,
    "held_back": permits.held_back,
    "documented": permits.documented,
    "umkm_order": umkm.umkm_order,
    "pick_list": umkm.pick_list,
    "umkm_dates": umkm.umkm_dates,
    "shortage_seen": coordinator.shortage_seen,
    "manifest": coordinator.manifest,
    "paid_changed": coordinator.paid_changed,
    "held_back_seen": permits.held_back_seen,
    "paper_outgrown": permits.paper_outgrown,
    "rules_touch": coordinator.rules_touch,
    "enquiry": coordinator.enquiry,
    "enquiry_answer": enquiry_view.answered,
}
FOR_UMKM = {"umkm_order", "pick_list", "umkm_dates"}
FOR_COORDINATORS = {
    "shortage_seen",
    "manifest",
    "paid_changed",
    "held_back_seen",
    "paper_outgrown",
    "rules_touch",
    "enquiry",
}
ABOUT_ORDERS = {"placed", "shortage", "changed_for_you", "payment", "closed", "dates_moved", "kind_changed"}
BUNDLED = "umkm_order"
MOST_APART = 5
bundle = umkm.many_umkm_orders


async def read_ahead(db: AsyncSession, many: Sequence[Notice]) -> Sequence[Any]:
    """The orders that these notices are about and their shipments, read together and not one by one."""
    ids = {int(notice.subject) for notice in many if notice.kind in ABOUT_ORDERS}
    if len(ids) < 2:
        return ()
    found = (await db.scalars(select(Order).where(Order.id.in_(ids)))).all()
    joined = {order.shipment_id for order in found if order.shipment_id}
    leaving = await db.scalars(select(Shipment).where(Shipment.id.in_(joined)))
    return [*found, *leaving.all()]


def may_hear(notice: Notice, held: Sequence[HeldRole]) -> bool:
    """Whether its reader still has the role that the notice is for."""
    if notice.kind in FOR_UMKM:
        umkm_id = int(notice.subject.partition("/")[2])
        return any(one.role == Role.UMKM and one.umkm_id == umkm_id for one in held)
    if notice.kind in FOR_COORDINATORS:
        return any(one.role in (Role.COORDINATOR, Role.OWNER) for one in held)
    return True
