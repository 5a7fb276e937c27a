"""Reads what a document is made of; short reads of few columns, since they stand in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import manifests, reports
from bot.catalog import Umkm
from bot.documents.facts import Consigned, Goods, Heading, Line, ManifestFacts, PickFacts, RecapFacts
from bot.manifests import Difference, Manifest, ManifestLine, Parcel
from bot.reports import CountryName
from bot.shipments import Shipment

_PORTION = 200
_LINE_COLUMNS = [getattr(ManifestLine, one.name) for one in fields(Line)]
_FROZEN = ("number", "version", "destination", "cutoff_at", "hand_in_at", "departs_at", "frozen_at", "reason")
_WHO_COLUMNS = (
    Parcel.parcel_no,
    Parcel.order_number,
    Parcel.paid,
    Parcel.consignee_name,
    Parcel.mobile,
    Parcel.address_lines,
    Parcel.address,
    Parcel.note,
)


@dataclass(frozen=True, slots=True)
class _Version:
    """The goods of one version, as `manifests.differences` compares them."""

    parcels: Sequence[Goods]


async def manifest_facts(
    db: AsyncSession, shipment_id: int, version: int, country_name: CountryName
) -> ManifestFacts | None:
    """A version of a shipment's manifest, and what it changed; None when it was never frozen."""
    found = await _heading(db, shipment_id, version, country_name)
    if found is None:
        return None
    manifest_id, heading = found
    goods = await _goods(db, manifest_id)
    before = await _goods_before(db, shipment_id, version)
    names = {line.umkm_id: line.umkm_name for one in (*before, *goods) for line in one.lines}
    facts = ManifestFacts(heading, (), _differences(version, before, goods), names)
    return replace(facts, parcels=await _consigned(db, manifest_id, goods))


async def pick_facts(
    db: AsyncSession, shipment_id: int, version: int, umkm_id: int, country_name: CountryName
) -> PickFacts | None:
    """One UMKM's part of a version; empty when all of it was taken out, None when there is no such paper."""
    found = await _heading(db, shipment_id, version, country_name)
    maker = await db.get(Umkm, umkm_id)
    if found is None or maker is None:
        return None
    manifest_id, heading = found
    goods = await _goods(db, manifest_id, umkm_id)
    before = await _goods_before(db, shipment_id, version, umkm_id)
    if not (goods or before):
        return None
    # The name stays what it was when the list was frozen.
    code, name = next((one.umkm_code, one.umkm_name) for each in (*goods, *before) for one in each.lines)
    # A reason is the coordinator's and may name the customer.
    heading = replace(heading, reason="")
    return PickFacts(heading, code, name, tuple(goods), _differences(version, before, goods))


async def recap_facts(
    db: AsyncSession, umkm_id: int, shipment_id: int, now: datetime, country_name: CountryName
) -> RecapFacts | None:
    """What an UMKM is to prepare for a shipment as things stand; None when either is unknown."""
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


async def _by_and_by(db: AsyncSession, query: Any) -> AsyncIterator[Any]:
    """The rows in portions; whatever else waits in the event loop goes on between them."""
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
    async for row in _by_and_by(db, query):
        by_parcel.setdefault((row[0], row[1]), []).append(Line(*row[2:]))
    return [Goods(*key, tuple(lines)) for key, lines in by_parcel.items()]


async def _goods_before(
    db: AsyncSession, shipment_id: int, version: int, umkm_id: int | None = None
) -> list[Goods]:
    before = await db.scalar(
        select(Manifest.id).where(Manifest.shipment_id == shipment_id, Manifest.version == version - 1)
    )
    return [] if before is None else await _goods(db, before, umkm_id)


def _differences(version: int, before: Sequence[Goods], after: Sequence[Goods]) -> tuple[Difference, ...]:
    if version == 1:
        return ()
    # `Goods` and `Line` name what is compared as the frozen rows do.
    return tuple(manifests.differences(cast(Manifest, _Version(before)), cast(Manifest, _Version(after))))


async def _consigned(db: AsyncSession, manifest_id: int, goods: Iterable[Goods]) -> tuple[Consigned, ...]:
    lines = {one.parcel_no: one.lines for one in goods}
    query: Any = select(*_WHO_COLUMNS).where(Parcel.manifest_id == manifest_id).order_by(Parcel.parcel_no)
    rows = _by_and_by(db, query)
    return tuple([_one_consigned(row, lines.get(row.parcel_no, ())) async for row in rows])


def _one_consigned(row: Any, lines: tuple[Line, ...]) -> Consigned:
    return Consigned(
        parcel_no=row.parcel_no,
        order_number=row.order_number,
        paid=row.paid,
        consignee_name=row.consignee_name,
        mobile=row.mobile,
        address_lines=tuple(row.address_lines),
        address=row.address,
        note=row.note,
        lines=lines,
    )
