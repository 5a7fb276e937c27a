"""`rantau routes`: the routes that a button can carry, and their handlers."""

from __future__ import annotations

from inspect import getdoc

import typer

from bot.cli.output import table
from bot.cli.route_graph import graph
from bot.conversation.routing import Route
from bot.handlers import COMMANDS, FREE_TEXT, ROUTES

HEADER = ("pattern", "kind", "role", "module", "handler", "what")


def print_table() -> None:
    """Prints a line for each route."""
    table(HEADER, [_row(line) for line in ROUTES])


def _row(line: Route) -> tuple[str, ...]:
    module, _dot, name = line.name.rpartition(".")
    what = (getdoc(line.handler) or "").partition("\n")[0]
    return line.pattern, line.kind, line.role, module, name, what


def print_graph() -> None:
    """Prints the map of the ways between routes, for `dot -Tsvg`."""
    typer.echo(graph(ROUTES, COMMANDS, FREE_TEXT))
