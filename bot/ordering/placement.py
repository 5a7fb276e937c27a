"""Places an order: a reviewed draft becomes a snapshot in the shipment that is open now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders, shipments
from bot.core.clock import solo_day
from bot.core.errors import RantauError
from bot.destinations import Action, extra_questions
from bot.ordering import carts, history, identity_numbers, order_numbers, stock
from bot.ordering.actors import Actor, tell_customer, tell_umkm
from bot.ordering.shop import Shop
from bot.orders import Order, OrderLine, OrderMovedOn, OrderState
from bot.people.notice_kinds import NoticeKind
from bot.shipments import Cadence


class NotReady(RantauError):
    """The cart cannot be ordered: it is empty, a line is troubled, or a question is unanswered."""


class DestinationClosed(NotReady):
    """The order's destination is closed for new orders."""


async def place(
    db: AsyncSession,
    order_id: int,
    seal: str,
    shop: Shop,
    cadence: Cadence,
    actor: Actor,
) -> Order:
    """Turns a draft into an order of the shipment that is open now, exactly as it was reviewed.

    A repeat returns the placed order. Raises OrderMovedOn when anything differs from what was reviewed,
    NotReady (DestinationClosed for a closed destination), OutOfStock.
    """
    order = await orders.lock(db, order_id)
    if order.state != OrderState.DRAFT:
        return order
    await shop.refresh(db)
    cart = carts.read(order, shop, solo_day(actor.now))
    if cart.seal != seal:
        raise OrderMovedOn
    if cart.quote is not None and not cart.quote.destination.open:
        raise DestinationClosed
    if cart.troubled or not cart.lines or not order.destination or not await _is_answered(db, order, cart):
        raise NotReady
    shipment = await _join_shipment(db, order.destination, cadence, actor.now)
    counted = await stock.reserve(db, {line.ware.id: line.quantity for line in cart.lines})
    order.shipment_id = shipment.id
    for line in cart.lines:
        placed = snapshot(_line_of(order, line.ware.id), line, shop.restrictions.version, actor.now)
        placed.reserved = line.quantity if line.ware.id in counted else 0
    if cart.quote:
        order.freight_estimate_rupiah = cart.quote.freight_rupiah
        order.chargeable_grams_estimate = cart.quote.chargeable_grams
    order.number = await order_numbers.new_number(db, order.destination)
    order.state, order.placed_at = OrderState.PLACED, actor.now
    order.revision += 1
    facts = accepted(cart, shop.restrictions.version)
    history.note_down(
        db, order, "placed", actor.now, actor.person_id, actor.role, rupiah=cart.rupiah, **facts
    )
    await db.flush()
    await tell_umkm(db, order, {line.ware.umkm_id for line in cart.lines}, actor.now)
    await tell_customer(db, NoticeKind.PLACED, order, actor)
    return order


async def _is_answered(db: AsyncSession, order: Order, cart: carts.Cart) -> bool:
    """Whether the consignee is known, with everything that the destination's customs ask for."""
    if cart.quote is None or not (order.consignee_name and order.mobile and order.address):
        return False
    questions = extra_questions(cart.quote.destination, cart.quote.service)
    if any(question.answers and not order.address_typed.get(question.id) for question in questions):
        return False
    number = next((question for question in questions if question.is_number), None)
    if number is None:
        return True
    given = await identity_numbers.of_order(db, order.id)
    return given is not None and given.kind == number.id and given.number is not None


async def _join_shipment(
    db: AsyncSession, destination: str, cadence: Cadence, now: datetime
) -> shipments.Shipment:
    while True:
        found = await shipments.ensure_open(db, destination, cadence, now)
        shipment = await shipments.lock(db, found.id)
        if shipments.takes_changes(shipment, now):
            return shipment


def accepted(cart: carts.Cart, rule_version: str) -> dict[str, Any]:
    """For the history: the risks that the customer accepts by ordering, and the papers still missing."""
    groups = {"risks": cart.risky, "papers": cart.waiting}
    facts: dict[str, Any] = {
        name: [{"name_id": line.ware.name_id, "name_en": line.ware.name_en} for line in lines]
        for name, lines in groups.items()
        if lines
    }
    return {**facts, "rules": rule_version} if facts else {}


def _line_of(order: Order, product_id: int) -> OrderLine:
    return next(line for line in order.lines if line.product_id == product_id)


def snapshot(line: OrderLine, seen: carts.CartLine, rule_version: str, now: datetime) -> OrderLine:
    """Copies today's product and rules into the line: later changes of the catalogue leave it alone."""
    ware = seen.ware
    line.sku, line.umkm_id, line.unit = ware.sku, ware.umkm_id, ware.unit
    line.name_id, line.name_en = ware.name_id, ware.name_en
    line.unit_rupiah, line.net_grams, line.gross_grams = ware.price_rupiah, ware.net_grams, ware.gross_grams
    line.length_millimetres, line.width_millimetres, line.height_millimetres = ware.size_millimetres
    line.shelf_life_days, line.hs_code = ware.shelf_life_days, ware.hs_code
    line.classes, line.action = ";".join(ware.classes), seen.verdict.action.value
    line.rule_version = rule_version
    if seen.verdict.action is Action.NEEDS_DOCUMENT:
        line.document_needed = {code: ", ".join(seen.verdict.documents(code)) for code in ("id", "en")}
    line.halal_no, line.pirt_md_no = ware.halal_no, ware.pirt_md_no
    line.risk_accepted_at = now if seen.verdict.action is Action.WARN else None
    return line
