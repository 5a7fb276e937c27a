"""`rantau routes`: what a button can carry, and which handler answers it."""

from __future__ import annotations

from inspect import getdoc

import typer

from bot.cli.output import table
from bot.cli.route_graph import graph
from bot.conversation.routing import Route
from bot.handlers import COMMANDS, FREE_TEXT, ROUTES

HEADER = ("pattern", "kind", "role", "module", "handler", "what")


def print_table() -> None:
    """A line a route."""
    table(HEADER, [_row(line) for line in ROUTES])


def _row(line: Route) -> tuple[str, ...]:
    module, _dot, name = line.name.rpartition(".")
    what = (getdoc(line.handler) or "").partition("\n")[0]
    return line.pattern, line.kind, line.role, module, name, what


def print_graph() -> None:
    """The map of transitions, for `dot -Tsvg`."""
    typer.echo(graph(ROUTES, COMMANDS, FREE_TEXT))
