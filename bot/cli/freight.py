"""`rantau freight`: lists, imports and exports rate cards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import as_json, say, table

if TYPE_CHECKING:
    from bot.documents.imports.rates import Taken
    from bot.ordering.shop import Shop

HEADER = (
    "to",
    "service",
    "first_step",
    "next_step",
    "step_grams",
    "minimum_grams",
    "divisor",
    "surcharges",
    "days",
    "valid_from",
    "valid_to",
    "in_use",
    "source",
)
COLUMNS = """The first line of the file names its columns:

destination (like TW), service (air_cargo, express or post), first_step_rupiah, next_step_rupiah,
divisor (cubic centimetres that count as a kilogram), step_grams, minimum_grams (whole steps),
surcharges (like "bahan bakar 10%; dokumen 10000", - for none), transit_days_least, transit_days_most,
valid_from, valid_to (like 2026-11-30, both included), source; and, if you like, example (yes or no).
"""
app = typer.Typer(
    help="Rate cards: what carrying costs. What is stated here wins over config/freight.yaml.",
    epilog="Example: rantau freight list",
    no_args_is_help=True,
)
File = Annotated[Path, typer.Argument(help="the CSV file of rate cards", metavar="FILE")]


@app.command("list", epilog="Example: rantau freight list --json")
def list_all(json: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """Lists all rate cards; "in_use" is the one that quotes of today go by."""
    from bot.cli.shop import shop_of
    from bot.core import settings

    rows = _rows(shop_of(settings.load()))
    if json:
        as_json([dict(zip(HEADER, row, strict=True)) for row in rows])
    else:
        table(HEADER, rows)


def _rows(shop: Shop) -> list[tuple[Any, ...]]:
    from bot.documents.imports.rates import surcharges_text

    rows: list[tuple[Any, ...]] = []
    for iso2 in shop.freight:
        used = shop.freight.card(iso2, shop.clock.today())
        for one in shop.freight.cards(iso2):
            figures = (one.first_step_rupiah, one.next_step_rupiah, one.step_grams, one.minimum_grams)
            days = f"{one.transit_days_least}-{one.transit_days_most}"
            on_top, valid = surcharges_text(one.surcharges) or None, (str(one.valid_from), str(one.valid_to))
            source = f"{one.source} (example)" if one.example else one.source
            in_use = "yes" if one is used else None
            rows.append((iso2, one.service, *figures, one.divisor, on_top, days, *valid, in_use, source))
    return rows


@app.command(
    "import",
    help=f"Takes rate cards from a file, all or none.\n\n{COLUMNS}",
    epilog="Example: rantau freight import cards.csv --dry-run",
)
def import_(
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, change nothing")] = False,
) -> None:
    """Takes rate cards from a file, all or none."""
    from bot.cli.imports import import_rows, whole_file
    from bot.core import settings
    from bot.destinations import Destinations
    from bot.documents.imports import rates

    found = settings.load()
    destinations = Destinations.read(found.config_dir)
    rows = whole_file(file, lambda path: rates.read_cards(path, destinations))

    async def take(db: Any, shop: Shop) -> Taken:
        return await rates.take_cards(db, rows, shop.freight, shop.clock.now())

    import_rows(found, take, dry_run)


@app.command(epilog="Example: rantau freight export cards.csv")
def export(file: File) -> None:
    """Writes all rate cards that hold, in the columns that can be imported; `-` writes to stdout."""
    from bot.cli.imports import write_out
    from bot.cli.shop import shop_of
    from bot.core import settings
    from bot.documents.imports import rates

    write_out(file, rates.cards_csv(shop_of(settings.load()).freight))
    if str(file) != "-":
        say("Done.")
