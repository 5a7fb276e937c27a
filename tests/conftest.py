"""What every test may ask for: a database of its own on SQLite, on PostgreSQL, or on both in turn."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.postgres import Cluster, Missing, shared_cluster


def absent(what: str) -> None:
    """With CI=true what a test needs must be there; elsewhere the test is left out and says why."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgres_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL server of this test run's own; all workers share it."""
    worker = "PYTEST_XDIST_WORKER" in os.environ
    shared = tmp_path_factory.getbasetemp()
    try:
        with shared_cluster(shared.parent if worker else shared) as cluster:
            yield cluster
    except Missing as missing:
        absent(str(missing))


@pytest.fixture
async def postgres_url(postgres_cluster: Cluster) -> AsyncIterator[str]:
    """A fresh, empty PostgreSQL database."""
    name = f"test_{secrets.token_hex(6)}"
    await _say(postgres_cluster, f"CREATE DATABASE {name} TEMPLATE template0")
    yield postgres_cluster.url(name, "postgresql+asyncpg")
    await _say(postgres_cluster, f"DROP DATABASE {name} WITH (FORCE)")


async def _say(cluster: Cluster, sql: str) -> None:
    connection = await asyncpg.connect(cluster.url("postgres"))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'rantau.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; a test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
