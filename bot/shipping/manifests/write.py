"""Writes the rows of a manifest: begins it without a number, fills it portion by portion, completes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.destinations import Destination
from bot.ordering.shop_profile import Exporter
from bot.shipments import Shipment
from bot.shipping.manifests import departing_orders, versions
from bot.shipping.manifests.packing import consignees
from bot.shipping.manifests.parcel_rows import ParcelRows, compose
from bot.shipping.manifests.tables import IN_THE_MAKING, Change, Manifest, ManifestLine, Parcel, Pick
from bot.shipping.manifests.versions import Counted, Difference, Lines, Sums

PORTION = 10
"""Consignees read and written at once; SQLite works in the event loop, which waits meanwhile."""

_COUNTED = tuple(Counted.__dataclass_fields__)


@dataclass(slots=True)
class Listing:
    """The counts of a manifest while it is written: its lines by order, and the pick list of each UMKM."""

    manifest_id: int
    parcels: int = 0
    consignees: int = 0
    rupiah: int = 0
    lines: Lines = field(default_factory=dict)
    picks: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    paid: set[str] = field(default_factory=set)
    unacknowledged: set[tuple[str, str]] = field(default_factory=set)

    def number(self, composed: Sequence[Sequence[ParcelRows]]) -> None:
        """Numbers the parcels of these consignees, continuing from those before."""
        for rows in (rows for rows in composed if rows):
            self.consignees += 1
            for row in rows:
                self.parcels += 1
                numbers = {"parcel_no": self.parcels, "consignee_no": self.consignees}
                row.parcel.update(numbers, manifest_id=self.manifest_id)

    def count(self, row: ParcelRows) -> None:
        """Adds a parcel's lines to the counts."""
        for line in row.lines:
            number = line["order_number"]
            versions.add(self.lines, number, Counted(*(line[name] for name in _COUNTED)))
            pick = self.picks.setdefault((line["umkm_id"], line["sku"]), _no_pieces(self.manifest_id, line))
            pick["pieces"] += line["quantity"]
            pick["grams"] += line["quantity"] * line["gross_grams"]
            self.rupiah += line["quantity"] * line["unit_rupiah"]
            if row.parcel["paid"]:
                self.paid.add(number)
            if not line["acknowledged"]:
                self.unacknowledged.add((number, line["sku"]))

    def sums(self) -> Sums:
        """The sums of everything counted."""
        return Sums(
            parcels=self.parcels,
            consignees=self.consignees,
            orders=len({number for number, _sku in self.lines}),
            paid=len(self.paid),
            lines=len(self.lines),
            pieces=sum(one["pieces"] for one in self.picks.values()),
            grams=sum(one["grams"] for one in self.picks.values()),
            rupiah=self.rupiah,
            unacknowledged=len(self.unacknowledged),
        )


def _no_pieces(manifest_id: int, line: dict[str, Any]) -> dict[str, Any]:
    same = {name: line[name] for name in ("umkm_id", "sku", "name_id", "name_en", "unit")}
    return same | {"manifest_id": manifest_id, "pieces": 0, "grams": 0}


async def begin(db: AsyncSession, shipment: Shipment, exporter: Exporter, now: datetime) -> Listing:
    """Creates a manifest without parcels and number, which nobody sees yet."""
    manifest = Manifest(
        shipment_id=shipment.id,
        version=IN_THE_MAKING,
        number=f"{shipment.code}-v{IN_THE_MAKING}",
        destination=shipment.destination,
        commercial=shipment.commercial,
        cutoff_at=shipment.cutoff_at,
        hand_in_at=shipment.hand_in_at,
        departs_at=shipment.departs_at,
        frozen_at=now,
        exporter=exporter.model_dump(),
    )
    db.add(manifest)
    await db.flush()
    return Listing(manifest.id)


async def portion(
    db: AsyncSession, ids: Sequence[tuple[int, ...]], destination: Destination
) -> list[list[ParcelRows]]:
    """The parcels of these consignees (ids of the orders of each), still without their numbers."""
    all_ids = [order_id for together in ids for order_id in together]
    orders = await departing_orders.orders_of(db, all_ids, destination)
    return [compose(destination, [orders[order_id] for order_id in together], 0, 0) for together in ids]


async def write(db: AsyncSession, listing: Listing, composed: Sequence[Sequence[ParcelRows]]) -> None:
    """Numbers these parcels, continuing from those written before, and writes them."""
    listing.number(composed)
    rows = [row for one in composed for row in one]
    if not rows:
        return
    inserted = insert(Parcel).returning(Parcel.id, sort_by_parameter_order=True)
    ids = (await db.scalars(inserted, [row.parcel for row in rows])).all()
    lines = [line | {"parcel_id": key} for key, row in zip(ids, rows, strict=True) for line in row.lines]
    await db.execute(insert(ManifestLine), lines)
    for row in rows:
        listing.count(row)


def planned(addressed: Sequence[Any]) -> list[list[tuple[int, ...]]]:
    """All consignees of a shipment, in portions."""
    groups = consignees(addressed)
    return [groups[start : start + PORTION] for start in range(0, len(groups), PORTION)]


async def lines_of(db: AsyncSession, manifest_id: int, lines: Lines, after: int) -> int:
    """Adds the next parcels of a frozen manifest to `lines`; returns the number of the last, 0 at the end."""
    number = func.coalesce(func.nullif(ManifestLine.order_number, ""), Parcel.order_number)
    columns = [getattr(ManifestLine, name) for name in _COUNTED]
    query: Any = (
        select(Parcel.parcel_no, number, *columns)
        .join(ManifestLine, ManifestLine.parcel_id == Parcel.id)
        .where(Parcel.manifest_id == manifest_id)
        .where(Parcel.parcel_no > after, Parcel.parcel_no <= after + 2 * PORTION)
        .order_by(Parcel.parcel_no)
    )
    last = 0
    for parcel_no, order_number, *facts in await db.execute(query):
        versions.add(lines, order_number, Counted(*facts))
        last = parcel_no
    return last


async def complete(
    db: AsyncSession,
    shipment: Shipment,
    listing: Listing,
    changed: Sequence[Difference],
    reason: str,
    now: datetime,
) -> Manifest:
    """Gives the manifest its number: from now on it is visible, and its rows never change."""
    last = select(func.max(Manifest.version)).where(Manifest.shipment_id == shipment.id)
    version = 1 + (await db.scalar(last) or 0)
    facts: dict[str, Any] = {"version": version, "number": f"{shipment.code}-v{version}"}
    facts |= {"frozen_at": now, "reason": reason, "sums": asdict(listing.sums())}
    await db.execute(update(Manifest).where(Manifest.id == listing.manifest_id).values(**facts))
    if listing.picks:
        await db.execute(insert(Pick), [one for _key, one in sorted(listing.picks.items())])
    if changed:
        of = {"manifest_id": listing.manifest_id}
        await db.execute(insert(Change), [of | asdict(one) for one in changed])
    return await db.get_one(Manifest, listing.manifest_id, populate_existing=True)
