"""An UMKM's answers about its lines of an order, and the customer's choices about short lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders, people, shipments
from bot.ordering import actors, changes, history
from bot.ordering.estimates import estimate_anew
from bot.ordering.shop import Shop
from bot.orders import Choice, Order, OrderLine, OrderMovedOn, OrderState, QuantityRefused, TooLate
from bot.people import Role, outbox
from bot.people.notice_kinds import NoticeKind

MORE_TO_COME = timedelta(seconds=4)  # about as long as a tap on the next line takes


async def lines_of(db: AsyncSession, order_id: int, umkm_id: int) -> list[OrderLine]:
    """An UMKM's lines of an order that it still has to make."""
    order = await db.get(Order, order_id)
    if order is None or order.state != OrderState.PLACED:
        return []
    return [line for line in order.lines if line.umkm_id == umkm_id and line.wanted]


async def answer(
    db: AsyncSession,
    order_id: int,
    umkm_id: int,
    pieces: Mapping[int, int] | bool,
    revision: int,
    person_id: int,
    now: datetime,
    shop: Shop,
) -> Order:
    """Records how many pieces the UMKM can make: by line (line id → pieces), all (True), or none (False).

    The last answer before the cut-off counts. Raises NoSuchOrder, TooLate, QuantityRefused, and
    OrderMovedOn when a line has changed since `revision`.
    """
    order = await orders.lock(db, order_id)
    mine = [line for line in order.lines if line.umkm_id == umkm_id and line.ordered]
    if not mine or order.shipment_id is None:
        raise orders.NoSuchOrder
    shipment = await shipments.lock(db, order.shipment_id)
    if order.state != OrderState.PLACED or not shipments.takes_changes(shipment, now):
        raise TooLate
    if any(line.changed_in > revision for line in mine):
        raise OrderMovedOn
    answers = {line: _answer_for(line, pieces) for line in mine if line.choice != Choice.DROP}
    if any(not 0 <= (can or 0) <= line.ordered for line, can in answers.items()):
        raise QuantityRefused
    changed = [line for line, can in answers.items() if _take_answer(line, can, person_id, now)]
    if changed:
        await estimate_anew(db, order, shop, now)
        await _tell(db, order, umkm_id, changed, person_id, now)
    return order


def _answer_for(line: OrderLine, pieces: Mapping[int, int] | bool) -> int | None:
    if isinstance(pieces, bool):
        return line.ordered if pieces else 0
    return pieces.get(line.id)


def _take_answer(line: OrderLine, pieces: int | None, person_id: int, now: datetime) -> bool:
    if pieces is None:
        return False
    changed = line.confirmed != pieces
    if changed:
        line.confirmed, line.choice = pieces, ""
    line.answered_at, line.answered_by = now, person_id
    return changed


async def _tell(
    db: AsyncSession, order: Order, umkm_id: int, changed: list[OrderLine], person_id: int, now: datetime
) -> None:
    order.answers += 1
    facts = {
        "umkm_id": umkm_id,
        "lines": [
            {
                "name_id": line.name_id,
                "name_en": line.name_en,
                "ordered": line.ordered,
                "confirmed": line.confirmed,
            }
            for line in changed
        ],
    }
    history.note_down(db, order, "answered", now, person_id, Role.UMKM, **facts)
    await db.flush()
    if any(line.short for line in changed):
        hold = MORE_TO_COME if _still_answering(order, umkm_id) else outbox.AT_ONCE
        actor = actors.Actor(person_id, Role.UMKM, now)
        await actors.tell_customer(db, NoticeKind.SHORTAGE, order, actor, hold)
        coordinators = await people.chats_of_coordinators(db)
        version, subject = order.revision + order.answers, str(order.id)
        await outbox.put(db, NoticeKind.SHORTAGE_SEEN, subject, coordinators, version, now, hold=hold)


def _still_answering(order: Order, umkm_id: int) -> bool:
    """Whether the UMKM has lines left to answer: one notice then tells of all that are short."""
    mine = [line for line in order.lines if line.umkm_id == umkm_id and line.wanted]
    return any(line.confirmed is None for line in mine)


async def choose(
    db: AsyncSession,
    order_id: int,
    line_id: int,
    choice: str,
    confirmed_seen: int,
    actor: actors.Actor,
    shop: Shop,
) -> Order:
    """Records what the customer wants of a short line: take the confirmed pieces, or drop the line.

    Dropping the last line cancels the order. Raises NoSuchOrder, TooLate, and OrderMovedOn when the UMKM
    has changed its answer since `confirmed_seen`.
    """
    order = await orders.lock(db, order_id)
    line = next((one for one in order.lines if one.id == line_id), None)
    if order.customer_id != actor.person_id or line is None or order.shipment_id is None:
        raise orders.NoSuchOrder
    shipment = await shipments.lock(db, order.shipment_id)
    if order.state != OrderState.PLACED or not shipments.takes_changes(shipment, actor.now):
        raise TooLate
    if choice not in (Choice.TAKE, Choice.DROP) or line.choice == choice:
        return order
    if line.confirmed != confirmed_seen or not line.short:
        raise OrderMovedOn
    if choice == Choice.DROP and not any(one.due for one in order.lines if one.id != line_id):
        return await changes.cancel(db, order_id, actor)
    line.choice = choice
    await estimate_anew(db, order, shop, actor.now)
    await _note_choice(db, order, line, actor)
    return order


async def _note_choice(db: AsyncSession, order: Order, line: OrderLine, actor: actors.Actor) -> None:
    if line.choice == Choice.DROP:
        order.revision += 1
        line.changed_in = order.revision
        await changes.give_back(db, line)
    facts = {"name_id": line.name_id, "name_en": line.name_en, "choice": line.choice, "pieces": line.due}
    history.note_down(db, order, "chosen", actor.now, actor.person_id, actor.role, **facts)
    await db.flush()
    if line.choice == Choice.DROP:
        await actors.tell_umkm(db, order, {line.umkm_id}, actor.now)
    await actors.settle_payment(db, order, actor)


async def unanswered(db: AsyncSession, shipment_id: int) -> int:
    """The number of lines of a shipment that no UMKM has answered yet."""
    count = (
        select(func.count())
        .select_from(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
        .where(OrderLine.ordered > 0, OrderLine.confirmed.is_(None), OrderLine.choice != Choice.DROP)
    )
    return await db.scalar(count) or 0
