"""Reads CSV files, also as spreadsheets write them, and names every fault by line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.core.errors import RantauError

Row = TypeVar("Row", bound=BaseModel)


class FileRefused(RantauError):
    """A catalogue file has faults; `complaints` names each by file, line and column. Nothing was changed."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def read_rows(path: Path, kind: type[Row]) -> tuple[list[tuple[int, Row]], list[str]]:
    """The valid lines of a file as `kind`, each with its number, and the faults of all others."""
    text, wrong = _text(path)
    if wrong:
        return [], [wrong]
    lines, complaints = _lines(path, text)
    if not lines:
        return [], complaints or [f"{path}:1: the file is empty; its first line names the columns"]
    (line, names), *rest = lines
    header = [name.strip() for name in names]
    if faults := _header_faults(header, kind):
        return [], [*complaints, *(f"{path}:{line}: {fault}" for fault in faults)]
    rows = []
    for line, cells in rest:
        row, faults = _row(kind, header, cells)
        complaints += [f"{path}:{line}: {fault}" for fault in faults]
        rows += [(line, row)] if row else []
    return rows, complaints


def _text(path: Path) -> tuple[str, str]:
    try:
        return path.read_bytes().decode("utf-8-sig"), ""
    except OSError as missing:
        return "", f"{path}: {missing.strerror}"
    except UnicodeDecodeError as garbled:
        line = garbled.object[: garbled.start].count(b"\n") + 1
        return "", f"{path}:{line}: not UTF-8; save the file as “CSV UTF-8”"


def _lines(path: Path, text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """The lines that are not blank with their numbers, and the reason if reading ended early."""
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    found: list[tuple[int, list[str]]] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as broken:
            return found, [f"{path}:{line}: not CSV: {broken}"]
        if cells is None:
            return found, []
        if any(cell.strip() for cell in cells):
            found.append((line, cells))


def _header_faults(header: Sequence[str], kind: type[Row]) -> list[str]:
    columns = kind.model_fields
    needed = [name for name, column in columns.items() if column.is_required()]
    return [
        *(f"column {name} is missing" for name in needed if name not in header),
        *(f"column {name!r} is unknown" for name in header if name not in columns),
        *(f"column {name} stands twice" for name in columns if header.count(name) > 1),
    ]


def _row(kind: type[Row], header: Sequence[str], cells: Sequence[str]) -> tuple[Row | None, list[str]]:
    if len(cells) != len(header):
        return None, [f"{len(cells)} columns instead of {len(header)}"]
    try:
        return kind.model_validate(dict(zip(header, cells, strict=True))), []
    except ValidationError as wrong:
        return None, [_worded(fault["loc"][:1], fault["msg"]) for fault in wrong.errors(include_url=False)]


def _worded(column: Sequence[int | str], what: str) -> str:
    # A fault of the whole line names its column itself.
    return ": ".join([*map(str, column), what.removeprefix("Value error, ")])
