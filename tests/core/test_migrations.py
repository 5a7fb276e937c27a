from __future__ import annotations

import asyncio
import multiprocessing
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from bot.app.tables import metadata
from bot.core.database import Database, migrations

ROOT = Path(__file__).parents[2]
MIGRATE = (
    "import asyncio, sys; from bot.core.database import migrations; "
    "print(asyncio.run(migrations.migrate(sys.argv[1])))"
)


def differences(connection) -> list:
    return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)


async def test_all_migrations_together_make_the_schema_of_the_code(database_url):
    steps = await migrations.pending(database_url)
    assert await migrations.migrate(database_url) == steps
    database = Database(database_url)
    async with database.reading() as connection:
        found = await connection.run_sync(differences)
    await database.close()
    assert found == []


async def test_second_migration_has_no_pending_steps(database_url):
    steps = await migrations.migrate(database_url)
    assert steps[0].startswith("0001 ")
    assert await migrations.migrate(database_url) == []
    assert await migrations.pending(database_url) == []
    assert await migrations.current(database_url) == steps[-1].split()[0]


async def test_asking_for_pending_steps_creates_no_file(sqlite_url, tmp_path):
    assert await migrations.current(sqlite_url) is None
    assert await migrations.pending(sqlite_url)
    assert list(tmp_path.iterdir()) == []


async def test_several_processes_may_migrate_at_once(database_url):
    words = [sys.executable, "-c", MIGRATE, database_url]
    running = [
        await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)
    ]
    told = [(await one.communicate())[0].decode().strip() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert sorted(told)[-1] == "[]"
    assert sum(one != "[]" for one in told) == 1


def open_at_once(path: str, start: float) -> None:
    async def write() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE IF NOT EXISTS anything (x)"))
        await database.close()

    time.sleep(max(0.0, start - time.monotonic()))
    asyncio.run(write())


def test_several_programs_may_open_a_new_sqlite_file_at_once(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as programs:
        for number in range(10):
            path, start = str(tmp_path / f"{number}.db"), time.monotonic() + (2.0 if number == 0 else 0.03)
            list(programs.map(open_at_once, [path] * 2, [start] * 2))


async def test_step_that_leaves_dangling_keys_changes_nothing(sqlite_url, monkeypatch, tmp_path):
    await migrations.migrate(sqlite_url)
    plain = create_engine(f"sqlite:///{tmp_path / 'rantau.db'}")
    with plain.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(
            text(
                "INSERT INTO browser_messages (chat_id, who, content, file_id, notice,"
                " keyboard, version, at, changed_at)"
                " VALUES ('1', 'shop', '{}', 'gone', 0, 1, 1, '2026-01-01', '2026-01-01')"
            )
        )
    monkeypatch.setattr(migrations.command, "upgrade", lambda config, head: None)
    with pytest.raises(migrations.MigrationFailed):
        await migrations.migrate(sqlite_url)
    with plain.connect() as connection:
        assert "orders" in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT count(*) FROM browser_messages")).scalar() == 1
    plain.dispose()


async def test_groups_of_an_old_database_lose_the_name_of_who_spoke_first(database_url):
    await migrations.on(database_url, lambda connection: upgraded(connection, "0003"))
    database = Database(database_url)
    async with database.writing() as connection:
        for number, chat_id in ((1, "-1001"), (2, "77")):
            await connection.execute(
                text("INSERT INTO people (id, name, language, created_at) VALUES (:id, 'Siti', '', :at)"),
                {"id": number, "at": datetime(2026, 1, 1, tzinfo=UTC)},
            )
            await connection.execute(
                text(
                    "INSERT INTO chats (channel, bot_id, chat_id, person_id, role, screen, asks, accepts,"
                    " labels, message_id, message_kind)"
                    " VALUES ('telegram', '', :chat, :id, '', '', '', '', '{}', '', '')"
                ),
                {"id": number, "chat": chat_id},
            )
    assert (await migrations.migrate(database_url))[0].startswith("0004 ")
    async with database.reading() as connection:
        names = (await connection.execute(text("SELECT name FROM people ORDER BY id"))).scalars().all()
    await database.close()
    assert names == ["", "Siti"]


def upgraded(connection, revision: str) -> None:
    migrations.command.upgrade(migrations.config_for(connection), revision)
