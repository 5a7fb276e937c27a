"""Writes a manifest's rows from a document's facts, with all rows that they refer to."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Umkm
from bot.documents.facts import ERASED, CartonFacts, Line, ManifestFacts
from bot.ordering.identity_numbers import Identity
from bot.orders import Order
from bot.people import Person
from bot.shipping.manifests import Manifest, ManifestLine, Parcel
from bot.shipping.manifests.tables import Change
from tests.support import rows


async def write(db: AsyncSession, facts: ManifestFacts, shipment_id: int = 1) -> Manifest:
    """Writes the manifest as frozen rows, with shipment, maker and products if they are missing."""
    heading = facts.heading
    shipment = await rows.shipment_or_new(db, shipment_id, heading.shipment_code)
    if await db.get(Person, 1) is None:
        db.add(Person(id=1, created_at=rows.NOON, name="Sari"))
        await db.flush()
    manifest = Manifest(
        shipment_id=shipment.id,
        version=heading.version,
        number=heading.number,
        destination=heading.destination,
        cutoff_at=heading.cutoff_at,
        hand_in_at=heading.hand_in_at,
        departs_at=heading.departs_at,
        frozen_at=heading.frozen_at,
        reason=heading.reason,
        commercial=heading.commercial,
        parcels=[],
    )
    db.add(manifest)
    for one in facts.parcels:
        placed = await rows.order(db, shipment, [])
        manifest.parcels.append(await _parcel(db, one, placed))
    await db.flush()
    db.add_all(Change(manifest_id=manifest.id, **asdict(one)) for one in facts.differences)
    await db.flush()
    return manifest


async def _parcel(db: AsyncSession, one: CartonFacts, placed: Order) -> Parcel:
    return Parcel(
        parcel_no=one.parcel_no,
        order_id=placed.id,
        order_number=one.order_number,
        placed_at=rows.NOON,
        paid=one.paid,
        consignee_name=one.consignee_name,
        mobile=one.mobile,
        address_lines=list(one.address_lines),
        address=dict(one.address),
        note=one.note,
        consignee_no=one.consignee_no,
        piece_no=one.piece_no,
        pieces_of=one.pieces_of,
        order_numbers=list(one.order_numbers),
        consignee_name_native=one.consignee_name_native,
        address_lines_native=list(one.address_lines_native),
        identity_id=await _identity(db, one, placed),
        lines=[await _line(db, each) for each in one.lines],
    )


async def _identity(db: AsyncSession, one: CartonFacts, placed: Order) -> int | None:
    if not one.identity_kind:
        return None
    erased = one.identity_number == ERASED
    identity = Identity(
        order_id=placed.id,
        kind=one.identity_kind,
        number=None if erased else one.identity_number,
        given_at=rows.NOON,
        erased_at=rows.NOON if erased else None,
    )
    db.add(identity)
    await db.flush()
    return identity.id


async def _line(db: AsyncSession, one: Line) -> ManifestLine:
    if await db.get(Umkm, one.umkm_id) is None:
        db.add(Umkm(id=one.umkm_id, code=one.umkm_code, name=one.umkm_name))
        await db.flush()
    product = await rows.product_or_new(db, int(one.sku[-3:]), one.umkm_id)
    return ManifestLine(product_id=product.id, **asdict(one))
