"""Placing an order, and what may still be done to a placed one: change, cancel, mark as paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import catalog, drafts, notifications, orders, people, shipments
from bot.destinations import Action, Restrictions
from bot.errors import RantauError
from bot.orders import CANCELLED, DRAFT, HOUSE, MOST_PIECES, PLACED, Order, OrderLine, OrderMovedOn, TooLate
from bot.shipments import Cadence


class NotReady(RantauError):
    """Something keeps the cart from being ordered: nothing in it, a troubled line, no consignee."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Who changes an order, in which role, when and why."""

    person_id: int | None
    role: str
    now: datetime
    reason: str = ""

    @property
    def is_coordinator(self) -> bool:
        """May change orders after the cut-off too."""
        return self.role in (people.Role.COORDINATOR, people.Role.OWNER)


async def place(
    db: AsyncSession,
    order_id: int,
    seal: str,
    catalogue: catalog.Catalogue,
    restrictions: Restrictions,
    cadence: Cadence,
    mover: Mover,
) -> Order:
    """Turns a draft into an order of the shipment that is open now, exactly as it was reviewed.

    A repeat returns the order placed before. Raises OrderMovedOn when anything differs from what
    was reviewed, NotReady, OutOfStock.
    """
    order = await orders.held(db, order_id)
    if order.state != DRAFT:
        return order
    await catalogue.refresh(db)
    cart = drafts.read(order, catalogue, restrictions)
    if cart.seal != seal:
        raise OrderMovedOn
    if cart.troubled or not cart.lines or not order.destination or not order.address:
        raise NotReady
    shipment = await _join_shipment(db, order.destination, cadence, mover.now)
    counted = await catalog.reserve(db, {line.ware.id: line.quantity for line in cart.lines})
    order.shipment_id = shipment.id
    for line in cart.lines:
        _snapshot(_line_of(order, line.ware.id), line, counted, restrictions.version, mover.now)
    order.number = await orders.new_number(db, order.destination)
    order.state, order.placed_at = PLACED, mover.now
    order.revision += 1
    orders.note_down(db, order, "placed", mover.now, mover.person_id, mover.role, rupiah=cart.rupiah)
    await db.flush()
    await tell_umkm(db, order, {line.ware.umkm_id for line in cart.lines}, mover.now)
    await tell_customer(db, "placed", order, mover)
    return order


async def _join_shipment(
    db: AsyncSession, destination: str, cadence: Cadence, now: datetime
) -> shipments.Shipment:
    while True:
        found = await shipments.ensure_open(db, destination, cadence, now)
        shipment = await shipments.lock(db, found.id)
        if shipments.takes_changes(shipment, now):
            return shipment


def _line_of(order: Order, product_id: int) -> OrderLine:
    return next(line for line in order.lines if line.product_id == product_id)


def _snapshot(
    line: OrderLine, seen: drafts.CartLine, counted: set[int], rule_version: str, now: datetime
) -> None:
    ware = seen.ware
    line.sku, line.umkm_id, line.unit = ware.sku, ware.umkm_id, ware.unit
    line.name_id, line.name_en = ware.name_id, ware.name_en
    line.unit_rupiah, line.net_grams, line.gross_grams = ware.price_rupiah, ware.net_grams, ware.gross_grams
    line.length_millimetres, line.width_millimetres, line.height_millimetres = ware.size_millimetres
    line.shelf_life_days, line.hs_code = ware.shelf_life_days, ware.hs_code
    line.classes, line.action = ";".join(ware.classes), seen.verdict.action.value
    line.rule_version = rule_version
    line.reserved = seen.quantity if ware.id in counted else 0
    line.risk_accepted_at = now if seen.verdict.action is Action.WARN else None


async def _held_for(db: AsyncSession, order_id: int, mover: Mover) -> tuple[Order, shipments.Shipment]:
    order = await orders.held(db, order_id)
    if not mover.is_coordinator and order.customer_id != mover.person_id:
        raise orders.NoSuchOrder
    if order.shipment_id is None:
        raise TooLate
    shipment = await shipments.lock(db, order.shipment_id)
    if not mover.is_coordinator and not shipments.takes_changes(shipment, mover.now):
        raise TooLate
    return order, shipment


async def change(
    db: AsyncSession, order_id: int, line_id: int, quantity: int, revision: int, mover: Mover
) -> Order:
    """The customer (before the cut-off) or the coordinator wants another quantity of a placed line.

    A changed line has to be answered anew by its UMKM. Raises NoSuchOrder, TooLate, OrderMovedOn,
    QuantityRefused (also for taking out the last line: that is a cancellation), OutOfStock.
    """
    order, _ = await _held_for(db, order_id, mover)
    line = next((one for one in order.lines if one.id == line_id), None)
    if order.state != PLACED or line is None:
        raise TooLate
    if line.ordered == quantity and not line.choice:
        return order
    if order.revision != revision:
        raise OrderMovedOn
    others = any(one.ordered for one in order.lines if one.id != line_id)
    if not 0 <= quantity <= MOST_PIECES or not (quantity or others):
        raise orders.QuantityRefused
    before, line.reserved = line.ordered, await _reserved_anew(db, line, quantity)
    line.ordered = quantity
    line.confirmed = line.answered_at = line.answered_by = None
    line.choice = ""
    order.revision += 1
    line.changed_in = order.revision
    facts = {
        "sku": line.sku,
        "name_id": line.name_id,
        "name_en": line.name_en,
        "before": before,
        "after": quantity,
    }
    orders.note_down(
        db, order, "changed", mover.now, mover.person_id, mover.role, reason=mover.reason, **facts
    )
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id}, mover.now)
    await settle_payment(db, order, mover)
    if mover.is_coordinator:
        await tell_customer(db, "changed_for_you", order, mover)
    return order


async def _reserved_anew(db: AsyncSession, line: OrderLine, quantity: int) -> int:
    was_counted = await catalog.reserve(db, {line.product_id: quantity - line.reserved})
    return quantity if line.product_id in was_counted or line.reserved else 0


async def give_back(db: AsyncSession, line: OrderLine) -> None:
    """Returns a line's reserved pieces to the stock, once; pieces the UMKM does not have stay away."""
    lacking = line.ordered - line.confirmed if line.confirmed is not None else 0
    returned, line.reserved = max(line.reserved - lacking, 0), 0
    await catalog.reserve(db, {line.product_id: -returned})


async def cancel(db: AsyncSession, order_id: int, mover: Mover) -> Order:
    """Cancels a placed order and gives its stock back, once. Raises NoSuchOrder, TooLate."""
    order, _ = await _held_for(db, order_id, mover)
    if order.state == CANCELLED:
        return order
    if order.state != PLACED:
        raise TooLate
    for line in sorted(order.lines, key=lambda one: one.product_id):
        await give_back(db, line)
    order.state, order.cancelled_at = CANCELLED, mover.now
    order.revision += 1
    orders.note_down(db, order, "cancelled", mover.now, mover.person_id, mover.role, reason=mover.reason)
    await db.flush()
    await tell_umkm(db, order, {line.umkm_id for line in order.lines}, mover.now)
    await settle_payment(db, order, mover)
    if mover.is_coordinator:
        await tell_customer(db, "changed_for_you", order, mover)
    return order


async def mark_paid(db: AsyncSession, order_id: int, paid: bool, mover: Mover) -> Order:
    """The coordinator has seen the money, or takes that back. Raises NoSuchOrder."""
    order = await orders.held(db, order_id)
    unchanged = order.paid_at if paid else not (order.paid_at or order.paid_rupiah)
    if unchanged or order.state == DRAFT:
        return order
    order.paid_at = mover.now if paid else None
    order.paid_rupiah = order.goods_rupiah if paid else 0
    what = "paid" if paid else "not_paid"
    orders.note_down(db, order, what, mover.now, mover.person_id, mover.role, rupiah=order.goods_rupiah)
    order.revision += 1
    await db.flush()
    await tell_customer(db, "payment", order, mover)
    return order


async def settle_payment(db: AsyncSession, order: Order, mover: Mover) -> None:
    """A paid order whose goods cost more now is not paid in full; coordinators hear of every change."""
    if not order.paid_rupiah or (order.state == PLACED and order.paid_rupiah == order.goods_rupiah):
        return
    if order.state == PLACED and order.paid_rupiah < order.goods_rupiah and order.paid_at:
        order.paid_at = None
        orders.note_down(db, order, "owes_more", mover.now, None, HOUSE, rupiah=order.goods_rupiah)
        await db.flush()
    chats = await people.chats_of_coordinators(db)
    version = order.revision + order.answers
    await notifications.put(db, "paid_changed", str(order.id), chats, version, mover.now)


async def tell_dates(db: AsyncSession, shipment_id: int, now: datetime) -> None:
    """The dates of a shipment have moved: everybody with a part in it hears the new ones."""
    version = int(now.timestamp())
    standing = await orders.in_shipment(db, shipment_id)
    for order in standing:
        chats = await people.chats_of(db, order.customer_id)
        await notifications.put(db, "dates_moved", str(order.id), chats, version, now)
    umkm_ids = {line.umkm_id for order in standing for line in order.lines if line.umkm_id and line.due}
    for umkm_id in sorted(umkm_ids):
        chats = await people.chats_of_umkm(db, umkm_id)
        await notifications.put(db, "umkm_dates", f"{shipment_id}/{umkm_id}", chats, version, now)


async def tell_umkm(db: AsyncSession, order: Order, umkm_ids: Iterable[int | None], now: datetime) -> None:
    """A notice to everybody of each UMKM about its own lines of the order as it stands now."""
    for umkm_id in sorted(one for one in umkm_ids if one is not None):
        chats = await people.chats_of_umkm(db, umkm_id)
        await notifications.put(db, "umkm_order", f"{order.id}/{umkm_id}", chats, order.revision, now)


async def tell_customer(
    db: AsyncSession, kind: str, order: Order, mover: Mover, hold: timedelta = notifications.AT_ONCE
) -> None:
    """A notice to the customer about the order as it stands when it is delivered."""
    chats = await people.chats_of(db, order.customer_id)
    version = order.revision + order.answers
    facts = {"reason": mover.reason}
    await notifications.put(db, kind, str(order.id), chats, version, mover.now, facts, hold)
