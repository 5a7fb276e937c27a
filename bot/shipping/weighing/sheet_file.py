"""Reads weights from a file: the filled-in sheet of the manifest, a CSV saved from it or with its heads.

The bytes are untrusted: limits are checked before reading, formulas are never evaluated, nothing is guessed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.core import csv_table
from bot.core.csv_cells import cell_text
from bot.core.csv_table import Table
from bot.core.csv_text import ENCODING_NAMES, NotText
from bot.core.errors import RantauError
from bot.core.typed_signs import keyed
from bot.shipping.measurements import (
    Measured,
    MeasureFault,
    MeasureRefused,
    millimetres,
    parse_measured,
    whole_grams,
)

SHEET = "Timbang"
HEADS = {
    "kunci": "parcel",
    "parcel": "parcel",
    "isi": "contents",
    "contents": "contents",
    "berat kotor (g)": "grams",
    "weight_g": "grams",
    "berat kotor (kg)": "kilograms",
    "weight_kg": "kilograms",
    "panjang (cm)": "length",
    "length_cm": "length",
    "lebar (cm)": "width",
    "width_cm": "width",
    "tinggi (cm)": "height",
    "height_cm": "height",
    "no. resi / hawb": "hawb",
    "hawb": "hawb",
    "manifest": "manifest",
}
"""The column heads of the sheet and of a CSV, and the column each names."""
HEAD_ROW = 4
MOST_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000
MOST_OF_A_PART = 50_000_000
MOST_PARTS = 400
MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_SIGNS = 60
MOST_NUMBER = 10**15
_MANIFEST = re.compile(r"[A-Z]{2}-\d{6}(?:-K\d+)?-v\d+")
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
Cell = str | Decimal


class SheetRefused(RantauError):
    """A file that cannot be read as weights.

    `code`: `too_big`, `not_readable`, `no_sheet`, `no_mark` (it names no manifest), `no_heads`,
    `too_many_rows`, `mixed` (rows of several manifests) or `empty`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Row:
    """One row, `no` as the spreadsheet program counts; `fault` says why its weight or size is refused."""

    no: int
    parcel: str
    contents: str = ""
    measured: Measured | None = None
    hawb: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The contents of a file: the manifest it names, and its rows, blank ones too.

    `encoding` is the name of a CSV's encoding where it is not UTF-8.
    """

    manifest: str
    rows: tuple[Row, ...]
    encoding: str = ""


def read(data: bytes) -> Sheet:
    """Reads the weights in a file, whatever its name. Raises SheetRefused."""
    if len(data) > MOST_BYTES:
        raise SheetRefused("too_big")
    return _workbook(data) if data[:2] == b"PK" else _comma_separated(data)


def _workbook(data: bytes) -> Sheet:
    table = _cells(data)
    named = _MANIFEST.search(str(table[0][0])) if table and table[0] else None
    if named is None:
        raise SheetRefused("no_mark")
    return _sheet([named[0]], table[HEAD_ROW - 1 :], HEAD_ROW)


def _cells(data: bytes) -> list[list[Cell]]:
    # Slow to import, and needed only when somebody sends a workbook.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _within_limits(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if SHEET not in book.sheetnames:
            raise SheetRefused("no_sheet", SHEET)
        rows = book[SHEET].iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_cell(value) for value in row] for row in rows]
    # Whichever error the library's zip and XML readers raise, the file is unreadable.
    except (InvalidFileException, *_UNREADABLE) as broken:
        raise SheetRefused("not_readable") from broken


def _within_limits(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        # zipfile never unpacks more of a part than it declares; more means a damaged file.
        sizes = [one.file_size for one in parts]
        if len(parts) > MOST_PARTS or sum(sizes) > MOST_UNPACKED or max(sizes, default=0) > MOST_OF_A_PART:
            raise SheetRefused("too_big")
        if any(one.compress_type not in _PACKINGS for one in parts):
            raise SheetRefused("not_readable")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with packed.open(part) as opened:
                    if b"<!" in opened.read(512).replace(b"<!--", b""):
                        raise SheetRefused("not_readable")


def _comma_separated(data: bytes) -> Sheet:
    try:
        table = csv_table.find(lambda: io.BytesIO(data), lambda head: _plain(head) in HEADS)
        if table is None:
            raise SheetRefused("no_heads", "manifest")
        body = _filled(table)
    except NotText as strange:
        raise SheetRefused("not_readable") from strange
    heads: list[Cell] = [_cell(one) for one in table.head]
    column = _places([heads]).get("manifest")
    above = _MANIFEST.search("\n".join(cell for row in table.above for cell in row))
    if column is None and above is None:
        raise SheetRefused("no_heads", "manifest")
    titled = [above[0]] if above else []
    named = (
        titled if column is None else [str(row[column]) for row in body if len(row) > column and row[column]]
    )
    sheet = _sheet(named, [heads, *body], table.head_row)
    return replace(sheet, encoding=ENCODING_NAMES.get(table.encoding, ""))


def _filled(table: Table) -> list[list[Cell]]:
    """The rows of a table up to the last that is not blank."""
    body: list[list[Cell]] = []
    for number, (_line, cells) in enumerate(table.rows(), start=1):
        if any(cell.strip() for cell in cells):
            if number > MOST_ROWS:
                raise SheetRefused("too_many_rows", str(MOST_ROWS))
            body += [[] for _ in range(number - len(body) - 1)]
            body.append([_cell(cell_text(one)) for one in cells[:MOST_COLUMNS]])
    return body


def _places(table: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """The index of each column, by its head; of a head in two languages the first counts."""
    heads = [_plain(str(cell)) for cell in table[0]] if table else []
    known = [(HEADS[head], place) for place, head in enumerate(heads) if head in HEADS]
    return dict(reversed(known))


def _plain(head: str) -> str:
    return head.partition("\n")[0].strip().casefold()


def _sheet(manifests: Iterable[str], table: Sequence[Sequence[Cell]], head_row: int) -> Sheet:
    named, at = sorted(set(manifests)), _places(table)
    if "parcel" not in at or not {"grams", "kilograms"} & at.keys():
        raise SheetRefused("no_heads", SHEET)
    if len(named) != 1:
        raise SheetRefused("mixed" if named else "no_mark", ", ".join(named[:3]))
    if len(table) + head_row > MOST_ROWS:
        raise SheetRefused("too_many_rows", str(MOST_ROWS))
    rows = [_row(number, cells, at) for number, cells in enumerate(table[1:], start=head_row + 1)]
    if not (filled := tuple(row for row in rows if row is not None)):
        raise SheetRefused("empty")
    return Sheet(named[0], filled)


def _row(number: int, cells: Sequence[Cell], at: Mapping[str, int]) -> Row | None:
    found = {name: cells[place] for name, place in at.items() if place < len(cells) and cells[place] != ""}
    if not found.keys() - {"manifest", "contents"}:
        return None
    key, contents, hawb = (str(found.get(name, "")) for name in ("parcel", "contents", "hawb"))
    try:
        return Row(number, key, contents, _measured(found), hawb)
    except MeasureRefused as refused:
        return Row(number, key, contents, None, hawb, refused.code)


def _measured(found: Mapping[str, Cell]) -> Measured | None:
    sides = [found[name] for name in ("length", "width", "height") if name in found]
    if "grams" not in found and "kilograms" not in found:
        if sides:
            raise MeasureRefused(MeasureFault.NO_WEIGHT)
        return None
    grams = _grams(found["grams"], "g") if "grams" in found else _grams(found["kilograms"], "kg")
    if not sides:
        return Measured(grams)
    if len(sides) != 3:
        raise MeasureRefused(MeasureFault.THREE_SIDES)
    length, width, height = (millimetres(_number(one) * 10) for one in sides)
    return Measured(grams, (length, width, height))


def _grams(cell: Cell, unit: str) -> int:
    try:
        return _weight(cell, unit)
    except MeasureRefused as refused:
        if unit == "g" and refused.code == "too_exact":  # kilograms in a column of grams
            raise MeasureRefused(MeasureFault.IN_GRAMS) from refused
        raise


def _weight(cell: Cell, unit: str) -> int:
    if isinstance(cell, Decimal):  # a number cell: no separators to interpret
        return whole_grams(cell * (1000 if unit == "kg" else 1))
    typed = parse_measured(f"{cell} {unit}" if re.fullmatch(r"[\d.,]+", cell) else cell)
    if typed.sides_mm is not None:
        raise MeasureRefused(MeasureFault.UNREADABLE)
    return typed.gross_grams


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, Decimal):
        return cell
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", cell, re.ASCII):
        raise MeasureRefused(MeasureFault.UNREADABLE)
    return Decimal(cell.replace(",", "."))


def _cell(value: Any) -> Cell:
    """A cell's content: a number without float noise, anything else as the text that it shows."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) > MOST_NUMBER or value != value:
            return "?"
        return Decimal(int(value)) if value == int(value) else Decimal(f"{value:.9g}")
    return "\n".join(" ".join(line.split()) for line in keyed(str(value)).split("\n"))[:MOST_SIGNS]
