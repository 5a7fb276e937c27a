"""Where events come in: taken in batches, committed together, and only then answered, chat by chat.

Events of one chat are handled one after the other, each after the one before it was delivered;
events of many chats share one transaction and are delivered side by side.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import sessions, words
from bot.conversation.events import Address, Event
from bot.conversation.sessions import Session
from bot.conversation.turn import Conversation
from bot.db import Database, is_out_of_order, session_on
from bot.delivery import Answer, Delivery
from bot.house import House
from bot.notifications import PUT, mark_answered, requeue_blocked

log = structlog.get_logger(__name__)
MOST_TRIES = 3
BATCH = 100
REST_SECONDS = 0.05
LOOK_AGAIN = timedelta(seconds=30)


@dataclass(slots=True)
class _Pending:
    event: Event
    done: asyncio.Future[None]


@dataclass
class Reception:
    """Takes events from all channels, has them answered, and sees the answers delivered."""

    db: Database
    conversation: Conversation[House]
    house: House
    delivery: Delivery
    notices_put: Callable[[], None] = lambda: None
    desks: int = 1
    _waiting: dict[Address, deque[_Pending]] = field(default_factory=dict)
    _held: set[Address] = field(default_factory=set)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, events: Sequence[Event]) -> None:
        """Takes events in their order; returns when all are committed, raises what kept one from it."""
        loop = asyncio.get_running_loop()
        pending = [_Pending(event, loop.create_future()) for event in events]
        for one in pending:
            self._waiting.setdefault(one.event.address, deque()).append(one)
        self._bell.set()
        failures = await asyncio.gather(*(one.done for one in pending), return_exceptions=True)
        for failure in failures:
            if isinstance(failure, BaseException):
                raise failure

    async def run(self) -> None:
        """Works until cancelled; then delivers what is committed."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.delivery.write_down())
                for _ in range(self.desks):
                    group.create_task(self._desk())
        finally:
            await self.delivery.finish()

    async def _desk(self) -> None:
        while True:
            batch = self._next_batch()
            if not batch:
                self._bell.clear()
                await self._bell.wait()
                continue
            await self._serve(batch)

    async def _serve(self, batch: list[_Pending]) -> None:
        try:
            answers = await self._commit([one.event for one in batch])
        except Exception as failure:  # the edge of the loop: not committed, so not acknowledged
            if len(batch) > 1 and not is_out_of_order(failure):
                for one in batch:
                    await self._serve([one])
                return
            log.warning("not taken", error=type(failure).__name__, events=len(batch))
            self._turn_away(batch, failure)
            await asyncio.sleep(REST_SECONDS)
            return
        for one in batch:
            if not one.done.done():
                one.done.set_result(None)
        for answer in answers:
            self.delivery.start(answer, self._release)

    def _next_batch(self) -> list[_Pending]:
        free = [address for address in self._waiting if address not in self._held][:BATCH]
        batch = []
        for address in free:
            queue = self._waiting[address]
            batch.append(queue.popleft())
            if not queue:
                del self._waiting[address]
        self._held.update(free)
        return batch

    def _turn_away(self, batch: list[_Pending], failure: Exception) -> None:
        # What waits behind a refused event of the same chat must not overtake it.
        for one in batch:
            for refused in [one, *self._waiting.pop(one.event.address, ())]:
                if not refused.done.done():
                    refused.done.set_exception(failure)
            self._held.discard(one.event.address)

    async def _commit(self, events: Sequence[Event]) -> list[Answer]:
        for tries in range(1, MOST_TRIES + 1):
            try:
                return await self._transaction(events)
            except DBAPIError as conflict:
                if tries == MOST_TRIES and (len(events) > 1 or is_out_of_order(conflict)):
                    raise
                error = str(conflict)
        return [await self._park(events[0], error)]

    async def _park(self, event: Event, error: str) -> Answer:
        async with self.db.writing() as connection:
            now = self.house.clock.now()
            await sessions.remember(connection, [event], now)
            session = (await sessions.open_chats(connection, [event], now))[event.address]
            await sessions.park(connection, event, error)
        log.error("parked", event_id=event.event_id, route=event.route)
        with words.speaking(session.person.language):
            return Answer(event, session, self.conversation.replies.sorry())

    async def _transaction(self, events: Sequence[Event]) -> list[Answer]:
        now = self.house.clock.now()
        written = self.delivery.take_ledger()
        try:
            async with self.db.writing() as connection:
                await sessions.record(connection, written, now)
                await self.house.refresh(connection)
                new = await sessions.remember(connection, events, now)
                opened = await sessions.open_chats(connection, events, now)
                answers = []
                for event in events:
                    session = opened[event.address]
                    answers.append(await self._turn(connection, event, session, event.event_id in new))
                await sessions.save(connection, list(opened.values()))
                there_is_news = connection.info.pop(PUT, False)
        except BaseException:
            self.delivery.put_back(written)
            self.house.forget()
            raise
        if there_is_news:
            self.notices_put()
        return answers

    async def _turn(
        self, connection: AsyncConnection, event: Event, session: Session, is_new: bool
    ) -> Answer:
        now = self.house.clock.now()
        if not is_new:
            nothing_shown = not session.screen  # a group, or a chat that was never answered
            if event.kind == "reach" or nothing_shown or await sessions.was_answered(connection, event):
                return Answer(event, session, None)
            return Answer(event, session, await self.conversation.redraw(connection, event, session, now))
        if event.kind == "unreadable":
            await sessions.park(connection, event, "unreadable")
            return Answer(event, session, None)
        if event.kind == "reach":
            await self._note_reach(connection, event, session)
            return Answer(event, session, None)
        if session.blocked_at is not None:
            await self._note_reach(connection, event, session)  # who writes to us can be reached
        role = session.role
        screen, error = await self.conversation.answer(connection, event, session, now)
        if error:
            await sessions.park(connection, event, error)
        in_place = not await self._on_notice(connection, event, session)
        return Answer(event, session, screen, in_place, new_role=session.role != role)

    async def _note_reach(self, connection: AsyncConnection, event: Event, session: Session) -> None:
        now = self.house.clock.now()
        session.blocked_at = None if event.reachable else session.blocked_at or now
        if event.reachable:
            async with session_on(connection) as db:
                await requeue_blocked(db, session.id, now)
                await db.commit()

    async def _on_notice(self, connection: AsyncConnection, event: Event, session: Session) -> bool:
        if event.kind != "tap" or event.message_id == session.message_id:
            return False
        async with session_on(connection) as db:
            answered = await mark_answered(db, session.id, event.message_id, self.house.clock.now())
            await db.commit()
        return answered

    def _release(self, address: Address) -> None:
        self._held.discard(address)
        self._bell.set()

    async def keep_answered(self) -> None:
        """Looks for what was committed and never answered: at the start, and from time to time."""
        rested = timedelta() if self.db.is_sqlite else LOOK_AGAIN  # beside us another may be about to answer
        while True:
            try:
                await self.redraw_unanswered(rested)
            except Exception as failure:  # the edge of the loop: what waits is found again
                log.warning("unanswered events not drawn again", error=type(failure).__name__)
            rested = LOOK_AGAIN
            await asyncio.sleep(LOOK_AGAIN.total_seconds())

    async def redraw_unanswered(self, rested: timedelta = timedelta()) -> None:
        """Draws the current screen where the reply to an event, at least `rested` old, was never accepted."""
        async with self.db.reading() as connection:
            waiting, overtaken = await sessions.unanswered(connection, self.house.clock.now(), rested)
        self.delivery.pass_over(overtaken)
        await self.take([event for event in waiting if event.address.channel in self.delivery.channels])
