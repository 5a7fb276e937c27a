"""Imports and exports the catalogue, `catalog.csv` and `umkm.csv`: whole or not at all, without loss.

A file is read twice and never taken into memory: checked first, then written to the database row by row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import RowMapping, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Catalogue, Product, Umkm, next_version, ware_of
from bot.core.csv_cells import safe_text
from bot.core.csv_rows import CsvRows, FileRefused, Unrepeated, read_rows
from bot.documents.imports.catalog_columns import (
    COLUMN_DEFAULTS,
    PRODUCT_COLUMNS,
    UMKM_COLUMNS,
    ProductRow,
    UmkmRow,
)
from bot.documents.imports.catalog_options import ABOVE_OPTIONS, OptionsBelow, first_options, misfits

Progress = Callable[[int], None]
"""Called with the number of rows done since the last call."""
CHUNK = 500
CATALOG_FILE, UMKM_FILE = "catalog.csv", "umkm.csv"
_products, _umkm = cast(Table, Product.__table__), cast(Table, Umkm.__table__)


@dataclass(slots=True)
class Imported:
    """What an import did, in products and in UMKM."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    umkm_added: int = 0
    umkm_changed: int = 0


def read_umkm(path: Path) -> CsvRows[UmkmRow]:
    """The UMKM of a file. Raises FileRefused with every fault."""
    codes = Unrepeated("code")
    return read_rows(path, UmkmRow, lambda line, row: codes.faults(line, row.code))


def read_catalog(
    path: Path, known_classes: Collection[str], umkm_codes: Collection[str] | None
) -> CsvRows[ProductRow]:
    """The products of a file. Raises FileRefused with every fault; None for `umkm_codes` allows any."""
    skus, above = Unrepeated("sku"), OptionsBelow()

    def faults(line: int, row: ProductRow) -> list[str]:
        found = skus.faults(line, row.sku)
        unknown = [one for one in row.classes.split(";") if one not in known_classes]
        found += [f"classes: no class {one!r} in restrictions.yaml" for one in unknown]
        found += above.faults(row)
        if umkm_codes is not None and row.umkm not in umkm_codes:
            found.append(f"umkm: no UMKM {row.umkm!r}")
        return found

    return read_rows(path, ProductRow, faults)


async def umkm_codes(db: AsyncSession) -> set[str]:
    """The codes of all UMKM in the database."""
    return set((await db.scalars(select(_umkm.c.code))).all())


async def import_catalog(
    db: AsyncSession,
    products: Iterable[ProductRow],
    umkm: Iterable[UmkmRow] = (),
    withdraw: bool = False,
    progress: Progress = lambda done: None,
) -> Imported:
    """Writes the rows to the database, by SKU and code; the caller commits, then running processes see them.

    The rows win over the database, stock and price too, and put their products on offer. Products that are
    not in the rows stay as they are; `withdraw` takes those off offer. Raises FileRefused, for a caller who
    rolls back, where options do not fit what the database holds beside the rows.
    """
    version = await next_version(db)
    done = Imported()
    renamed = await _take_umkm(db, umkm, done)
    ids = {row.code: row.id for row in await db.execute(select(_umkm.c.code, _umkm.c.id))}
    rows, kept = iter(products), set[str]()
    while chunk := [row.values(umkm_id=ids[row.umkm]) for row in islice(rows, CHUNK)]:
        await _take_products(db, chunk, renamed, version, done)
        kept.update(one["sku"] for one in chunk)
        progress(len(chunk))
    if withdraw:
        offered = await db.execute(select(_products.c.id, _products.c.sku).where(_products.c.offered))
        gone = [row.id for row in offered if row.sku not in kept]
        await _update(db, _products, [{"id": one, "offered": False, "version": version} for one in gone])
        done.withdrawn = len(gone)
    if complaints := await misfits(db):
        raise FileRefused(complaints)
    return done


async def seed(db: AsyncSession, config_dir: Path, known_classes: Collection[str]) -> Imported | None:
    """Fills an empty database from the configuration folder; None when there are UMKM or products already.

    Raises FileRefused.
    """
    filled = await db.scalar(select(_umkm.c.id).limit(1)) or await db.scalar(select(_products.c.id).limit(1))
    if filled or not (config_dir / CATALOG_FILE).exists():
        return None
    products, umkm = _of_folder(config_dir, known_classes)
    return await import_catalog(db, products, umkm)


def catalogue_of(config_dir: Path, known_classes: Collection[str]) -> Catalogue:
    """The catalogue in the files of the configuration folder. Raises FileRefused."""
    products, umkm = _of_folder(config_dir, known_classes)
    makers = {one.code: (number, one) for number, one in enumerate(umkm, start=1)}
    wares = []
    for number, row in enumerate(products, start=1):
        umkm_id, maker = makers[row.umkm]
        joined = {"id": number, "umkm_code": maker.code, "maker": maker.name, "district": maker.district}
        wares.append(ware_of(SimpleNamespace(**COLUMN_DEFAULTS | row.values(umkm_id) | joined)))
    return Catalogue.of(wares)


def _of_folder(
    config_dir: Path, known_classes: Collection[str]
) -> tuple[CsvRows[ProductRow], CsvRows[UmkmRow]]:
    umkm = read_umkm(config_dir / UMKM_FILE)
    return read_catalog(config_dir / CATALOG_FILE, known_classes, {one.code for one in umkm}), umkm


async def _take_umkm(db: AsyncSession, rows: Iterable[UmkmRow], done: Imported) -> set[int]:
    """Adds and changes UMKM; returns the ids of those changed, whose products show the UMKM's name."""
    known = {row["code"]: row for row in (await db.execute(select(_umkm))).mappings()}
    wanted = [row.model_dump() for row in rows]
    fresh = [one for one in wanted if one["code"] not in known]
    changed = [
        {**one, "id": known[one["code"]]["id"]}
        for one in wanted
        if one["code"] in known and _differs(known[one["code"]], one)
    ]
    if fresh:
        await db.execute(insert(_umkm), fresh)
    await _update(db, _umkm, changed)
    done.umkm_added, done.umkm_changed = len(fresh), len(changed)
    return {one["id"] for one in changed}


async def _take_products(
    db: AsyncSession,
    wanted: Sequence[dict[str, Any]],
    renamed: Collection[int],
    version: int,
    done: Imported,
) -> None:
    same = select(_products).where(_products.c.sku.in_([one["sku"] for one in wanted]))
    known = {row["sku"]: row for row in (await db.execute(same)).mappings()}
    fresh = [{**one, "version": version} for one in wanted if one["sku"] not in known]
    changed, renamed_rows = [], []
    for one in wanted:
        if (row := known.get(one["sku"])) is not None:
            if _differs(row, one):
                changed.append({**one, "id": row["id"], "version": version})
            elif row["umkm_id"] in renamed:
                renamed_rows.append({"id": row["id"], "version": version})
    if fresh:
        await db.execute(insert(_products), fresh)
    await _update(db, _products, changed)
    await _update(db, _products, renamed_rows)
    done.added += len(fresh)
    done.changed += len(changed)
    done.unchanged += len(wanted) - len(fresh) - len(changed)


def _differs(row: RowMapping, wanted: Mapping[str, Any]) -> bool:
    return any(row[name] != value for name, value in wanted.items())


async def _update(db: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        parameters = [{f"new_{name}": value for name, value in row.items()} for row in rows]
        connection = await db.connection()
        await connection.execute(
            update(table).where(table.c.id == bindparam("new_id")).values(values), parameters
        )


async def export_umkm(db: AsyncSession) -> str:
    """All UMKM as `umkm.csv`."""
    rows = (await db.execute(select(_umkm).order_by(_umkm.c.id))).mappings()
    return _written(UMKM_COLUMNS, ([row[name] for name in UMKM_COLUMNS] for row in rows))


async def export_catalog(db: AsyncSession) -> str:
    """All products on offer as `catalog.csv`; importing it again changes nothing.

    Each product stands above its sizes and colours, also one that came later than they.
    """
    query = select(_products, _umkm.c.code.label("umkm")).join(_umkm, _umkm.c.id == _products.c.umkm_id)
    query = query.outerjoin(first_options, first_options.c.sku == _products.c.sku)
    ordered = query.where(_products.c.offered).order_by(*ABOVE_OPTIONS)
    rows = (await db.execute(ordered)).mappings()
    return _written(PRODUCT_COLUMNS, ([row[name] for name in PRODUCT_COLUMNS.values()] for row in rows))


def _written(header: Collection[str], rows: Iterator[list[Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


__all__ = [
    "FileRefused",
    "Imported",
    "ProductRow",
    "UmkmRow",
    "catalogue_of",
    "export_catalog",
    "export_umkm",
    "import_catalog",
    "read_catalog",
    "read_umkm",
    "seed",
    "umkm_codes",
]
