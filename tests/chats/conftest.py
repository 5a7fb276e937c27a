"""The running program, for every chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.running_shop import RunningProgram, running


@pytest.fixture
async def program(sqlite_url: str, filled_database: Path) -> AsyncIterator[RunningProgram]:
    async with running(sqlite_url, filled_database) as open_shop:
        yield open_shop
