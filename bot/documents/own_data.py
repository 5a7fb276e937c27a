"""A person's own data as a workbook: a sheet for each kind, in Indonesian, for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.documents.xlsx import WRAP, Book, Cell, Column, in_solo

WIDTHS = (18.0, 24.0, 48.0)
"""Of a column with short, longer and long texts, in letters."""
SHORT, LONGER = 12, 24


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One kind of data: its name, what its columns hold, and its rows."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class OwnDataFacts:
    """Everything that is kept of one person, as of `made_at`."""

    person: str
    made_at: datetime
    sheets: tuple[OwnSheet, ...]


def own_data_xlsx(facts: OwnDataFacts) -> bytes:
    """The workbook; kinds of which nothing is kept have an empty sheet."""
    book = Book("Data saya", facts.made_at)
    for one in facts.sheets:
        columns = [Column(head, _width(one, place), WRAP) for place, head in enumerate(one.heads)]
        subtitle = f"{facts.person} · keadaan {in_solo(facts.made_at)} · {len(one.rows)} baris"
        sheet = book.sheet(one.name, one.name, subtitle, columns)
        sheet.only_table(columns, one.rows, held_columns=1)
    return book.close()


def _width(sheet: OwnSheet, place: int) -> float:
    longest = max((len(str(row[place] or "")) for row in sheet.rows), default=0)
    return WIDTHS[0 if longest <= SHORT else 1 if longest <= LONGER else 2]


def texts(rows: Sequence[Sequence[object]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows as cells: moments in Solo's time, numbers as they are, nothing as an empty cell."""
    return tuple(tuple(map(_cell, row)) for row in rows)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return in_solo(value)
    if value is None or isinstance(value, str):
        return value
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)
