"""The paper that a `needs_document` line needs: without it the line stays behind at the freeze."""

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


async def hold_back(db: AsyncSession, order: Order, mover: Actor) -> list[OrderLine]:
    """At the freeze: the lines that still lack their paper stay behind. Returns those; once each.

    The customer hears of it, the UMKM need not prepare them, coordinators see what is missing.
    """
    staying = [line for line in order.lines if line.due and line.lacks_document]
    for line in staying:
        line.held_at = mover.now
        _note(db, order, line, "held_back", mover, pieces=line.ordered)
    if staying:
        order.revision += 1
        await db.flush()
        await tell_umkm(db, order, {line.umkm_id for line in staying}, mover.now)
        await tell_customer(db, NoticeKind.HELD_BACK, order, mover)
        chats = await people.chats_of_coordinators(db)
        # One notice a freeze, however many orders have such lines.
        version = int(mover.now.timestamp())
        await outbox.put(db, NoticeKind.HELD_BACK_SEEN, str(order.shipment_id), chats, version, mover.now)
        await settle_payment(db, order, mover)
    return staying


async def name_paper(db: AsyncSession, line_id: int, name: str) -> None:
    """What the paper is called, while its number is still to come; one that is recorded stays as it is.

    Raises NoSuchOrder.
    """
    _order, line = await _held(db, line_id)
    if line.documented_at is None:
        line.document_name = name
        await db.flush()


async def document(
    db: AsyncSession, line_id: int, name: str, number: str, file: str | None, mover: Actor
) -> Order:
    """The coordinator has the paper: the line goes on, also one that was held back at the freeze.

    `file` refers to what was uploaded, if anything was; without one an earlier file stays. Recorded again, it
    corrects. Raises NoSuchOrder.
    """
    order, line = await _held(db, line_id)
    before = (line.document_name, line.document_number, line.document_file)
    fresh = line.documented_at is None
    line.document_name, line.document_number = name, number
    line.document_file = file or line.document_file
    if not fresh and (line.document_name, line.document_number, line.document_file) == before:
        return order
    line.documented_at, line.documented_by = mover.now, mover.person_id
    _note(db, order, line, "documented", mover, document=name, no=number, file=bool(file))
    if fresh:
        await _goes_on(db, order, line, mover)
    await db.flush()
    return order


async def outgrown(db: AsyncSession, order: Order, line: OrderLine, mover: Actor) -> None:
    """The customer wants more than the paper was recorded for: a coordinator has to look at it again.

    Its name, number and file stay, but until it is recorded anew the line waits as one without a paper.
    """
    line.documented_at = line.documented_by = None
    _note(db, order, line, "paper_outgrown", mover, document=line.document_name, no=line.document_number)
    await db.flush()
    chats = await people.chats_of_coordinators(db)
    await outbox.put(db, NoticeKind.PAPER_OUTGROWN, str(line.id), chats, order.revision, mover.now)


async def _goes_on(db: AsyncSession, order: Order, line: OrderLine, mover: Actor) -> None:
    order.revision += 1
    line.held_at = None
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id}, mover.now)
    await tell_customer(db, NoticeKind.DOCUMENTED, order, mover)
    await settle_payment(db, order, mover)


def _note(db: AsyncSession, order: Order, line: OrderLine, what: str, mover: Actor, **more: Any) -> None:
    facts = {"sku": line.sku, "name_id": line.name_id, "name_en": line.name_en, **more}
    history.note_down(db, order, what, mover.now, mover.person_id, mover.role, **facts)


async def _held(db: AsyncSession, line_id: int) -> tuple[Order, OrderLine]:
    """The line with its order, locked; one that was cancelled needs no paper any more."""
    order_id = await db.scalar(select(OrderLine.order_id).where(OrderLine.id == line_id))
    if order_id is None:
        raise NoSuchOrder
    order = await orders.lock(db, order_id)
    if order.state != OrderState.PLACED:
        raise NoSuchOrder
    return order, next(one for one in order.lines if one.id == line_id)


async def needing_papers(db: AsyncSession, shipment_id: int) -> Sequence[tuple[Order, OrderLine]]:
    """The lines of a shipment's orders that need a paper, those first that still lack it."""
    rows = (
        select(Order, OrderLine)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
        .where(OrderLine.action == NEEDS_DOCUMENT, OrderLine.ordered > 0, OrderLine.choice != Choice.DROP)
        .order_by(OrderLine.documented_at.is_not(None), Order.id, OrderLine.id)
    )
    return [(order, line) for order, line in await db.execute(rows)]


async def papers_missing(db: AsyncSession, shipment_id: int) -> int:
    """How many lines of a shipment's orders lack the paper they need."""
    rows = (
        select(func.count())
        .select_from(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
        .where(OrderLine.action == NEEDS_DOCUMENT, OrderLine.documented_at.is_(None))
        .where(OrderLine.ordered > 0, OrderLine.choice != Choice.DROP)
    )
    return await db.scalar(rows) or 0
