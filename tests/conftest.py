"""Fixtures for all tests: an own database on SQLite, on PostgreSQL, or on each in turn."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.support import database_templates, rows
from tests.support.postgres_server import Cluster, Missing, shared_cluster


def absent(what: str) -> None:
    """Skips a test because something is missing; fails it where CI=true."""
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
    async with database_templates.postgres_copy(postgres_cluster, database_templates.EMPTY) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_tables(postgres_cluster: Cluster) -> str:
    """A PostgreSQL database with all tables, to be copied."""
    return database_templates.postgres_database(postgres_cluster, database_templates.laid_out)


@pytest.fixture
async def postgres_tables_url(postgres_cluster: Cluster, postgres_tables: str) -> AsyncIterator[str]:
    """A PostgreSQL database with all tables and nothing in them."""
    async with database_templates.postgres_copy(postgres_cluster, postgres_tables) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_filled(postgres_cluster: Cluster) -> str:
    """A PostgreSQL database with the catalogue in it, to be copied."""
    from tests.support.running_shop import made_ready  # most tests need no running shop

    return database_templates.postgres_database(postgres_cluster, made_ready)


@pytest.fixture
async def shared_url(postgres_cluster: Cluster, postgres_filled: str) -> AsyncIterator[str]:
    """A PostgreSQL database with the catalogue in it."""
    async with database_templates.postgres_copy(postgres_cluster, postgres_filled) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite database that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'rantau.db'}"


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    return database_templates.sqlite_file(tmp_path_factory.mktemp("tables"), database_templates.laid_out)


@pytest.fixture
def sqlite_tables_url(sqlite_url: str, sqlite_tables: Path) -> str:
    """A SQLite database with all tables and nothing in them."""
    shutil.copy(sqlite_tables, sqlite_url.partition(":///")[2])
    return sqlite_url


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the catalogue in it, to be copied."""
    from tests.support.running_shop import made_ready

    return database_templates.sqlite_file(tmp_path_factory.mktemp("filled"), made_ready)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; a test that uses it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def tables_url(request: pytest.FixtureRequest) -> str:
    """A database with empty tables; a test that uses it runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_tables_url")
    return url


@pytest.fixture
async def makers_db(tables_url: str) -> AsyncIterator[AsyncSession]:
    """A session on a database with one customer and two makers."""
    async with rows.fresh_session(tables_url) as session:
        await rows.people_and_makers(session)
        yield session
