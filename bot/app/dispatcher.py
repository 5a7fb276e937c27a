"""Takes events in batches, commits each batch in one transaction, and only then has it answered.

Events of one chat are handled one after the other, each after the one before it was delivered;
events of many chats share one transaction and are delivered side by side. A file is fetched between the
inbox and the handler, while only its own chat waits.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app.chat_queues import ChatQueues, Waiting
from bot.app.delivery import Answer, Delivery
from bot.app.downloads import Downloads
from bot.app.long_readings import LongReadings
from bot.app.turns import Turns
from bot.conversation import inbox, translation
from bot.conversation.engine import Conversation, CutOff
from bot.conversation.events import Address, Event
from bot.core.database import Database, comes_of_an_outage, is_conflict, is_out_of_order
from bot.core.media import Media
from bot.ordering.shop import Shop

log = structlog.get_logger(__name__)
MOST_TRIES = 3
REST_SECONDS = 0.05
BEHIND_SECONDS = 0.1
"""How long an event rests before it is seen whether another program has answered the one before it."""
LOOK_AGAIN = timedelta(seconds=30)
REFILL = 50
"""The events of one chat that are read from the inbox at a time."""
Reject = Callable[[Sequence[Waiting], Exception], None]
FILES_TAKE = timedelta(minutes=10)  # another process may be making them


@dataclass
class Dispatcher:
    """Takes events from all channels, has them answered, and starts the delivery of the answers.

    `notices_put` is called after a commit that put notices into the outbox; `consumers` batches are
    handled at a time.
    """

    db: Database
    conversation: Conversation
    shop: Shop
    delivery: Delivery
    media: Path
    notices_put: Callable[[], None] = lambda: None
    consumers: int = 1
    _queues: ChatQueues = field(default_factory=ChatQueues)
    _fetches: set[asyncio.Task[None]] = field(default_factory=set)
    _downloads: Downloads = field(init=False)
    _readings: LongReadings = field(init=False)
    _turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        self._readings = LongReadings(self.db, self._queues.has_more)
        notices_put = self.notices_put
        self._turns = Turns(self.db, self.conversation, self.shop, self.delivery, self._readings, notices_put)
        self._downloads = Downloads(self.delivery.channels, Media(self.media))

    async def take(self, events: Sequence[Event]) -> None:
        """Takes events in order; returns when all are committed, raises the error that prevented one."""
        failures = await asyncio.gather(*self._queues.join(events), return_exceptions=True)
        for failure in failures:
            if isinstance(failure, BaseException):
                raise failure

    async def run(self) -> None:
        """Runs until cancelled; then finishes the deliveries under way."""
        try:
            await self._find_unhandled()
            async with asyncio.TaskGroup() as group:
                group.create_task(self.delivery.keep_recording())
                for _ in range(self.consumers):
                    group.create_task(self._consume())
        finally:
            for fetch in list(self._fetches):
                fetch.cancel()  # the next start fetches the file
            await self.delivery.finish()

    async def _find_unhandled(self) -> None:
        """Notes whose events wait in the inbox, before anything newer of theirs is handled."""
        while True:
            try:
                async with self.db.reading() as connection:
                    await self._note_unhandled(connection, LOOK_AGAIN)
                return
            except Exception as failure:  # the edge of the loop: nothing is handled before it worked
                if not comes_of_an_outage(failure):
                    log.warning("inbox not read", error=type(failure).__name__)
                await asyncio.sleep(1)

    async def _note_unhandled(self, connection: AsyncConnection, min_age: timedelta) -> None:
        # On PostgreSQL another program may be at work on what came just now.
        before = None if self.db.is_sqlite else self.shop.clock.now() - min_age
        found = await inbox.chats_unhandled(connection, before)
        self._queues.wait_in_inbox(one for one in found if one.channel in self.delivery.channels)

    async def _consume(self) -> None:
        while True:
            if waiting := self._queues.waiting_unstored():
                await self._store_waiting(waiting)
            if batch := self._queues.next_batch():  # however much there is to store
                await self._serve(batch)
            elif drained := self._queues.drained():
                await self._refill(drained)
            elif not waiting:
                await self._queues.wait_for_work()

    async def _serve(self, batch: list[Waiting]) -> None:
        try:
            answers = await self._commit([waiting.event for waiting in batch])
        except Exception as failure:  # the edge of the loop: not committed, so not acknowledged
            if len(batch) > 1 and not is_out_of_order(failure):
                for waiting in batch:
                    await self._serve([waiting])
                return
            await self._reject(batch, failure, self._queues.reject)
            return
        self._queues.acknowledge(batch)
        for waiting, answer in zip(batch, answers, strict=True):
            if answer is None:
                self._start_fetch(waiting)
            else:
                self._readings.forget(waiting.event)
                self._ask_to_slow_down(answer)
                self.delivery.start(answer, self._queues.release)

    async def _reject(self, batch: list[Waiting], failure: Exception, reject: Reject) -> None:
        if not comes_of_an_outage(failure):  # the database itself tells of an outage
            log.warning("not taken", error=type(failure).__name__, events=len(batch))
        reject(batch, failure)
        await asyncio.sleep(REST_SECONDS)

    def _ask_to_slow_down(self, answer: Answer) -> None:
        if answer.screen is not None and self._queues.floods.is_to_be_told(answer.event.address):
            log.warning("slowed", chat=answer.session.id)
            with translation.speaking(answer.session.person.language):
                answer.screen = self.conversation.replies.slow_down(answer.screen)

    def _start_fetch(self, waiting: Waiting) -> None:
        self._queues.hold_for_fetch(waiting.event.address)
        fetch = asyncio.create_task(self._fetch(waiting))
        self._fetches.add(fetch)
        fetch.add_done_callback(self._fetches.discard)

    async def _fetch(self, waiting: Waiting) -> None:
        if waiting.event.event_id in self._turns.behind_others:
            self._turns.behind_others.discard(waiting.event.event_id)
            await asyncio.sleep(BEHIND_SECONDS)
        elif not await self._readings.read(waiting.event):
            waiting.event = await self._downloads.fetch(waiting.event)
        self._queues.requeue_first(waiting)

    async def _store_waiting(self, behind: list[Waiting]) -> None:
        """Commits events to the inbox, so that their channel need not wait for what comes before them."""
        for waiting in behind:
            waiting.stored = True
        try:
            async with self.db.writing() as connection:
                now = self.shop.clock.now()
                await inbox.remember(connection, [waiting.event for waiting in behind], now, later=True)
        except Exception as failure:  # the edge of the loop: not committed, so not acknowledged
            await self._reject(behind, failure, self._queues.reject_waiting)
        else:
            self._queues.acknowledge(behind)
            self._queues.leave_in_inbox(behind)

    async def _refill(self, chats: list[Address]) -> None:
        """Queues the oldest events of chats that have some in the inbox only."""
        found: dict[Address, list[Event] | None] = dict.fromkeys(chats)
        try:
            async with self.db.reading() as connection:
                for address in chats:
                    found[address] = await inbox.unhandled(connection, address, REFILL)
        except Exception as failure:  # the edge of the loop: they are read again
            if not comes_of_an_outage(failure):
                log.warning("inbox not read", error=type(failure).__name__)
            await asyncio.sleep(REST_SECONDS)
        for address, events in found.items():
            self._queues.rejoin(address, events)

    async def _commit(self, events: Sequence[Event]) -> Sequence[Answer | None]:
        for tries in range(1, MOST_TRIES + 1):
            try:
                return await self._turns.commit(events)
            except CutOff as failure:
                return await self._commit_without(failure.event, events, str(failure))
            except DBAPIError as failure:
                not_its_fault = is_out_of_order(failure) or is_conflict(failure)
                if tries == MOST_TRIES and (len(events) > 1 or not_its_fault):
                    raise
                error = str(failure)
                await asyncio.sleep(random.uniform(0, REST_SECONDS) if not_its_fault else 0)
        return [await self._turns.park(events[0], error)]

    async def _commit_without(
        self, cut_off: Event, events: Sequence[Event], error: str
    ) -> Sequence[Answer | None]:
        """Handles the other events anew, and parks the one that took their transaction with it."""
        others = [event for event in events if event is not cut_off]
        answers = list(await self._commit(others)) if others else []
        answers.insert(events.index(cut_off), await self._turns.park(cut_off, error))
        return answers

    async def watch_unanswered(self) -> None:
        """Answers events that were committed and never answered: at the start, and every LOOK_AGAIN."""
        min_age = timedelta() if self.db.is_sqlite else LOOK_AGAIN  # another process may be about to answer
        while True:
            try:
                await self.redraw_unanswered(min_age)
            except Exception as failure:  # the edge of the loop: they are found again
                if not comes_of_an_outage(failure):
                    log.warning("unanswered events not drawn again", error=type(failure).__name__)
            min_age = LOOK_AGAIN
            await asyncio.sleep(LOOK_AGAIN.total_seconds())

    async def redraw_unanswered(self, min_age: timedelta = timedelta()) -> None:
        """Draws the current screen of each chat whose reply to an event `min_age` old was never accepted.

        Events that were taken and not handled are queued; files that replies still owe are sent.
        """
        now = self.shop.clock.now()
        async with self.db.reading() as connection:
            unanswered = await inbox.unanswered(connection, now, min_age)
            owed = await inbox.owed_files(connection, now, min_age if self.db.is_sqlite else FILES_TAKE)
            await self._note_unhandled(connection, min_age)
        for files in owed:
            if files.event.address.channel in self.delivery.channels:
                self.delivery.send_files(files)
        self.delivery.mark_overtaken(unanswered.overtaken)
        events = unanswered.newest.values()
        await self.take([event for event in events if event.address.channel in self.delivery.channels])
