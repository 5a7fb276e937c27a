"""`rantau totals`: totals of placed orders."""

from __future__ import annotations

from dataclasses import asdict, astuple
from datetime import date

import typer

from bot.cli.database import on_database, reading
from bot.cli.output import as_json, misused, table
from bot.core import settings
from bot.core.settings import Settings
from bot.destinations import Destinations
from bot.shipping import reports
from bot.shipping.reports import By, Total


def totals(by: str, start: str, end: str, json: bool, csv: bool) -> None:
    """Prints the totals. Raises CommandRefused, and click's BadParameter for options that make no sense."""
    complaints = [f"--by {by}: one of {', '.join(By)}"] if by not in list(By) else []
    if json and csv:
        complaints.append("--json or --csv, not both")
    first, last = _day("--from", start, complaints), _day("--to", end, complaints)
    if first and last and first > last:
        complaints.append(f"--from {first} is after --to {last}")
    if complaints:
        misused("; ".join(complaints))
    found = settings.load()
    rows, everything = on_database(_read(found, By(by), first, last), found)
    if json:
        as_json([asdict(row) for row in rows])
    elif csv:
        typer.echo(reports.totals_csv(rows), nl=False)
    else:
        table(reports.TOTALS_HEADER, [*map(astuple, rows), *_sum_line(By(by), everything)])


def _sum_line(by: By, everything: Total) -> list[tuple[str | int | None, ...]]:
    # The totals by status include cancelled orders, which do not belong in the sum.
    return [] if by is By.STATUS else [("all", *astuple(everything)[1:])]


def _day(option: str, text: str, complaints: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        complaints.append(f"{option} {text}: a date like 2026-11-30")
        return None


async def _read(found: Settings, by: By, start: date | None, end: date | None) -> tuple[list[Total], Total]:
    name = Destinations.read(found.config_dir).name
    async with reading(found) as db:
        rows = await reports.totals(db, by, start, end, "en", name)
        return rows, await reports.sum_of_all(db, start, end)
