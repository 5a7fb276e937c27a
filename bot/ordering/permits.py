"""The permit of a `needs_document` line: without it the line is held back at the freeze."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders, people
from bot.ordering import history
from bot.ordering.actors import Actor, settle_payment, tell_customer, tell_umkm
from bot.orders import NEEDS_DOCUMENT, Choice, NoSuchOrder, Order, OrderLine, OrderState
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind


async def hold_back(db: AsyncSession, order: Order, actor: Actor) -> list[OrderLine]:
    """Holds back the lines that still lack their paper at the freeze, each once; returns them.

    Notifies the customer, the UMKM, which need not prepare them, and the coordinators.
    """
    held = [line for line in order.lines if line.due and line.lacks_document]
    for line in held:
        line.held_at = actor.now
        _note(db, order, line, "held_back", actor, pieces=line.ordered)
    if held:
        order.revision += 1
        await db.flush()
        await tell_umkm(db, order, {line.umkm_id for line in held}, actor.now)
        await tell_customer(db, NoticeKind.HELD_BACK, order, actor)
        chats = await people.chats_of_coordinators(db)
        # The version is the moment of the freeze: one notice, however many orders have such lines.
        version = int(actor.now.timestamp())
        await outbox.put(db, NoticeKind.HELD_BACK_SEEN, str(order.shipment_id), chats, version, actor.now)
        await settle_payment(db, order, actor)
    return held


async def name_paper(db: AsyncSession, line_id: int, name: str) -> None:
    """Stores the name of a paper whose number is still missing; a recorded paper stays as it is.

    Raises NoSuchOrder.
    """
    _order, line = await _held(db, line_id)
    if line.documented_at is None:
        line.document_name = name
        await db.flush()


async def document(
    db: AsyncSession, line_id: int, name: str, number: str, file: str | None, actor: Actor
) -> Order:
    """Records the paper of a line, which then may leave, even if it was held back at the freeze.

    `file` refers to the upload, if there is one; without it an earlier file stays. Recording again corrects
    the paper. Raises NoSuchOrder.
    """
    order, line = await _held(db, line_id)
    before = (line.document_name, line.document_number, line.document_file)
    fresh = line.documented_at is None
    line.document_name, line.document_number = name, number
    line.document_file = file or line.document_file
    if not fresh and (line.document_name, line.document_number, line.document_file) == before:
        return order
    line.documented_at, line.documented_by = actor.now, actor.person_id
    _note(db, order, line, "documented", actor, document=name, no=number, file=bool(file))
    if fresh:
        await _release(db, order, line, actor)
    await db.flush()
    return order


async def outgrown(db: AsyncSession, order: Order, line: OrderLine, actor: Actor) -> None:
    """Asks a coordinator to check a paper again, because the customer wants more than it was recorded for.

    Its name, number and file stay, but until it is recorded anew the line counts as one without a paper.
    """
    line.documented_at = line.documented_by = None
    _note(db, order, line, "paper_outgrown", actor, document=line.document_name, no=line.document_number)
    await db.flush()
    chats = await people.chats_of_coordinators(db)
    await outbox.put(db, NoticeKind.PAPER_OUTGROWN, str(line.id), chats, order.revision, actor.now)


async def _release(db: AsyncSession, order: Order, line: OrderLine, actor: Actor) -> None:
    order.revision += 1
    line.held_at = None
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id}, actor.now)
    await tell_customer(db, NoticeKind.DOCUMENTED, order, actor)
    await settle_payment(db, order, actor)


def _note(db: AsyncSession, order: Order, line: OrderLine, what: str, actor: Actor, **more: Any) -> None:
    facts = {"sku": line.sku, "name_id": line.name_id, "name_en": line.name_en, **more}
    history.note_down(db, order, what, actor.now, actor.person_id, actor.role, **facts)


async def _held(db: AsyncSession, line_id: int) -> tuple[Order, OrderLine]:
    """Locks the order of a line, returns both. Raises NoSuchOrder, also for a cancelled order."""
    order_id = await db.scalar(select(OrderLine.order_id).where(OrderLine.id == line_id))
    if order_id is None:
        raise NoSuchOrder
    order = await orders.lock(db, order_id)
    if order.state != OrderState.PLACED:
        raise NoSuchOrder
    return order, next(one for one in order.lines if one.id == line_id)


async def needing_papers(db: AsyncSession, shipment_id: int) -> Sequence[tuple[Order, OrderLine]]:
    """The lines of a shipment's orders that need a paper, those that lack it first."""
    rows = (
        select(Order, OrderLine)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
        .where(OrderLine.action == NEEDS_DOCUMENT, OrderLine.ordered > 0, OrderLine.choice != Choice.DROP)
        .order_by(OrderLine.documented_at.is_not(None), Order.id, OrderLine.id)
    )
    return [(order, line) for order, line in await db.execute(rows)]


async def papers_missing(db: AsyncSession, shipment_id: int) -> int:
    """The number of lines of a shipment's orders that lack the paper they need."""
    rows = (
        select(func.count())
        .select_from(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
        .where(OrderLine.action == NEEDS_DOCUMENT, OrderLine.documented_at.is_(None))
        .where(OrderLine.ordered > 0, OrderLine.choice != Choice.DROP)
    )
    return await db.scalar(rows) or 0
