"""The database: SQLite by default, PostgreSQL for many workers. Their few differences are handled here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import DateTime, Dialect, Insert, MetaData, Table, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from bot.core import private_files
from bot.core.database import sqlite
from bot.core.database.failures import Outage, name_unreachable
from bot.core.database.write_lock import WriteLock

BUSY_MILLISECONDS = 5000
LOCKED_MILLISECONDS = 4000
"""How long PostgreSQL waits for a lock. Less than a turn may wait, so that another program's lock on a table
is an outage, after which everything comes again, and not a fault of the turn that met it.
"""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a time without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Converts to UTC, without the zone where the database stores none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Adds the zone again where the database stored none."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of all tables."""

    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012  # SQLAlchemy reads it from the class
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def insert_or_leave(connection_dialect: str, table: Table) -> Any:
    """An insert that leaves an existing row as it is: `ON CONFLICT DO NOTHING`."""
    return _insert(connection_dialect, table).on_conflict_do_nothing()


def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite_dialect.insert(table)


def insert_or_update(connection_dialect: str, table: Table, key: list[str], changed: list[str]) -> Any:
    """An insert that updates the `changed` columns of an existing row with the same `key`."""
    insert = _insert(connection_dialect, table)
    return insert.on_conflict_do_update(
        index_elements=key, set_={name: insert.excluded[name] for name in changed}
    )


class Database:
    """One engine, and its two kinds of transaction: writing and reading.

    Its errors name statements and never the values in them: addresses and keys stay out of the log.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.outage = Outage()
        self._write_lock = WriteLock()
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        name_unreachable(self.engine.sync_engine)

    @asynccontextmanager
    async def writing(self, patient: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes. On SQLite it takes the write lock when it begins.

        Writers of one process queue for `WriteLock`, because SQLite's own waiting is unfair. `patient` work,
        which nobody waits for, lets others go first.
        """
        turn = self._write_lock.taken(patient) if self.is_sqlite else nullcontext()
        with self.outage.noticed(writes=True):
            async with turn, self.engine.connect() as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def reading(self, beside: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, blocks nobody, and is rolled back.

        With `beside` the statements of SQLite run in a thread, so that long ones do not hold the loop.
        """
        with self.outage.noticed():
            async with self.engine.connect() as connection:
                await connection.execution_options(reads_only=True)
                driver = (await connection.get_raw_connection()).driver_connection
                if isinstance(driver, sqlite.QuickConnection):
                    driver.beside = beside
                try:
                    yield connection
                    await connection.rollback()
                finally:
                    if isinstance(driver, sqlite.QuickConnection):
                        driver.beside = False

    async def settle(self) -> None:
        """Moves SQLite's log into the database file, so that no writer has to. Does nothing on PostgreSQL."""
        path = sqlite_path(str(self.url)) if self.is_sqlite else None
        if path is not None and path.exists():
            with self.outage.noticed():
                await asyncio.to_thread(sqlite.checkpoint, path)

    async def close(self) -> None:
        """Closes all connections."""
        await self.engine.dispose()


def session_on(connection: AsyncConnection) -> AsyncSession:
    """A session on this connection. Its commit and rollback end a savepoint, made at first use."""
    return AsyncSession(
        bind=connection, expire_on_commit=False, autoflush=True, join_transaction_mode="create_savepoint"
    )


def sqlite_path(url: str) -> Path | None:
    """The path of the SQLite file; None for another database or one in memory."""
    parts = make_url(url)
    named = parts.get_backend_name() == "sqlite" and parts.database and parts.database != ":memory:"
    return Path(parts.database or "") if named else None


def _sqlite_engine(url: str) -> AsyncEngine:
    if path := sqlite_path(url):
        private_files.make_folder(path.parent)
    given = {"timeout": BUSY_MILLISECONDS / 1000, "async_creator_fn": partial(sqlite.connect, path)}
    engine = create_async_engine(url, connect_args=given, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _postgres_engine(url: str) -> AsyncEngine:
    given = {"server_settings": {"lock_timeout": f"{LOCKED_MILLISECONDS}"}}
    return create_async_engine(url, connect_args=given, pool_pre_ping=True, hide_parameters=True)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control would open transactions late and end them at a savepoint.
    connection.isolation_level = None
    cursor = connection.cursor()
    log = f"wal_autocheckpoint={sqlite.PAGES_BEHIND}"
    for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "synchronous=FULL", "foreign_keys=ON", log):
        cursor.execute(f"PRAGMA {pragma}")
    _switch_to_wal(cursor)
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    # When several processes open a new file at once, SQLite refuses some without the busy timeout.
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Any) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


__all__ = [
    "Base",
    "Database",
    "Insert",
    "UtcDateTime",
    "insert_or_leave",
    "insert_or_update",
    "session_on",
]
