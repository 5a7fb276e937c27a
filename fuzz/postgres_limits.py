"""What PostgreSQL would refuse and SQLite takes: texts longer than their column, numbers beyond 32 bits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.app.tables import metadata
from fuzz.faults import Fault

MOST = 2**31 - 1


def check(database: Path) -> None:
    """Raises Fault for a row that a PostgreSQL database could not hold."""
    with closing(sqlite3.connect(database)) as connection:
        for table, query in _QUERIES.items():
            for row in connection.execute(query):
                columns = [name for name, beyond in zip(_LIMITED[table], row, strict=True) if beyond]
                raise Fault("postgres could not hold it", f"{table}: {', '.join(columns)}")


def _beyond(column: Column[Any]) -> str:
    """The condition that a value is beyond its column's limit; "" for a column without one."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, String) and kind.length:
        return f"coalesce(length({name}) > {kind.length}, 0)"
    if isinstance(kind, Integer) and not isinstance(kind, BigInteger):
        return f"coalesce({name} NOT BETWEEN {-MOST - 1} AND {MOST}, 0)"
    return ""


def _limited(table: Table) -> dict[str, str]:
    return {column.name: beyond for column in table.columns if (beyond := _beyond(column))}


_LIMITED = {table.name: found for table in metadata.sorted_tables if (found := _limited(table))}
_QUERIES = {
    name: f"SELECT {', '.join(found.values())} FROM {name} WHERE {' OR '.join(found.values())} LIMIT 1"
    for name, found in _LIMITED.items()
}
