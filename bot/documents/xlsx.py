"""Spreadsheets that print well and contain no formulas: titles, tables, formats and page setup."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_datetime
from xlsxwriter import Workbook

from bot.core.clock import WIB

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YES, NO, NOT_YET = "Ya", "Tidak", "Belum"
Cell = str | int | Decimal | None

TEXT, WRAP, COUNT, KILOGRAMS, ORDINAL, MARK = "text", "wrap", "count", "kilograms", "ordinal", "mark"
MEASURE = "measure"
_INK, _PALE, _LINE, _AMBER = "#1F4E5F", "#E4EEF1", "#C9D3D6", "#FCE4B5"
_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767  # what the format allows, in UTF-16 units
_PAGE_LETTERS = 290  # a wider sheet would be unreadable on one landscape page
_LINE_POINTS, _HEAD_LINES, _TALLEST_LINES = 15, 3, 20
_CELL = {"valign": "top", "bottom": 1, "bottom_color": _LINE}
_HEAD = {"bold": True, "font_color": "white", "bg_color": _INK, "text_wrap": True, "valign": "vcenter"}
_SUM = {"bold": True, "bg_color": _PALE, "top": 1, "bottom": 6}
_KINDS: dict[str, dict[str, Any]] = {
    TEXT: {"indent": 1, "align": "left"},
    WRAP: {"indent": 1, "align": "left", "text_wrap": True},
    COUNT: {"num_format": "#,##0", "align": "right"},
    KILOGRAMS: {"num_format": "#,##0.000", "align": "right"},
    ORDINAL: {"num_format": "0", "align": "center"},
    MEASURE: {"num_format": "0.0", "align": "right"},
    MARK: {"align": "center"},
}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": _INK, "indent": 1},
    "subtitle": {"font_color": "#5B6B70", "indent": 1},
    "section": {"bold": True, "font_size": 12, "font_color": _INK, "indent": 1},
    "label": {**_CELL, "bold": True, "text_wrap": True, "font_color": _INK, "indent": 1, "align": "left"},
    "warning": {**_CELL, "align": "center", "bold": True, "bg_color": _AMBER},
    **{kind: {**_CELL, **look} for kind, look in _KINDS.items()},
    **{f"head {kind}": {**_HEAD, **look, "text_wrap": True} for kind, look in _KINDS.items()},
    **{f"sum {kind}": {**_SUM, **look} for kind, look in _KINDS.items()},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head (Indonesian over English), its width in letters, and what it holds."""

    head: str
    width: float
    kind: str = TEXT


class Book:
    """A workbook whose bytes depend only on what is written into it and on `made_at`."""

    def __init__(self, title: str, made_at: datetime) -> None:
        self._bytes = io.BytesIO()
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.workbook = Workbook(self._bytes, {"constant_memory": True, **never})
        made = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.workbook.set_properties({"title": title, "author": "Rantau", "created": made})
        self.formats = {name: self.workbook.add_format(look) for name, look in _FORMATS.items()}
        self._title = title
        self._names = {"history"}  # Excel reserves this name

    def sheet(self, name: str, title: str, subtitle: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet with its title and the widths of these columns, printed on A4 landscape."""
        page = self.workbook.add_worksheet(sheet_name(name, self._names))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1 if sum(one.width for one in columns) <= _PAGE_LETTERS else 2, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer(f"&L{self._title.replace('&', '&&')}&C&A&R&P / &N")
        page.hide_gridlines(2)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width)
        return Sheet(page, self, title, subtitle, [one.width for one in columns])

    def close(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._bytes.getvalue()


class Sheet:
    """One page, filled from the top; `row` is the next free one."""

    def __init__(self, page: Any, book: Book, title: str, subtitle: str, widths: Sequence[float]) -> None:
        self.page, self._formats, self._workbook = page, book.formats, book.workbook
        self._widths, self._title = widths, title
        page.set_row(0, 26)
        self._text(0, 0, title, "title")
        self._text(1, 0, subtitle, "subtitle")
        self.row = 3

    def section(self, heading: str) -> None:
        """A heading between two tables."""
        self.row += 1
        self._text(self.row, 0, heading, "section")
        self.row += 1

    def say(self, text: str) -> None:
        """A line of text."""
        self._text(self.row, 0, text, "subtitle")
        self.row += 1

    def pairs(self, pairs: Iterable[tuple[str, Cell, str]]) -> None:
        """Writes label and value rows, from label, value and kind of the value."""
        value_column = Column("", self._widths[1], WRAP)
        for label, value, kind in pairs:
            if kind == WRAP and (lines := _lines_high([value_column], [value])) > 1:
                self.page.set_row(self.row, lines * _LINE_POINTS)
            self._text(self.row, 0, label, "label")
            self._cell(self.row, 1, value, kind)
            self.row += 1

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], sums: Sequence[Cell] = ()
    ) -> tuple[int, int]:
        """Writes a table with its head and, at the end, `sums`; returns the rows of head and last line."""
        head = self.row
        self.page.set_row(head, _HEAD_LINES * _LINE_POINTS)
        for index, column in enumerate(columns):
            self._text(head, index, column.head, f"head {column.kind}")
        for values in rows:
            self.row += 1
            if (lines := _lines_high(columns, values)) > 1:
                self.page.set_row(self.row, lines * _LINE_POINTS)
            for index, (column, value) in enumerate(zip(columns, values, strict=True)):
                self._cell(self.row, index, value, column.kind)
        last = self.row
        self._sums(columns, sums)
        self.row += 1
        return head, last

    def only_table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        sums: Sequence[Cell] = (),
        held_columns: int = 2,
    ) -> None:
        """Writes the only table of a sheet: it filters, and its head is frozen and printed on each page."""
        head, last = self.table(columns, rows, sums)
        self.page.freeze_panes(head + 1, held_columns)
        self.page.repeat_rows(head)
        if sum(one.width for one in columns) > _PAGE_LETTERS:
            self.page.repeat_columns(0, held_columns - 1)
            self._title_on_each_page(head, len(columns) - 1)
        self.page.autofilter(head, 0, max(last, head + 1), len(columns) - 1)

    def _title_on_each_page(self, head: int, last_column: int) -> None:
        """Moves the title of a sheet two pages wide to the page header: the second page would cut it."""
        self.page.print_area(head, 0, self.row - 1, last_column)
        self.page.set_header(f"&L&B{self._title.replace('&', '&&')}", {"margin": 0.25})

    def bars(self, title: str, rows: tuple[int, int], column: int, at: tuple[int, int]) -> None:
        """Draws a bar chart of a column of these rows, named by the first column; `at` is its corner cell."""
        first, last = rows
        chart = self._workbook.add_chart({"type": "bar"})
        name = self.page.get_name()
        chart.add_series(
            {
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": _INK},
                "gap": 40,
                "data_labels": {"value": True, "font": {"size": 8}},
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 11, "color": _INK}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_size({"width": 760, "height": min(140 + 26 * (last - first), 420)})
        self.page.insert_chart(*at, chart, {"x_offset": 12, "y_offset": 4})

    def _sums(self, columns: Sequence[Column], sums: Sequence[Cell]) -> None:
        if not sums:
            return
        self.row += 1
        for index, (column, value) in enumerate(zip(columns, sums, strict=True)):
            self._cell(self.row, index, value, f"sum {column.kind}")

    def _cell(self, row: int, column: int, value: Cell, kind: str) -> None:
        if value is None or value == "":
            self.page.write_blank(row, column, None, self._formats[kind])
        elif isinstance(value, str):
            self._text(row, column, value, "warning" if kind == MARK and value == NOT_YET else kind)
        else:
            self.page.write_number(row, column, value, self._formats[kind])

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        # write_string and nothing else: a customer's words never become a formula, a link or a number.
        self.page.write_string(row, column, _cut(text, _LONGEST_TEXT), self._formats[look])


def _lines_high(columns: Sequence[Column], values: Sequence[Cell]) -> int:
    """How many lines the tallest wrapped cell of a row needs; not every program computes that itself."""
    wrapped = [
        sum(max(1, -(-len(line) // int(column.width - 1))) for line in value.split("\n"))
        for column, value in zip(columns, values, strict=True)
        if column.kind == WRAP and isinstance(value, str)
    ]
    return min(max(wrapped, default=1), _TALLEST_LINES)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A sheet name like `wanted` that the format allows and that is not yet in `taken`; adds it there."""
    plain = _tidy(re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", wanted), _LONGEST_NAME) or "UMKM"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{_tidy(plain, _LONGEST_NAME - len(f' ({number})'))} ({number})"
    taken.add(name.casefold())
    return name


def _tidy(text: str, longest: int) -> str:
    return _cut(" ".join(text.split()).strip("' "), longest).strip("' ")


def _cut(text: str, longest: int) -> str:
    if len(text) * 2 > longest:  # only then can it be too long in UTF-16
        while len(text.encode("utf-16-le")) // 2 > longest:
            text = text[:-1]
    return text


def in_solo(moment: datetime) -> str:
    """A moment as people in Solo write it, with its zone: `Jumat, 4 Desember 2026 20:00 WIB`."""
    return f"{format_datetime(moment.astimezone(WIB), 'EEEE, d MMMM y HH:mm', locale='id')} WIB"


def kilograms(grams: int) -> Decimal:
    """Grams as kilograms, exact to the gram."""
    return Decimal(grams) / 1000
