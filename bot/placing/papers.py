"""The paper that a `needs_document` line needs: without it the line stays behind at the freeze."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import notifications, orders, people
from bot.orders import DRAFT, NoSuchOrder, Order, OrderLine
from bot.placing.moving import Mover, settle_payment, tell_customer, tell_umkm


async def hold_back(db: AsyncSession, order: Order, mover: Mover) -> list[OrderLine]:
    """At the freeze: the lines that still lack their paper stay behind. Returns those; once each.

    The customer hears of it, the UMKM need not prepare them, coordinators see what is missing.
    """
    staying = [line for line in order.lines if line.due and line.lacks_document]
    for line in staying:
        line.held_at = mover.now
        facts = {"sku": line.sku, "name_id": line.name_id, "name_en": line.name_en, "pieces": line.ordered}
        orders.note_down(db, order, "held_back", mover.now, mover.person_id, mover.role, **facts)
    if staying:
        order.revision += 1
        await db.flush()
        await tell_umkm(db, order, {line.umkm_id for line in staying}, mover.now)
        await tell_customer(db, "held_back", order, mover)
        chats = await people.chats_of_coordinators(db)
        version = order.revision + order.answers
        await notifications.put(db, "held_back_seen", str(order.id), chats, version, mover.now)
        await settle_payment(db, order, mover)
    return staying


async def document(
    db: AsyncSession, line_id: int, name: str, number: str, file: str | None, mover: Mover
) -> Order:
    """The coordinator has the paper: the line goes on, also one that was held back at the freeze.

    `file` refers to what was uploaded, if anything was; without one an earlier file stays. Recorded again, it
    corrects. Raises NoSuchOrder.
    """
    order = await orders.held(db, await _order_of(db, line_id))
    line = next(one for one in order.lines if one.id == line_id)
    same = (line.document_name, line.document_number) == (name, number)
    if same and file in (None, line.document_file) and not line.held_at:
        return order
    order.revision += 1
    line.document_name, line.document_number = name, number
    line.document_file = file or line.document_file
    line.documented_at, line.documented_by = mover.now, mover.person_id
    if line.held_at:
        line.held_at, line.changed_in = None, order.revision
    facts = {
        "sku": line.sku,
        "name_id": line.name_id,
        "name_en": line.name_en,
        "document": name,
        "no": number,
    }
    orders.note_down(db, order, "documented", mover.now, mover.person_id, mover.role, **facts)
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id}, mover.now)
    await tell_customer(db, "documented", order, mover)
    await settle_payment(db, order, mover)
    return order


async def _order_of(db: AsyncSession, line_id: int) -> int:
    placed = select(Order.id).join(OrderLine).where(OrderLine.id == line_id, Order.state != DRAFT)
    found = await db.scalar(placed)
    if found is None:
        raise NoSuchOrder
    return found
