"""The output of commands: data on stdout, messages on stderr, tables that are pretty on a terminal only."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer

from bot.core.errors import RantauError


class CommandRefused(RantauError):
    """The command cannot be done; `complaints` are the reasons, a line each."""

    def __init__(self, *complaints: str) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = list(complaints)


def say(text: str) -> None:
    """Prints a message to the person at the terminal, on stderr."""
    typer.echo(text, err=True)


def say_encoding(file: Path, encoding: str) -> None:
    """Says that a file was read in another encoding than UTF-8, if it was."""
    if encoding:
        say(f"{file}: read as {encoding}, not UTF-8; please look at the letters with accents")


def complain(complaints: Iterable[str]) -> None:
    """Prints complaints, a line each, on stderr."""
    for one in complaints:
        say(f"rantau: {one}")


def refuse(*complaints: str) -> NoReturn:
    """Ends the command with exit 1 and these complaints."""
    raise CommandRefused(*complaints)


def misused(complaint: str) -> NoReturn:
    """Ends the command with exit 2, because its options make no sense."""
    raise typer.BadParameter(complaint)


def table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Prints rows for people: as a rich table on a terminal, else in plain columns that are never cut."""
    cells = [[_cell(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _framed(header, cells, [isinstance(value, int) for value in rows[0]] if rows else [])
        return
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    for row in [header, *cells]:
        typer.echo("  ".join(map(str.ljust, row, widths)).rstrip())


def _cell(value: Any) -> str:
    return "-" if value is None else str(value)


def _framed(header: Sequence[str], cells: Sequence[Sequence[str]], counts: Sequence[bool]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    framed = Table(box=None, pad_edge=False, header_style="bold")
    for name, count in zip(header, counts or [False] * len(header), strict=True):
        framed.add_column(name, justify="right" if count else "left")
    for row in cells:
        framed.add_row(*map(Text, row))
    Console().print(framed)


def as_json(rows: Any) -> None:
    """Prints rows as JSON."""
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar if stderr is a terminal; yields a function that advances it by so many."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.advance(task, done)
