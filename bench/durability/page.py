"""docs/reliability.md, drawn from the rows that were measured; docs/reliability.json keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.durability import aims
from bench.durability.fault import DATABASES, Counts, Fault, Outcome

DOCS = Path(__file__).parents[2] / "docs"
KEPT, PAGE = DOCS / "reliability.json", DOCS / "reliability.md"
NAMES = dict(zip(DATABASES, ("SQLite", "PostgreSQL"), strict=True))
HEADER = """\
# Reliability

What faults cost, counted. `make bench-durability` does each fault on both databases and writes this page;
nothing in it is written by hand. A row that was not run again stays, with the commit and the day it was
measured at (`docs/reliability.json` keeps the rows; a + behind the commit: with changes not committed yet).
The [aims](#aims-beside-that) of speed and fairness follow below.
`python -m bench.durability --only NAME --databases sqlite --tries 20` runs one of them; small versions are
tests in `tests/durability/`.

Three numbers are **updates / orders / notices**. An update (a text or a tap) is lost when it is never
answered, doubled when it is done twice; an order is lost when its customer saw it confirmed and it is
nowhere; a notice when it was put and never arrives. A notice whose sending the fault cut off may come
again, since nobody can know whether it had arrived; those are *repeated*. Any other that comes twice is
*doubled*.

| fault | database | tries | went through | lost | doubled | repeated notices | measured |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One fault on one database: the outcome, how long it took, and what was measured where and when."""

    fault: str
    database: str
    outcome: Outcome
    seconds: int
    command: str
    commit: str
    measured_on: str
    machine: str


def read(path: Path = KEPT) -> list[Row]:
    """The rows of the last runs; none when there is no file."""
    return [_row(one) for one in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _row(kept: dict[str, Any]) -> Row:
    outcome = dict(kept["outcome"])
    for name in ("went_through", "lost", "doubled"):
        outcome[name] = Counts(**outcome[name])
    return Row(**{**kept, "outcome": Outcome(**outcome)})


def merged(old: Iterable[Row], new: Row, faults: Sequence[Fault]) -> list[Row]:
    """The rows with this one in place of the last of its kind, in the order of the faults."""
    rows = {(one.fault, one.database): one for one in (*old, new)}
    order = [(fault.name, database) for fault in faults for database in fault.databases]
    return [rows[key] for key in order if key in rows]


def write(rows: Sequence[Row], faults: Sequence[Fault], folder: Path = DOCS) -> None:
    """Writes the rows, and the page drawn from them."""
    kept = json.dumps([asdict(one) for one in rows], indent=1, ensure_ascii=False)
    (folder / KEPT.name).write_text(kept + "\n", "utf-8")
    figures = aims.read(folder / aims.KEPT.name)
    (folder / PAGE.name).write_text(page(rows, faults, figures), "utf-8")


def page(rows: Sequence[Row], faults: Sequence[Fault], figures: Sequence[aims.Figures] = ()) -> str:
    """The whole page."""
    whats = {one.name: one.what for one in faults}
    lines = [_line(one, whats) for one in rows]
    parts = [_about(fault, rows) for fault in faults if any(one.fault == fault.name for one in rows)]
    machines = [f"{_where(rows, one)}: {one}." for one in dict.fromkeys(row.machine for row in rows)]
    end = ["## Machines and versions", *machines]
    return HEADER + "\n".join([*lines, "", *parts, aims.section(figures), *end]) + "\n"


def _line(row: Row, whats: dict[str, str]) -> str:
    found = row.outcome
    cells = [
        f"[{whats[row.fault]}](#{row.fault})",
        NAMES[row.database],
        f"{found.tries:,}",
        _three(found.went_through),
        _bad(found.lost),
        _bad(found.doubled),
        f"{found.repeated_notices:,}",
        f"{row.measured_on}, {row.commit}",
    ]
    return f"| {' | '.join(cells)} |"


def _three(counts: Counts) -> str:
    return f"{counts.updates:,} / {counts.orders:,} / {counts.notices:,}"


def _bad(counts: Counts) -> str:
    return f"**{_three(counts)}**" if counts else _three(counts)


def _about(fault: Fault, rows: Sequence[Row]) -> str:
    mine = [one for one in rows if one.fault == fault.name]
    found = [f"- {NAMES[one.database]}: {_note(one)}" for one in mine]
    return "\n".join([f"## {fault.name}", fault.how.strip(), "", *found, ""])


def _note(row: Row) -> str:
    note = f"{row.outcome.note}; " if row.outcome.note else ""
    return f"{note}{row.seconds} s, `{row.command}`"


def _where(rows: Sequence[Row], machine: str) -> str:
    names = [f"{one.fault} on {NAMES[one.database]}" for one in rows if one.machine == machine]
    return ", ".join(names)
