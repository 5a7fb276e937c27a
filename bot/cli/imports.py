"""Shared by the commands that import and export rates and rate cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.database import now, on_database, writing
from bot.cli.output import refuse, say, say_encoding
from bot.core.clock import WIB, Clock
from bot.core.csv_rows import CsvRows, FileRefused, Row
from bot.core.settings import Settings
from bot.destinations.overrides import DEMO, StatedBy
from bot.documents.imports.rates import Taken
from bot.ordering.shop import Shop, open_shop

Take = Callable[[AsyncSession, Shop], Awaitable[Taken]]
BY_COMMAND = "command"


def who(by: StatedBy) -> tuple[str, str]:
    """When and by whom an override was stated, for a table; times are WIB."""
    when = f"{by.at.astimezone(WIB):%Y-%m-%d %H:%M}"
    return when, by.name or (f"somebody ({by.person_id})" if by.person_id else by.reason or BY_COMMAND)


def whole_file(file: Path, read: Callable[[Path], CsvRows[Row]]) -> CsvRows[Row]:
    """Reads a file as a whole. Raises CommandRefused with all its faults."""
    try:
        rows = read(file)
    except FileRefused as refused:
        refuse(*refused.complaints, "nothing was imported")
    say_encoding(file, rows.encoding)
    return rows


def import_rows(found: Settings, take: Take, dry_run: bool) -> None:
    """Imports rows, all or none, and prints what was done."""
    done = on_database(_import(found, take, dry_run), found)
    typer.echo(f"stated {done.stated}\nunchanged {done.unchanged}")
    say("Nothing was changed: this was a dry run." if dry_run else "Done; a running shop follows by itself.")


async def _import(found: Settings, take: Take, dry_run: bool) -> Taken:
    shop = open_shop(found.config_dir)
    async with writing(found) as db:
        await shop.refresh(db)
        shop.clock.ahead = await now(db, found) - Clock().now()
        done = await take(db, shop)
        if dry_run:
            await db.rollback()
        return done


def write_out(file: Path, text: str) -> None:
    """Writes the text into the file; `-` is stdout. Raises CommandRefused."""
    if str(file) == "-":
        typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as failed:
        refuse(f"{file}: {failed.strerror}")


__all__ = ["BY_COMMAND", "DEMO", "import_rows", "who", "whole_file", "write_out"]
