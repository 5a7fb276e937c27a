"""`python -m bench manifest`: a shipment of thousands of orders is closed while customers go on tapping.

The program runs as a whole process at the Bot API server of `bench/`. A coordinator closes the shipment by
a tap; the manifest is made, customers, UMKM and coordinators are told, the documents made and sent. Meanwhile
others tap at random moments: how long does each of them wait, and what does the program hold in memory?
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from array import array
from contextlib import closing
from pathlib import Path

from bench import bot_api
from bench.consignment import Crowd, fill, somebody
from bench.customers import Action
from bench.process import Program
from bench.server import Server, started
from bot import app
from bot.core import clock
from bot.core.database import Database, migrations, session_on
from bot.core.settings import Settings
from bot.destinations import overrides
from bot.ordering import shop as shop_module
from bot.people import Role

CONFIG = Path(__file__).parents[1] / "config"
COORDINATOR, MAKER = 11, 12
PLACES = ("browse", "shelf/food-snack/1", "cart", "orders")
LOOK_SECONDS = 0.05
SENT_NOTICES = "SELECT count(*) FROM notices WHERE state = 'sent'"
LOOKERS, REST_SECONDS = 200, 3.0
QUIET_SECONDS = 10.0
"""Before the shipment is closed, to compare."""
FORWARD_SECONDS = 15.0
"""After that the coordinator forwards the manifest: the other papers follow."""


class Peak:
    """The peak memory of a program and its children during the block, in MB."""

    def __init__(self, program: Program) -> None:
        self._program, self._over = program, threading.Event()
        self.megabytes = self.alone = 0.0

    def __enter__(self) -> Peak:
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            try:
                self.megabytes = max(self.megabytes, self._program.megabytes())
            except FileNotFoundError:
                continue  # a process ended while it was looked at


async def prepared(folder: Path, orders: int) -> str:
    """Makes a shop's database with one open shipment of so many orders."""
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    await migrations.migrate(url)
    shop, database = shop_module.open_shop(CONFIG), Database(url)
    await app.fill(database, Settings(_env_file=None, database_url=url, browser_chat="on"), shop)
    crowd, now = Crowd("telegram", str(bot_api.BOT["id"])), clock.Clock().now()
    async with database.writing() as connection, session_on(connection) as db:
        for one in shop.destinations.first_wave():
            await overrides.set_open(db, one.iso2, True, now)
        await fill(db, orders, now, crowd)
        await somebody(db, Role.COORDINATOR, COORDINATOR, now, crowd)
        await somebody(db, Role.UMKM, MAKER, now, crowd)
        await db.commit()
    await database.close()
    return url


def figure_of(folder: Path, query: str) -> int:
    """The integer that a query gives, read from outside the program."""
    with closing(sqlite3.connect(folder / "bench.db", timeout=30)) as connection:
        return int(connection.execute(query).fetchone()[0])


def lookers(given: argparse.Namespace) -> range:
    """The chats of customers who only look around: they have no orders, so no notice answers their taps."""
    first = Crowd("", "").first_chat + given.orders
    return range(first, first + LOOKERS)


def taps(given: argparse.Namespace) -> list[Action]:
    """The coordinator closes the shipment after a while; others, who ordered nothing, look around."""
    chance = random.Random(given.seed)
    moments, at = [], 0.0
    while (at := at + chance.expovariate(given.rate)) < given.seconds:
        moments.append(Action(at, chance.choice(lookers(given)), "tap", chance.choice(PLACES)))
    closing_tap = Action(QUIET_SECONDS, COORDINATOR, "tap", "c/close/1/open")
    forwarding = Action(QUIET_SECONDS + FORWARD_SECONDS, COORDINATOR, "tap", "c/forward/1/1")
    return sorted([*moments, closing_tap, forwarding], key=lambda one: one.at)


def measured(given: argparse.Namespace, folder: Path) -> str:
    """The report of one run."""

    asyncio.run(prepared(folder, given.orders))
    with Server() as server, started("rantau", server.url, folder) as program:
        server.hand_out([Action(0.0, one, "text", "/start") for one in lookers(given)], program)
        time.sleep(REST_SECONDS)
        before = program.megabytes()
        start = time.monotonic()
        done = threading.Thread(target=_until_made, args=(folder, marks := {}), daemon=True)
        done.start()
        with Peak(program) as peak:
            found = server.hand_out(taps(given), program)
            done.join(given.seconds)
            if done.is_alive():
                sys.stderr.write(f"the documents were not sent; last words:\n{program.last_words()}\n")
        made, sent, all_sent = (marks.get(name, float("nan")) - start - QUIET_SECONDS for name in MARKS)
        waits = _waits(found)
    return "\n".join(
        [
            f"{given.orders} orders, {figure_of(folder, 'SELECT count(*) FROM manifest_lines')} lines;"
            f" {len(waits)} taps at {given.rate:.0f}/s",
            f"manifest complete after {made:.1f} s, its workbook and CSV sent after {sent:.1f} s,"
            f" packing lists, invoices and labels (forwarded at {FORWARD_SECONDS:.0f} s)"
            f" after {all_sent:.1f} s",
            f"notices sent: {figure_of(folder, SENT_NOTICES)}",
            f"taps before: {_summary([wait for at, wait in waits if at < QUIET_SECONDS])}",
            f"taps from then on: {_summary([wait for at, wait in waits if at >= QUIET_SECONDS])}",
            f"memory with children: {before:.0f} MB before, {peak.megabytes:.0f} MB at most",
        ]
    )


SENT = "SELECT count(*) >= {} FROM notices WHERE kind = 'manifest' AND state = 'sent'"
MARKS = {
    "made": "SELECT count(*) FROM manifests WHERE version > 0",
    "sent": SENT.format(1),
    "all sent": SENT.format(2),
}


def _until_made(folder: Path, marks: dict[str, float]) -> None:
    """Notes when the manifest is complete, and when its notices, which go with their files, are sent."""
    for name, query in MARKS.items():
        while (folder / "bench.db").exists() and not figure_of(folder, query):
            time.sleep(LOOK_SECONDS)
        marks[name] = time.monotonic()


def _waits(moments: tuple[array[float], ...]) -> list[tuple[float, float]]:
    """When each tap came, and how many seconds it waited."""
    came, _went, answered = moments
    return [(at - came[0], end - at) for at, end in zip(came, answered, strict=True)]


def _summary(waits: list[float]) -> str:
    p99 = statistics.quantiles(waits, n=100)[98]
    figures = (statistics.median(waits), p99, max(waits))
    return "median {:.0f} ms, p99 {:.0f} ms, slowest {:.0f} ms".format(*(one * 1000 for one in figures))


def main(words: list[str]) -> None:
    """Measures once and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench manifest", description=__doc__)
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=20.0, help="taps a second meanwhile")
    parser.add_argument("--seconds", type=float, default=75.0, help="how long customers tap")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the database is made; decides what a commit costs")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="rantau-bench-", dir=given.folder) as made:
        sys.stdout.write(measured(given, Path(made)) + "\n")
