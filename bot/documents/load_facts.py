"""Reads the facts of documents: short reads of few columns, since they run in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Umkm
from bot.destinations.prices.rate_cards import AIR_CARGO, Measure
from bot.documents.facts import (
    ERASED,
    Carried,
    CartonFacts,
    Goods,
    Heading,
    Line,
    ManifestFacts,
    PickFacts,
    RecapFacts,
)
from bot.ordering.identity_numbers import Identity
from bot.ordering.shop_profile import Exporter, ShopProfile
from bot.orders import Order
from bot.people import friends
from bot.people.friends import FriendShare
from bot.shipments import Shipment
from bot.shipping import handling_log, manifests, reports
from bot.shipping.freight_bill import FreightBill, FreightShare, measure_then
from bot.shipping.handling_log import HandlingState, Weighed, contents_of
from bot.shipping.manifests import Difference, Manifest, ManifestLine, Parcel
from bot.shipping.reports import CountryName

_PORTION = 50
_LINE_COLUMNS = [getattr(ManifestLine, one.name) for one in fields(Line)]
_FROZEN = (
    "number",
    "version",
    "destination",
    "commercial",
    "shipment_id",
    "cutoff_at",
    "hand_in_at",
    "departs_at",
    "frozen_at",
    "reason",
)
_PARCEL = (
    "parcel_no",
    "order_number",
    "paid",
    "consignee_name",
    "mobile",
    "address",
    "note",
    "consignee_no",
    "piece_no",
    "pieces_of",
    "consignee_name_native",
)
_PARCEL_LISTS = ("address_lines", "address_lines_native", "order_numbers")


def _air_cargo(_destination: str, _day: date) -> Measure:
    return AIR_CARGO


@dataclass(frozen=True, slots=True)
class PaperShop:
    """What the papers need of the shop: names of countries, who sells, how weights are charged.

    `measure_of` takes a destination and the day of departure.
    """

    country_name: CountryName
    profile: ShopProfile = field(default_factory=ShopProfile)
    measure_of: Callable[[str, date], Measure] = _air_cargo


async def manifest_facts(
    db: AsyncSession, shipment_id: int, version: int, seq: int | None, shop: PaperShop
) -> ManifestFacts | None:
    """A version of a shipment's manifest, with what its handling log records up to entry `seq`.

    None when the version does not exist, or when the log is shorter.
    """
    found = await _heading(db, shipment_id, version, shop.country_name)
    handled = await _handled(db, shipment_id, seq)
    if found is None or handled is None:
        return None
    manifest_id, heading = found
    goods = await _goods(db, manifest_id)
    changed = await manifests.changes(db, shipment_id, version - 1, version)
    names = {line.umkm_id: line.umkm_name for one in goods for line in one.lines}
    return ManifestFacts(
        heading,
        await _cartons(db, manifest_id, goods, handled),
        tuple(changed),
        await _names_before(db, heading, changed, names) | names,
        await _exporter(db, manifest_id, shop),
        await _carried(db, shipment_id, handled),
        await _measure(db, heading, handled, shop),
    )


async def pick_facts(
    db: AsyncSession, shipment_id: int, version: int, umkm_id: int, country_name: CountryName
) -> PickFacts | None:
    """One UMKM's part of a version; without lines when all of it was removed, None without such a paper."""
    found = await _heading(db, shipment_id, version, country_name)
    if found is None:
        return None
    manifest_id, heading = found
    goods = await _goods(db, manifest_id, umkm_id)
    changed = await manifests.changes(db, shipment_id, version - 1, version, umkm_id)
    # The name is that of the freeze.
    maker = next(iter(await _makers(db, heading, [umkm_id])), None)
    if maker is None or not (goods or changed):
        return None
    # A coordinator wrote the reason, which may name the customer.
    heading = replace(heading, reason="")
    return PickFacts(heading, maker.umkm_code, maker.umkm_name, tuple(goods), tuple(changed))


async def recap_facts(
    db: AsyncSession, umkm_id: int, shipment_id: int, now: datetime, country_name: CountryName
) -> RecapFacts | None:
    """What an UMKM has to prepare for a shipment by now; None when either is unknown."""
    maker, shipment = await db.get(Umkm, umkm_id), await db.get(Shipment, shipment_id)
    if maker is None or shipment is None:
        return None
    rows = await reports.to_prepare(db, umkm_id, shipment_id)
    return RecapFacts(
        shipment_code=shipment.code,
        country_id=country_name(shipment.destination, "id"),
        cutoff_at=shipment.cutoff_at,
        hand_in_at=shipment.hand_in_at,
        umkm_code=maker.code,
        umkm_name=maker.name,
        read_at=now,
        rows=tuple(rows),
    )


async def _heading(
    db: AsyncSession, shipment_id: int, version: int, country_name: CountryName
) -> tuple[int, Heading] | None:
    query: Any = (
        select(Manifest.id, Shipment.code, *(getattr(Manifest, name) for name in _FROZEN))
        .join(Shipment, Shipment.id == Manifest.shipment_id)
        .where(Manifest.shipment_id == shipment_id, Manifest.version == version)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        return None
    frozen: dict[str, Any] = {name: getattr(row, name) for name in _FROZEN}
    country_id, country_en = (country_name(row.destination, one) for one in ("id", "en"))
    heading = Heading(shipment_code=row.code, country_id=country_id, country_en=country_en, **frozen)
    return row.id, heading


async def _exporter(db: AsyncSession, manifest_id: int, shop: PaperShop) -> Exporter:
    """The exporter at the freeze; today's for a manifest of 0.1.0."""
    frozen = await db.scalar(select(Manifest.exporter).where(Manifest.id == manifest_id))
    return Exporter(**frozen) if frozen else shop.profile.seller()


async def _in_portions(db: AsyncSession, query: Any) -> AsyncIterator[Any]:
    """The rows, read in portions between which the event loop goes on with other work."""
    async for portion in (await db.stream(query.execution_options(yield_per=_PORTION))).partitions():
        for row in portion:
            yield row
        await asyncio.sleep(0)


async def _goods(db: AsyncSession, manifest_id: int, umkm_id: int | None = None) -> list[Goods]:
    query: Any = (
        select(Parcel.parcel_no, Parcel.order_number, *_LINE_COLUMNS)
        .join(ManifestLine, ManifestLine.parcel_id == Parcel.id)
        .where(Parcel.manifest_id == manifest_id)
        .order_by(Parcel.parcel_no, ManifestLine.line_no)
    )
    if umkm_id is not None:
        query = query.where(ManifestLine.umkm_id == umkm_id)
    by_parcel: dict[tuple[int, str], list[Line]] = {}
    async for row in _in_portions(db, query):
        by_parcel.setdefault((row[0], row[1]), []).append(Line(*row[2:]))
    return [Goods(*key, tuple(lines)) for key, lines in by_parcel.items()]


async def _makers(db: AsyncSession, heading: Heading, umkm_ids: Iterable[int]) -> Sequence[Any]:
    """These UMKM by their names in a version and in the one before it, the newest first."""
    query: Any = (
        select(Manifest.version, ManifestLine.umkm_id, ManifestLine.umkm_code, ManifestLine.umkm_name)
        .join(Parcel, Parcel.id == ManifestLine.parcel_id)
        .join(Manifest, Manifest.id == Parcel.manifest_id)
        .where(Manifest.shipment_id == heading.shipment_id, ManifestLine.umkm_id.in_(list(umkm_ids)))
        .where(Manifest.version <= heading.version, Manifest.version >= max(heading.version - 1, 1))
        .distinct()
        .order_by(Manifest.version.desc(), ManifestLine.umkm_id)
    )
    return (await db.execute(query)).all()


async def _names_before(
    db: AsyncSession, heading: Heading, changed: Sequence[Difference], known: Mapping[int, str]
) -> dict[int, str]:
    """The names of UMKM whose goods the version before had and this one has not."""
    gone = {one.umkm_id for one in changed} - known.keys()
    rows = await _makers(db, heading, gone) if gone else []
    return {row.umkm_id: row.umkm_name for row in rows}


async def _handled(db: AsyncSession, shipment_id: int, seq: int | None) -> HandlingState | None:
    """The state by the log up to entry `seq`; None when the log is shorter."""
    if seq is None:
        return HandlingState()
    handled = await handling_log.state(db, shipment_id, seq)
    return handled if handled.seq == seq else None


async def _carried(db: AsyncSession, shipment_id: int, handled: HandlingState) -> Carried:
    """The waybill and flight, and the shares of the freight, if it was split by these weights."""
    query: Any = (
        select(Order.number, FreightShare.rupiah)
        .join(FreightShare, FreightShare.order_id == Order.id)
        .join(FreightBill, FreightBill.shipment_id == FreightShare.shipment_id)
        .where(FreightBill.shipment_id == shipment_id, FreightBill.seq <= handled.seq)
    )
    freight = {row[0]: row[1] async for row in _in_portions(db, query)} if handled.seq else {}
    return Carried(handled.mawb, handled.flight_no, handled.flight_on, freight)


async def _measure(db: AsyncSession, heading: Heading, handled: HandlingState, shop: PaperShop) -> Measure:
    """How weights are charged: as in the freight bill, if it was split by these weights."""
    split = (FreightBill.shipment_id == heading.shipment_id) & (FreightBill.seq <= handled.seq)
    bill = await db.scalar(select(FreightBill).where(split)) if handled.seq else None
    return measure_then(bill, shop.measure_of(heading.destination, heading.departs_at.date()))


async def _cartons(
    db: AsyncSession, manifest_id: int, goods: Iterable[Goods], handled: HandlingState
) -> tuple[CartonFacts, ...]:
    by_parcel = {one.parcel_no: one for one in goods}
    for_whom = await _shares(db, manifest_id)
    columns = [getattr(Parcel, name) for name in (*_PARCEL, *_PARCEL_LISTS, "identity_id")]
    query: Any = (
        select(*columns, Identity.kind, Identity.number)
        .outerjoin(Identity, Identity.id == Parcel.identity_id)
        .where(Parcel.manifest_id == manifest_id)
        .order_by(Parcel.parcel_no)
    )
    rows = _in_portions(db, query)
    cartons = [_carton(row, by_parcel.get(row.parcel_no), handled) async for row in rows]
    return tuple(replace(one, shares=for_whom.get(one.parcel_no, {})) for one in cartons)


async def _shares(db: AsyncSession, manifest_id: int) -> dict[int, dict[int, tuple[FriendShare, ...]]]:
    """The recipients of lines, by parcel and line number; few lines have any."""
    query: Any = (
        select(Parcel.parcel_no, ManifestLine.line_no, ManifestLine.shares)
        .join(ManifestLine, ManifestLine.parcel_id == Parcel.id)
        .where(Parcel.manifest_id == manifest_id, ManifestLine.shares.is_not(None))
    )
    found: dict[int, dict[int, tuple[FriendShare, ...]]] = {}
    async for parcel_no, line_no, shares in _in_portions(db, query):
        found.setdefault(parcel_no, {})[line_no] = friends.from_rows(shares)
    return found


def _carton(row: Any, goods: Goods | None, handled: HandlingState) -> CartonFacts:
    erased = row.identity_id is not None and row.number is None
    key = f"{row.order_number}/{row.piece_no}"
    facts: dict[str, Any] = {name: getattr(row, name) for name in _PARCEL}
    facts |= {name: tuple(getattr(row, name)) for name in _PARCEL_LISTS}
    facts["consignee_name"] = row.consignee_name or ERASED
    return CartonFacts(
        **facts,
        identity_kind=row.kind or "",
        identity_number=ERASED if erased else row.number or "",
        lines=goods.lines if goods else (),
        known=handled.parcel(key, contents_of(goods)) if goods else Weighed(),
    )
