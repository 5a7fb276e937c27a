"""Files that coordinators import: whatever the bytes, each reader takes them or refuses them in words.

A file whose first line is `# rates.yaml` is read as that file of `config/`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.csv_rows import CsvRows, FileRefused
from bot.core.database import Database, session_on
from bot.core.errors import ConfigRefused
from bot.destinations.prices.exchange_rates import Rates
from bot.destinations.prices.rate_cards import Freight
from bot.destinations.rules.limits import Limits
from bot.documents.imports import catalog, rates
from bot.ordering.shop import Shop
from bot.ordering.shop_profile import ShopProfile
from bot.shipping.weighing import sheet_file
from bot.shipping.weighing.sheet_file import SheetRefused
from fuzz import people
from fuzz.faults import Fault, bounded, watched
from fuzz.inputs import Inputs, samples, spoilt
from tests.support.running_shop import fresh_shop

CONFIG_FILES: Mapping[str, Callable[[Path, Shop], Any]] = {
    "rates.yaml": lambda folder, shop: Rates.read(folder),
    "shop.yaml": lambda folder, shop: ShopProfile.read(folder),
    "freight.yaml": lambda folder, shop: Freight.read(folder, shop.destinations),
    "limits.yaml": lambda folder, shop: Limits.read(folder, shop.destinations, shop.restrictions),
}


async def check(data: bytes) -> None:
    """Reads the file as each kind. Raises Fault, and whatever is no refusal."""
    shop = fresh_shop()
    with TemporaryDirectory(prefix="rantau-fuzz-") as folder, watched(), bounded():
        first = data.partition(b"\n")[0].decode("ascii", "replace").removeprefix("# ").strip()
        path = Path(folder) / (first if first in CONFIG_FILES else "file")
        path.write_bytes(data)
        if read := CONFIG_FILES.get(first):
            with suppress(ConfigRefused):
                read(Path(folder), shop)
            return
        with suppress(SheetRefused):
            sheet_file.read(data)
        await _import(path, shop)


async def _import(path: Path, shop: Shop) -> None:
    classes = shop.restrictions.known_classes
    if goods := _taken(lambda: catalog.read_catalog(path, classes, None)):
        await _into_database(path, lambda db: _take_goods(db, goods, path, shop))
    if makers := _taken(lambda: catalog.read_umkm(path)):
        await _into_database(path, lambda db: catalog.import_catalog(db, (), makers))
    if cards := _taken(lambda: rates.read_cards(path, shop.destinations)):
        await _into_database(path, lambda db: rates.take_cards(db, cards, shop.freight, shop.clock.now()))
    if stated := _taken(lambda: rates.read_rates(path)):
        await _into_database(path, lambda db: rates.take_rates(db, stated, shop.rates, shop.clock.now()))


def _taken(read: Callable[[], CsvRows[Any]]) -> CsvRows[Any] | None:
    try:
        return read()
    except FileRefused:
        return None


async def _into_database(path: Path, take: Callable[[AsyncSession], Any]) -> None:
    """What a reader has taken, the database takes too."""
    copy = path.with_suffix(".db")
    shutil.copy(people.template_path(), copy)
    database = Database(f"sqlite+aiosqlite:///{copy}")
    try:
        async with database.writing() as connection, session_on(connection) as db:
            await take(db)
            await db.commit()
    finally:
        await database.close()


async def _take_goods(db: AsyncSession, goods: CsvRows[Any], path: Path, shop: Shop) -> None:
    """Imports the products of known UMKM, and imports what is exported then, which must change nothing."""
    known = await catalog.umkm_codes(db)
    await catalog.import_catalog(db, [row for row in goods if row.umkm in known])
    again = path.with_name("again.csv")
    again.write_text(await catalog.export_catalog(db), "utf-8")
    done = await catalog.import_catalog(
        db, catalog.read_catalog(again, shop.restrictions.known_classes, known)
    )
    if done.added or done.changed:
        raise Fault("an exported catalogue changes the one it came from", f"{done}")


def inputs() -> Inputs:
    """Spoilt files in the encodings that spreadsheet programs use."""
    return spoilt(samples("imports")) | spoilt(samples("imports")).map(_in_utf_16)


def _in_utf_16(data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode("utf-16")
