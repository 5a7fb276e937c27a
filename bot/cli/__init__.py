"""The command line. Data goes to stdout, messages to stderr; exit code 0 is done, 1 refused, 2 misused."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import catalog, destinations, freight, invite, rates, shipment_handling, shipments
from bot.cli.output import complain, refuse, say
from bot.core import private_files
from bot.core.errors import RantauError

HELP = """Rantau: a chat shop for Indonesians abroad, with the goods of Solo's small businesses.

Settings come from variables RANTAU_… and from the file .env (see .env.example)."""

app = typer.Typer(
    help=HELP,
    epilog="Example: rantau check && rantau run",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(catalog.app, short_help="Products and UMKM, from CSV files and into them.", name="catalog")
app.add_typer(destinations.app, short_help="List, open and close destinations.", name="destinations")
app.add_typer(freight.app, short_help="What carrying costs: rate cards.", name="freight")
app.add_typer(invite.app, short_help="One-time ways into a role.", name="invite")
app.add_typer(rates.app, short_help="Exchange rates.", name="rates")
shipment_handling.add_to(shipments.app)
app.add_typer(shipments.app, short_help="List, close, forward, weigh and settle.", name="shipments")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rantau {version('rantau')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="the version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """The options of `rantau` itself."""


def main() -> None:
    """Runs one command; prints each refusal as one line, never as a traceback. What it writes is private."""
    os.umask(private_files.OTHERS)
    try:
        app(prog_name="rantau")
    except RantauError as refused:
        complain(getattr(refused, "complaints", None) or [str(refused) or refused.__doc__ or "refused"])
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has closed the pipe; the interpreter must not flush the rest into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as failed:  # a full disk, a folder that may not be read: nothing that a traceback explains
        complain([": ".join(filter(None, (str(failed.filename or ""), failed.strerror or str(failed))))])
        sys.exit(1)


@app.command(short_help="Run the shop.", epilog="Example: RANTAU_HTTP_PORT=9000 rantau run")
def run() -> None:
    """Runs the shop: all configured channels, the web server and the worker, until it is stopped."""
    import uvloop

    from bot import app as program
    from bot.core import settings

    try:
        uvloop.run(program.run(settings.load()))
    except KeyboardInterrupt:
        say("Stopped.")


@app.command(
    "check", short_help="Name everything that is wrong.", epilog="Example: rantau check && rantau run"
)
def check_command() -> None:
    """Looks at settings, config files, database and channels, and names everything that is wrong."""
    from bot.cli import check

    findings = check.check()
    for finding in findings:
        typer.echo(str(finding))
    if any(finding.wrong for finding in findings):
        raise typer.Exit(1)


@app.command(short_help="Bring the database up to date.", epilog="Example: rantau migrate")
def migrate() -> None:
    """Brings the database up to date; prints the steps taken."""
    from bot.cli.database import migrate_database

    steps = migrate_database()
    for step in steps:
        typer.echo(step)
    say("The database is up to date now." if steps else "The database is up to date.")


@app.command(
    "forget",
    short_help="Erase somebody who lost their chat.",
    epilog="Example: rantau forget TW-4K7M --yes",
)
def forget_command(
    whom: Annotated[
        str, typer.Argument(help="the person's number in the log, or an order's", metavar="PERSON")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="really do it")] = False,
) -> None:
    """Erases a person as /lupakan_saya does: one who lost their chat, or is back with a restored backup."""
    from bot.cli import forget

    forget.forget(whom, yes)


@app.command(
    "totals",
    short_help="Totals of placed orders.",
    epilog="Example: rantau totals --by umkm --from 2026-11-01 --csv > november.csv",
)
def totals_command(
    by: Annotated[str, typer.Option(help="country, umkm, product, shipment or status")] = "country",
    start: Annotated[str, typer.Option("--from", help="the first day, as 2026-11-30", metavar="DATE")] = "",
    end: Annotated[str, typer.Option("--to", help="the last day, included", metavar="DATE")] = "",
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="as CSV")] = False,
) -> None:
    """Totals of placed orders: orders, pieces, grams, rupiah. Days are those of Solo (WIB)."""
    from bot.cli import totals

    totals.totals(by, start, end, json, csv)


@app.command(
    "rules",
    short_help="What may be sent where, and why.",
    epilog="Example: rantau rules --to JP SOLO-008 SOLO-037",
)
def rules_command(
    skus: Annotated[list[str] | None, typer.Argument(help="products, by their SKU", metavar="SKU...")] = None,
    to: Annotated[
        str, typer.Option("--to", help="the destination, open or not, like JP", metavar="COUNTRY")
    ] = "",
    touched: Annotated[
        bool, typer.Option("--touched", help="the placed orders that stricter rules touch")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Says which rules apply to products at a destination and why, with their sources. No legal advice.

    With --touched: which orders in open shipments were placed under milder rules than today's.
    """
    if touched == bool(skus or to) or (not touched and not (skus and to)):
        raise typer.BadParameter("either --to COUNTRY and SKU..., or --touched alone")
    from bot.cli import affected_orders, rules

    if touched:
        affected_orders.touched_orders(json)
    else:
        rules.rules(to, skus or [], json)


@app.command(
    "quote",
    short_help="What goods would cost abroad.",
    epilog="Example: rantau quote --to TW SOLO-001=3 SOLO-037=10",
)
def quote_command(
    items: Annotated[
        list[str], typer.Argument(help="products and their quantities", metavar="SKU=QUANTITY...")
    ],
    to: Annotated[str, typer.Option("--to", help="the destination, open or not, like TW", metavar="COUNTRY")],
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Says what goods to a destination would cost and weigh, and what they meet at its border.

    Chargeable weight goes by the products' own sizes while the carton is not known. Reasons are told in
    the words that customers read. No legal advice.
    """
    from bot.cli import quote

    quote.quote_goods(to, items, json)


@app.command(
    "understand",
    short_help="How a message would be read.",
    epilog='Example: rantau understand "mau intip manis 3 sama karak 2, kirim ke Taiwan" --json',
)
def understand_command(
    text: Annotated[str, typer.Argument(help="what a customer wrote")] = "",
    file: Annotated[
        Path | None, typer.Option(help="a JSON object a line, with `text` and `id`", metavar="JSONL")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="as JSON, an object a line")] = False,
    explain: Annotated[bool, typer.Option(help="what each word was taken for, and who decided what")] = False,
) -> None:
    """Says how messages would be read: intent, lines, destination, and what is unclear. Writes nothing."""
    if bool(text) == (file is not None):
        raise typer.BadParameter("either TEXT or --file JSONL")
    from bot.cli import understand

    understand.understand(text, file, json, explain)


@app.command("routes", short_help="The table of all routes.", epilog="Example: rantau routes | grep cart")
def routes_command(
    graph: Annotated[bool, typer.Option("--graph", help="the ways between them, as a DOT graph")] = False,
) -> None:
    """The table of all routes: what a button can carry, and which handler answers it."""
    from bot.cli import routes

    routes.print_graph() if graph else routes.print_table()


__all__ = ["app", "main", "refuse"]
