"""`rantau catalog`: imports and exports the products and their UMKM."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import progress, refuse, say, say_encoding

if TYPE_CHECKING:
    from bot.core.csv_rows import CsvRows
    from bot.core.settings import Settings
    from bot.documents.imports.catalog import Imported, ProductRow, UmkmRow

app = typer.Typer(
    help="The goods and their makers, from CSV files and into them.",
    epilog="Example: rantau catalog export catalog.csv --umkm umkm.csv",
    no_args_is_help=True,
)
File = Annotated[
    Path, typer.Argument(help="the CSV file of products, like config/catalog.csv", metavar="FILE")
]
UmkmFile = Annotated[
    Path | None, typer.Option("--umkm", help="the CSV file of UMKM, like config/umkm.csv", metavar="FILE")
]


@app.command("import", epilog="Example: rantau catalog import catalog.csv --umkm umkm.csv --dry-run")
def import_(
    file: File,
    umkm: UmkmFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, change nothing")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="take products that are not in the file off the shelves")
    ] = False,
) -> None:
    """Takes the files over, whole or not at all; a running shop sees the change at once."""
    from bot.cli.database import on_database
    from bot.core import settings

    done = on_database(_import(settings.load(), file, umkm, dry_run, withdraw), settings.load())
    for name, count in asdict(done).items():
        typer.echo(f"{name} {count}")
    say("Nothing was changed: this was a dry run." if dry_run else "Done.")


async def _import(
    found: Settings, file: Path, umkm_file: Path | None, dry_run: bool, withdraw: bool
) -> Imported:
    from bot.cli.database import writing
    from bot.documents.imports.catalog import FileRefused, import_catalog

    products, umkm = await _read(found, file, umkm_file)
    async with writing(found) as db:
        try:
            with progress("products", len(products)) as tell:
                done = await import_catalog(db, products, umkm, withdraw, tell)
        except FileRefused as refused:
            refuse(*refused.complaints, "nothing was imported")
        if dry_run:
            await db.rollback()
        return done


async def _read(
    found: Settings, file: Path, umkm_file: Path | None
) -> tuple[CsvRows[ProductRow], CsvRows[UmkmRow] | tuple[()]]:
    from bot.cli.database import reading
    from bot.destinations import Restrictions
    from bot.documents.imports.catalog import FileRefused, read_catalog, read_umkm, umkm_codes

    classes = Restrictions.read(found.config_dir).known_classes
    async with reading(found) as db:
        codes: set[str] | None = await umkm_codes(db)
    complaints: list[str] = []
    umkm: CsvRows[UmkmRow] | tuple[()] = ()
    try:
        umkm = read_umkm(umkm_file) if umkm_file else ()
        codes = (codes or set()) | {one.code for one in umkm}
    except FileRefused as refused:
        # The file of UMKM is faulty, so its codes are unknown: products are checked without them.
        complaints, codes = refused.complaints, None
    try:
        products = read_catalog(file, classes, codes)
    except FileRefused as refused:
        complaints += refused.complaints
    if complaints:
        refuse(*complaints, "nothing was imported")
    say_encoding(file, products.encoding)
    if umkm_file and umkm:
        say_encoding(umkm_file, umkm.encoding)
    return products, umkm


@app.command(epilog="Example: rantau catalog export catalog.csv --umkm umkm.csv")
def export(file: File, umkm: UmkmFile = None) -> None:
    """Writes all products on offer, and the UMKM where asked; `-` writes to stdout."""
    from bot.cli.database import on_database
    from bot.cli.imports import write_out
    from bot.core import settings

    products, makers = on_database(_export(settings.load()), settings.load())
    write_out(file, products)
    if umkm:
        write_out(umkm, makers)


async def _export(found: Settings) -> tuple[str, str]:
    from bot.cli.database import reading
    from bot.documents.imports.catalog import export_catalog, export_umkm

    async with reading(found) as db:
        return await export_catalog(db), await export_umkm(db)
