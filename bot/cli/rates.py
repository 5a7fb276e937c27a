"""`rantau rates`: lists, sets, imports and refreshes the exchange rates for approximate prices abroad."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import as_json, misused, refuse, say, table

if TYPE_CHECKING:
    from bot.core.settings import Settings
    from bot.destinations.exchange_feed import Refreshed
    from bot.destinations.prices.exchange_rates import RateEntry
    from bot.documents.imports.rates import Taken
    from bot.ordering.shop import Shop

HEADER = ("currency", "rupiah", "on", "age_days", "state", "source", "stated_at", "by")
app = typer.Typer(
    help="Exchange rates: shown as “≈”, never charged by. What is stated here wins over config/rates.yaml.",
    epilog="Example: rantau rates list",
    no_args_is_help=True,
)


@app.command("list", epilog="Example: rantau rates list --json")
def list_all(json: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """Lists the exchange rates with their day and age; after 7 days one is shown as old."""
    from bot.cli.shop import shop_of
    from bot.core import settings

    rows = _rows(shop_of(settings.load()))
    if json:
        as_json([dict(zip(HEADER, row, strict=True)) for row in rows])
    else:
        table(HEADER, rows)


def _rows(shop: Shop) -> list[tuple[Any, ...]]:
    from bot.cli.imports import who
    from bot.destinations.overrides import plain_digits

    rows = []
    for currency in shop.rates.currencies():
        entry, override = shop.rates.of(currency), shop.overrides.rates.get(currency)
        if entry is not None:
            marks = [name for name in ("example", "stale") if _is(shop, entry, name)]
            by = who(override.by) if override else (None, None)
            age = (shop.clock.today() - entry.on).days
            facts = (
                plain_digits(entry.rupiah),
                str(entry.on),
                age,
                ", ".join(marks) or "fresh",
                entry.source,
            )
            rows.append((currency, *facts, *by))
    return rows


def _is(shop: Shop, entry: RateEntry, mark: str) -> bool:
    return entry.example if mark == "example" else shop.rates.is_stale(entry)


@app.command("set", epilog='Example: rantau rates set TWD 531.20 --on 2026-11-23 --source "Bank Indonesia"')
def set_(
    currency: Annotated[str, typer.Argument(help="like TWD", metavar="CURRENCY")],
    rate: Annotated[str, typer.Argument(help="rupiah for one unit, like 531.20", metavar="RUPIAH")],
    source: Annotated[str, typer.Option("--source", help="where it was read")],
    on: Annotated[str, typer.Option("--on", help="its day; else today", metavar="DATE")] = "",
    sure: Annotated[bool, typer.Option("--sure", help="although it is over 30 % off the last one")] = False,
) -> None:
    """States the rate of a currency; in the running shop it shows at once."""
    from bot.cli.database import on_database
    from bot.core import settings

    found = settings.load()
    typer.echo(on_database(_set(found, currency.upper(), rate, source.strip(), on, sure), found))
    say("A running shop follows by itself.")


async def _set(found: Settings, currency: str, rate: str, source: str, on: str, sure: bool) -> str:
    from bot.cli.database import now, writing
    from bot.core.clock import WIB
    from bot.destinations import overrides
    from bot.ordering.shop import open_shop

    shop = open_shop(found.config_dir)
    async with writing(found) as db:
        await shop.refresh(db)
        at = await now(db, found)
        entry = _entry(shop, currency, rate, source, _day(on, at.astimezone(WIB).date()), sure)
        await overrides.state_rate(db, currency, entry, at)
    return f"{currency} {overrides.plain_digits(entry.rupiah)} on {entry.on}"


def _day(on: str, today: date) -> date:
    try:
        day = date.fromisoformat(on) if on else today
    except ValueError:
        misused(f"--on {on}: write a day like 2026-11-23")
    if day > today:
        refuse(f"--on {on}: that day is still to come")
    return day


def _entry(shop: Shop, currency: str, rate: str, source: str, on: date, sure: bool) -> RateEntry:
    from bot.destinations.prices.exchange_rates import RateEntry, is_currency, rate_written, strays

    last = shop.rates.of(currency)
    rupiah = rate_written(rate, last.rupiah if last else None)
    complaints = [] if is_currency(currency) and currency != "IDR" else [f"{currency}: no foreign currency"]
    if rupiah is None:
        complaints.append(f"{rate}: no rate, or not clear; write it like 531.20 or 12770")
    if not 1 <= len(source) <= 200:
        complaints.append("--source: say where the rate was read, in at most 200 characters")
    if rupiah is not None and last and strays(rupiah, last.rupiah) and not sure:
        before = f"{last.rupiah} of {last.on}"
        complaints.append(f"{currency} {rupiah} is over 30 % off the last one ({before}): say it with --sure")
    if rupiah is None or complaints:
        refuse(*complaints)
    return RateEntry.model_validate({"rupiah": str(rupiah), "date": on, "source": source})


@app.command("import", epilog="Example: rantau rates import rates.csv --dry-run")
def import_(
    file: Annotated[Path, typer.Argument(help="the CSV file of rates", metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, change nothing")] = False,
) -> None:
    """Takes rates from a file, all or none; its columns are currency, rupiah, date, source."""
    from bot.cli.imports import import_rows, whole_file
    from bot.core import settings
    from bot.documents.imports import rates

    rows = whole_file(file, rates.read_rates)

    async def take(db: Any, shop: Shop) -> Taken:
        return await rates.take_rates(db, rows, shop.rates, shop.clock.now())

    import_rows(settings.load(), take, dry_run)


@app.command(epilog="Example: rantau rates refresh --url https://rates.example.org/idr.json")
def refresh(
    url: Annotated[str, typer.Option("--url", help="instead of RANTAU_EXCHANGE_URL", metavar="URL")] = "",
) -> None:
    """Fetches the rates of all destinations' currencies from an address; see docs/operating.md."""
    from bot.cli.database import on_database
    from bot.core import settings

    found = settings.load(**({"exchange_url": url} if url else {}))
    if not found.exchange_url:
        refuse("where from? Set RANTAU_EXCHANGE_URL, or say --url")
    done = on_database(_refresh(found), found)
    for what, currencies in (("stated", done.stated), ("unchanged", done.unchanged)):
        typer.echo(f"{what} {len(currencies)}")
    if done.missing:
        say(f"Not served: {', '.join(done.missing)}")
    if done.doubted:
        refuse(*(f"{one}: over 30 % off the last rate; state it with `rates set`" for one in done.doubted))


async def _refresh(found: Settings) -> Refreshed:
    from bot.cli.database import now, reading
    from bot.core.clock import Clock
    from bot.core.database import Database
    from bot.destinations import exchange_feed
    from bot.ordering.shop import open_shop

    shop = open_shop(found.config_dir)
    async with reading(found) as db:
        await shop.refresh(db)
        shop.clock.ahead = await now(db, found) - Clock().now()
    database = Database(found.database_url)
    try:
        return await exchange_feed.refresh(
            database, found.exchange_url, shop.currencies(), shop.rates, shop.clock
        )
    finally:
        await database.close()
