"""The work of `rantau shipments`: list, close, forward."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents, shipments
from bot.app.file_builder import paper_shop
from bot.cli.database import now, on_database, reading, writing
from bot.cli.output import refuse
from bot.core import settings
from bot.core.clock import WIB
from bot.core.database import Database, session_on
from bot.core.settings import Settings
from bot.ordering.shop import Shop, open_shop
from bot.shipments import Shipment, ShipmentState
from bot.shipping import manifests, reports
from bot.shipping.manifests import Manifest

LOOK_SECONDS = 0.5
HEADER = (
    "code",
    "destination",
    "state",
    "cutoff",
    "departure",
    "orders",
    "pieces",
    "grams",
    "rupiah",
    "unacknowledged",
)


def listed() -> list[tuple[Any, ...]]:
    """The shipments with their sums; times are WIB."""
    found = settings.load()
    return on_database(_listed(found), found)


async def _listed(found: Settings) -> list[tuple[Any, ...]]:
    async with reading(found) as db:
        rows = await shipments.newest(db)
        sums = await reports.shipment_summaries(db, [one.id for one in rows])
        return [_line(one, sums[one.id]) for one in rows]


def _line(one: Shipment, summary: reports.ShipmentSummary) -> tuple[Any, ...]:
    cutoff = f"{one.cutoff_at.astimezone(WIB):%Y-%m-%d %H:%M}"
    departure = f"{one.departs_at.astimezone(WIB):%Y-%m-%d}"
    figures = (summary.orders, summary.pieces, summary.grams, summary.rupiah, summary.unacknowledged)
    return (one.code, one.destination, one.state, cutoff, departure, *figures)


def close(code: str) -> str | None:
    """Closes a shipment; returns the number of its manifest, None for an empty one. Raises CommandRefused."""
    found = settings.load()
    return on_database(_close(found, code), found)


async def _close(found: Settings, code: str) -> str | None:
    shop = open_shop(found.config_dir)
    async with writing(found) as db:
        shipment = await _shipment(db, code)
        held = await shipments.lock(db, shipment.id)
        if held.state != ShipmentState.OPEN:
            refuse(f"{held.code} is closed already")
        at = await now(db, found)
        manifest = await manifests.close(db, held.id, shop, at)
    return manifest.number if manifest else await _made(found, shop, shipment.id, at)


async def _made(found: Settings, shop: Shop, shipment_id: int, at: datetime) -> str | None:
    """The number of a big shipment's manifest, made here unless a running program makes it; None for none."""
    database, began = Database(found.database_url), time.monotonic()
    try:
        while True:
            await manifests.make_due(database, shop, lambda: at + timedelta(seconds=time.monotonic() - began))
            async with database.reading() as connection, session_on(connection) as db:
                if not await manifests.is_due(db, shipment_id):
                    manifest = await manifests.newest(db, shipment_id)
                    return manifest.number if manifest else None
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        await database.close()


async def _shipment(db: AsyncSession, code: str) -> Shipment:
    found = await shipments.by_code(db, code)
    if found is None:
        refuse(f"no shipment {code}: `rantau shipments` lists them")
    return found


def forward(code: str, out: Path) -> list[Path]:
    """Writes the files of the newest manifest, then forwards it; returns the paths. Raises CommandRefused."""
    found = settings.load()
    return on_database(_forward(found, code, out), found)


async def _forward(found: Settings, code: str, out: Path) -> list[Path]:
    while True:
        jobs, number = await _gathered(found, code)
        paths = _written(out, [documents.make(job) for job in jobs])
        async with writing(found) as db:
            shipment = await _shipment(db, code)
            sent = await manifests.forward(db, shipment.id, await now(db, found))
            if sent.number == number:
                return paths
            await db.rollback()  # a newer version was frozen meanwhile: write its files too


async def _gathered(found: Settings, code: str) -> tuple[list[documents.Job], str]:
    shop = open_shop(found.config_dir)
    async with reading(found) as db:
        shipment = await _shipment(db, code)
        manifest = await manifests.newest(db, shipment.id)
        if manifest is None:
            empty = shipment.state != ShipmentState.OPEN
            refuse(f"{shipment.code} has no manifest: {'it had no orders' if empty else 'close it first'}")
        at, refs = await now(db, found), _refs(manifest, await manifests.makers(db, manifest.id))
        await shop.refresh(db)
        papers = paper_shop(shop)
        return [await documents.gather(db, ref, "en", at, papers) for ref in refs], manifest.number


def _refs(manifest: Manifest, makers: Sequence[int]) -> list[str]:
    start = f"manifest/{manifest.shipment_id}/v{manifest.version}"
    whole = [f"{start}/{kind}" for kind in documents.OF_A_MANIFEST]
    return [*whole, *(f"{start}/pick/{one}" for one in makers)]


def _written(out: Path, files: list[documents.MadeBytes]) -> list[Path]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for made in files:
            (out / made.name).write_bytes(made.data)
    except OSError as failed:
        refuse(f"{out}: {failed.strerror}")
    return [out / made.name for made in files]
