"""Runs the work of commands on the database, which must exist and be up to date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.output import refuse
from bot.core import named_values, settings
from bot.core.clock import Clock
from bot.core.database import Database, migrations, session_on
from bot.core.settings import Settings

Result = TypeVar("Result")


@contextmanager
def reachable(found: Settings) -> Iterator[None]:
    """Turns errors of the database into a one-line refusal. Raises CommandRefused."""
    try:
        yield
    except (DBAPIError, OSError) as failed:
        why = str(getattr(failed, "orig", None) or failed).partition("\n")[0]
        refuse(f"the database {found.database_shown} cannot be used: {why or type(failed).__name__}")


def migrate_database() -> list[str]:
    """Brings the database up to date; returns the steps taken."""
    found = settings.load()
    with reachable(found):
        return asyncio.run(migrations.migrate(found.database_url))


def on_database(work: Coroutine[Any, Any, Result], found: Settings) -> Result:
    """Runs the work and returns its result. Raises CommandRefused if the database is not up to date."""
    try:
        with reachable(found):
            return asyncio.run(_when_ready(work, found))
    finally:
        work.close()


async def _when_ready(work: Coroutine[Any, Any, Result], found: Settings) -> Result:
    if await migrations.pending(found.database_url):
        refuse("the database is not up to date: run `rantau migrate` first")
    return await work


@asynccontextmanager
async def writing(found: Settings) -> AsyncIterator[AsyncSession]:
    """A session in a writing transaction; commits at the end unless the work has ended it before."""
    database = Database(found.database_url)
    try:
        async with database.writing() as connection, session_on(connection) as db:
            yield db
            await db.commit()
    finally:
        await database.close()


@asynccontextmanager
async def reading(found: Settings) -> AsyncIterator[AsyncSession]:
    """A session in a transaction that only reads."""
    database = Database(found.database_url)
    try:
        async with database.reading() as connection, session_on(connection) as db:
            yield db
    finally:
        await database.close()


async def now(db: AsyncSession, found: Settings) -> datetime:
    """The shop's present moment: in the demo its clock may have been moved."""
    if found.browser_mode != "demo":
        return Clock().now()
    from bot.app.demo import AHEAD

    return Clock(timedelta(seconds=int(await named_values.get(db, AHEAD) or 0))).now()
