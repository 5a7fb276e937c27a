"""Handles a batch of events in one transaction: inbox, sessions, the turn of each, and what it owes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app.delivery import HOLD_SECONDS, Answer, Delivery
from bot.app.long_readings import LongReadings
from bot.conversation import albums, chat_order, inbox, sessions, translation
from bot.conversation.acceptance import wants_file
from bot.conversation.engine import Conversation
from bot.conversation.events import Event
from bot.conversation.long_readings import ReadFirst
from bot.conversation.routing import is_private
from bot.conversation.sessions import Session
from bot.core.database import Database, session_on
from bot.ordering.shop import Shop
from bot.people.outbox import PUT, mark_answered
from bot.people.undelivered import requeue_blocked

log = structlog.get_logger(__name__)


@dataclass
class Turns:
    """Holds the turns of events. `notices_put` is called after a commit that put notices into the outbox."""

    db: Database
    conversation: Conversation
    shop: Shop
    delivery: Delivery
    readings: LongReadings
    notices_put: Callable[[], None]
    behind_others: set[str] = field(default_factory=set)
    """The events that wait until another program has answered what it took in their chat."""

    async def commit(self, events: Sequence[Event]) -> list[Answer | None]:
        """Handles these events, each of another chat, and commits them together.

        None stands for an event whose file is to be fetched, or something long to be read, first, or
        whose chat another program is answering. Raises what undid the transaction.
        """
        now = self.shop.clock.now()
        answered = self.delivery.take_answered()
        try:
            async with self.db.writing() as connection:
                await sessions.lock(connection, events, answered)
                await sessions.record(connection, answered, now)
                await self.shop.refresh(connection)
                new = await inbox.remember(connection, events, now)
                opened = await sessions.open_chats(connection, events, now)
                behind = await self._behind_others(connection, events, now)
                answers = []
                for event in events:
                    session = opened[event.address]
                    is_new = event.event_id in new
                    answer = await self._turn(connection, event, session, is_new, event.event_id in behind)
                    await self._owe_files(connection, answer)
                    answers.append(answer)
                await sessions.save(connection, list(opened.values()))
                notices_were_put = connection.info.pop(PUT, False)
        except BaseException:
            self.delivery.put_back(answered)
            self.shop.forget()
            raise
        if notices_were_put:
            self.notices_put()
        return answers

    async def _behind_others(
        self, connection: AsyncConnection, events: Sequence[Event], now: datetime
    ) -> set[str]:
        if self.db.is_sqlite:
            return set()
        return await chat_order.answered_elsewhere(connection, events, now, timedelta(seconds=HOLD_SECONDS))

    async def _owe_files(self, connection: AsyncConnection, answer: Answer | None) -> None:
        if answer is not None and answer.screen is not None and answer.screen.files:
            language = answer.session.person.language
            await inbox.owe_files(connection, answer.event, answer.screen.files, language)

    async def _turn(
        self, connection: AsyncConnection, event: Event, session: Session, is_new: bool, is_behind: bool
    ) -> Answer | None:
        """Handles an event; None when its file is to be fetched, or something long to be read, first."""
        redelivered = not is_new and not await inbox.is_unhandled(connection, event)
        if not redelivered and await albums.is_surplus(connection, event, session):
            await inbox.note_handled(connection, event)
            return Answer(event, session, None)
        if not redelivered and wants_file(event, session):
            return None
        if not redelivered and is_behind:
            self.behind_others.add(event.event_id)
            if is_new:
                await inbox.put_off(connection, event)
            return None
        try:
            if redelivered:
                return await self._answer_redelivery(connection, event, session)
            answer = await self._handle(connection, event, session)
        except ReadFirst as first:
            self.readings.want(event, first.reading)
            if not redelivered:
                await inbox.put_off(connection, event)
            return None
        if event.attachment is not None or not is_new:
            await inbox.note_handled(connection, event)
        return answer

    async def _answer_redelivery(self, connection: AsyncConnection, event: Event, session: Session) -> Answer:
        nothing_shown = not session.screen  # a group, or a chat that was never answered
        if event.kind == "reach" or nothing_shown or await inbox.was_answered(connection, event):
            return Answer(event, session, None)
        now = self.shop.clock.now()
        readings = self.readings.of(event)
        screen = await self.conversation.redraw(connection, event, session, now, readings)
        return Answer(event, session, screen, only_shows=True)

    async def _handle(self, connection: AsyncConnection, event: Event, session: Session) -> Answer:
        if event.kind == "unreadable":
            await inbox.park(connection, event, "unreadable")
            return Answer(event, session, None)
        if event.kind == "reach":
            await self._note_reach(connection, event, session)
            return Answer(event, session, None)
        if session.blocked_at is not None:
            await self._note_reach(connection, event, session)  # whoever writes to us can be reached
        role, now = session.role, self.shop.clock.now()
        screen, error = await self.conversation.answer(
            connection, event, session, now, self.readings.of(event)
        )
        if error:
            await inbox.park(connection, event, error, is_private(session.asks))
            self.shop.forget()  # it may hold rows that are undone now
            await self.shop.refresh(connection)
        in_place = not await self._answers_notice(connection, event, session)
        only_shows = event.kind == "tap" and self.conversation.kind(event.route) == "place" and not error
        return Answer(event, session, screen, in_place, session.role != role, only_shows)

    async def _note_reach(self, connection: AsyncConnection, event: Event, session: Session) -> None:
        now = self.shop.clock.now()
        session.blocked_at = None if event.reachable else session.blocked_at or now
        if event.reachable:
            async with session_on(connection) as db:
                await requeue_blocked(db, session.id, now)
                await db.commit()

    async def _answers_notice(self, connection: AsyncConnection, event: Event, session: Session) -> bool:
        if event.kind != "tap" or event.message_id == session.message_id:
            return False
        async with session_on(connection) as db:
            answered = await mark_answered(db, session.id, event.message_id, self.shop.clock.now())
            await db.commit()
        return answered

    async def park(self, event: Event, error: str) -> Answer:
        """Parks an event that no transaction survives; its answer is an apology."""
        async with self.db.writing() as connection:
            now = self.shop.clock.now()
            await inbox.remember(connection, [event], now)
            session = (await sessions.open_chats(connection, [event], now))[event.address]
            await inbox.park(connection, event, error, is_private(session.asks))
        log.error("parked", event_id=event.event_id, route=event.route)
        with translation.speaking(session.person.language):
            return Answer(event, session, self.conversation.replies.sorry())
