"""Reads frozen manifests: a version, its sums, its changes. Only small ones should be read whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.shipping.manifests.tables import IN_THE_MAKING, Change, Manifest, ManifestLine, Parcel, Pick


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changed in one product of one order; `before` or `after` is 0 where it is absent."""

    order_number: str
    sku: str
    name_id: str
    name_en: str
    umkm_id: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a manifest. Orders and lines count once, even those that lie in several parcels."""

    parcels: int = 0
    consignees: int = 0
    orders: int = 0
    paid: int = 0
    lines: int = 0
    pieces: int = 0
    grams: int = 0
    rupiah: int = 0
    unacknowledged: int = 0


async def newest(db: AsyncSession, shipment_id: int) -> Manifest | None:
    """The newest version of a shipment's manifest without its parcels; None before the freeze."""
    frozen = select(Manifest).where(Manifest.shipment_id == shipment_id, Manifest.version > IN_THE_MAKING)
    return await db.scalar(frozen.order_by(Manifest.version.desc()).limit(1))


async def version_of(db: AsyncSession, shipment_id: int, version: int) -> Manifest | None:
    """One version of a shipment's manifest, without its parcels."""
    frozen = select(Manifest).where(Manifest.shipment_id == shipment_id, Manifest.version == version)
    return await db.scalar(frozen.where(Manifest.version > IN_THE_MAKING))


async def whole(db: AsyncSession, manifest_id: int) -> Manifest:
    """A manifest with all its parcels and lines as objects: for small manifests only."""
    lines = selectinload(Manifest.parcels).selectinload(Parcel.lines)
    query = select(Manifest).where(Manifest.id == manifest_id).options(lines)
    return (await db.scalars(query.execution_options(populate_existing=True))).one()


async def sums(db: AsyncSession, manifest_id: int) -> Sums:
    """The sums of a manifest, as counted at the freeze."""
    frozen = await db.scalar(select(Manifest.sums).where(Manifest.id == manifest_id))
    return Sums(**frozen) if frozen else await counted(db, manifest_id)


async def counted(db: AsyncSession, manifest_id: int) -> Sums:
    """The sums of a manifest, counted now by the database: fast for a small manifest only."""
    number = func.coalesce(func.nullif(ManifestLine.order_number, ""), Parcel.order_number)
    line = number + "/" + ManifestLine.sku  # a line that is split over cartons counts once
    columns: tuple[Any, ...] = (
        func.count(Parcel.id.distinct()).label("parcels"),
        func.count(Parcel.order_number.distinct()).label("consignees"),
        func.count(number.distinct()).label("orders"),
        func.count(case((Parcel.paid, number)).distinct()).label("paid"),
        func.count(line.distinct()).label("lines"),
        func.sum(ManifestLine.quantity).label("pieces"),
        func.sum(ManifestLine.quantity * ManifestLine.gross_grams).label("grams"),
        func.sum(ManifestLine.quantity * ManifestLine.unit_rupiah).label("rupiah"),
        func.count(case((ManifestLine.acknowledged.is_(False), line)).distinct()).label("unacknowledged"),
    )
    query = select(*columns).join(ManifestLine, ManifestLine.parcel_id == Parcel.id)
    row = (await db.execute(query.where(Parcel.manifest_id == manifest_id))).one()
    return Sums(*(int(figure or 0) for figure in row))


async def makers(db: AsyncSession, manifest_id: int) -> Sequence[int]:
    """The ids of the UMKM with something to prepare in a manifest."""
    ids = select(Pick.umkm_id).where(Pick.manifest_id == manifest_id).distinct().order_by(Pick.umkm_id)
    return (await db.scalars(ids)).all()


async def changes(
    db: AsyncSession, shipment_id: int, since: int, version: int, umkm_id: int | None = None
) -> list[Difference]:
    """What changed from version `since` to `version`, by order and product."""
    columns = tuple(getattr(Change, name) for name in Difference.__dataclass_fields__)
    query = (
        select(*columns)
        .join(Manifest, Manifest.id == Change.manifest_id)
        .where(Manifest.shipment_id == shipment_id)
        .where(Manifest.version > max(since, 1), Manifest.version <= version)
        .order_by(Manifest.version, Change.order_number, Change.sku)
    )
    if umkm_id is not None:
        query = query.where(Change.umkm_id == umkm_id)
    steps = [Difference(*row) for row in await db.execute(query)] if since >= 1 else []
    return together(steps)


def together(steps: Sequence[Difference]) -> list[Difference]:
    """Merges successive changes into one per order and product; leaves out what ended as it began."""
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], Difference] = {}
    for one in steps:
        key = (one.order_number, one.sku)
        first.setdefault(key, one.before)
        last[key] = one
    return [replace(one, before=first[key]) for key, one in sorted(last.items()) if first[key] != one.after]


@dataclass(frozen=True, slots=True)
class Counted:
    """A product of an order for comparison: its pieces in all cartons together."""

    sku: str
    name_id: str
    name_en: str
    umkm_id: int
    quantity: int


Lines = dict[tuple[str, str], Counted]
"""By order number and SKU."""


def add(lines: Lines, order_number: str, line: Counted) -> None:
    """Adds a line; the parts of a line that is split over cartons add up."""
    key = (order_number, line.sku)
    known = lines.get(key)
    lines[key] = replace(line, quantity=line.quantity + known.quantity) if known else line


def compared(before: Lines, after: Lines) -> list[Difference]:
    """The differences between two versions, by order and product."""
    changed = (key for key in before | after if _pieces(before, key) != _pieces(after, key))
    return [_difference(key, before, after) for key in sorted(changed)]


def _pieces(lines: Lines, key: tuple[str, str]) -> int:
    return lines[key].quantity if key in lines else 0


def _difference(key: tuple[str, str], before: Lines, after: Lines) -> Difference:
    line = after.get(key) or before[key]
    pieces = (_pieces(before, key), _pieces(after, key))
    return Difference(key[0], key[1], line.name_id, line.name_en, line.umkm_id, *pieces)


def differences(before: Manifest | None, after: Manifest) -> list[Difference]:
    """What `after` changed from `before`, both read whole, by order and product."""
    return compared(_counted(before), _counted(after))


def _counted(manifest: Manifest | None) -> Lines:
    lines: Lines = {}
    for parcel in manifest.parcels if manifest else ():
        for line in parcel.lines:
            number = getattr(line, "order_number", "") or parcel.order_number
            add(lines, number, Counted(line.sku, line.name_id, line.name_en, line.umkm_id, line.quantity))
    return lines
