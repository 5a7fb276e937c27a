"""Changes the quantities of a placed order, cancels it, marks it as paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders
from bot.ordering import history, stock
from bot.ordering.actors import Actor, held_for, settle_payment, tell_customer, tell_umkm
from bot.ordering.estimates import estimate_anew
from bot.ordering.permits import outgrown
from bot.ordering.shop import Shop
from bot.orders import MOST_PIECES, Choice, Order, OrderLine, OrderMovedOn, OrderState, TooLate
from bot.people.notice_kinds import NoticeKind

Wanted = Mapping[OrderLine, int]
"""The wanted pieces of each line; a line may be new to its order."""


async def change(
    db: AsyncSession, order_id: int, line_id: int, quantity: int, revision: int, actor: Actor, shop: Shop
) -> Order:
    """Changes the quantity of a placed line for the customer (before the cut-off) or a coordinator.

    Raises NoSuchOrder, TooLate, OrderMovedOn, QuantityRefused (also for removing the last line: that is
    a cancellation), OutOfStock.
    """
    order, _ = await held_for(db, order_id, actor)
    line = next((one for one in order.lines if one.id == line_id), None)
    if order.state != OrderState.PLACED or line is None:
        raise TooLate
    if line.ordered == quantity and not line.choice:
        return order
    if order.revision != revision:
        raise OrderMovedOn
    if not 0 <= quantity <= MOST_PIECES or not leaves_goods(order, {line: quantity}):
        raise orders.QuantityRefused
    ware = shop.catalogue.by_id.get(line.product_id)
    if ware is not None and ware.options and quantity > line.ordered:
        raise stock.OutOfStock(ware.id, 0)  # more of it is one of its sizes
    await alter(db, order, {line: quantity}, actor, shop)
    return order


def leaves_goods(order: Order, wanted: Wanted) -> bool:
    """Whether the change leaves any goods in the order; a change that leaves none is a cancellation."""
    others = (line for line in order.lines if line not in wanted and line.choice != Choice.DROP)
    return any(wanted.values()) or any(line.ordered for line in others)


async def alter(
    db: AsyncSession, order: Order, wanted: Wanted, actor: Actor, shop: Shop, **facts: Any
) -> None:
    """Changes the quantities of several lines at once; the caller holds the order and has checked them.

    The UMKM of a changed line has to answer anew, and a coordinator has to check a recorded paper again when
    the customer wants more than it was for. Reserves all the stock or none. `facts` go into the history.
    Raises OutOfStock.
    """
    reserved = await _reserved_anew(db, wanted)
    grown = [
        line for line, pieces in wanted.items() if line.documented_at is not None and pieces > line.ordered
    ]
    noted = [_note_of(line, pieces, new=line not in order.lines) for line, pieces in wanted.items()]
    order.revision += 1
    for line, pieces in wanted.items():
        _put(order, line, pieces, reserved[line])
    await estimate_anew(db, order, shop, actor.now)
    facts = {"lines": noted, "reason": actor.reason, **facts}
    history.note_down(db, order, "changed", actor.now, actor.person_id, actor.role, **facts)
    for line in grown if not actor.is_coordinator else ():
        await outgrown(db, order, line, actor)
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id for line in wanted}, actor.now)
    await settle_payment(db, order, actor)
    if actor.is_coordinator:
        await tell_customer(db, NoticeKind.CHANGED_FOR_YOU, order, actor)


def _put(order: Order, line: OrderLine, pieces: int, reserved: int) -> None:
    line.ordered, line.reserved = pieces, reserved
    line.confirmed = line.answered_at = line.answered_by = None
    line.choice, line.changed_in = "", order.revision
    if line not in order.lines:
        order.lines.append(line)


def _note_of(line: OrderLine, pieces: int, new: bool) -> dict[str, Any]:
    """A changed line for the history; only a new line has its price, which no earlier entry states."""
    before = 0 if line.choice == Choice.DROP else line.ordered
    product = {"sku": line.sku, "name_id": line.name_id, "name_en": line.name_en}
    if new:
        return {**product, "added": pieces, "rupiah": pieces * line.unit_rupiah}
    return {**product, "before": before, "after": pieces}


async def _reserved_anew(db: AsyncSession, wanted: Wanted) -> dict[OrderLine, int]:
    more = {line.product_id: pieces - line.reserved for line, pieces in wanted.items()}
    counted = await stock.reserve(db, more)
    return {
        line: pieces if line.product_id in counted or line.reserved else 0 for line, pieces in wanted.items()
    }


async def give_back(db: AsyncSession, line: OrderLine) -> None:
    """Returns a line's reserved pieces to the stock, once; pieces that the UMKM cannot make do not return."""
    lacking = line.ordered - line.confirmed if line.confirmed is not None else 0
    returned, line.reserved = max(line.reserved - lacking, 0), 0
    await stock.reserve(db, {line.product_id: -returned})


async def cancel(db: AsyncSession, order_id: int, actor: Actor) -> Order:
    """Cancels a placed order and gives its stock back, once. Raises NoSuchOrder, TooLate."""
    order, _ = await held_for(db, order_id, actor)
    if order.state == OrderState.CANCELLED:
        return order
    if order.state != OrderState.PLACED:
        raise TooLate
    for line in sorted(order.lines, key=lambda one: one.product_id):
        await give_back(db, line)
    order.state, order.cancelled_at = OrderState.CANCELLED, actor.now
    order.revision += 1
    history.note_down(db, order, "cancelled", actor.now, actor.person_id, actor.role, reason=actor.reason)
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id for line in order.lines}, actor.now)
    await settle_payment(db, order, actor)
    if actor.is_coordinator:
        await tell_customer(db, NoticeKind.CHANGED_FOR_YOU, order, actor)
    return order


async def mark_paid(db: AsyncSession, order_id: int, paid: bool, actor: Actor) -> Order:
    """Records that a coordinator has seen the payment, or withdraws that record. Raises NoSuchOrder."""
    order = await orders.lock(db, order_id)
    unchanged = order.paid_at if paid else not (order.paid_at or order.paid_rupiah)
    if unchanged or order.state == OrderState.DRAFT:
        return order
    order.paid_at = actor.now if paid else None
    order.paid_rupiah = order.goods_rupiah if paid else 0
    what = "paid" if paid else "not_paid"
    history.note_down(db, order, what, actor.now, actor.person_id, actor.role, rupiah=order.goods_rupiah)
    order.revision += 1
    await db.flush()
    await tell_customer(db, NoticeKind.PAYMENT, order, actor)
    return order
