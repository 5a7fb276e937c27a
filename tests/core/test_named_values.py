from __future__ import annotations

import pytest

from bot.core import named_values
from bot.core.database import Base, Database, session_on


@pytest.fixture
async def database(tables_url):
    database = Database(tables_url)
    async with database.writing() as connection:
        await connection.run_sync(
            lambda sync: Base.metadata.create_all(sync, [named_values.NamedValue.__table__])
        )
    yield database
    await database.close()


async def test_unknown_name_has_no_value(database):
    async with database.reading() as connection:
        assert await named_values.get(connection, "key") is None


async def test_value_is_created_once_and_kept(database):
    async with database.writing() as connection:
        assert await named_values.get_or_create(connection, "key", lambda: "first") == "first"
    async with database.writing() as connection, session_on(connection) as db:
        assert await named_values.get_or_create(db, "key", lambda: "second") == "first"


async def test_put_replaces_the_earlier_value(database):
    async with database.writing() as connection, session_on(connection) as db, db.begin():
        await named_values.put(db, "ahead", "1")
        await named_values.put(db, "ahead", "2")
    async with database.reading() as connection:
        assert await named_values.get(connection, "ahead") == "2"
