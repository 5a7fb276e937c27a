"""Reads a finished workbook as a spreadsheet program shows it."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEAD_ROW = 4


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def cells(sheet: Worksheet) -> list[Any]:
    """Every cell with a value."""
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def table(sheet: Worksheet, head_row: int = HEAD_ROW) -> list[dict[str, Any]]:
    """The rows of a table down to its sums or an empty row, keyed by the Indonesian part of each heading."""
    heads = [str(cell.value).split("\n")[0] for cell in sheet[head_row] if cell.value]
    found = []
    for row in sheet.iter_rows(min_row=head_row + 1, max_col=len(heads), values_only=True):
        if (row[0] is None and row[1] is None) or "Jumlah / Total" in row:
            break
        found.append(dict(zip(heads, row, strict=True)))
    return found


def sums(sheet: Worksheet, head_row: int = HEAD_ROW) -> dict[str, Any]:
    """The row of sums below a table."""
    heads = [str(cell.value).split("\n")[0] for cell in sheet[head_row] if cell.value]
    for row in sheet.iter_rows(min_row=head_row + 1, max_col=len(heads), values_only=True):
        if "Jumlah / Total" in row:
            return dict(zip(heads, row, strict=True))
    raise AssertionError("no sums")


def row_of(sheet: Worksheet, text: str) -> int:
    """The row whose first column starts with a text."""
    return next(cell.row for cell in sheet["A"] if str(cell.value or "").startswith(text))
