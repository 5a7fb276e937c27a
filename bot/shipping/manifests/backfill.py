"""Completes manifests frozen by version 0.1.0 with what later ones have.

These are pick lists, the changes of a version, and the contents and weights of parcels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Database, session_on
from bot.shipping.handling_log import contents
from bot.shipping.manifests import versions, write
from bot.shipping.manifests.tables import IN_THE_MAKING, Change, Manifest, ManifestLine, Parcel, Pick
from bot.shipping.manifests.versions import Lines

_SAME = (ManifestLine.umkm_id, ManifestLine.sku)


async def fill_in(database: Database) -> int:
    """Completes manifests one at a time, returns how many; what is frozen stays as it is."""
    async with database.reading() as connection, session_on(connection) as db:
        lacking = await _lacking(db)
    for manifest_id in lacking:
        async with database.writing(patient=True) as connection, session_on(connection) as db:
            await _fill(db, await db.get_one(Manifest, manifest_id))
            await db.commit()
    return len(lacking)


async def _lacking(db: AsyncSession) -> Sequence[int]:
    filled = select(Pick.id).where(Pick.manifest_id == Manifest.id)
    parcels = select(Parcel.id).where(Parcel.manifest_id == Manifest.id)
    old = select(Manifest.id).where(Manifest.version > IN_THE_MAKING, ~filled.exists(), parcels.exists())
    return (await db.scalars(old.order_by(Manifest.id))).all()


async def _fill(db: AsyncSession, manifest: Manifest) -> None:
    await db.execute(insert(Pick), await _picks(db, manifest.id))
    await db.execute(update(Parcel), await _parcels(db, manifest.id))
    before = await versions.version_of(db, manifest.shipment_id, manifest.version - 1)
    if before is not None:
        changed = versions.compared(await _lines(db, before.id), await _lines(db, manifest.id))
        if changed:
            of = {"manifest_id": manifest.id}
            await db.execute(insert(Change), [of | asdict(one) for one in changed])


async def _picks(db: AsyncSession, manifest_id: int) -> list[dict[str, Any]]:
    columns: tuple[Any, ...] = (
        *_SAME,
        func.max(ManifestLine.name_id).label("name_id"),
        func.max(ManifestLine.name_en).label("name_en"),
        func.max(ManifestLine.unit).label("unit"),
        func.sum(ManifestLine.quantity).label("pieces"),
        func.sum(ManifestLine.quantity * ManifestLine.gross_grams).label("grams"),
    )
    query = select(*columns).join(Parcel, Parcel.id == ManifestLine.parcel_id).group_by(*_SAME)
    rows = await db.execute(query.where(Parcel.manifest_id == manifest_id).order_by(*_SAME))
    return [{"manifest_id": manifest_id, **row._mapping} for row in rows]


async def _parcels(db: AsyncSession, manifest_id: int) -> list[dict[str, Any]]:
    """The contents checksum of each parcel, and its grams by the catalogue."""
    columns = (
        ManifestLine.parcel_id,
        ManifestLine.sku,
        ManifestLine.quantity,
        ManifestLine.net_grams,
        ManifestLine.gross_grams,
    )
    query = select(*columns).join(Parcel, Parcel.id == ManifestLine.parcel_id)
    inside: dict[int, list[Any]] = {}
    for row in await db.execute(query.where(Parcel.manifest_id == manifest_id)):
        inside.setdefault(row.parcel_id, []).append(row)
    return [
        {
            "id": parcel_id,
            "contents": contents((one.sku, one.quantity) for one in goods),
            "net_grams": sum(one.quantity * one.net_grams for one in goods),
            "gross_grams": sum(one.quantity * one.gross_grams for one in goods),
        }
        for parcel_id, goods in inside.items()
    ]


async def _lines(db: AsyncSession, manifest_id: int) -> Lines:
    lines: Lines = {}
    last = 0
    while last := await write.lines_of(db, manifest_id, lines, last):
        pass
    return lines
