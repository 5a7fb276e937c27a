"""Files that coordinators import: whatever the bytes, each reader takes them or refuses them in words.

A file whose first line is `# rates.yaml` is read as that file of `config/`.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
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
from fuzz.inputs import Inputs, samples, spoilt, spoilt_json
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
    """Tables with spoilt cells and spoilt files, as spreadsheet programs write them."""
    known = samples("imports")
    texts = [one.decode("utf-8", "replace") for one in known if b"," in one.partition(b"\n")[0]]
    tables = spoilt_json([[line.split(",") for line in text.splitlines()] for text in texts])
    encodings = st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    files = st.builds(_csv, tables, st.sampled_from((",", ";", "\t")), encodings)
    return st.one_of(files, st.builds(_workbook, tables), spoilt(known))


def _cells(table: Any) -> list[list[Any]]:
    """What is left of a table whose rows and cells may have become anything."""
    return [
        row if isinstance(row, list) else [row] for row in (table if isinstance(table, list) else [table])
    ]


def _csv(table: Any, separator: str, encoding: str) -> bytes:
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in _cells(table)]
    return "\r\n".join(lines).encode(encoding, "replace")


def _workbook(table: Any) -> bytes:
    """The heads and the mark of a weighing sheet, with the cells of the table below."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Timbang"
    for row in (
        ["Timbang / Weighing: TW-261204-v1"],
        ["Kunci", "Berat kotor (g)", "No. resi"],
        *_cells(table),
    ):
        with suppress(ValueError, OverflowError):  # a cell that no workbook can hold
            sheet.append([_cell(one) for one in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub(
            "", value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    return value if isinstance(value, int | float | bool) else str(value)
