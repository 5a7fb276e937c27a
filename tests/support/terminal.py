"""The command line as used at a terminal: words in; exit code, stdout and stderr out."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.cli import main
from bot.core import settings
from bot.core.clock import Clock
from bot.core.database import Database, migrations, session_on
from bot.people import Chat, Person, Role
from tests.support import database_templates, rows
from tests.support.config_folder import CONFIG

Result = TypeVar("Result")
_TEMPLATES = TemporaryDirectory(prefix="rantau-tests-")


@dataclass(frozen=True)
class Said:
    """The exit code and output of a command."""

    code: int
    out: str
    err: str


class Terminal:
    """A terminal in an empty folder, whose database does not exist yet."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self.url = f"sqlite+aiosqlite:///{folder / 'rantau.db'}"
        self._monkeypatch, self._capsys = monkeypatch, capsys
        for name in settings.variables():
            monkeypatch.delenv(name, raising=False)
        monkeypatch.chdir(folder)
        self.set(DATABASE_URL=self.url, CONFIG_DIR=str(CONFIG))

    def set(self, **variables: str) -> None:
        """Sets variables RANTAU_…."""
        for name, value in variables.items():
            self._monkeypatch.setenv(f"RANTAU_{name}", value)

    def rantau(self, *words: str) -> Said:
        """Runs a command."""
        self._monkeypatch.setattr(sys, "argv", ["rantau", *words])
        self._capsys.readouterr()
        code, usual_mask = 0, os.umask(0o022)
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            os.umask(usual_mask)
        told = self._capsys.readouterr()
        return Said(code, told.out, told.err)

    def has_database(self) -> None:
        """Creates the database, as `rantau migrate` does, unless it exists."""
        path = self.folder / "rantau.db"
        if not path.exists():
            shutil.copy(_migrated(), path)

    def write(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """Runs work on the database and commits it; returns its result."""
        self.has_database()

        async def done() -> Result:
            database = Database(self.url)
            async with database.writing() as connection, session_on(connection) as db:
                result = await work(db)
                await db.commit()
            await database.close()
            return result

        return asyncio.run(done())


@cache
def _migrated() -> Path:
    return database_templates.sqlite_file(Path(_TEMPLATES.name), migrations.migrate)


async def coordinator(db: AsyncSession) -> None:
    """A coordinator with a chat."""
    now = Clock().now()
    person = Person(created_at=now, name="Tari")
    db.add(person)
    await db.flush()
    db.add(Chat(channel="browser", bot_id="web", chat_id="tari", person_id=person.id))
    await people.grant(db, person.id, Role.COORDINATOR, now)


async def two_orders(db: AsyncSession) -> None:
    """A shipment to Taiwan, open for two more weeks, with two orders: 5 × product 1 and 2 × product 2."""
    await rows.people_and_makers(db)
    await coordinator(db)
    goods = [await rows.product(db, number, number) for number in (1, 2)]
    into = await rows.shipment(db, 1, cutoff_at=Clock().now() + timedelta(days=14))
    await placed(db, into, "TW-4K7M", [rows.Wanted(goods[0], 3), rows.Wanted(goods[1], 2)])
    await placed(db, into, "TW-9XRC", [rows.Wanted(goods[0], 2)])


async def placed(db: AsyncSession, into: Any, number: str, wanted: list[rows.Wanted]) -> None:
    """An order with an address in Taipei."""
    address = {"street_address": "Zhongxiao E. Rd. 1", "city": "Taipei City", "postal_code": "110"}
    await rows.order(db, into, wanted, number=number, address=address, address_typed=address)
