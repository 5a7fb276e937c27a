"""`rantau shipments weigh` and `settle`: the weights of a shipment from a file, and its real freight."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import say, table
from bot.cli.shipments import Code

DryRun = Annotated[bool, typer.Option("--dry-run", help="shows it and records nothing")]


def weigh(
    code: Code,
    file: Annotated[Path, typer.Argument(help="the sheet “Timbang” of its manifest, XLSX or CSV")],
    dry_run: DryRun = False,
) -> None:
    """Takes over weights, sizes and waybill numbers from a file: all, or nothing when a row is wrong."""
    from bot.cli import weigh as weigh_file

    seen = weigh_file.take(code, file, dry_run)
    typer.echo(f"{seen.weighed} parcels, {seen.grams} g, {seen.changes} changed")
    for one in seen.light:
        say(f"{one.key} weighs less than its goods alone ({one.net_grams} g)")
    say(f"{seen.missing} parcels are still to be weighed." if seen.missing else "All parcels are weighed.")
    say("Nothing is recorded." if dry_run else "Recorded.")


def settle(
    code: Code,
    rupiah: Annotated[str, typer.Argument(help="the real freight in whole rupiah", metavar="RUPIAH")],
    dry_run: DryRun = False,
) -> None:
    """Splits the real freight over the orders by what was weighed; recorded once, and customers are told."""
    from bot.cli import weigh as weigh_file

    table(weigh_file.HEADER, weigh_file.settle(code, rupiah, dry_run))
    say("Nothing is recorded." if dry_run else "Recorded; the running shop tells every customer.")


def add_to(app: typer.Typer) -> None:
    """Adds both commands to `rantau shipments`."""
    app.command(epilog="Example: rantau shipments weigh TW-261204 timbang.xlsx")(weigh)
    app.command(epilog="Example: rantau shipments settle TW-261204 1250000 --dry-run")(settle)
