"""Reads the orders that leave with a shipment: columns, not objects, so that portions stay fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Umkm
from bot.destinations import Destination, kept_as_typed, native_name
from bot.ordering.identity_numbers import Identity
from bot.orders import NEEDS_DOCUMENT, Order, OrderLine, OrderState
from bot.people import friends
from bot.shipping.manifests.packing import Addressed, LeavingLine, LeavingOrder

_SPECIAL: dict[str, Any] = {
    "order_number": Order.number,
    "umkm_code": Umkm.code,
    "umkm_name": Umkm.name,
    "description_en": OrderLine.name_en,
    "quantity": OrderLine.due,
    "acknowledged": OrderLine.confirmed.is_not(None),
    "documents": case((OrderLine.documented_at.is_not(None), OrderLine.document_name)),
}
_LINE: list[Any] = [_SPECIAL.get(one.name, getattr(OrderLine, one.name, None)) for one in fields(LeavingLine)]
_PLACES = {one.name: place for place, one in enumerate(fields(LeavingLine))}
_ORDER = (
    Order.id,
    Order.number,
    Order.placed_at,
    Order.paid_at,
    Order.consignee_name,
    Order.mobile,
    Order.address,
    Order.address_typed,
    Order.unlisted,
    Order.note,
    Identity.id.label("identity_id"),
)


async def standing(db: AsyncSession, shipment_id: int, after: int, most: int) -> Sequence[int]:
    """The next ids of placed orders of a shipment after an id, at most `most`, in ascending order."""
    ids = select(Order.id).where(_is_placed_in(shipment_id), Order.id > after).order_by(Order.id).limit(most)
    return (await db.scalars(ids)).all()


def _is_placed_in(shipment_id: int) -> Any:
    return (Order.shipment_id == shipment_id) & (Order.state == OrderState.PLACED)


async def addressed(db: AsyncSession, ids: Sequence[int]) -> list[Addressed]:
    """The customer, consignee and address of these orders."""
    columns = (Order.id, Order.customer_id, Order.consignee_name, Order.mobile, Order.address)
    rows = await db.execute(select(*columns).where(Order.id.in_(ids)).order_by(Order.id))
    return [Addressed(*row) for row in rows]


async def lacking(db: AsyncSession, shipment_id: int, most: int) -> Sequence[int]:
    """Orders with due lines that lack their document: the freeze holds these lines back."""
    undocumented = (OrderLine.action == NEEDS_DOCUMENT) & OrderLine.documented_at.is_(None)
    ids = (
        select(Order.id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(_is_placed_in(shipment_id), undocumented, OrderLine.due > 0)
        .distinct()
        .order_by(Order.id)
        .limit(most)
    )
    return (await db.scalars(ids)).all()


async def orders_of(
    db: AsyncSession, ids: Sequence[int], destination: Destination
) -> dict[int, LeavingOrder]:
    """These orders with their due lines, by order id."""
    lines = await _lines(db, ids)
    rows = select(*_ORDER).outerjoin(Identity, Identity.order_id == Order.id).where(Order.id.in_(ids))
    found = await db.execute(rows.order_by(Order.id))
    return {row.id: _order(row, destination, lines.get(row.id, ())) for row in found}


def _order(row: Any, destination: Destination, lines: Sequence[LeavingLine]) -> LeavingOrder:
    return LeavingOrder(
        id=row.id,
        number=row.number,
        placed_at=row.placed_at,
        paid=row.paid_at is not None,
        consignee_name=row.consignee_name,
        consignee_name_native=native_name(destination, row.address_typed),
        mobile=row.mobile,
        address=row.address,
        address_typed=row.address_typed,
        kept_as_typed=kept_as_typed(row.address_typed, row.unlisted),
        note=row.note or "",
        identity_id=row.identity_id,
        lines=tuple(lines),
    )


async def _lines(db: AsyncSession, ids: Sequence[int]) -> dict[int, list[LeavingLine]]:
    query: Any = (
        select(*_LINE, OrderLine.document_number)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Umkm, Umkm.id == OrderLine.umkm_id)
        .where(OrderLine.order_id.in_(ids), OrderLine.due > 0)
        .order_by(OrderLine.order_id, OrderLine.id)
    )
    found: dict[int, list[LeavingLine]] = {}
    for row in await db.execute(query):
        *facts, number = row
        name = facts[_PLACES["documents"]]
        facts[_PLACES["documents"]] = " ".join(one for one in (name, number) if one)
        facts[_PLACES["shares"]] = friends.from_rows(facts[_PLACES["shares"]])
        found.setdefault(facts[0], []).append(LeavingLine(*facts))
    return found
