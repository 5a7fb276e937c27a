"""Manifests: the frozen, numbered list of a shipment that is handed to the carrier, version by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import catalog, notifications, orders, people, placing, shipments
from bot.destinations import Destinations, address_lines, regions_as_typed
from bot.manifests.rows import Change, Freeze, Manifest, ManifestLine, Parcel
from bot.orders import Order, OrderLine
from bot.shipments import CLOSED, FORWARDED, OPEN, Shipment


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changed in one product of one order; `before` or `after` is 0 when it was not there."""

    order_number: str
    sku: str
    name_id: str
    name_en: str
    umkm_id: int
    before: int
    after: int


async def newest(db: AsyncSession, shipment_id: int) -> Manifest | None:
    """The last version of a shipment's manifest, if it is frozen yet."""
    last = select(Manifest).where(Manifest.shipment_id == shipment_id).order_by(Manifest.version.desc())
    return await db.scalar(last.limit(1))


async def version_of(db: AsyncSession, shipment_id: int, version: int) -> Manifest | None:
    """One version of a shipment's manifest."""
    return await db.scalar(
        select(Manifest).where(Manifest.shipment_id == shipment_id, Manifest.version == version)
    )


async def close(
    db: AsyncSession, shipment_id: int, destinations: Destinations, now: datetime, by: int | None = None
) -> Manifest | None:
    """Closes a shipment, freezes version 1 and tells UMKM and coordinators; once, whoever comes first.

    Returns None for a shipment without orders, which closes silently, and for one closed before.
    """
    shipment = await shipments.lock(db, shipment_id)
    if shipment.state != OPEN:
        return None
    shipment.state, shipment.closed_at, shipment.closed_by = CLOSED, now, by
    shipment.cutoff_at = min(shipment.cutoff_at, now)
    await db.flush()
    standing = await orders.in_shipment(db, shipment.id)
    house = placing.Mover(None, orders.HOUSE, now)
    for order in standing:
        await placing.tell_customer(db, "closed", order, house)
    return await _freeze(db, shipment, standing, destinations, now, "") if standing else None


async def keep_up(
    db: AsyncSession, shipment_id: int, destinations: Destinations, now: datetime, reason: str
) -> Manifest | None:
    """After a change of an order: a new version when its shipment is frozen already."""
    shipment = await shipments.lock(db, shipment_id)
    if shipment.state == OPEN:
        return None
    standing = await orders.in_shipment(db, shipment.id)
    return await _freeze(db, shipment, standing, destinations, now, reason)


async def forward(db: AsyncSession, shipment_id: int, now: datetime) -> Manifest:
    """Sends the frozen manifest to the coordinators (again). Raises NotFrozen."""
    shipment = await shipments.lock(db, shipment_id)
    manifest = await newest(db, shipment.id)
    if manifest is None:
        raise NotFrozen
    shipment.state, shipment.forwarded_at = FORWARDED, shipment.forwarded_at or now
    await tell_coordinators(db, manifest, now, again=True)
    return manifest


class NotFrozen(shipments.ShipmentClosed):
    """There is no manifest yet: the shipment is still open, or closed without orders."""


async def _freeze(
    db: AsyncSession,
    shipment: Shipment,
    standing: Sequence[Order],
    destinations: Destinations,
    now: datetime,
    reason: str,
) -> Manifest:
    version = 1 + (
        await db.scalar(select(func.max(Manifest.version)).where(Manifest.shipment_id == shipment.id)) or 0
    )
    before = await newest(db, shipment.id)
    makers = await _makers(db, standing)
    manifest = Manifest(
        shipment_id=shipment.id,
        version=version,
        number=f"{shipment.code}-v{version}",
        destination=shipment.destination,
        cutoff_at=shipment.cutoff_at,
        hand_in_at=shipment.hand_in_at,
        departs_at=shipment.departs_at,
        frozen_at=now,
        reason=reason,
        parcels=[],
    )
    leaving = [order for order in standing if order.pieces]
    for parcel_no, order in enumerate(leaving, start=1):
        manifest.parcels.append(_parcel(parcel_no, order, destinations, makers))
    db.add(manifest)
    await db.flush()
    await tell_umkm(db, manifest, before, now)
    await tell_coordinators(db, manifest, now)
    return manifest


async def _makers(db: AsyncSession, standing: Sequence[Order]) -> Mapping[int, catalog.Umkm]:
    ids = {line.umkm_id for order in standing for line in order.lines if line.umkm_id}
    return {one.id: one for one in await catalog.makers(db, ids)}


def _parcel(
    parcel_no: int, order: Order, destinations: Destinations, makers: Mapping[int, catalog.Umkm]
) -> Parcel:
    destination = destinations[order.destination or ""]
    lines = [line for line in order.lines if line.due]
    return Parcel(
        parcel_no=parcel_no,
        order_id=order.id,
        order_number=order.number,
        placed_at=order.placed_at,
        paid=order.paid_at is not None,
        consignee_name=order.consignee_name,
        mobile=order.mobile,
        address_lines=address_lines(destination, order.address_typed),
        address=order.address | regions_as_typed(destination, order.address_typed),
        note=order.note or "",
        lines=[_manifest_line(number, line, makers) for number, line in enumerate(lines, start=1)],
    )


def _manifest_line(line_no: int, line: OrderLine, makers: Mapping[int, catalog.Umkm]) -> ManifestLine:
    maker = makers[line.umkm_id or 0]
    return ManifestLine(
        line_no=line_no,
        product_id=line.product_id,
        sku=line.sku,
        umkm_id=maker.id,
        umkm_code=maker.code,
        umkm_name=maker.name,
        name_id=line.name_id,
        name_en=line.name_en,
        unit=line.unit,
        quantity=line.due,
        ordered=line.ordered,
        acknowledged=line.confirmed is not None,
        unit_rupiah=line.unit_rupiah,
        net_grams=line.net_grams,
        gross_grams=line.gross_grams,
        length_millimetres=line.length_millimetres,
        width_millimetres=line.width_millimetres,
        height_millimetres=line.height_millimetres,
        shelf_life_days=line.shelf_life_days,
        hs_code=line.hs_code,
        classes=line.classes,
        action=line.action,
    )


def differences(before: Manifest | None, after: Manifest) -> list[Difference]:
    """What `after` changed against `before`, by order and product."""
    old, new = _quantities(before), _quantities(after)
    changed = [key for key in sorted({*old, *new}) if _pieces(old, key) != _pieces(new, key)]
    return [_difference(key, old, new) for key in changed]


_Lines = dict[tuple[str, str], ManifestLine]


def _quantities(manifest: Manifest | None) -> _Lines:
    parcels = manifest.parcels if manifest else []
    return {(parcel.order_number, line.sku): line for parcel in parcels for line in parcel.lines}


def _pieces(lines: _Lines, key: tuple[str, str]) -> int:
    return lines[key].quantity if key in lines else 0


def _difference(key: tuple[str, str], old: _Lines, new: _Lines) -> Difference:
    line = new.get(key) or old[key]
    return Difference(
        key[0], key[1], line.name_id, line.name_en, line.umkm_id, _pieces(old, key), _pieces(new, key)
    )


async def tell_umkm(db: AsyncSession, manifest: Manifest, before: Manifest | None, now: datetime) -> None:
    """The final pick list for each UMKM whose lines stand in it or have changed."""
    if before is None:
        umkm_ids = {line.umkm_id for parcel in manifest.parcels for line in parcel.lines}
    else:
        umkm_ids = {one.umkm_id for one in differences(before, manifest)}
    for umkm_id in sorted(umkm_ids):
        chats = await people.chats_of_umkm(db, umkm_id)
        subject = f"{manifest.shipment_id}/{umkm_id}"
        await notifications.put(db, "pick_list", subject, chats, manifest.version, now)


async def tell_coordinators(db: AsyncSession, manifest: Manifest, now: datetime, again: bool = False) -> None:
    """The summary and the documents for every coordinator."""
    chats = await people.chats_of_coordinators(db)
    subject = f"{manifest.shipment_id}/{now:%Y%m%d%H%M%S}" if again else str(manifest.shipment_id)
    await notifications.put(db, "manifest", subject, chats, manifest.version, now)


__all__ = ["Change", "Difference", "Freeze", "Manifest", "ManifestLine", "NotFrozen", "Parcel"]
