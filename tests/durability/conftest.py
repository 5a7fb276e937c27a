"""Filled databases, on SQLite and PostgreSQL, and one process of the program on them."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.core import logs
from tests.support.one_process import OneProcess, one_process
from tests.support.program import STARTED
from tests.support.recording_channel import RecordingChannel


@pytest.fixture(scope="session", autouse=True)
def log_as_in_the_shop() -> None:
    """Configures the log as the program does; the default formatting of errors is slow."""
    logs.set_up(as_json=False, out=sys.__stderr__)


@pytest.fixture
def shop_file(tmp_path: Path, filled_database: Path) -> Path:
    """A copy of the filled SQLite file."""
    return Path(shutil.copy(filled_database, tmp_path / "rantau.db"))


@pytest.fixture
def shop_url(shop_file: Path) -> str:
    return f"sqlite+aiosqlite:///{shop_file}"


@pytest.fixture(params=["shop_url", "shared_url"])
def ready_url(request: pytest.FixtureRequest) -> str:
    """A filled database; a test that uses it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def process(ready_url: str) -> AsyncIterator[OneProcess]:
    async with one_process(ready_url) as one:
        yield one


@pytest.fixture
def channel(process: OneProcess) -> RecordingChannel:
    return process.channel


@pytest.fixture(autouse=True)
def no_program_outlives_its_test() -> Iterator[None]:
    yield
    for process in STARTED:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
    STARTED.clear()
