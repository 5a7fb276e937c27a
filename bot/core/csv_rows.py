"""Reads CSV files row by row, also as spreadsheets write them, and names every fault by line and column."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from bot.core.csv_cells import cell_text
from bot.core.csv_table import Table, find
from bot.core.csv_text import ENCODING_NAMES, NotText, Opener
from bot.core.errors import RantauError

Row = TypeVar("Row", bound=BaseModel)
Check = Callable[[int, Row], Iterable[str]]
"""Finds the faults of a row that only the whole file shows; called with each line number and valid row."""
MOST_FAULTS = 1000
"""So many faults are named; a file with more is read no further."""


class FileRefused(RantauError):
    """A file has faults; `complaints` names each by file, line and column. Nothing was changed."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class CsvRows(Generic[Row]):
    """The rows of a checked file, read anew each time one goes through them and never all in memory."""

    def __init__(self, path: Path, table: Table, kind: type[Row]) -> None:
        self._path, self._table, self._kind = path, table, kind
        self._state = _state(table)
        self._count = 0

    @property
    def encoding(self) -> str:
        """The name of the file's encoding where it is not UTF-8, else empty."""
        return ENCODING_NAMES.get(self._table.encoding, "")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        """Raises FileRefused when the file has changed since it was checked."""
        count = 0
        with suppress(NotText):
            for _line, cells in self._filled_rows():
                row, _faults = self._validated(cells)
                if row is None:
                    break
                yield row
                count += 1
        if (count, _state(self._table)) != (self._count, self._state):
            raise FileRefused([f"{self._path}: the file changed while it was read"])

    def check(self, check: Check[Row]) -> None:
        """Goes through all rows once. Raises FileRefused with their faults."""
        complaints: list[str] = []
        try:
            for line, cells in self._filled_rows():
                row, faults = self._validated(cells)
                self._count += row is not None
                complaints += [f"{self._path}:{line}: {one}" for one in (check(line, row) if row else faults)]
                if len(complaints) > MOST_FAULTS:
                    complaints[MOST_FAULTS:] = [f"{self._path}: and more; the rest was not read"]
                    break
        except NotText as broken:
            complaints.append(f"{self._path}:{broken.line}: {broken.why}")
        if complaints:
            raise FileRefused(complaints)

    def _filled_rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        return (row for row in self._table.rows() if any(cell.strip() for cell in row[1]))

    def _validated(self, cells: Sequence[str]) -> tuple[Row | None, Sequence[str]]:
        head, columns = self._table.head, self._kind.model_fields
        # Spreadsheet programs leave out blank cells at the end of rows, but a row may also be cut off: blanks
        # are put in only for columns that a file may lack.
        missing = head[len(cells) :]
        if len(cells) > len(head) or any(columns[name].is_required() for name in missing):
            return None, [f"{len(cells)} columns instead of {len(head)}"]
        filled = [*map(cell_text, cells), *("" for _ in missing)]
        try:
            return self._kind.model_validate(dict(zip(head, filled, strict=True))), ()
        except ValidationError as wrong:
            return None, [_worded(one["loc"][:1], one["msg"]) for one in wrong.errors(include_url=False)]


class Unrepeated:
    """Finds values of a column that stand in a file twice."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._lines: dict[str, int] = {}

    def faults(self, line: int, value: str) -> list[str]:
        """The fault of this line, if an earlier one has the value."""
        first = self._lines.setdefault(value, line)
        return [] if first == line else [f"{self._column}: {value!r} stands in line {first} already"]


def read_rows(path: Path, kind: type[Row], check: Check[Row] = lambda line, row: ()) -> CsvRows[Row]:
    """The lines of a file as rows of `kind`. Raises FileRefused with every fault."""
    try:
        table = find(_opener(path), lambda name: name in kind.model_fields)
        if table is None:
            raise FileRefused([f"{path}:1: the file is empty; its first line names the columns"])
        if faults := _header_faults(table.head, kind):
            raise FileRefused([f"{path}:{table.head_line}: {fault}" for fault in faults])
        rows = CsvRows(path, table, kind)
        rows.check(check)
        return rows
    except OSError as missing:
        raise FileRefused([f"{path}: {missing.strerror}"]) from missing
    except NotText as garbled:
        raise FileRefused([f"{path}:{garbled.line}: {garbled.why}"]) from garbled


def _opener(path: Path) -> Opener:
    if path.is_file() or not path.exists():
        return lambda: path.open("rb")
    copy = tempfile.NamedTemporaryFile()  # noqa: SIM115  # a pipe can be read once; its copy goes with the reader
    with path.open("rb") as piped:
        shutil.copyfileobj(piped, copy)
    copy.flush()
    return lambda: open(copy.name, "rb")


def _state(table: Table) -> tuple[int, int]:
    with table.opened() as data:
        state = os.fstat(data.fileno())
    return state.st_size, state.st_mtime_ns


def _header_faults(header: Sequence[str], kind: type[Row]) -> list[str]:
    columns = kind.model_fields
    needed = [name for name, column in columns.items() if column.is_required()]
    return [
        *(f"column {name} is missing" for name in needed if name not in header),
        *(f"column {name!r} is unknown" for name in header if name not in columns),
        *(f"column {name} stands twice" for name in columns if header.count(name) > 1),
    ]


def _worded(column: Sequence[int | str], what: str) -> str:
    # A fault of the whole line names its column itself.
    return ": ".join([*map(str, column), what.removeprefix("Value error, ")])
