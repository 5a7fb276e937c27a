"""`python -m bench sending`: thousands of notices are due at once while people tap, at a server with limits.

The server counts what arrives in any second, in all and in each chat, and bans whoever sends too much for
five seconds, as Telegram does. Is the allowed rate used, is anything refused, and how long does a tap wait?
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select

from bench.consignment import Crowd, fill
from bench.process import Program
from bot import app
from bot.core import clock
from bot.core.database import Database, migrations, session_on
from bot.core.settings import Settings
from bot.destinations import overrides
from bot.ordering import shop as shop_module
from bot.orders import Order
from bot.people import Chat, outbox
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice, NoticeState
from tests.support.bot_api import BotApi
from tests.support.bot_api.limits import ServerLimits
from tests.support.bot_api.person import Person
from tests.support.database_templates import EMPTY, postgres_copy
from tests.support.free_port import free_port
from tests.support.gate import gate
from tests.support.postgres_server import CAREFUL, own_cluster

Measured = TypeVar("Measured")
CONFIG = Path(__file__).parents[1] / "config"
FIRST_PERSON = 7001
ANSWERED_WITHIN = 60.0
LOOK_SECONDS = 0.5
FIRST_SECONDS = 2.0
"""Before the steady rate is measured."""


@dataclass
class Found:
    """What was measured."""

    limits: ServerLimits
    waits: list[float] = field(default_factory=list)
    begun: float = 0.0
    ended: float = 0.0
    notices: dict[str, int] = field(default_factory=dict)


async def prepared(url: str, notices: int) -> None:
    """A shop with so many customers, each with an order whose dates have moved, and nobody told yet."""
    await migrations.migrate(url)
    shop, database = shop_module.open_shop(CONFIG), Database(url)
    await app.fill(database, Settings(_env_file=None, database_url=url, browser_chat="on"), shop)
    now = clock.Clock().now()
    async with database.writing() as connection, session_on(connection) as db:
        for one in shop.destinations.first_wave():
            await overrides.set_open(db, one.iso2, True, now)
        await fill(db, notices, now, Crowd("telegram", "4242", FIRST_PERSON))
        orders = await db.execute(select(Order.id, Chat.id).join(Chat, Chat.person_id == Order.customer_id))
        moved = [(str(order_id), chat_id, 1) for order_id, chat_id in orders]
        await outbox.put_all(db, NoticeKind.DATES_MOVED, moved, now)
        await db.commit()
    await database.close()


async def tap_now_and_then(person: Person, rest: float, found: Found, over: asyncio.Event) -> None:
    """Opens the menu again and again, and notes how long the answer takes."""
    chance = random.Random(person.id)
    while not over.is_set():
        await asyncio.sleep(chance.expovariate(1 / rest))
        begun, version = time.monotonic(), person.chat.version
        await person.say("/start", wait=0)
        async with asyncio.timeout(ANSWERED_WITHIN):
            while person.chat.version == version:
                await person.chat.moved.wait()
        found.waits.append(time.monotonic() - begun)


def environment(api: BotApi, url: str) -> dict[str, str]:
    """The settings of a program on this database that polls the tests' server."""
    return {
        "RANTAU_DATABASE_URL": url,
        "RANTAU_CONFIG_DIR": str(CONFIG),
        "RANTAU_TELEGRAM_TOKEN": api.token,
        "RANTAU_TELEGRAM_API_URL": api.url,
        "RANTAU_BROWSER_CHAT": "off",
        "RANTAU_HTTP_PORT": "0",
    }


async def started(stack: AsyncExitStack, api: BotApi, url: str, programs: int, folder: Path) -> None:
    """Starts so many programs on the database: one polls, several take webhooks behind a gate."""
    env = environment(api, url)
    ports = [free_port() for _ in range(programs)]
    if programs > 1:
        env["RANTAU_PUBLIC_URL"] = await stack.enter_async_context(gate(ports))
    receives = "setWebhook" if programs > 1 else "getUpdates"
    for number, port in enumerate(ports):
        own = folder / str(number)
        own.mkdir()
        stack.enter_context(Program(["-m", "bot", "run"], env | {"RANTAU_HTTP_PORT": str(port)}, own))
        while len(api.made(receives)) <= number:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS / 10)


async def states(database: Database) -> dict[str, int]:
    """How many notices are in which state."""
    counted = select(Notice.state, func.count()).group_by(Notice.state)
    async with database.reading() as connection:
        return dict(map(tuple, await connection.execute(counted)))


@asynccontextmanager
async def empty_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The URL of an empty database, `sqlite` in the folder or `postgresql` on a server of our own."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/bench.db"
        return
    with own_cluster(options=CAREFUL) as cluster:
        async with postgres_copy(cluster, EMPTY) as url:
            yield url


async def measured(given: argparse.Namespace, folder: Path, url: str) -> Found:
    """Runs the program until every notice is sent, or given up."""
    await prepared(url, given.notices)
    database, over = Database(url), asyncio.Event()
    async with BotApi() as api:
        customers = [api.person(f"Siti {number}") for number in range(given.notices)]
        tappers = [api.person(f"Ani {number}") for number in range(given.tappers)]
        api.limits = ServerLimits()
        found = Found(api.limits)
        async with AsyncExitStack() as stack:
            await started(stack, api, url, given.programs, folder)
            begun = time.monotonic()
            rest = given.tappers / given.taps
            tapping = [asyncio.create_task(tap_now_and_then(one, rest, found, over)) for one in tappers]
            while (await states(database)).get(NoticeState.QUEUED):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)
            found.begun, found.ended = begun, time.monotonic()
            over.set()
            await asyncio.gather(*tapping)
        found.notices = await states(database)
        found.notices["arrived"] = sum(len(one.messages) for one in customers)
    await database.close()
    return found


def report(found: Found, given: argparse.Namespace) -> str:
    """The figures, one a line."""
    limits = found.limits
    begun = found.begun + FIRST_SECONDS
    rate = sum(begun <= at < found.ended for at in limits.arrivals) / (found.ended - begun)
    waits = sorted(found.waits)
    lines = {
        "notices, by their state": ", ".join(f"{state} {count}" for state, count in found.notices.items()),
        "seconds until all were sent": f"{found.ended - found.begun:.1f}",
        "messages a second": f"{rate:.2f} of {limits.a_second} ({rate / limits.a_second:.1%})",
        "refused": f"{limits.refused} of {limits.counted} ({limits.refused / limits.counted:.2%})",
        "taps": f"{len(waits)}, {given.taps:.0f} a second by {given.tappers} people",
        "answered after, p50": f"{statistics.median(waits) * 1000:.0f} ms",
        "answered after, p99": f"{waits[int(len(waits) * 0.99)] * 1000:.0f} ms",
        "answered after, at most": f"{waits[-1] * 1000:.0f} ms",
    }
    return "\n".join(f"{name:30}{value}" for name, value in lines.items())


def add_database(parser: argparse.ArgumentParser) -> None:
    """Adds the option that says on which kind of database it is measured."""
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")


def run_on_database(
    given: argparse.Namespace,
    measure: Callable[[argparse.Namespace, Path, str], Coroutine[Any, Any, Measured]],
    report: Callable[[Measured, argparse.Namespace], str],
) -> None:
    """Measures in a folder of its own, on an empty database, and prints the report."""

    async def on(folder: Path) -> Measured:
        async with empty_database(given.database, folder) as url:
            return await measure(given, folder, url)

    with tempfile.TemporaryDirectory() as folder:
        print(report(asyncio.run(on(Path(folder))), given))


def main(words: list[str]) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench sending", description=__doc__)
    parser.add_argument("--notices", type=int, default=2000)
    parser.add_argument("--tappers", type=int, default=40)
    parser.add_argument("--taps", type=float, default=5.0, help="a second, by all of them")
    add_database(parser)
    parser.add_argument("--programs", type=int, default=1, help="on one PostgreSQL")
    run_on_database(parser.parse_args(words), measured, report)
