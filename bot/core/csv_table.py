"""Finds the table in a CSV file as spreadsheet programs save it, and reads its lines one by one.

Around a table may stand: a byte order mark, `sep=;`, lines of title, blank lines and columns behind it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.core.csv_text import NotText, Opener, encoding_of, lines

Cells = Sequence[str]
SEPARATORS = (",", ";", "\t", "|")
HEAD_WITHIN = 20
"""The head of the table is looked for in so many lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table of a file stands. `head` is its first line, `above` what stands before it."""

    opened: Opener
    encoding: str
    separator: str
    above: tuple[Cells, ...]
    head: Cells
    head_line: int

    @property
    def head_row(self) -> int:
        """The row of the head as a spreadsheet program counts; a row may have several lines of text."""
        return len(self.above) + 1

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """The rows below the head, blank ones too, each with the line it begins in, without cells behind.

        Raises NotText where the rest is no CSV, OSError.
        """
        records = _records(self.opened, self.encoding, self.separator)
        for line, cells in islice(records, self.head_row, None):
            yield line, _without_blanks(cells, len(self.head))


def find(opened: Opener, known: Callable[[str], bool]) -> Table | None:
    """The table of a file: its head is the line with most `known` names; None if the file is empty.

    If there is no such line, the first that is not blank has to be the head. Raises NotText, OSError.
    """
    encoding, best, most = encoding_of(opened), None, -1
    for separator in _likely_first(opened, encoding):
        above: list[Cells] = []
        for line, cells in _beginning(opened, encoding, separator):
            head = _without_blanks([_tidy(cell) for cell in cells], 0)
            count = len({name for name in head if known(name)})
            if head and count > most:
                best = Table(opened, encoding, separator, tuple(above), head, line)
                most = count
            above.append(cells)
    return best


def _likely_first(opened: Opener, encoding: str) -> list[str]:
    """The separators, first those that the first line has most of."""
    head = next(lines(opened, encoding), "")
    return sorted(SEPARATORS, key=head.count, reverse=True)


def _beginning(opened: Opener, encoding: str, separator: str) -> Iterator[tuple[int, Cells]]:
    try:
        yield from islice(_records(opened, encoding, separator), HEAD_WITHIN)
    except NotText:
        return  # not with this separator, or a fault that reading the table will name


def _records(opened: Opener, encoding: str, separator: str) -> Iterator[tuple[int, Cells]]:
    reader = csv.reader(lines(opened, encoding), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except (csv.Error, ValueError) as broken:
        raise NotText(line, f"not CSV: {broken}") from broken


def _tidy(name: str) -> str:
    return name.strip(" \t\r\n\u00a0\u200b\ufeff")


def _without_blanks(cells: Cells, least: int) -> Cells:
    """The cells without blank ones at the end, but at least so many of them."""
    count = len(cells)
    while count > least and not cells[count - 1].strip():
        count -= 1
    return cells[:count]
