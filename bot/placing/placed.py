"""Placing an order: from a reviewed draft to a snapshot in the shipment that is open now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import catalog, drafts, orders, shipments
from bot.destinations import Action, Restrictions
from bot.errors import RantauError
from bot.orders import DRAFT, PLACED, Order, OrderLine, OrderMovedOn
from bot.placing.moving import Mover, tell_customer, tell_umkm
from bot.shipments import Cadence


class NotReady(RantauError):
    """Something keeps the cart from being ordered: nothing in it, a troubled line, no consignee."""


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
