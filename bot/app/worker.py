"""Delivers notices, and runs the scheduled jobs beside that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.app import scheduled_jobs
from bot.app.file_sender import FileSender
from bot.app.leases import Leases
from bot.app.moved_clock import MovedClock
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
"""How often it is tried to word a notice; only what is wrong with ourselves ever needs a second try."""
RETRIES = RetryPolicy(doubling(2.0, LONGEST_WAIT.total_seconds()))
MOST_CHATS = 100
NEARLY_OVER = timedelta(seconds=30)
"""A notice is not begun when so little of its lease is left: another worker might send it too."""
AT_ONCE, CHATS_AT_ONCE = 25, 5
"""How many notices, of how many chats, are worded in one transaction; taps wait for it."""


@dataclass
class Worker:
    """Delivers notices and runs the scheduled jobs. Several may work on one database."""

    db: Database
    shop: Shop
    deployment: Deployment
    channels: Mapping[str, Channel]
    file_sender: FileSender
    _wakeup: asyncio.Event = field(default_factory=asyncio.Event)
    _underway: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _write_batcher: WriteBatcher = field(init=False)
    _leases: Leases = field(init=False)
    _moved_clock: MovedClock = field(init=False)

    def __post_init__(self) -> None:
        self._write_batcher, self._leases = WriteBatcher(self.db), Leases(self.db)
        self._moved_clock = MovedClock(self.shop.clock)

    def wake(self) -> None:
        """Looks for notices now: something was committed."""
        self._wakeup.set()

    async def run(self) -> None:
        """Runs until cancelled; then leaves to others what it has claimed and not sent."""
        try:
            await self._work()
        finally:
            await self._leases.end(list(self._underway.values()))

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_delivering())
            for job in scheduled_jobs.JOBS:
                group.create_task(self._keep(job))

    async def _keep_delivering(self) -> None:
        while True:
            await self._safely(self.deliver_notices)
            await self._rest(LOOK_SECONDS)

    async def _keep(self, job: scheduled_jobs.ScheduledJob) -> None:
        await self._safely(job.work, self._context)
        while job.seconds is not None:
            await asyncio.sleep(job.seconds)
            await self._safely(job.work, self._context)

    async def _safely(self, work: Callable[..., Awaitable[None]], *arguments: Any) -> None:
        try:
            await work(*arguments)
        except Exception:  # the edge of a job: what is due stays due, and is found again
            log.exception("a job failed", work=getattr(work, "__name__", ""))

    @property
    def _context(self) -> scheduled_jobs.JobContext:
        return scheduled_jobs.JobContext(self.db, self.shop, self.deployment, self.wake)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wakeup.wait()
        self._wakeup.clear()

    async def keep_dates(self) -> None:
        """Runs the job of the cut-offs now."""
        await scheduled_jobs.keep_dates(self._context)

    async def deliver_notices(self) -> None:
        """Claims the notices that are due and starts their delivery; a slow chat holds up only itself."""
        while outgoing := await self._claim():
            by_chat: dict[int, list[OutgoingNotice]] = {}
            for notice in outgoing:
                by_chat.setdefault(notice.chat_id, []).append(notice)
            for chat_id, of_chat in by_chat.items():
                delivery = self._deliver_in_order(chat_id, of_chat, self.shop.clock.now())
                self._underway[chat_id] = asyncio.create_task(delivery)
            if len(self._underway) > MOST_CHATS:
                await asyncio.wait(self._underway.values(), return_when=asyncio.FIRST_COMPLETED)

    async def settled(self) -> None:
        """Waits for the deliveries under way."""
        if self._underway:
            await asyncio.wait(self._underway.values())

    async def _claim(self) -> list[OutgoingNotice]:
        on = [(Chat.channel == one.name) & (Chat.bot_id == one.bot_id) for one in self.channels.values()]
        on_our_channels = select(Chat.id).where(Chat.id == Notice.chat_id, or_(*on)).exists()
        reachable = on_our_channels & Notice.chat_id.not_in(self._underway)
        async with self.db.writing(patient=True) as connection:
            await self.shop.refresh(connection)
            await self._moved_clock.mend(connection)
            async with session_on(connection) as db:
                taken = await outbox.claim(db, self.shop.clock.now(), reachable, AT_ONCE, CHATS_AT_ONCE)
                outgoing = await self._word_all(db, taken)
                self._leases.take(taken, (one for notice in outgoing for one in notice.notice_ids))
                await db.commit()
        return outgoing

    async def _word_all(self, db: AsyncSession, taken: Sequence[Notice]) -> list[OutgoingNotice]:
        outgoing = []
        _kept = await notices.read_ahead(db, taken)  # the session holds rows weakly: this keeps them loaded
        readers = await people.readers(db, {notice.chat_id for notice in taken})
        for chat_id in dict.fromkeys(notice.chat_id for notice in taken):
            of_chat = [notice for notice in taken if notice.chat_id == chat_id]
            chat, person, held = readers[chat_id]
            if chat.blocked_at is not None:
                for notice in of_chat:
                    await outbox.mark_failed(db, notice.id, outbox.BLOCKED)
                continue
            for notice in of_chat:
                if not notices.may_hear(notice, held):
                    await outbox.mark_withdrawn(db, notice.id)
            allowed = [notice for notice in of_chat if notices.may_hear(notice, held)]
            with translation.speaking(person.language):
                to = Address(chat.channel, chat.bot_id, chat.chat_id)
                outgoing += await self._word_chat(db, allowed, to, person.language)
        return outgoing

    async def _word_chat(
        self, db: AsyncSession, of_chat: Sequence[Notice], to: Address, language: str
    ) -> list[OutgoingNotice]:
        outgoing: list[OutgoingNotice] = []
        single: list[Notice] = []
        by_umkm: dict[int, list[Notice]] = {}
        for notice in of_chat:
            if notice.kind == notices.BUNDLED:
                by_umkm.setdefault(int(notice.subject.partition("/")[2]), []).append(notice)
            else:
                single.append(notice)
        for umkm_id, many in by_umkm.items():
            if len(many) > notices.MOST_APART:
                work = self._word_bundle(db, umkm_id, many, to, language)
                outgoing += await self._word_safely(db, many, work)
            else:
                single += many
        for notice in sorted(single, key=lambda notice: notice.id):
            outgoing += await self._word_safely(db, [notice], self._word_one(db, notice, to, language))
        return outgoing

    async def _word_safely(
        self, db: AsyncSession, many: Sequence[Notice], wording: Awaitable[list[OutgoingNotice]]
    ) -> list[OutgoingNotice]:
        try:
            async with db.begin_nested():
                return await wording
        except Exception:  # the edge of a wording: one that cannot be worded does not hold back the others
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
        told, ids = {notice.id: worded.told}, (notice.id,)
        chat_id, attempts, message_id = notice.chat_id, notice.attempts, notice.message_id
        return [OutgoingNotice(chat_id, ids, to, language, worded.screen, told, attempts, message_id)]

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

    async def _deliver_in_order(
        self, chat_id: int, outgoing: Sequence[OutgoingNotice], claimed_at: datetime
    ) -> None:
        begin_until = claimed_at + outbox.LEASE - NEARLY_OVER
        try:
            for notice in outgoing:
                if not self._leases.begin(notice.notice_ids):
                    continue
                if self.shop.clock.now() < begin_until:
                    await self._deliver(notice)
                else:
                    await self._put_off(notice, TryLater(1.0, "others went first"))
                self._leases.settle(notice.notice_ids)
        except Exception:  # the edge of a delivery: what is not marked is found again after its lease
            log.exception("notices not marked; they may be repeated", chat_id=chat_id)
        finally:
            del self._underway[chat_id]
            self.wake()

    async def _deliver(self, notice: OutgoingNotice) -> None:
        channel = self.channels[notice.to.channel]
        try:
            shown = Shown(notice.message_id)
            if not notice.message_id:
                shown = await channel.notify(notice.to, notice.screen, notice.language)
            if notice.screen.files:
                await self._send_files(notice, shown.message_id)
        except TryLater as busy:
            await self._put_off(notice, busy)
        except Blocked:
            await self._mark(notice, "blocked")
        except Undeliverable as refused:
            log.error("notice refused", notices=notice.notice_ids, why=str(refused))
            await self._mark(notice, f"refused: {refused}")
        else:
            await self._sent(notice, shown)

    async def _send_files(self, notice: OutgoingNotice, message_id: str) -> None:
        """Sends the files before the notice is marked as sent: a crash repeats one and loses none."""
        first = notice.notice_ids[0]
        await self._write_batcher.write(lambda db: outbox.note_message(db, first, message_id))
        await self.file_sender.send(f"notice:{first}", notice.to, notice.screen.files, notice.language)

    async def _sent(self, notice: OutgoingNotice, shown: Shown) -> None:
        at, screen = shown.at or self.shop.clock.now(), notice.screen
        labels = labels_of(screen)

        async def mark(db: AsyncSession) -> None:
            for one in notice.notice_ids:
                told = notice.told[one]
                await outbox.mark_sent(db, one, shown.message_id, told, at, screen.title, labels)

        await self._write_batcher.write(mark)

    async def _mark(self, notice: OutgoingNotice, why: str) -> None:
        async def mark(db: AsyncSession) -> None:
            for notice_id in notice.notice_ids:
                await outbox.mark_failed(db, notice_id, why)

        await self._write_batcher.write(mark)

    async def _put_off(self, notice: OutgoingNotice, busy: TryLater) -> None:
        """Tries again when the channel asks to, which was no attempt, or else ever more slowly."""
        rest = RETRIES.rest(notice.attempts - 1) if busy.seconds is None else busy.seconds
        assert rest is not None, "this policy never gives up"
        until, tried = self.shop.clock.now() + timedelta(seconds=rest), busy.seconds is None

        async def put_off(db: AsyncSession) -> None:
            for notice_id in notice.notice_ids:
                await outbox.put_off(db, notice_id, until, str(busy), tried)

        await self._write_batcher.write(put_off)
