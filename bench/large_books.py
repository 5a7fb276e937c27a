"""`python -m bench.large_books`: somebody's taps while a coordinator opens what sums up 200,000 orders.

The places of the coordinator and of an UMKM that look at every order are opened one after the other, while
somebody else taps again and again. How long does that one wait, and how long is the event loop held?

It is a program of its own, as `bench.durability` is: the tests' process that it uses moves the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import sys
import tempfile
import time
from asyncio.events import Handle
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text

from bench.consignment import Crowd, fill
from bench.sending import empty_database
from bot import people
from bot.catalog import Umkm
from bot.core import clock
from bot.core.database import Database, session_on
from bot.people import Role
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import tap
from tests.support.running_shop import made_ready

PLACES = ("c", "c/totals", "c/totals/product/-/-/1", "c/shipments", "u", "u/orders/settled/1", "u/recap")
TAPPED, REST_SECONDS = "menu", 0.005
COORDINATOR, OTHER = "7", "8"
AIM_MILLISECONDS = 50


@dataclass
class Found:
    """Of one place, in seconds: how long it took, others' taps, and the longest hold of the loop."""

    place: str
    took: float = 0.0
    waits: list[float] = field(default_factory=list)
    held: float = 0.0


async def filled(url: str, orders: int) -> None:
    """A shop with so many placed orders in one open shipment."""
    await made_ready(url)
    database = Database(url)
    async with database.writing() as connection, session_on(connection) as db:
        await fill(db, orders, clock.Clock().now(), Crowd("telegram", "4242"))
        await db.commit()
    async with database.engine.connect() as connection:  # which autovacuum does for a shop that grows
        await connection.execute(text("ANALYZE"))
        await connection.commit()
    await database.close()


async def with_roles(process: OneProcess) -> None:
    """The coordinator, who is of an UMKM too, and somebody else come."""
    await process.take(tap(COORDINATOR, "s7", "to/TW"), tap(OTHER, "s8", "to/TW"))
    person, now = await process.person(COORDINATOR), process.shop.clock.now()
    async with process.db.writing() as connection, session_on(connection) as db:
        umkm_id = await db.scalar(select(Umkm.id).order_by(Umkm.id).limit(1))
        await people.grant(db, person.id, Role.COORDINATOR, now)
        await people.grant(db, person.id, Role.UMKM, now, umkm_id=umkm_id)
        await db.commit()


@contextmanager
def holds_noted(found: Found) -> Iterator[None]:
    """Notes the most processor time that one step of the loop takes: others' work does not count."""
    usual = Handle._run

    def timed(handle: Handle) -> None:
        begun = time.thread_time()
        usual(handle)
        found.held = max(found.held, time.thread_time() - begun)

    Handle._run = timed  # type: ignore[method-assign]
    try:
        yield
    finally:
        Handle._run = usual  # type: ignore[method-assign]


async def opened(process: OneProcess, place: str) -> Found:
    """Opens a place while somebody else taps."""
    return await beside_taps(process, place, process.take(tap(COORDINATOR, f"{place}-own", place)))


async def beside_taps(process: OneProcess, name: str, work: Awaitable[object]) -> Found:
    """Does the work while somebody else taps."""
    found, over = Found(name), asyncio.Event()

    async def others() -> None:
        while not over.is_set():
            begun = time.perf_counter()
            await process.take(tap(OTHER, f"{name}-{len(found.waits)}", TAPPED))
            found.waits.append(time.perf_counter() - begun)
            await asyncio.sleep(REST_SECONDS)

    gc.freeze()  # as the program does when it has started
    with holds_noted(found):
        tapping = asyncio.create_task(others())
        await asyncio.sleep(10 * REST_SECONDS)
        begun = time.perf_counter()
        await work
        found.took = time.perf_counter() - begun
        over.set()
        await tapping
    return found


def line(found: Found) -> str:
    """One row of the table; times in milliseconds."""
    waits = sorted(1000 * one for one in found.waits)
    p99 = waits[int(len(waits) * 0.99)]
    return (
        f"| `{found.place}` | {1000 * found.took:,.0f} | {len(waits)} | {statistics.median(waits):.1f} "
        f"| {p99:.1f} | {waits[-1]:.1f} | {1000 * found.held:.1f} |"
    )


def print_table(what: str, found: list[Found]) -> None:
    """Prints all rows under their heads."""
    print(f"| {what} | done in | others' taps | p50 | p99 | at most | loop held at most |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(map(line, found)))


async def measured(given: argparse.Namespace, folder: Path) -> list[Found]:
    """Opens every place once for the caches, and once more for the figures."""
    async with empty_database(given.database, folder) as url:
        await filled(url, given.orders)
        async with one_process(url) as process:
            await with_roles(process)
            for place in PLACES:
                await process.take(tap(COORDINATOR, f"{place}-first", place))
            return [await opened(process, place) for place in PLACES]


def main() -> None:
    """Prints the table; fails when somebody else waited longer than the aim for the loop."""
    parser = argparse.ArgumentParser(prog="python -m bench.large_books", description=__doc__)
    parser.add_argument("--orders", type=int, default=200_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(given, Path(folder)))
    print(f"{given.orders:,} orders, {given.database}; milliseconds")
    print_table("place", found)
    sys.exit(max(one.held for one in found) * 1000 > AIM_MILLISECONDS)


if __name__ == "__main__":
    main()
