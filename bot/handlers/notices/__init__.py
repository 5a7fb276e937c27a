"""Notices in words: which function words each kind, and who may read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handlers.chat import enquiry_view, handover_view
from bot.handlers.customer.cases import case_view
from bot.handlers.notices import cases, coordinator, customer, handovers, permits, umkm
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
    NoticeKind.RECIPIENT_CHANGED: customer.recipient_changed,
    NoticeKind.DELIVERED: customer.delivered,
    NoticeKind.CLOSED: customer.closed,
    NoticeKind.DATES_MOVED: customer.dates_moved,
    NoticeKind.KIND_CHANGED: customer.kind_changed,
    NoticeKind.COUNTRY_OPEN: customer.country_open,
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
    NoticeKind.PAPER_FILE_GONE: permits.paper_file_gone,
    NoticeKind.RULES_TOUCH: coordinator.rules_touch,
    NoticeKind.ENQUIRY: coordinator.enquiry,
    NoticeKind.ENQUIRY_ANSWER: enquiry_view.answered,
    NoticeKind.CASE: cases.case,
    NoticeKind.CASE_STEP: case_view.step,
    NoticeKind.HANDOVER: handovers.opened,
    NoticeKind.HANDOVER_LINE: handovers.line,
    NoticeKind.HANDOVER_OVER: handovers.over,
    NoticeKind.HANDOVER_ANSWER: handover_view.answered,
    NoticeKind.HANDOVER_ENDED: handover_view.ended,
}
FOR_UMKM = {NoticeKind.UMKM_ORDER, NoticeKind.PICK_LIST, NoticeKind.UMKM_DATES}
FOR_COORDINATORS = {
    NoticeKind.SHORTAGE_SEEN,
    NoticeKind.MANIFEST,
    NoticeKind.PAID_CHANGED,
    NoticeKind.HELD_BACK_SEEN,
    NoticeKind.PAPER_OUTGROWN,
    NoticeKind.PAPER_FILE_GONE,
    NoticeKind.RULES_TOUCH,
    NoticeKind.ENQUIRY,
    NoticeKind.CASE,
    NoticeKind.HANDOVER,
    NoticeKind.HANDOVER_LINE,
    NoticeKind.HANDOVER_OVER,
}
ABOUT_ORDERS = {
    NoticeKind.PLACED,
    NoticeKind.SHORTAGE,
    NoticeKind.CHANGED_FOR_YOU,
    NoticeKind.PAYMENT,
    NoticeKind.RECIPIENT_CHANGED,
    NoticeKind.DELIVERED,
    NoticeKind.CLOSED,
    NoticeKind.DATES_MOVED,
    NoticeKind.KIND_CHANGED,
}
BUNDLED = NoticeKind.UMKM_ORDER
MOST_APART = 5
"""With more notices of kind BUNDLED waiting for one chat, a single bundle is sent."""
bundle = umkm.many_umkm_orders


async def read_ahead(db: AsyncSession, many: Sequence[Notice]) -> Sequence[Any]:
    """Loads the orders of these notices and their shipments in two queries, before each is worded."""
    ids = {int(notice.subject) for notice in many if notice.kind in ABOUT_ORDERS}
    if len(ids) < 2:
        return ()
    orders = (await db.scalars(select(Order).where(Order.id.in_(ids)))).all()
    shipment_ids = {order.shipment_id for order in orders if order.shipment_id}
    leaving = await db.scalars(select(Shipment).where(Shipment.id.in_(shipment_ids)))
    return [*orders, *leaving.all()]


def may_hear(notice: Notice, held: Sequence[HeldRole]) -> bool:
    """Whether the reader still has the role that the notice is for."""
    if notice.kind in FOR_UMKM:
        umkm_id = int(notice.subject.partition("/")[2])
        return any(role_held.role == Role.UMKM and role_held.umkm_id == umkm_id for role_held in held)
    if notice.kind in FOR_COORDINATORS:
        return any(role_held.role in (Role.COORDINATOR, Role.OWNER) for role_held in held)
    return True
