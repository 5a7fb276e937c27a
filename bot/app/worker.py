"""What is due and not yet done: notices are delivered here, duties kept beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.app import scheduled_jobs
from bot.app.file_sender import FileSender
from bot.app.outgoing_notice import OutgoingNotice
from bot.channels.base import Blocked, Channel, Shown, TryLater, Undeliverable
from bot.conversation import translation
from bot.conversation.events import Address
from bot.conversation.screens import labels_of
from bot.core.database import Database, session_on
from bot.core.database.write_batch import WriteBatcher
from bot.core.deployment import Deployment
from bot.core.retry import RetryPolicy, doubling
from bot.handlers import notices
from bot.ordering.shop import Shop
from bot.people import Chat, outbox
from bot.people.outbox import Notice

log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
LONGEST_WAIT = timedelta(minutes=10)
MOST_ATTEMPTS = 100
RETRIES = RetryPolicy(
    doubling(2.0, LONGEST_WAIT.total_seconds(), most=MOST_ATTEMPTS - 1),
    longest_asked=LONGEST_WAIT.total_seconds(),
)
MOST_CHATS = 200
AT_ONCE, CHATS_AT_ONCE = 25, 5
"""So many notices, of so many chats, are worded in one transaction: taps wait for it."""
LAST_SECONDS = 5.0


@dataclass
class Worker:
    """Delivers notices and keeps the dates. Any number may work on one database."""

    db: Database
    shop: Shop
    deployment: Deployment
    channels: Mapping[str, Channel]
    filing: FileSender
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _underway: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _ledger: WriteBatcher = field(init=False)

    def __post_init__(self) -> None:
        self._ledger = WriteBatcher(self.db)

    def ring(self) -> None:
        """Something was committed: there may be notices."""
        self._bell.set()

    async def run(self) -> None:
        """Works until cancelled."""
        try:
            await self._work()
        finally:
            if self._underway:
                await asyncio.wait(self._underway.values(), timeout=LAST_SECONDS)

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_delivering())
            for duty in scheduled_jobs.DUTIES:
                group.create_task(self._keep(duty))

    async def _keep_delivering(self) -> None:
        while True:
            await self._safely(self.deliver_notices)
            await self._rest(LOOK_SECONDS)

    async def _keep(self, duty: scheduled_jobs.ScheduledJob) -> None:
        await self._safely(duty.work, self._hands)
        while duty.seconds is not None:
            await asyncio.sleep(duty.seconds)
            await self._safely(duty.work, self._hands)

    async def _safely(self, work: Callable[..., Awaitable[None]], *facts: Any) -> None:
        try:
            await work(*facts)
        except Exception:  # the edge of due work: what is due stays due, and is found again
            log.exception("due work failed", work=getattr(work, "__name__", ""))

    @property
    def _hands(self) -> scheduled_jobs.JobContext:
        return scheduled_jobs.JobContext(self.db, self.shop, self.deployment, self.ring)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        self._bell.clear()

    async def keep_dates(self) -> None:
        """Keeps the dates now, without waiting for their turn."""
        await scheduled_jobs.keep_dates(self._hands)

    async def deliver_notices(self) -> None:
        """Takes what is due and sends it on its way; a slow chat holds up only itself."""
        while bearings := await self._claim():
            by_chat: dict[int, list[OutgoingNotice]] = {}
            for one in bearings:
                by_chat.setdefault(one.chat_id, []).append(one)
            for chat_id, mine in by_chat.items():
                self._underway[chat_id] = asyncio.create_task(self._deliver_in_order(chat_id, mine))
            if len(self._underway) > MOST_CHATS:
                await asyncio.wait(self._underway.values(), return_when=asyncio.FIRST_COMPLETED)

    async def settled(self) -> None:
        """Waits for the notices that are on their way."""
        if self._underway:
            await asyncio.wait(self._underway.values())

    async def _claim(self) -> list[OutgoingNotice]:
        now = self.shop.clock.now()
        ours = or_(*(self._on(channel) for channel in self.channels.values()))
        there = select(Chat.id).where(Chat.id == Notice.chat_id, ours).exists()
        reachable = there & Notice.chat_id.not_in(self._underway)
        async with self.db.writing(patient=True) as connection:
            await self.shop.refresh(connection)
            async with session_on(connection) as db:
                taken = await outbox.claim(db, now, reachable, AT_ONCE, CHATS_AT_ONCE)
                bearings = await self._word_all(db, taken)
                await db.commit()
        return bearings

    def _on(self, channel: Channel) -> Any:
        return (Chat.channel == channel.name) & (Chat.bot_id == channel.bot_id)

    async def _word_all(self, db: AsyncSession, taken: Sequence[Notice]) -> list[OutgoingNotice]:
        bearings = []
        _kept = await notices.read_ahead(db, taken)  # while they are kept, each is read only once
        readers = await people.readers(db, {notice.chat_id for notice in taken})
        for chat_id in dict.fromkeys(notice.chat_id for notice in taken):
            mine = [notice for notice in taken if notice.chat_id == chat_id]
            chat, person, held = readers[chat_id]
            if chat.blocked_at is not None:
                for notice in mine:
                    await outbox.mark_failed(db, notice.id, outbox.BLOCKED)
                continue
            for stray in (notice for notice in mine if not notices.may_hear(notice, held)):
                await outbox.mark_withdrawn(db, stray.id)
            mine = [notice for notice in mine if notices.may_hear(notice, held)]
            with translation.speaking(person.language):
                to = Address(chat.channel, chat.bot_id, chat.chat_id)
                bearings += await self._word_chat(db, mine, to, person.language)
        return bearings

    async def _word_chat(
        self, db: AsyncSession, mine: Sequence[Notice], to: Address, language: str
    ) -> list[OutgoingNotice]:
        bearings: list[OutgoingNotice] = []
        alone: list[Notice] = []
        by_umkm: dict[int, list[Notice]] = {}
        for notice in mine:
            if notice.kind == notices.BUNDLED:
                by_umkm.setdefault(int(notice.subject.partition("/")[2]), []).append(notice)
            else:
                alone.append(notice)
        for umkm_id, many in by_umkm.items():
            if len(many) > notices.MOST_APART:
                work = self._word_bundle(db, umkm_id, many, to, language)
                bearings += await self._word_safely(db, many, work)
            else:
                alone += many
        for notice in sorted(alone, key=lambda one: one.id):
            bearings += await self._word_safely(db, [notice], self._word_one(db, notice, to, language))
        return bearings

    async def _word_safely(
        self, db: AsyncSession, many: Sequence[Notice], wording: Awaitable[list[OutgoingNotice]]
    ) -> list[OutgoingNotice]:
        try:
            async with db.begin_nested():
                return await wording
        except Exception:  # the edge of a wording: what cannot be worded silences no other
            log.exception("notices not worded", notices=[notice.id for notice in many])
        for notice in many:
            notice.due_at = self.shop.clock.now() + LONGEST_WAIT
            if notice.attempts >= MOST_ATTEMPTS:
                await outbox.mark_failed(db, notice.id, "cannot be worded")
        return []

    async def _word_one(
        self, db: AsyncSession, notice: Notice, to: Address, language: str
    ) -> list[OutgoingNotice]:
        worded = await notices.WORDINGS[notice.kind](db, self.shop, notice)
        if worded is None:
            await outbox.mark_withdrawn(db, notice.id)
            return []
        told = {notice.id: worded.told}
        only, there = (notice.id,), notice.message_id
        return [
            OutgoingNotice(notice.chat_id, only, to, language, worded.screen, told, notice.attempts, there)
        ]

    async def _word_bundle(
        self, db: AsyncSession, umkm_id: int, many: Sequence[Notice], to: Address, language: str
    ) -> list[OutgoingNotice]:
        bundle = await notices.bundle(db, self.shop, umkm_id, many)
        told = bundle.told if bundle else {}
        empty = bundle.empty if bundle else [notice.id for notice in many]
        for notice in many:
            if notice.id in empty:
                await outbox.mark_withdrawn(db, notice.id)
            elif notice.id not in told:
                notice.due_at = self.shop.clock.now()
        if bundle is None:
            return []
        attempts = max(notice.attempts for notice in many)
        return [OutgoingNotice(many[0].chat_id, tuple(told), to, language, bundle.screen, told, attempts)]

    async def _deliver_in_order(self, chat_id: int, bearings: Sequence[OutgoingNotice]) -> None:
        try:
            for bearing in bearings:
                await self._deliver(bearing)
        except Exception:  # the edge of a delivery: what is not marked is found again after its lease
            log.exception("notices not marked; they may be repeated", chat_id=chat_id)
        finally:
            del self._underway[chat_id]
            self.ring()

    async def _deliver(self, bearing: OutgoingNotice) -> None:
        channel = self.channels[bearing.to.channel]
        try:
            shown = Shown(bearing.message_id)
            if not bearing.message_id:
                shown = await channel.notify(bearing.to, bearing.screen, bearing.language)
            if bearing.screen.files:
                await self._send_files(bearing, shown.message_id)
        except TryLater as busy:
            await self._put_off(bearing, busy)
        except Blocked:
            await self._mark(bearing, "blocked")
        except Undeliverable as refused:
            log.error("notice refused", notices=bearing.notice_ids, why=str(refused))
            await self._mark(bearing, f"refused: {refused}")
        else:
            await self._sent(bearing, shown)

    async def _send_files(self, bearing: OutgoingNotice, message_id: str) -> None:
        """Only when its files are out too is it sent: a crash in between repeats it, and loses none."""
        first = bearing.notice_ids[0]
        await self._ledger.write(lambda db: outbox.note_message(db, first, message_id))
        await self.filing.send(f"notice:{first}", bearing.to, bearing.screen.files, bearing.language)

    async def _sent(self, bearing: OutgoingNotice, shown: Shown) -> None:
        at, screen = shown.at or self.shop.clock.now(), bearing.screen
        labels = labels_of(screen)

        async def mark(db: AsyncSession) -> None:
            for one in bearing.notice_ids:
                told = bearing.told[one]
                await outbox.mark_sent(db, one, shown.message_id, told, at, screen.title, labels)

        await self._ledger.write(mark)

    async def _mark(self, bearing: OutgoingNotice, why: str) -> None:
        async def mark(db: AsyncSession) -> None:
            for notice_id in bearing.notice_ids:
                await outbox.mark_failed(db, notice_id, why)

        await self._ledger.write(mark)

    async def _put_off(self, bearing: OutgoingNotice, busy: TryLater) -> None:
        rest = RETRIES.rest(bearing.attempts - 1, busy.seconds)
        if rest is None:
            await self._mark(bearing, f"given up: {busy}")
            return
        until = self.shop.clock.now() + timedelta(seconds=rest)

        async def put_off(db: AsyncSession) -> None:
            for notice_id in bearing.notice_ids:
                await outbox.put_off(db, notice_id, until, str(busy))

        await self._ledger.write(put_off)
