"""Closes shipments and updates their manifests: small ones at once, big ones by a job that it requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering, orders, shipments
from bot.ordering.shop import Shop
from bot.orders import BY_ITSELF, Order, OrderState
from bot.shipments import Shipment, ShipmentState
from bot.shipping.manifests import announce, departing_orders, versions, write
from bot.shipping.manifests.tables import Freeze, Manifest, Parcel
from bot.shipping.manifests.versions import Difference, Lines
from bot.shipping.manifests.write import Listing

AT_ONCE = 40
"""The most orders frozen in the transaction that closes them; more would block everybody else."""


class NotFrozen(shipments.ShipmentClosed):
    """There is no manifest: the shipment is open or was closed without orders, or the job is not done."""


async def close(
    db: AsyncSession, shipment_id: int, shop: Shop, now: datetime, by: int | None = None
) -> Manifest | None:
    """Closes a shipment, freezes version 1 and notifies customers, UMKM and coordinators; once.

    Returns None for a shipment without orders, which closes silently, for one closed before, and for a big
    one: its manifest `is_due`, and `make_due` makes it within seconds.
    """
    shipment = await shipments.lock(db, shipment_id)
    if shipment.state != ShipmentState.OPEN:
        return None
    shipment.state, shipment.closed_at, shipment.closed_by = ShipmentState.CLOSED, now, by
    shipment.cutoff_at = min(shipment.cutoff_at, now)
    await db.flush()
    if not await departing_orders.standing(db, shipment.id, 0, 1):
        return None
    return await _freeze(db, shipment, shop, now, "")


async def keep_up(
    db: AsyncSession, shipment_id: int, shop: Shop, now: datetime, reason: str
) -> Manifest | None:
    """Freezes a new version after a change of an order, if its shipment is closed.

    Returns None for an open shipment, and for a big one, whose new version `is_due`.
    """
    shipment = await shipments.lock(db, shipment_id)
    return None if shipment.state == ShipmentState.OPEN else await _freeze(db, shipment, shop, now, reason)


async def forward(db: AsyncSession, shipment_id: int, now: datetime) -> Manifest:
    """Sends the newest manifest to the coordinators again. Raises NotFrozen, also while one is being made."""
    shipment = await shipments.lock(db, shipment_id)
    manifest = await versions.newest(db, shipment.id)
    if manifest is None or await is_due(db, shipment.id):
        raise NotFrozen
    shipment.state, shipment.forwarded_at = ShipmentState.FORWARDED, shipment.forwarded_at or now
    await announce.tell_coordinators(db, manifest, now, again=True)
    return manifest


async def is_due(db: AsyncSession, shipment_id: int) -> bool:
    """Whether a manifest of the shipment, or a newer version, is still to be made."""
    waiting = select(Freeze.shipment_id).where(Freeze.shipment_id == shipment_id, Freeze.wanted > Freeze.done)
    return await db.scalar(waiting) is not None


async def _freeze(
    db: AsyncSession, shipment: Shipment, shop: Shop, now: datetime, reason: str
) -> Manifest | None:
    if await _is_big(db, shipment.id):
        await _request(db, shipment.id, reason)
        return None
    itself = ordering.Actor(None, BY_ITSELF, now)
    for order_id in await departing_orders.lacking(db, shipment.id, AT_ONCE):
        await ordering.hold_back(db, await orders.lock(db, order_id), itself)
    standing = await departing_orders.standing(db, shipment.id, 0, AT_ONCE)
    before = await versions.newest(db, shipment.id)
    if before is None:
        await announce.tell_customers(db, standing, now)
    listing = await write.begin(db, shipment, shop.profile.seller(), now)
    destination = shop.destinations[shipment.destination]
    for ids in write.planned(await departing_orders.addressed(db, standing)):
        await write.write(db, listing, await write.portion(db, ids, destination))
    lines = await _all_lines(db, before)
    return await finish(db, shipment, listing, lines, reason, now)


async def _is_big(db: AsyncSession, shipment_id: int) -> bool:
    """Whether the shipment is too big for one transaction, now or at its last freeze, or is being frozen."""
    count = select(func.count()).where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
    if (await db.scalar(count) or 0) > AT_ONCE or await is_due(db, shipment_id):
        return True
    before = await versions.newest(db, shipment_id)
    parcels = select(func.count()).where(Parcel.manifest_id == before.id) if before else None
    return parcels is not None and (await db.scalar(parcels) or 0) > 2 * AT_ONCE


async def _request(db: AsyncSession, shipment_id: int, reason: str) -> None:
    """Requests one more manifest; the lock on the shipment keeps others from requesting one meanwhile."""
    freeze = await db.get(Freeze, shipment_id, populate_existing=True)
    if freeze is None:
        freeze = Freeze(shipment_id=shipment_id, wanted=0, done=0, reason="", maker="")
        db.add(freeze)
    reasons = freeze.reason.split("; ") if freeze.reason else []
    freeze.reason = "; ".join(dict.fromkeys([*reasons, *filter(None, [reason])]))
    freeze.wanted += 1
    await db.flush()


async def _all_lines(db: AsyncSession, manifest: Manifest | None) -> Lines | None:
    if manifest is None:
        return None
    lines: Lines = {}
    last = 0
    while last := await write.lines_of(db, manifest.id, lines, last):
        pass
    return lines


async def finish(
    db: AsyncSession, shipment: Shipment, listing: Listing, before: Lines | None, reason: str, now: datetime
) -> Manifest:
    """Completes a written manifest, notifies UMKM and coordinators; `before` has the last version's lines."""
    changed: Sequence[Difference] = () if before is None else versions.compared(before, listing.lines)
    manifest = await write.complete(db, shipment, listing, changed, reason, now)
    makers = {one.umkm_id for one in changed} if before is not None else {key[0] for key in listing.picks}
    await announce.tell_umkm(db, manifest, makers, now)
    await announce.tell_coordinators(db, manifest, now)
    return manifest
