"""The work of `rantau shipments weigh` and `settle`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipments
from bot.cli.database import now, on_database, writing
from bot.cli.output import refuse, say_encoding
from bot.cli.shop import shop_of
from bot.core import money, settings
from bot.core.clock import solo_day
from bot.core.settings import Settings
from bot.destinations.prices.rate_cards import Freight
from bot.ordering import Actor
from bot.people import Role
from bot.shipments import Shipment
from bot.shipping import consignment, freight_bill
from bot.shipping.freight_bill import AlreadySettled, BillRefused, NotWeighed, Split
from bot.shipping.manifests import NotFrozen
from bot.shipping.weighing import sheet_file, sheet_review
from bot.shipping.weighing.sheet_file import MOST_BYTES, Sheet, SheetRefused
from bot.shipping.weighing.sheet_review import Review

HEADER = ("order", "chargeable_grams", "rupiah", "estimate_rupiah", "difference_rupiah")


async def _shipment(db: AsyncSession, code: str) -> Shipment:
    found = await shipments.by_code(db, code)
    if found is None:
        refuse(f"no shipment {code}: `rantau shipments` lists them")
    return found


def take(code: str, file: Path, dry_run: bool) -> Review:
    """Reviews a file of weights for a shipment; records it unless `dry_run`.

    Raises CommandRefused with every fault and its row.
    """
    found, sheet = settings.load(), _read(file)
    return on_database(_take(found, code, sheet, dry_run), found)


def _read(file: Path) -> Sheet:
    try:
        if file.stat().st_size > MOST_BYTES:
            refuse(f"{file}: too big")
        sheet = sheet_file.read(file.read_bytes())
        say_encoding(file, sheet.encoding)
        return sheet
    except OSError as failed:
        refuse(f"{file}: {failed.strerror}")
    except SheetRefused as refused:
        refuse(f"{file}: {refused.code.replace('_', ' ')} {refused.detail}".rstrip())


async def _take(found: Settings, code: str, sheet: Sheet, dry_run: bool) -> Review:
    async with writing(found) as db:
        shipment = await _shipment(db, code)
        goods = await consignment.of(db, shipment.id)
        if goods is None:
            refuse(f"{shipment.code} has no manifest: close it first")
        if sheet.manifest != goods.number:
            refuse(f"the file is of {sheet.manifest}, the manifest is {goods.number} now")
        actor = Actor(None, Role.COORDINATOR, await now(db, found))
        stored = await sheet_review.keep(db, shipment.id, sheet, actor)
        seen = await sheet_review.review(db, goods, stored)
        if seen.faults:
            faults = (f"row {one.row}: {one.code.replace('_', ' ')} {one.detail}" for one in seen.faults)
            refuse(*(one.rstrip() for one in faults))
        if dry_run:
            await db.rollback()
            return seen
        return await sheet_review.take(db, stored, goods.handled.seq, actor)


def settle(code: str, rupiah: str, dry_run: bool) -> list[tuple[Any, ...]]:
    """Splits the real freight over a shipment's orders; records it unless `dry_run`.

    Raises CommandRefused.
    """
    found, amount = settings.load(), money.rupiah_typed(rupiah)
    if amount is None:
        refuse(f"{rupiah}: whole rupiah, please, like 1250000 or 1.250.000")
    freight = shop_of(found).freight
    shown = on_database(_settle(found, freight, code, amount, dry_run), found)
    return [
        (one.number, one.chargeable_grams, one.rupiah, one.estimate_rupiah, one.difference_rupiah)
        for one in shown.shares
    ]


async def _settle(found: Settings, freight: Freight, code: str, rupiah: int, dry_run: bool) -> Split:
    async with writing(found) as db:
        shipment = await _shipment(db, code)
        measure = freight.measure(shipment.destination, solo_day(shipment.departs_at))
        try:
            shown = await freight_bill.preview(db, shipment.id, rupiah, measure)
            if not dry_run:
                actor = Actor(None, Role.COORDINATOR, await now(db, found))
                await freight_bill.settle(db, shipment.id, rupiah, shown.seal, measure, actor)
            return shown
        except AlreadySettled as before:
            refuse(f"the freight of {shipment.code} was recorded before: Rp{before.bill.rupiah}")
        except NotWeighed as left:
            refuse(*(f"{one.key} is not weighed yet" for one in left.cartons))
        except BillRefused:
            refuse(f"{rupiah}: freight is at least one rupiah")
        except NotFrozen:
            refuse(f"{shipment.code} has no finished manifest: close it first, or wait a moment")
