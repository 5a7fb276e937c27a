"""The whole program running: Telegram by polling from the tests' own server, and the browser chat."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from sqlalchemy import select

from bot import app, handlers, people
from bot.app import scheduled_jobs
from bot.catalog import Catalogue, Umkm
from bot.conversation.engine import Replies
from bot.core.clock import Clock
from bot.core.database import Database, migrations, session_on
from bot.core.deployment import Deployment
from bot.core.settings import Settings
from bot.destinations import overrides
from bot.ordering.shop import Shop, open_shop
from bot.people import Role
from tests.support import shared_file_builder
from tests.support.bot_api import BotApi
from tests.support.browser_visitor import Visitor
from tests.support.config_folder import CONFIG
from tests.support.free_port import free_port

PATIENCE = 120.0
Serving = Callable[[Shop, Deployment], Replies]


@cache
def _read_once() -> Shop:
    return open_shop(CONFIG)


def fresh_shop() -> Shop:
    """The real configuration with a catalogue and a clock of its own."""
    return replace(_read_once(), catalogue=Catalogue(), clock=Clock())


@dataclass
class RunningProgram:
    """The running program. `db` is a second engine for its database, as of another process."""

    settings: Settings
    shop: Shop
    db: Database
    api: BotApi
    _visitors: list[Visitor] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.settings.http_port}"

    async def visitor(self, language: str = "id") -> Visitor:
        """Somebody new on the chat page."""
        visitor = await Visitor.come(self.base, language)
        self._visitors.append(visitor)
        return visitor

    async def invite(self, role: Role, umkm_code: str = "") -> str:
        """A fresh invite's code."""
        async with self.db.writing() as connection, session_on(connection) as db:
            umkm_id = await db.scalar(select(Umkm.id).where(Umkm.code == umkm_code)) if umkm_code else None
            assert (umkm_id is None) == (role is not Role.UMKM), f"no UMKM {umkm_code!r}"
            code = await people.invite(db, role, self.shop.clock.now(), umkm_id)
            await db.commit()
            return code

    def later(self, **time: float) -> None:
        """Moves the clock: `days=3`, `hours=1`."""
        self.shop.clock.ahead += timedelta(**time)

    async def leave(self) -> None:
        for visitor in self._visitors:
            await visitor.leave()


def telegram_settings(database_url: str, api: BotApi, port: int, media_dir: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=database_url,
        config_dir=CONFIG,
        media_dir=media_dir,
        http_port=port,
        telegram_token=SecretStr(api.token),
        telegram_api_url=api.url,
        telegram_sends_a_second=0,
        browser_chat="on",
    )


async def made_ready(url: str) -> None:
    """A migrated database with the catalogue in it and the first wave open."""
    shop = fresh_shop()
    await migrations.migrate(url)
    db = Database(url)
    await app.fill(db, Settings(_env_file=None, database_url=url, browser_chat="on"), shop)
    await open_first_wave(db, shop)
    await db.close()


async def open_first_wave(db: Database, shop: Shop) -> None:
    """Opens the seven countries of the first wave, as the coordinator does."""
    async with db.writing() as connection, session_on(connection) as objects:
        for one in shop.destinations.first_wave():
            await overrides.set_open(objects, one.iso2, True, shop.clock.now())
        await objects.commit()


@asynccontextmanager
async def opened(database_url: str, template: Path) -> AsyncIterator[Database]:
    """A copy of the filled database that no program uses."""
    shutil.copy(template, database_url.partition(":///")[2])
    db = Database(database_url)
    try:
        yield db
    finally:
        await db.close()


@asynccontextmanager
async def running(
    database_url: str, template: Path | None = None, serving: Serving = handlers.serving
) -> AsyncIterator[RunningProgram]:
    """Runs the program on this database until the block ends, with scheduled jobs five times a second."""
    if template is not None:
        shutil.copy(template, database_url.partition(":///")[2])
    usual, scheduled_jobs.JOBS = scheduled_jobs.JOBS, tuple(_sooner(one) for one in scheduled_jobs.JOBS)
    try:
        with shared_file_builder.shared(), TemporaryDirectory() as folder:
            async with BotApi() as api, _at_work(database_url, api, Path(folder), serving) as program:
                yield program
    finally:
        scheduled_jobs.JOBS = usual


@asynccontextmanager
async def _at_work(
    database_url: str, api: BotApi, media_dir: Path, serving: Serving
) -> AsyncIterator[RunningProgram]:
    shop, settings = fresh_shop(), telegram_settings(database_url, api, free_port(), media_dir)
    work = asyncio.create_task(app.run(settings, shop, serving))
    program = RunningProgram(settings, shop, Database(database_url), api)
    try:
        await _until_open(work, api)
        yield program
    finally:
        await program.leave()
        await program.db.close()
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


def _sooner(duty: scheduled_jobs.ScheduledJob) -> scheduled_jobs.ScheduledJob:
    return replace(duty, seconds=0.2) if duty.seconds and duty.seconds <= 5 else duty


async def _until_open(work: asyncio.Task[None], api: BotApi) -> None:
    async with asyncio.timeout(PATIENCE):
        while not api.updates.is_polled:
            if work.done():
                await work
                raise AssertionError("the program has stopped by itself")
            await asyncio.sleep(0.02)
