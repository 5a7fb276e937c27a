"""A start that cannot succeed says so in one sentence, and what it makes is private."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import app
from bot.app import start
from bot.app.start import AlreadyRunning, CannotStart, DatabaseOutOfReach
from bot.core.database import engine, migrations
from bot.core.errors import RantauError
from bot.core.private_files import open_to_others
from bot.core.settings import Settings
from tests.support import today
from tests.support.config_folder import CONFIG, SHIPPED
from tests.support.running_shop import fresh_shop

FULL_AT = 64 * 1024


def settings_in(folder: Path, **more: object) -> Settings:
    given = {
        "database_url": f"sqlite+aiosqlite:///{folder}/var/rantau.db",
        "media_dir": folder / "var" / "media",
        "config_dir": CONFIG,
        "http_port": 0,
        "browser_chat": "on",
    }
    return Settings(_env_file=None, **{**given, **more})


async def refused(settings: Settings, kind: type[RantauError]) -> str:
    with pytest.raises(kind) as failed:
        await app.run(settings, fresh_shop())
    sentence = str(failed.value)
    assert "\n" not in sentence
    return sentence


async def test_a_locked_database_is_said_in_a_sentence(
    tmp_path: Path, filled_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    settings = settings_in(tmp_path, database_url=f"sqlite+aiosqlite:///{filled_database}")
    with closing(sqlite3.connect(filled_database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await refused(settings, DatabaseOutOfReach)).endswith("cannot be used: database is locked")


async def test_a_full_disk_is_named_whatever_sqlite_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _path: SimpleNamespace(free=4096))
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "rantau.db").write_bytes(b"?" * 1000)
    sentence = await refused(settings_in(tmp_path), DatabaseOutOfReach)
    assert sentence.endswith("cannot be used: the disk is full (file is not a database)")


async def test_what_is_no_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "rantau.db").write_bytes(b"a letter to my aunt" * 100)
    assert "file is not a database" in await refused(settings_in(tmp_path), DatabaseOutOfReach)


async def test_a_database_of_a_newer_program_is_said_in_a_sentence(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    await migrations.migrate(settings.database_url)
    with closing(sqlite3.connect(tmp_path / "var" / "rantau.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert "newer program" in await refused(settings, migrations.MigrationFailed)


async def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "in" / "it"
    sentence = await refused(settings_in(tmp_path, media_dir=place), CannotStart)
    assert sentence == f"the shop cannot start: Not a directory: {tmp_path}/file/in"
    url = f"sqlite+aiosqlite:///{place}/rantau.db"
    sentence = await refused(settings_in(tmp_path, database_url=url), DatabaseOutOfReach)
    assert sentence == f"the database {url} cannot be used: [Errno 20] Not a directory: '{tmp_path}/file/in'"


async def test_a_server_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"postgresql+asyncpg://rantau:geheim@127.0.0.1:{port}/rantau"
    sentence = await refused(settings_in(tmp_path, database_url=url), DatabaseOutOfReach)
    assert "Connect call failed" in sentence
    assert "geheim" not in sentence


async def test_a_server_that_refuses_us_is_said_in_a_sentence(tmp_path: Path, postgres_url: str) -> None:
    wrong = postgres_url.rpartition("/")[0] + "/no_such_database"
    sentence = await refused(settings_in(tmp_path, database_url=wrong), DatabaseOutOfReach)
    assert 'database "no_such_database" does not exist' in sentence


async def test_a_second_program_is_refused(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    async with running(settings):
        assert "another `rantau run` serves" in await refused(settings, AlreadyRunning)


async def test_all_that_a_start_makes_is_private(tmp_path: Path) -> None:
    usual = os.umask(0o022)
    try:
        async with running(settings_in(tmp_path)):
            made = [tmp_path / "var", *(tmp_path / "var").rglob("*")]
            names = {path.name for path in made}
            assert {"rantau.db", "rantau.db-wal", "rantau.db-shm", "rantau.db.lock", "media"} <= names
            assert open_to_others(made) == []
    finally:
        os.umask(usual)


async def test_what_others_could_read_is_closed_at_the_start(tmp_path: Path) -> None:
    media = tmp_path / "var" / "media"
    media.mkdir(parents=True)
    for path in (tmp_path / "var" / "rantau.db", tmp_path / "var" / "rantau-copy.db", media / "photo.jpg"):
        path.touch()
        path.chmod(0o644)
    for folder in (media, media.parent):
        folder.chmod(0o755)
    async with running(settings_in(tmp_path)):
        assert open_to_others([media.parent, *media.parent.rglob("*")]) == []


class running:  # noqa: N801  # used like a function
    """The program on these settings until the block ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def __aenter__(self) -> None:
        opened = asyncio.Event()
        work = app._until_stopped

        async def until_stopped(*parts: object) -> None:
            opened.set()
            await work(*parts)  # type: ignore[arg-type]

        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(app, "_until_stopped", until_stopped)
        self._task = asyncio.create_task(app.run(self.settings, fresh_shop()))
        waiting = asyncio.create_task(opened.wait())
        await asyncio.wait([self._task, waiting], return_when=asyncio.FIRST_COMPLETED)
        assert not self._task.done(), self._task.exception()

    async def __aexit__(self, *_failure: object) -> None:
        self._patch.undo()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def _small_disk() -> None:
    """Lets the process write no file beyond FULL_AT, as on a disk with no more room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_AT, FULL_AT))


def test_a_start_on_a_full_disk_ends_with_a_sentence_and_a_code(tmp_path: Path) -> None:
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SHIPPED.parent),
        "RANTAU_CONFIG_DIR": str(CONFIG),
        "RANTAU_HTTP_PORT": "0",
        **today.setting(),
    }
    words = [sys.executable, "-m", "bot", "run"]
    done = subprocess.run(
        words, cwd=tmp_path, env=variables, preexec_fn=_small_disk, capture_output=True, text=True
    )
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("rantau: the database sqlite+aiosqlite:///var/rantau.db cannot be used: ")


async def test_the_parts_of_a_stopped_program_finish_side_by_side() -> None:
    together = asyncio.Barrier(2)

    async def part() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await together.wait()

    stopped = asyncio.create_task(app._until_stopped(part(), part()))
    await asyncio.sleep(0.01)
    stopped.cancel()
    await asyncio.wait([stopped], timeout=60)
    assert stopped.cancelled()
