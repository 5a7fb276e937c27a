"""Where events come in: taken in batches, committed together, and only then answered, chat by chat.

Events of one chat are handled one after the other, each after the one before it was delivered;
events of many chats share one transaction and are delivered side by side. A file is fetched between the
inbox and the handler, while only its own chat waits.
"""

from __future__ import annotations

import asyncio
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
from bot.conversation import inbox, sessions, translation
from bot.conversation.acceptance import wants_file
from bot.conversation.engine import Conversation
from bot.conversation.events import Event
from bot.conversation.routing import is_private
from bot.conversation.sessions import Session
from bot.core.database import Database, is_out_of_order, session_on
from bot.core.media import Media
from bot.ordering.shop import Shop
from bot.people.outbox import PUT, mark_answered, requeue_blocked

log = structlog.get_logger(__name__)
MOST_TRIES = 3
REST_SECONDS = 0.05
LOOK_AGAIN = timedelta(seconds=30)
FILES_TAKE = timedelta(minutes=10)  # another process may be making them


@dataclass
class Dispatcher:
    """Takes events from all channels, has them answered, and sees the answers delivered."""

    db: Database
    conversation: Conversation
    shop: Shop
    delivery: Delivery
    media: Path
    notices_put: Callable[[], None] = lambda: None
    desks: int = 1
    _lines: ChatQueues = field(default_factory=ChatQueues)
    _fetches: set[asyncio.Task[None]] = field(default_factory=set)
    _fetching: Downloads = field(init=False)

    def __post_init__(self) -> None:
        self._fetching = Downloads(self.delivery.channels, Media(self.media))

    async def take(self, events: Sequence[Event]) -> None:
        """Takes events in their order; returns when all are committed, raises what kept one from it."""
        failures = await asyncio.gather(*self._lines.join(events), return_exceptions=True)
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
            for fetch in list(self._fetches):
                fetch.cancel()  # the next start fetches it
            await self.delivery.finish()

    async def _desk(self) -> None:
        while True:
            if behind := self._lines.behind_files():
                await self._keep(behind)
            elif batch := self._lines.next_batch():
                await self._serve(batch)
            else:
                await self._lines.news()

    async def _serve(self, batch: list[Waiting]) -> None:
        try:
            answers = await self._commit([one.event for one in batch])
        except Exception as failure:  # the edge of the loop: not committed, so not acknowledged
            if len(batch) > 1 and not is_out_of_order(failure):
                for one in batch:
                    await self._serve([one])
                return
            log.warning("not taken", error=type(failure).__name__, events=len(batch))
            self._lines.turn_away(batch, failure)
            await asyncio.sleep(REST_SECONDS)
            return
        self._lines.acknowledge(batch)
        for one, answer in zip(batch, answers, strict=True):
            if answer is None:
                self._start_fetch(one)
            else:
                self.delivery.start(answer, self._lines.release)

    def _start_fetch(self, one: Waiting) -> None:
        self._lines.fetching.add(one.event.address)
        fetch = asyncio.create_task(self._fetch(one))
        self._fetches.add(fetch)
        fetch.add_done_callback(self._fetches.discard)

    async def _fetch(self, one: Waiting) -> None:
        one.event = await self._fetching.fetched(one.event)
        self._lines.back_to_the_front(one)

    async def _keep(self, behind: list[Waiting]) -> None:
        """Commits what waits behind a file to the inbox: what was sent with it need not wait for that."""
        for one in behind:
            one.kept = True
        try:
            async with self.db.writing() as connection:
                now = self.shop.clock.now()
                await inbox.remember(connection, [one.event for one in behind], now, later=True)
        except Exception as failure:  # the edge of the loop: not committed, so not acknowledged
            log.warning("not taken", error=type(failure).__name__, events=len(behind))
            self._lines.turn_away(behind, failure)
            await asyncio.sleep(REST_SECONDS)
        else:
            self._lines.acknowledge(behind)

    async def _commit(self, events: Sequence[Event]) -> Sequence[Answer | None]:
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
            now = self.shop.clock.now()
            await inbox.remember(connection, [event], now)
            session = (await sessions.open_chats(connection, [event], now))[event.address]
            await inbox.park(connection, event, error, is_private(session.asks))
        log.error("parked", event_id=event.event_id, route=event.route)
        with translation.speaking(session.person.language):
            return Answer(event, session, self.conversation.replies.sorry())

    async def _transaction(self, events: Sequence[Event]) -> list[Answer | None]:
        now = self.shop.clock.now()
        written = self.delivery.take_ledger()
        try:
            async with self.db.writing() as connection:
                await sessions.record(connection, written, now)
                await self.shop.refresh(connection)
                new = await inbox.remember(connection, events, now)
                opened = await sessions.open_chats(connection, events, now)
                answers = []
                for event in events:
                    session = opened[event.address]
                    answer = await self._turn(connection, event, session, event.event_id in new)
                    await self._owe_files(connection, answer)
                    answers.append(answer)
                await sessions.save(connection, list(opened.values()))
                there_is_news = connection.info.pop(PUT, False)
        except BaseException:
            self.delivery.put_back(written)
            self.shop.forget()
            raise
        if there_is_news:
            self.notices_put()
        return answers

    async def _owe_files(self, connection: AsyncConnection, answer: Answer | None) -> None:
        if answer is not None and answer.screen is not None and answer.screen.files:
            language = answer.session.person.language
            await inbox.owe_files(connection, answer.event, answer.screen.files, language)

    async def _turn(
        self, connection: AsyncConnection, event: Event, session: Session, is_new: bool
    ) -> Answer | None:
        """What answers the event; None when its file is to be fetched first."""
        if not is_new and not await inbox.is_unhandled(connection, event):
            return await self._again(connection, event, session)
        if wants_file(event, session):
            return None
        answer = await self._handle(connection, event, session)
        if event.attachment is not None or not is_new:
            await inbox.note_handled(connection, event)
        return answer

    async def _again(self, connection: AsyncConnection, event: Event, session: Session) -> Answer:
        nothing_shown = not session.screen  # a group, or a chat that was never answered
        if event.kind == "reach" or nothing_shown or await inbox.was_answered(connection, event):
            return Answer(event, session, None)
        now = self.shop.clock.now()
        return Answer(event, session, await self.conversation.redraw(connection, event, session, now))

    async def _handle(self, connection: AsyncConnection, event: Event, session: Session) -> Answer:
        if event.kind == "unreadable":
            await inbox.park(connection, event, "unreadable")
            return Answer(event, session, None)
        if event.kind == "reach":
            await self._note_reach(connection, event, session)
            return Answer(event, session, None)
        if session.blocked_at is not None:
            await self._note_reach(connection, event, session)  # who writes to us can be reached
        role, now = session.role, self.shop.clock.now()
        screen, error = await self.conversation.answer(connection, event, session, now)
        if error:
            await inbox.park(connection, event, error, is_private(session.asks))
            self.shop.forget()  # it may have read what is undone now
            await self.shop.refresh(connection)
        in_place = not await self._on_notice(connection, event, session)
        return Answer(event, session, screen, in_place, new_role=session.role != role)

    async def _note_reach(self, connection: AsyncConnection, event: Event, session: Session) -> None:
        now = self.shop.clock.now()
        session.blocked_at = None if event.reachable else session.blocked_at or now
        if event.reachable:
            async with session_on(connection) as db:
                await requeue_blocked(db, session.id, now)
                await db.commit()

    async def _on_notice(self, connection: AsyncConnection, event: Event, session: Session) -> bool:
        if event.kind != "tap" or event.message_id == session.message_id:
            return False
        async with session_on(connection) as db:
            answered = await mark_answered(db, session.id, event.message_id, self.shop.clock.now())
            await db.commit()
        return answered

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
        """Draws the current screen where the reply to an event, at least `rested` old, was never accepted.

        What was taken and not yet handled is handled now, and files that replies promised are sent.
        """
        now = self.shop.clock.now()
        async with self.db.reading() as connection:
            left = await inbox.unanswered(connection, now, rested)
            owed = await inbox.owed_files(connection, now, rested if self.db.is_sqlite else FILES_TAKE)
        for one in owed:
            if one.event.address.channel in self.delivery.channels:
                self.delivery.send_files(one)
        self.delivery.pass_over(left.overtaken)
        found = [*left.newest.values(), *left.unhandled]
        here = [event for event in found if event.address.channel in self.delivery.channels]
        await self.take([event for event in here if event.address not in self._lines.fetching])
