"""A shop without servers, whose clock can be moved: its programs run here, and a channel records.

One program on SQLite, two on PostgreSQL. Chat 1 is a coordinator's, chat 2 an UMKM's, others are customers'.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from bench.durability.fault import SQLITE, Counts, Outcome, Trial
from bench.durability.findings import NOTICES, ORDERS, UPDATES, Findings
from bot import people
from bot.catalog import Umkm
from bot.conversation.events import Event
from bot.core.database import session_on
from bot.orders import Order, OrderState
from bot.people import Chat, Role
from bot.people.outbox import Notice, NoticeState
from bot.shipments import Shipment, ShipmentState
from tests.support import books, shared_file_builder
from tests.support.books import DELIVERED
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, tap

COORDINATOR, MAKER = "1", "2"
UMKM, GOODS = "intip-pasar-gede", "SOLO-002"
SOON_SECONDS, LOOK_SECONDS = 20.0, 0.05
"""What has not arrived after so long by a steady clock counts as lost, though it might come one day."""


@dataclass
class SmallShop:
    """The programs, what people did so far, and what was found."""

    programs: list[OneProcess]
    channel: RecordingChannel
    findings: Findings = field(default_factory=Findings)
    confirmed: Counter[str] = field(default_factory=Counter)
    cut_off: set[str] = field(default_factory=set)
    """Chats that something was being sent to while the fault was done."""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _events: list[Event] = field(default_factory=list)
    _delivered: set[tuple[int, str, str]] = field(default_factory=set)
    """Id (which may come again), chat and message of every notice that was written down as delivered."""

    @property
    def any_program(self) -> OneProcess:
        """The programs in turn."""
        return self.programs[next(self._numbers) % len(self.programs)]

    async def tap(self, chat: str, route: str) -> None:
        """A tap, which some program takes; the answer may come later."""
        event = tap(chat, f"e{next(self._numbers)}", route)
        self._events.append(event)
        await self.any_program.dispatcher.take([event])

    async def order(self, chat: str, pieces: int = 1) -> None:
        """A customer fills the cart and orders; who has ordered before, once that was answered, as people do.

        Else the cart would be filled while the first order is still being placed, and it would not be
        what its button was shown for.
        """
        if chat in self.confirmed:
            await self.all_answered()
        else:
            await self.tap(chat, "to/TW")
        route = await self.programs[0].confirm_route(chat, {GOODS: pieces})
        self.confirmed[chat] += 1
        await self.tap(chat, route)

    async def move(self, by: timedelta) -> None:
        """Moves the clock of all programs at once; notes what is being sent just then."""
        await self._note_what_is_being_sent()
        for one in self.programs:
            one.shop.clock.ahead += by
        await self._note_what_is_being_sent()

    async def _note_what_is_being_sent(self) -> None:
        claimed = (Notice.state == NoticeState.QUEUED) & (Notice.attempts > 0)
        async with self.programs[0].db.reading() as connection:
            self.cut_off |= {*await connection.scalars(select(Chat.chat_id).join(Notice).where(claimed))}

    async def keep_dates(self) -> None:
        """Every program looks for cut-offs at once, as each does every few seconds."""
        await asyncio.gather(*(one.worker.keep_dates() for one in self.programs))

    async def is_at_rest(self) -> bool:
        """Waits until everything is answered and told; False when that takes too long, which is logged."""
        return await self._soon(self._waiting)

    async def all_answered(self) -> None:
        """Waits until every tap is answered, whatever notices wait; raises TimeoutError after a while."""
        if not await self._soon(self._unanswered):
            raise TimeoutError(f"taps are not answered after {SOON_SECONDS:.0f} s")

    async def _soon(self, looks: Callable[[], Awaitable[list[str]]]) -> bool:
        until = time.monotonic() + SOON_SECONDS
        while waiting := await looks():
            if time.monotonic() > until:
                sys.stderr.write(f"late: {waiting}\n")
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return True

    async def _waiting(self) -> list[str]:
        """What has no answer or was not sent yet. What was sent is noted, as old rows go in time."""
        rows = select(Notice.id, Chat.chat_id, Notice.state, Notice.kind, Notice.message_id, Notice.due_at)
        async with self.programs[0].db.reading() as connection:
            notices = [*await connection.execute(rows.join(Chat))]
        for one in notices:
            if one.state in DELIVERED:
                self._delivered.add((one.id, one.chat_id, one.message_id))
        queued = [f"{one.kind} to {one.chat_id}" for one in notices if one.state == NoticeState.QUEUED]
        for one in notices:
            if one.state == NoticeState.FAILED:
                self.findings.lose(NOTICES, f"{one.kind} to {one.chat_id} has failed")
        return await self._unanswered() + queued

    async def _unanswered(self) -> list[str]:
        return sorted({one.event_id for one in self._events} - {*self.channel.answered})

    async def settle_accounts(self, tries: int, note: str = "") -> Outcome:
        """Compares what people did with the books and with what arrived."""
        await self.is_at_rest()
        for one in await self._waiting():
            self.findings.lose(UPDATES if one.startswith("e") else NOTICES, f"{one} waits")
        async with self.programs[0].db.reading() as connection:
            placed = select(Chat.chat_id).join(Order, Order.customer_id == Chat.person_id)
            orders = Counter(await connection.scalars(placed.where(Order.state == OrderState.PLACED)))
        for chat, wanted in self.confirmed.items():
            self.findings.differ(ORDERS, f"orders of {chat}", orders[chat], wanted)
        await self._closed_once()
        done = Counts(len(self._events), sum(orders.values()), len(self._delivered))
        repeated = self._repeated()
        return Outcome(tries, done, self.findings.lost, self.findings.doubled, repeated, note)

    def _repeated(self) -> int:
        """How many were repeated because they were being sent; all others that came twice are doubled."""
        messages, repeated = defaultdict(set), 0
        for _id, chat, message_id in self._delivered:
            messages[chat].add(message_id)
        for chat, screens in self.channel.notices.items():
            if chat in self.cut_off:
                repeated += max(0, len(screens) - len(messages[chat]))
            else:
                self.findings.differ(NOTICES, f"messages to {chat}", len(screens), len(messages[chat]))
        return repeated

    async def _closed_once(self) -> None:
        """Each shipment that was closed with orders has one manifest, of what is due in it."""
        found = await books.read(self.programs[0].db)
        closed = {one.shipment for one in found.orders.values() if one.is_closed} - found.in_the_making
        for code in closed:
            due = {one.number: one.due for one in found.orders.values() if one.shipment == code}
            self.findings.differ(ORDERS, f"manifests of {code}", len(found.manifests.get(code, [])), 1)
            if found.manifests.get(code) and found.manifests[code][-1] != due:
                self.findings.lose(ORDERS, f"the manifest of {code} is not what is due in it")

    async def open_shipments(self) -> list[Shipment]:
        """The open shipments to Taiwan, by cut-off."""
        query = select(Shipment).where(Shipment.destination == "TW", Shipment.state == ShipmentState.OPEN)
        async with self.programs[0].db.reading() as connection, session_on(connection) as db:
            return [*await db.scalars(query.order_by(Shipment.cutoff_at))]


@asynccontextmanager
async def opened(trial: Trial, with_workers: bool = True) -> AsyncIterator[SmallShop]:
    """A shop with a coordinator and an UMKM; without workers nothing happens by itself."""
    channel = RecordingChannel()
    async with AsyncExitStack() as stack:
        stack.enter_context(shared_file_builder.shared())
        programs = [
            await stack.enter_async_context(one_process(trial.url, channel, with_workers))
            for _ in range(1 if trial.database == SQLITE else 2)
        ]
        shop = SmallShop(programs, channel)
        await _let_in(shop)
        yield shop


async def _let_in(shop: SmallShop) -> None:
    for chat in (COORDINATOR, MAKER):
        await shop.tap(chat, "to/TW")
    await shop.is_at_rest()
    program = shop.programs[0]
    now = program.shop.clock.now()
    coordinator, maker = await program.person(COORDINATOR), await program.person(MAKER)
    async with program.db.writing() as connection, session_on(connection) as db:
        umkm_id = await db.scalar(select(Umkm.id).where(Umkm.code == UMKM))
        await people.grant(db, coordinator.id, Role.COORDINATOR, now)
        await people.grant(db, maker.id, Role.UMKM, now, umkm_id)
        await db.commit()
