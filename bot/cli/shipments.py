"""`rantau shipments`: lists, closes and forwards shipments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import as_json, say, table

app = typer.Typer(
    help="Lists the shipments, the open ones first; closes and forwards them.",
    epilog="Example: rantau shipments",
    invoke_without_command=True,
)
Code = Annotated[str, typer.Argument(help="the shipment's code, like TW-261204", metavar="CODE")]


@app.callback()
def list_all(
    context: typer.Context, json: Annotated[bool, typer.Option("--json", help="as JSON")] = False
) -> None:
    """Lists the shipments, the open ones first; closes and forwards them."""
    if context.invoked_subcommand is None:
        from bot.cli import shipment_commands

        rows = shipment_commands.listed()
        if json:
            as_json([dict(zip(shipment_commands.HEADER, row, strict=True)) for row in rows])
        else:
            table(shipment_commands.HEADER, rows)


@app.command(epilog="Example: rantau shipments close TW-261204")
def close(code: Code) -> None:
    """Closes a shipment now: its manifest is frozen, UMKM and coordinators are told."""
    from bot.cli import shipment_commands

    number = shipment_commands.close(code)
    if number:
        typer.echo(number)
    say("Closed; the running shop sends the lists." if number else "Closed. It had no orders.")


@app.command(epilog="Example: rantau shipments forward TW-261204 --out consignment/")
def forward(
    code: Code,
    out: Annotated[Path, typer.Option("--out", help="the folder for the files", metavar="DIR")],
) -> None:
    """Writes the files of the frozen manifest, and sends them to the coordinators."""
    from bot.cli import shipment_commands

    for path in shipment_commands.forward(code, out):
        typer.echo(path)
    say("Written; the running shop sends the manifest to the coordinators.")
