"""Faults of the database: a full disk, another program's lock, a server that restarts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import partial

import asyncpg

from bench.durability import rounds, trading_shop
from bench.durability.fault import POSTGRESQL, SQLITE, Fault, Outcome, Trial
from bench.durability.own_databases import OwnDatabase, on_own_disk
from bench.durability.trading_shop import PACED, Crowd, TradingShop
from bot.core.database import sqlite_path
from tests.support import postgres_server

CUSTOMERS, MOST_CALLS = 12, 40
FULL_SECONDS, LOCKED_SECONDS, DOWN_SECONDS = (1.0, 8.0), (1.0, 12.0), (0.0, 5.0)
LOCK_PATIENCE = 60.0
TABLES = ("inbox", "chats", "people", "orders", "order_lines", "notices", "products", "send_slots")
MODES = ("fast", "immediate")


async def disk_full(trial: Trial) -> Outcome:
    """Fills the disk in rounds."""
    async with (
        on_own_disk(trial) as own,
        trading_shop.opened(own.trial, Crowd(min(CUSTOMERS, 3 * trial.tries)), killed=False) as shop,
    ):
        done = await rounds.in_rounds(shop, trial, partial(_fill, own))
        return await rounds.outcome(shop, done, _log(shop))


async def _fill(own: OwnDatabase, shop: TradingShop) -> None:
    await rounds.some_calls(shop, MOST_CALLS)
    await asyncio.to_thread(own.disk.fill)
    await asyncio.sleep(shop.chance.uniform(*FULL_SECONDS))
    own.disk.free()
    await own.start_server()


async def locked(trial: Trial) -> Outcome:
    """Another program holds a lock, in rounds."""
    async with trading_shop.opened(
        trial, Crowd(min(CUSTOMERS, 3 * trial.tries)), PACED, killed=False
    ) as shop:
        done = await rounds.in_rounds(shop, trial, partial(_lock, trial))
        return await rounds.outcome(shop, done, _log(shop))


async def _lock(trial: Trial, shop: TradingShop) -> None:
    await rounds.some_calls(shop, MOST_CALLS)
    table = shop.chance.choice(TABLES)
    async with _sqlite_lock(trial.url) if trial.database == SQLITE else _postgres_lock(trial.url, table):
        await asyncio.sleep(shop.chance.uniform(*LOCKED_SECONDS))


@asynccontextmanager
async def _sqlite_lock(url: str) -> AsyncIterator[None]:
    given = {"isolation_level": None, "timeout": LOCK_PATIENCE, "check_same_thread": False}
    with closing(sqlite3.connect(str(sqlite_path(url)), **given)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        yield


@asynccontextmanager
async def _postgres_lock(url: str, table: str) -> AsyncIterator[None]:
    other = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        async with other.transaction():
            await other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await other.close()


async def restarted(trial: Trial) -> Outcome:
    """Restarts the server in rounds, in order or by a crash."""
    async with (
        on_own_disk(trial) as own,
        trading_shop.opened(own.trial, Crowd(min(CUSTOMERS, 3 * trial.tries)), killed=False) as shop,
    ):
        done = await rounds.in_rounds(shop, trial, partial(_restart, own))
        return await rounds.outcome(shop, done, _log(shop))


async def _restart(own: OwnDatabase, shop: TradingShop) -> None:
    await rounds.some_calls(shop, MOST_CALLS)
    assert own.cluster is not None
    await asyncio.to_thread(postgres_server.stop_for_a_while, own.cluster, shop.chance.choice(MODES))
    await asyncio.sleep(shop.chance.uniform(*DOWN_SECONDS))
    await own.start_server()


def _log(shop: TradingShop) -> str:
    """What the programs said of it."""
    said = shop.programs[0].said()
    outages = max(said.count("cannot work"), said.count("works again"))
    lines, tracebacks = len(said.splitlines()), said.count("Traceback")
    return f"the log tells of {outages} outages in {lines} lines, with {tracebacks} tracebacks"


FAULTS = (
    Fault(
        "disk-full",
        "the disk is full for some seconds",
        f"""The database, all that the program keeps, and its log lie on a small ext4 file system of
their own (a loop device). After 1 to {MOST_CALLS} calls to Telegram a file takes all room that
is left, for {FULL_SECONDS[0]:.0f} to {FULL_SECONDS[1]:.0f} s. A PostgreSQL server that ended
for it is started when there is room. Trade and comparison are those of [kills](#kills).""",
        disk_full,
        tries=30,
    ),
    Fault(
        "locked",
        "another program holds a lock",
        f"""After 1 to {MOST_CALLS} calls to Telegram another program locks the database (SQLite: `BEGIN
EXCLUSIVE`; PostgreSQL: one of eight tables, by chance, in `ACCESS EXCLUSIVE MODE`) for
{LOCKED_SECONDS[0]:.0f} to {LOCKED_SECONDS[1]:.0f} s, where a statement waits for five and a
turn may. Trade and comparison are those of [kills](#kills).""",
        locked,
        tries=30,
    ),
    Fault(
        "database-restarted",
        "PostgreSQL is restarted",
        f"""After 1 to {MOST_CALLS} calls to Telegram the server is stopped, by turns in order (`fast`)
or as a crash (`immediate`), and started after {DOWN_SECONDS[0]:.0f} to {DOWN_SECONDS[1]:.0f} s;
`fsync` is on. Trade and comparison are those of [kills](#kills).""",
        restarted,
        tries=40,
        databases=(POSTGRESQL,),
    ),
)
