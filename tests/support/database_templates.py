"""Databases to be copied: what each test would otherwise make anew is made once for each process of a run."""

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
    """All tables, and nothing in them."""
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await database.close()


def sqlite_file(folder: Path, make: Make) -> Path:
    """A SQLite file so made, whole in itself."""
    path = folder / "template.db"
    asyncio.run(make(f"sqlite+aiosqlite:///{path}"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def postgres_database(cluster: Cluster, make: Make) -> str:
    """The name of a PostgreSQL database so made."""
    name = f"template_{secrets.token_hex(6)}"

    async def made() -> None:
        await _say(cluster, f"CREATE DATABASE {name} TEMPLATE {EMPTY}")
        await make(cluster.url(name, "postgresql+asyncpg"))

    asyncio.run(made())
    return name


@asynccontextmanager
async def postgres_copy(cluster: Cluster, template: str) -> AsyncIterator[str]:
    """The address of a copy, which is gone afterwards."""
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
