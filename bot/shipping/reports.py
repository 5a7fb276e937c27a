"""Totals of orders and shipments, and what an UMKM has to prepare. Read only, without customers' data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.catalog import Umkm
from bot.core.clock import WIB
from bot.core.csv_cells import safe_text
from bot.orders import NEEDS_DOCUMENT, Choice, Order, OrderLine, OrderState
from bot.shipments import Shipment
from bot.shipping.manifests import IN_THE_MAKING, Manifest, Parcel

Reading = AsyncConnection | AsyncSession
CountryName = Callable[[str, str], str]
"""Gives the name of a country from its two-letter code and a language."""

TOTALS_HEADER = ("key", "name", "orders", "pieces", "grams", "rupiah", "paid_rupiah")


class By(StrEnum):
    """What totals are grouped by."""

    COUNTRY = "country"
    UMKM = "umkm"
    PRODUCT = "product"
    SHIPMENT = "shipment"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Total:
    """One row of totals. Grams are gross; `paid_rupiah` is the part of orders marked as paid.

    `key` is stable: a country's two letters, an UMKM's code, a SKU, a shipment's code, a state.
    `paid_rupiah` is None for cancelled orders.
    """

    key: str
    name: str
    orders: int
    pieces: int
    grams: int
    rupiah: int
    paid_rupiah: int | None


@dataclass(frozen=True, slots=True)
class ShipmentSummary:
    """The sums of a shipment now; `unacknowledged` counts lines that no UMKM has answered yet.

    `undocumented` counts lines that lack the document they need, held ones too; `parcels` are those of the
    newest manifest, 0 before the freeze.
    """

    shipment_id: int
    orders: int = 0
    pieces: int = 0
    grams: int = 0
    rupiah: int = 0
    paid_rupiah: int = 0
    unacknowledged: int = 0
    undocumented: int = 0
    parcels: int = 0


@dataclass(frozen=True, slots=True)
class ToPrepare:
    """What an UMKM has to make of one product for one shipment, in pieces.

    `pieces` is what it has to hand in by now, `confirmed` what it promised, `unanswered` what was ordered
    and has no answer yet.
    """

    sku: str
    name_id: str
    name_en: str
    unit: str
    orders: int
    ordered: int
    confirmed: int
    unanswered: int
    pieces: int
    grams: int

    def name(self, language: str) -> str:
        """The product's name at placing."""
        return self.name_en if language == "en" else self.name_id


# A cancelled order counts with its ordered pieces: that is the loss.
_PIECES: ColumnElement[int] = case(
    (Order.state == OrderState.CANCELLED, OrderLine.ordered), else_=OrderLine.due
)
_RUPIAH = _PIECES * OrderLine.unit_rupiah
_PAID = case((Order.paid_at.is_not(None), _RUPIAH), else_=0)
_WAITS = and_(
    OrderLine.confirmed.is_(None),
    OrderLine.ordered > 0,
    OrderLine.choice != Choice.DROP,
    OrderLine.held_at.is_(None),
)
_LACKS_DOCUMENT = and_(
    OrderLine.action == NEEDS_DOCUMENT,
    OrderLine.documented_at.is_(None),
    OrderLine.ordered > 0,
    OrderLine.choice != Choice.DROP,
)
_SUMS: tuple[ColumnElement[Any], ...] = (
    func.count(Order.id.distinct()).label("orders"),
    func.sum(_PIECES).label("pieces"),
    func.sum(_PIECES * OrderLine.gross_grams).label("grams"),
    func.sum(_RUPIAH).label("rupiah"),
    func.sum(_PAID).label("paid_rupiah"),
)
_NEWEST_LINE = func.max(OrderLine.id)
_KEYS: dict[By, tuple[Any, Any]] = {
    By.COUNTRY: (Order.destination, Order.destination),
    By.UMKM: (Umkm.code, Umkm.name),
    By.PRODUCT: (OrderLine.sku, _NEWEST_LINE),
    By.SHIPMENT: (Shipment.code, Order.destination),
    By.STATUS: (Order.state, Order.state),
}


async def totals(
    db: Reading, by: By, start: date | None, end: date | None, language: str, country_name: CountryName
) -> list[Total]:
    """The totals of orders placed from `start` to `end` (days in WIB, both included), grouped `by`.

    Pieces are those due: confirmed ones, or ordered ones while unanswered. Cancelled orders appear only in
    the totals by status, with their ordered pieces. By UMKM and by product an order counts in each row that
    has due pieces of it, so these order counts overlap: `sum_of_all` counts each order once.
    The largest totals come first, shipments in the order of their cut-off.
    """
    key, name = _KEYS[by]
    grouped = _in_period(_joined(select(key.label("key"), name.label("name"), *_SUMS), by), start, end)
    rows = (await db.execute(grouped.group_by(*_groups(by)).order_by(*_order(by)))).all()
    names = await _names(db, by, [row.name for row in rows], language, country_name)
    return [_total(row, names.get(row.name, str(row.name))) for row in rows]


async def sum_of_all(db: Reading, start: date | None, end: date | None) -> Total:
    """All placed orders of the period in one row, each counted once; its key and name are empty."""
    query = _in_period(_joined(select(*_SUMS), None), start, end)
    row = (await db.execute(query)).one()
    counted = (int(row.orders), int(row.pieces or 0), int(row.grams or 0), int(row.rupiah or 0))
    return Total("", "", *counted, int(row.paid_rupiah or 0))


def _joined(columns: Select[Any], by: By | None) -> Select[Any]:
    query = columns.select_from(Order).join(OrderLine, OrderLine.order_id == Order.id)
    if by is By.STATUS:
        return query.where(Order.state.in_((OrderState.PLACED, OrderState.CANCELLED)))
    query = query.where(Order.state == OrderState.PLACED)
    if by is By.UMKM:
        query = query.join(Umkm, Umkm.id == OrderLine.umkm_id)
    if by is By.SHIPMENT:
        query = query.join(Shipment, Shipment.id == Order.shipment_id)
    return query.where(OrderLine.due > 0) if by in (By.UMKM, By.PRODUCT) else query


def _groups(by: By) -> list[Any]:
    key, name = _KEYS[by]
    extra = [Shipment.cutoff_at] if by is By.SHIPMENT else []
    return [key, *extra] if by is By.PRODUCT else [key, name, *extra]


def _order(by: By) -> list[Any]:
    key, _ = _KEYS[by]
    if by is By.SHIPMENT:
        return [Shipment.cutoff_at, key]
    return [key.desc()] if by is By.STATUS else [func.sum(_RUPIAH).desc(), key]


def _in_period(query: Select[Any], start: date | None, end: date | None) -> Select[Any]:
    if start and (first := _midnight(start)):
        query = query.where(Order.placed_at >= first)
    if end and (after := _midnight(end, days=1)):
        query = query.where(Order.placed_at < after)
    return query


def _midnight(day: date, days: int = 0) -> datetime | None:
    """The start of a day in Solo; None for the first and last day of the calendar, which limit nothing."""
    if not date.min < day < date.max:
        return None
    return datetime.combine(day + timedelta(days=days), time(), WIB)


async def _names(
    db: Reading, by: By, found: Sequence[Any], language: str, country_name: CountryName
) -> dict[Any, str]:
    if by in (By.COUNTRY, By.SHIPMENT):
        return {code: country_name(code, language) for code in set(found)}
    if by is By.PRODUCT:
        name = OrderLine.name_en if language == "en" else OrderLine.name_id
        rows = (await db.execute(select(OrderLine.id, name).where(OrderLine.id.in_(found)))).all()
        return {row[0]: row[1] for row in rows}
    return {}


def _total(row: Any, name: str) -> Total:
    paid = None if row.key == OrderState.CANCELLED else int(row.paid_rupiah)
    return Total(row.key, name, row.orders, int(row.pieces), int(row.grams), int(row.rupiah), paid)


@dataclass(frozen=True, slots=True)
class Summaries:
    """The summaries of these shipments, as one long reading."""

    shipment_ids: tuple[int, ...]

    async def read(self, db: Reading) -> dict[int, ShipmentSummary]:
        """The sums by shipment id."""
        return await shipment_summaries(db, self.shipment_ids)


async def with_orders(db: Reading, shipment_ids: Sequence[int]) -> set[int]:
    """Those of the shipments that hold placed orders; reads an index only."""
    placed = select(Order.shipment_id).where(Order.state == OrderState.PLACED)
    rows = await db.execute(placed.where(Order.shipment_id.in_(shipment_ids)).distinct())
    return {row[0] for row in rows if row[0] is not None}


async def shipment_summaries(
    db: Reading, shipment_ids: Sequence[int] | None = None
) -> dict[int, ShipmentSummary]:
    """The sums of these shipments (or of all with orders), by shipment id; zeros for empty ones."""
    counts = (func.sum(case((one, 1), else_=0)) for one in (_WAITS, _LACKS_DOCUMENT))
    query = _joined(select(Order.shipment_id, *_SUMS, *counts), None).group_by(Order.shipment_id)
    if shipment_ids is not None:
        query = query.where(Order.shipment_id.in_(shipment_ids))
    rows = (await db.execute(query)).all()
    parcels = await _parcels(db, shipment_ids)
    found = {
        row[0]: ShipmentSummary(*(int(figure) for figure in (*row, parcels.get(row[0], 0)))) for row in rows
    }
    return {one: ShipmentSummary(one, parcels=parcels.get(one, 0)) for one in shipment_ids or ()} | found


async def _parcels(db: Reading, shipment_ids: Sequence[int] | None) -> dict[int, int]:
    """The parcels in the newest manifest of each shipment; manifests of 0.1.0 are counted now."""
    query = select(Manifest.shipment_id, Manifest.id, Manifest.sums).where(Manifest.version > IN_THE_MAKING)
    if shipment_ids is not None:
        query = query.where(Manifest.shipment_id.in_(shipment_ids))
    newest = {row[0]: row for row in await db.execute(query.order_by(Manifest.version))}
    found = {shipment_id: (row.sums or {}).get("parcels", 0) for shipment_id, row in newest.items()}
    uncounted = {row.id: shipment_id for shipment_id, row in newest.items() if row.sums is None}
    if uncounted:
        counts = select(Parcel.manifest_id, func.count()).where(Parcel.manifest_id.in_(uncounted))
        for manifest_id, count in await db.execute(counts.group_by(Parcel.manifest_id)):
            found[uncounted[manifest_id]] = count
    return found


async def to_prepare(db: Reading, umkm_id: int, shipment_id: int) -> list[ToPrepare]:
    """What an UMKM has to prepare for a shipment, by product, without dropped and held lines."""
    columns: tuple[Any, ...] = (
        OrderLine.sku,
        func.max(OrderLine.name_id),
        func.max(OrderLine.name_en),
        func.max(OrderLine.unit),
        func.count(Order.id.distinct()),
        func.sum(OrderLine.ordered),
        func.sum(func.coalesce(OrderLine.confirmed, 0)),
        func.sum(case((_WAITS, OrderLine.ordered), else_=0)),
        func.sum(OrderLine.due),
        func.sum(OrderLine.due * OrderLine.gross_grams),
    )
    query = (
        _joined(select(*columns), None)
        .where(Order.shipment_id == shipment_id, OrderLine.umkm_id == umkm_id)
        .where(OrderLine.choice != Choice.DROP, OrderLine.ordered > 0, OrderLine.held_at.is_(None))
    )
    rows = (await db.execute(query.group_by(OrderLine.sku).order_by(OrderLine.sku))).all()
    return [ToPrepare(*row[:4], *(int(figure) for figure in row[4:])) for row in rows]


def totals_csv(rows: Sequence[Total]) -> str:
    """Totals as CSV text (RFC 4180) with a header; amounts are whole numbers, unknown ones empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(TOTALS_HEADER)
    for row in rows:
        figures = (row.orders, row.pieces, row.grams, row.rupiah, row.paid_rupiah)
        writer.writerow((safe_text(row.key), safe_text(row.name), *figures))
    return text.getvalue()
