"""SQLite statements run at once where nothing can block, and in a thread where something can."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.database import Database, session_on
from bot.core.database.sqlite import QuickConnection


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE jars (id INTEGER PRIMARY KEY)"))
    yield database
    await database.close()


async def driven(connection: AsyncConnection) -> QuickConnection:
    raw: Any = (await connection.get_raw_connection()).driver_connection
    assert isinstance(raw, QuickConnection)
    return raw


async def jars(db: Database) -> int:
    async with db.reading() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM jars")) or 0)


async def test_statements_within_a_transaction_need_no_thread(db):
    async with db.writing() as connection:
        before = (raw := await driven(connection))._handed_over
        await connection.execute(text("INSERT INTO jars VALUES (1)"))
        assert await connection.scalar(text("SELECT count(*) FROM jars")) == 1
        assert raw._handed_over == before
    assert raw._handed_over > before
    assert await jars(db) == 1


async def test_what_is_read_beside_runs_in_the_thread_and_the_connection_is_quick_again(db):
    for beside in (True, False):
        async with db.reading(beside=beside) as connection:
            await connection.execute(text("SELECT 1"))
            before = (raw := await driven(connection))._handed_over
            assert await connection.scalar(text("SELECT count(*) FROM jars")) == 0
            assert (raw._handed_over > before) == beside


async def test_error_names_the_statement_without_its_values(db):
    with pytest.raises(DBAPIError) as failed:
        async with db.writing() as connection:
            await connection.execute(text("INSERT INTO jars VALUES (:id)"), {"id": "hush"})
    assert "INSERT INTO jars" in str(failed.value)
    assert "hush" not in str(failed.value)
    assert await jars(db) == 0


async def test_savepoint_rollback_keeps_earlier_statements(db):
    async with db.writing() as connection:
        await connection.execute(text("INSERT INTO jars VALUES (1)"))
        async with session_on(connection) as undone:
            await undone.execute(text("INSERT INTO jars VALUES (2)"))
            await undone.rollback()
    assert await jars(db) == 1


async def test_waiting_writer_blocks_nobody_else(db):
    async def write(number: int) -> None:
        async with db.writing() as connection:
            await connection.execute(text(f"INSERT INTO jars VALUES ({number})"))

    async with db.writing() as connection:
        waiting = asyncio.create_task(write(2))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        await connection.execute(text("INSERT INTO jars VALUES (1)"))
    await waiting
    assert await jars(db) == 2


async def test_cancelled_waiting_writer_leaves_nothing_locked(db):
    async def write() -> None:
        async with db.writing() as connection:
            await connection.execute(text("INSERT INTO jars VALUES (2)"))

    async with db.writing() as connection:
        impatient = asyncio.create_task(write())
        await asyncio.sleep(0.05)
        impatient.cancel()
        await connection.execute(text("INSERT INTO jars VALUES (1)"))
    with suppress(asyncio.CancelledError):
        await impatient
    async with db.writing() as connection:
        await connection.execute(text("INSERT INTO jars VALUES (3)"))
    assert await jars(db) == 2


async def test_checkpoint_moves_the_log_so_that_no_writer_has_to(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE goods (name TEXT)"))
        await connection.execute(text("INSERT INTO goods VALUES ('karak')"))
    await database.settle()
    alone = tmp_path / "alone.db"
    alone.write_bytes((tmp_path / "shop.db").read_bytes())
    await database.close()
    with closing(sqlite3.connect(alone)) as kept:
        assert kept.execute("SELECT name FROM goods").fetchall() == [("karak",)]
