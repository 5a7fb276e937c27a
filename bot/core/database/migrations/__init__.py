"""Brings a database up to date, step by step. Several processes may try at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, MetaData, event, text

from bot.core.database.engine import Database, sqlite_path
from bot.core.errors import RantauError

FOLDER = Path(__file__).parent
LOCK = 7_268_456  # the key of PostgreSQL's advisory lock for migrations, chosen at random
Result = TypeVar("Result")


class MigrationFailed(RantauError):
    """A step would leave dangling foreign keys, or is not known here; nothing was changed."""


async def migrate(url: str) -> list[str]:
    """Takes all pending steps in one transaction and returns them, oldest first."""
    return await on(url, _upgrade)


async def pending(url: str) -> list[str]:
    """The pending steps, oldest first, as `0001 the whole schema`. Creates no SQLite file."""
    return _missing(await current(url))


async def current(url: str) -> str | None:
    """The last step taken; None for an empty database and for one that does not exist yet."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return None
    return await on(url, _current, reads_only=True)


async def on(url: str, work: Callable[[Connection], Result], reads_only: bool = False) -> Result:
    """Runs `work` on a connection of its own in one transaction and returns its result."""
    database = Database(url)
    if database.is_sqlite:
        event.listen(database.engine.sync_engine, "connect", _without_foreign_keys)
    try:
        async with database.reading() if reads_only else database.writing() as connection:
            return await connection.run_sync(work)
    finally:
        await database.close()


def config_for(connection: Connection, metadata: MetaData | None = None, folder: Path = FOLDER) -> Config:
    """Alembic's configuration, with the connection and the tables that `env.py` works on."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata
    return config


def _without_foreign_keys(connection: Any, _record: Any) -> None:
    # SQLite changes a table by copying it, and can switch foreign keys off only outside a transaction.
    connection.execute("PRAGMA foreign_keys=OFF").close()


def _upgrade(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    steps = _missing(_current(connection))
    if steps:
        command.upgrade(config_for(connection), "head")
        _refuse_lost_rows(connection)
    return steps


def _refuse_lost_rows(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        lost = connection.execute(text("PRAGMA foreign_key_check")).all()
        if lost:
            raise MigrationFailed(f"rows that point to nothing: {lost[:5]}")


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _missing(taken: str | None) -> list[str]:
    try:
        steps = list(ScriptDirectory(str(FOLDER)).iterate_revisions("head", taken or "base"))
    except RevisionError as unknown:
        raise MigrationFailed(f"a newer program has taken the database to step {taken}") from unknown
    return [f"{step.revision} {step.doc}" for step in reversed(steps)]
