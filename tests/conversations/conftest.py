"""A running shop for every conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.running import RunningShop, filled, running


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(filled(tmp_path_factory.mktemp("filled")))


@pytest.fixture
async def shop(sqlite_url: str, filled_database: Path) -> AsyncIterator[RunningShop]:
    async with running(sqlite_url, filled_database) as open_shop:
        yield open_shop
