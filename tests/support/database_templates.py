"""Template databases: made once per process of a test run, and copied for each test."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import asyncpg

from bot.app.tables import metadata
from bot.core.database import Database
from tests.support.postgres_server import Cluster

EMPTY = "template0"
Make = Callable[[str], Coroutine[Any, Any, None]]


async def laid_out(url: str) -> None:
    """Creates all tables, empty."""
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await database.close()


def sqlite_file(folder: Path, make: Make) -> Path:
    """Makes a SQLite file with nothing left in its write-ahead log."""
    path = folder / "template.db"
    asyncio.run(make(f"sqlite+aiosqlite:///{path}"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def postgres_database(cluster: Cluster, make: Make) -> str:
    """Makes a PostgreSQL database; returns its name."""
    name = f"template_{secrets.token_hex(6)}"

    async def made() -> None:
        await _say(cluster, f"CREATE DATABASE {name} TEMPLATE {EMPTY}")
        await make(cluster.url(name, "postgresql+asyncpg"))

    asyncio.run(made())
    return name


@asynccontextmanager
async def postgres_copy(cluster: Cluster, template: str) -> AsyncIterator[str]:
    """The URL of a copy, which is dropped afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    await _say(cluster, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield cluster.url(name, "postgresql+asyncpg")
    await _say(cluster, f"DROP DATABASE {name} WITH (FORCE)")


async def _say(cluster: Cluster, sql: str) -> None:
    connection = await asyncpg.connect(cluster.url("postgres"))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
