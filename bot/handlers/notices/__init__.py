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
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice
from bot.shipments import Shipment

Wording = Callable[[AsyncSession, Shop, Notice], Awaitable[WordedNotice | None]]

WORDINGS: Mapping[str, Wording] = {
    NoticeKind.PLACED: customer.placed,
    NoticeKind.SHORTAGE: customer.shortage,
    NoticeKind.CHANGED_FOR_YOU: customer.changed_for_you,
    NoticeKind.PAYMENT: customer.payment,
    NoticeKind.CLOSED: customer.closed,
    NoticeKind.DATES_MOVED: customer.dates_moved,
    NoticeKind.KIND_CHANGED: customer.kind_changed,
    NoticeKind.FREIGHT_SETTLED: freight_settled,
    NoticeKind.HELD_BACK: permits.held_back,
    NoticeKind.DOCUMENTED: permits.documented,
    NoticeKind.UMKM_ORDER: umkm.umkm_order,
    NoticeKind.PICK_LIST: umkm.pick_list,
    NoticeKind.UMKM_DATES: umkm.umkm_dates,
    NoticeKind.SHORTAGE_SEEN: coordinator.shortage_seen,
    NoticeKind.MANIFEST: coordinator.manifest,
    NoticeKind.PAID_CHANGED: coordinator.paid_changed,
    NoticeKind.HELD_BACK_SEEN: permits.held_back_seen,
    NoticeKind.PAPER_OUTGROWN: permits.paper_outgrown,
    NoticeKind.RULES_TOUCH: coordinator.rules_touch,
    NoticeKind.ENQUIRY: coordinator.enquiry,
    NoticeKind.ENQUIRY_ANSWER: enquiry_view.answered,
}
FOR_UMKM = {NoticeKind.UMKM_ORDER, NoticeKind.PICK_LIST, NoticeKind.UMKM_DATES}
FOR_COORDINATORS = {
    NoticeKind.SHORTAGE_SEEN,
    NoticeKind.MANIFEST,
    NoticeKind.PAID_CHANGED,
    NoticeKind.HELD_BACK_SEEN,
    NoticeKind.PAPER_OUTGROWN,
    NoticeKind.RULES_TOUCH,
    NoticeKind.ENQUIRY,
}
ABOUT_ORDERS = {
    NoticeKind.PLACED,
    NoticeKind.SHORTAGE,
    NoticeKind.CHANGED_FOR_YOU,
    NoticeKind.PAYMENT,
    NoticeKind.CLOSED,
    NoticeKind.DATES_MOVED,
    NoticeKind.KIND_CHANGED,
}
BUNDLED = NoticeKind.UMKM_ORDER
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
