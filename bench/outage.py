"""`python -m bench outage`: the program comes back while thousands of updates wait at Telegram.

Newcomers write meanwhile: how long do they wait, is what waited fetched and answered chat by chat, and is any
of it lost, also when the program is stopped in the middle and started again?
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from bench.process import Program
from bench.sending import add_database, environment, prepared, run_on_database
from bot.conversation.inbox import InboxRow
from bot.core.database import Database
from tests.support.bot_api import BotApi
from tests.support.bot_api.limits import ServerLimits
from tests.support.bot_api.person import Person

TEXTS = ("/start", "karak 2", "/keranjang", "ke Taiwan berapa?", "/pesanan")
AGO = 3600
"""Seconds before now at which those who waited wrote."""
ANSWERED_WITHIN = 120.0
LOOK_SECONDS = 0.2
END_SECONDS = 1800.0


@dataclass
class Found:
    """What was measured, in seconds and numbers."""

    waits: list[float] = field(default_factory=list)
    fetched_after: float = 0.0
    fetched_with: float = 0.0
    """Seconds of a processor that the program had used by then, its start left out."""
    chats_answered: int = 0
    rows: dict[str, int] = field(default_factory=dict)


async def fill_queue(api: BotApi, chats: int, updates: int) -> list[Person]:
    """Lets so many chats write so many messages altogether, an hour ago, while nobody fetches them."""
    people = [api.person(f"Ani {number}") for number in range(chats)]
    said = dict.fromkeys(range(chats), 0)
    for number in random.Random(updates).choices(range(chats), k=updates):
        await people[number].say(TEXTS[said[number] % len(TEXTS)], wait=0)
        said[number] += 1
        api.updates.waiting[-1]["message"]["date"] -= AGO
    return people


async def newcomers(api: BotApi, rest: float, found: Found, over: asyncio.Event) -> None:
    """Somebody new writes every now and then; notes how long each waits for the answer."""
    waiting: list[asyncio.Task[None]] = []
    while not over.is_set():
        person = api.person(f"Siti {len(waiting)}")
        waiting.append(asyncio.create_task(one_newcomer(person, found)))
        await asyncio.sleep(rest)
    await asyncio.gather(*waiting)


async def one_newcomer(person: Person, found: Found) -> None:
    """Writes, and waits for the answer."""
    begun = time.monotonic()
    await person.say("/start", wait=0)
    async with asyncio.timeout(ANSWERED_WITHIN):
        while not person.chat.from_bot:
            await person.chat.moved.wait()
    found.waits.append(time.monotonic() - begun)


async def rows(database: Database) -> dict[str, int]:
    """How many updates the inbox holds, in all and in which state."""
    count = func.count()
    async with database.reading() as connection:
        waiting = select(count).where(InboxRow.unhandled != "")
        parked = select(count).where(InboxRow.error != "")
        unanswered = select(count).where(InboxRow.answered_at.is_(None))
        asked = {"all": select(count).select_from(InboxRow), "unhandled": waiting}
        asked |= {"parked": parked, "unanswered": unanswered}
        return {name: await connection.scalar(one) or 0 for name, one in asked.items()}


async def measured(given: argparse.Namespace, folder: Path, url: str) -> Found:
    """Runs the program at the server's limits for a while, and then without them until all is handled."""
    await prepared(url, 0)
    database, over, found = Database(url), asyncio.Event(), Found()
    async with BotApi() as api:
        people = await fill_queue(api, given.chats, given.updates)
        api.limits = ServerLimits()
        env = environment(api, url)
        with Program(["-m", "bot", "run"], env, folder) as program:
            while not api.made("getUpdates"):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS / 10)
            begun, used = time.monotonic(), program.cpu_seconds()
            writing = asyncio.create_task(newcomers(api, given.every, found, over))
            while time.monotonic() < begun + given.seconds:
                await asyncio.sleep(LOOK_SECONDS)
                if not found.fetched_after and len(api.updates.waiting) < 100:  # a full batch
                    found.fetched_after = time.monotonic() - begun
                    found.fetched_with = program.cpu_seconds() - used
            over.set()
            await writing
            found.chats_answered = sum(bool(one.chat.from_bot) for one in people)
        api.limits = None
        with Program(["-m", "bot", "run"], env | {"RANTAU_TELEGRAM_SENDS_A_SECOND": "0"}, folder):
            async with asyncio.timeout(END_SECONDS):
                while (found.rows or {"unanswered": 1})["unanswered"]:
                    await asyncio.sleep(1)
                    found.rows = await rows(database)
    await database.close()
    return found


def report(found: Found, given: argparse.Namespace) -> str:
    """The figures, one a line."""
    waits = sorted(found.waits)
    within = sum(one <= 5 for one in waits)
    taken = given.updates + len(waits)
    lines = {
        "updates that waited": f"{given.updates:,} of {given.chats:,} chats",
        "fetched after": f"{found.fetched_after:.1f} s, with {found.fetched_with:.1f} s of a processor",
        f"their chats answered in {given.seconds:.0f} s": f"{found.chats_answered:,} at 30 messages a second",
        "newcomers meanwhile": f"{len(waits)}, answered within 5 s: {within}",
        "answered after, p50": f"{statistics.median(waits):.2f} s",
        "answered after, p99": f"{waits[int(len(waits) * 0.99)]:.2f} s",
        "answered after, at most": f"{waits[-1]:.2f} s",
        "lost": f"{taken - found.rows['all'] + found.rows['unhandled']} of {taken:,}",
        "parked": f"{found.rows['parked']}",
    }
    return "\n".join(f"{name:36}{value}" for name, value in lines.items())


def main(words: list[str]) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench outage", description=__doc__)
    parser.add_argument("--updates", type=int, default=50_000)
    parser.add_argument("--chats", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the first run")
    parser.add_argument("--every", type=float, default=0.5, help="seconds between newcomers")
    add_database(parser)
    run_on_database(parser.parse_args(words), measured, report)
