"""Fresh databases with the catalogue in them, for one trial each."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from pathlib import Path

from bench.durability.fault import POSTGRESQL, SQLITE
from tests.support import database_templates
from tests.support.postgres_server import shared_cluster
from tests.support.running_shop import made_ready

Fresh = Callable[[Path], AbstractAsyncContextManager[str]]
"""Yields the URL of a fresh filled database; a file is made in the folder."""


@asynccontextmanager
async def _sqlite(folder: Path) -> AsyncIterator[str]:
    url = f"sqlite+aiosqlite:///{folder / 'rantau.db'}"
    await made_ready(url)
    yield url


def opened(databases: list[str], stack: ExitStack) -> dict[str, Fresh]:
    """The chosen kinds of database; a PostgreSQL server of our own runs until the stack is closed."""
    found: dict[str, Fresh] = {}
    if SQLITE in databases:
        found[SQLITE] = _sqlite
    if POSTGRESQL in databases:
        shared = stack.enter_context(tempfile.TemporaryDirectory(prefix="rantau-durability-"))
        cluster = stack.enter_context(shared_cluster(Path(shared)))
        template = database_templates.postgres_database(cluster, made_ready)
        found[POSTGRESQL] = lambda _folder: database_templates.postgres_copy(cluster, template)
    return found
