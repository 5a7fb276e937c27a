"""A shop at work: many customers order, people of an UMKM answer, a coordinator closes shipments to Taiwan.

`opened` starts it; `at_work` lets everybody act until the block ends, and then finish; `at_rest` waits until
nothing is left to do. What people have seen is compared with the books by `comparison.py`.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, update

from bench.durability.fault import SQLITE, Trial
from bench.durability.findings import Findings
from bot.catalog import Product
from bot.conversation.inbox import InboxRow
from bot.core.database import Database
from bot.people.outbox import Notice, NoticeState
from bot.shipments import Shipment, ShipmentState
from bot.shipping.manifests import Freeze
from tests.support import books
from tests.support.books import Books
from tests.support.bot_api import BotApi
from tests.support.gate import gate
from tests.support.ordering_customers import Customer
from tests.support.patient_person import PATIENCE
from tests.support.program import Program
from tests.support.told_notices import Cut
from tests.support.working_team import Coordinator, Maker

UNPACED, PACED = ({"RANTAU_TELEGRAM_SENDS_A_SECOND": rate} for rate in ("0", "30"))
"""Whether the program keeps to Telegram's limits; without them there is more at stake in a minute."""
UMKM, COUNTRY = "intip-pasar-gede", "TW"
PLENTY = 1_000_000
LOOK_SECONDS = 0.25
PATIENCE_SECONDS = 300.0
"""What was committed and not answered is looked for each half minute, if the program lives so long."""
THINK_SECONDS, MAKER_RESTS_SECONDS = 0.5, 1.0
LEASES_LEFT_AFTER = 4.0
"""Seconds in which no notice moves: what is claimed then was claimed by a program that is gone."""
LEASES_END_THEMSELVES = 90.0
"""Where no program is killed, what is claimed is being sent, however long that takes."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many customers order, how many people of the UMKM answer, and the seconds between two orders.

    Where the program keeps to Telegram's limits, a chat gets one message a second, and an order costs each
    person of the UMKM a notice and one of them four answers. Customers who order faster than that are never
    caught up with.
    """

    customers: int
    makers: int = 1
    rests: float = 0.0


@dataclass
class TradingShop:
    """Everybody at one shop, the programs that run it, and what was found so far."""

    api: BotApi
    db: Database
    programs: list[Program]
    customers: list[Customer]
    makers: list[Maker]
    coordinator: Coordinator
    chance: random.Random
    findings: Findings = field(default_factory=Findings)
    stock_before: dict[str, int | None] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    leases_left_after: float = LEASES_LEFT_AFTER

    @property
    def maker(self) -> Maker:
        """The first of those who answer."""
        return self.makers[0]

    async def books(self) -> Books:
        return await books.read(self.db)

    def cut(self, at: Books) -> None:
        """Notes that sending was cut off at this moment."""
        last = {chat.id: len(chat.messages) for chat in self.api.world.chats.values()}
        being_sent = frozenset(one.subject for one in at.notices if one.is_being_sent)
        self.cuts.append(Cut(last, being_sent, self.api.world.now()))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Customers order and the UMKM answers until the block ends; then each finishes what was begun."""
        over = asyncio.Event()
        work = [asyncio.create_task(one.go_on(over.is_set)) for one in self.customers]
        work += [asyncio.create_task(self._answer(one, over)) for one in self.makers]
        try:
            yield
            over.set()
            await asyncio.gather(*work)
        except TimeoutError:
            await self._tell_who_waits()
            raise
        finally:
            for one in work:
                one.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        await asyncio.gather(*(one.answer_all() for one in self.makers))

    async def _tell_who_waits(self) -> None:
        """Writes to the error output whose tap is open, and what the inbox knows of such chats."""
        chats = {str(chat.id) for chat in self.api.world.taps.values()}
        rows = select(InboxRow.chat_id, InboxRow.event_id, InboxRow.received_at, InboxRow.error)
        async with self.db.reading() as connection:
            mine = InboxRow.chat_id.in_(chats) & InboxRow.answered_at.is_(None)
            unanswered = [*map(tuple, await connection.execute(rows.where(mine)))]
        waiting = [one["update_id"] for one in self.api.updates.waiting]
        said = self.programs[0].said()[-2000:]
        sys.stderr.write(f"open taps of {chats}, not answered: {unanswered}, not taken: {waiting}\n{said}\n")

    async def _answer(self, maker: Maker, over: asyncio.Event) -> None:
        while not over.is_set():
            await maker.answer_all()
            await asyncio.sleep(MAKER_RESTS_SECONDS)

    async def open_shipment(self) -> str:
        """The code of the shipment that orders to Taiwan join now."""
        open_ones = (
            select(Shipment.code)
            .where(Shipment.destination == COUNTRY, Shipment.state == ShipmentState.OPEN)
            .order_by(Shipment.cutoff_at)
        )
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.db.reading() as connection:
                    if code := await connection.scalar(open_ones):
                        return str(code)
                await asyncio.sleep(LOOK_SECONDS)

    async def at_rest(self) -> Books:
        """Waits until everything is answered, frozen and told; leases of programs that are gone are ended."""
        async with asyncio.timeout(PATIENCE + self.leases_left_after):
            before, moved_at = await self._undone(), time.monotonic()
            while any(before) or self.api.world.taps or self.api.updates.waiting:
                await asyncio.sleep(LOOK_SECONDS)
                if (now := await self._undone()) != before:
                    before, moved_at = now, time.monotonic()
                elif time.monotonic() - moved_at > self.leases_left_after:
                    await self._end_leases()
                    moved_at = time.monotonic()
        return await self.books()

    async def _undone(self) -> tuple[list[Any], list[Any], int]:
        """The notices that wait, the shipments that are being frozen, and how many updates lack an answer."""
        waiting = select(Notice.id, Notice.due_at).where(Notice.state == NoticeState.QUEUED)
        freezing = select(Freeze.shipment_id).where((Freeze.wanted > Freeze.done) | Freeze.telling)
        unanswered = select(func.count()).select_from(InboxRow).where(InboxRow.answered_at.is_(None))
        async with self.db.reading() as connection:
            return (
                [*map(tuple, await connection.execute(waiting))],
                [*await connection.scalars(freezing)],
                await connection.scalar(unanswered) or 0,
            )

    async def _end_leases(self) -> None:
        """Moves time on for the notices that are claimed, as if their minute was over."""
        claimed = (Notice.state == NoticeState.QUEUED) & (Notice.attempts > 0)
        async with self.db.writing() as connection:
            await connection.execute(update(Notice).where(claimed).values(due_at=Notice.put_at))


@asynccontextmanager
async def opened(
    trial: Trial, crowd: Crowd, settings: Mapping[str, str] = UNPACED, killed: bool = True
) -> AsyncIterator[TradingShop]:
    """A shop with such a crowd: one program on SQLite, two behind a gate on PostgreSQL.

    Unless programs are `killed`, leases end by themselves.
    """
    chance = random.Random(trial.seed)
    db = Database(trial.url)
    await _fill_the_stock(db)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(db.close)
        api = await stack.enter_async_context(BotApi())
        many = 1 if trial.database == SQLITE else 2
        programs = [Program(api, trial.url, trial.folder, settings=dict(settings)) for _ in range(many)]
        if len(programs) > 1:
            address = await stack.enter_async_context(gate([one.port for one in programs]))
            for one in programs:
                one.public_url = address
        for one in programs:
            stack.push_async_callback(one.stop)
            await one.start()
        shop = await _peopled(api, db, programs, crowd, chance)
        shop.leases_left_after = LEASES_LEFT_AFTER if killed else LEASES_END_THEMSELVES
        yield shop


async def _fill_the_stock(db: Database) -> None:
    async with db.writing() as connection:
        await connection.execute(update(Product).values(stock=PLENTY))


async def _peopled(
    api: BotApi, db: Database, programs: list[Program], crowd: Crowd, chance: random.Random
) -> TradingShop:
    def own() -> random.Random:
        return random.Random(chance.random())

    calm: dict[str, Any] = {"expects_trouble": True, "patience": PATIENCE_SECONDS}
    makers = [Maker(api, api.person(f"Tini {number}"), own(), **calm) for number in range(crowd.makers)]
    coordinator = Coordinator(api, api.person("Wati"), own(), **calm)
    for maker in makers:
        await maker.person.say(f"/start i_{await programs[0].invited('umkm', UMKM)}")
    await coordinator.person.say(f"/start i_{await programs[0].invited('coordinator')}")
    customers = [
        Customer(api, api.person(f"Siti {number}"), own(), thinks=THINK_SECONDS, rests=crowd.rests)
        for number in range(crowd.customers)
    ]
    await asyncio.gather(*(one.come() for one in customers))
    shop = TradingShop(api, db, programs, customers, makers, coordinator, chance)
    shop.stock_before = dict((await shop.books()).stock)
    return shop
