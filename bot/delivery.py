"""Answers on their way out: delivered chat by chat after the commit, and written down once accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Blocked, Channel, Draw, Shown, TryLater, Undeliverable
from bot.clock import Clock
from bot.conversation import sessions
from bot.conversation.events import Address, Event
from bot.conversation.screens import Screen
from bot.conversation.sessions import Answered, Session
from bot.db import Database

log = structlog.get_logger(__name__)
Introduce = Callable[[Session], Awaitable[None]]
AT_ONCE = 64
REST_SECONDS = 0.05
PATIENCE = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


class Files(Protocol):
    """Sends the files of a screen after it, each once."""

    async def send(self, key: str, to: Address, refs: Sequence[str], language: str) -> None:
        """Sends what was not sent yet under this key."""


@dataclass(slots=True)
class Answer:
    """A committed turn: what is to be shown, and to which event."""

    event: Event
    session: Session
    screen: Screen | None
    in_place: bool = True
    new_role: bool = False


@dataclass
class Delivery:
    """Shows committed answers, side by side for many chats, and keeps the ledger of accepted ones."""

    db: Database
    clock: Clock
    channels: Mapping[str, Channel]
    files: Files
    introduce: Introduce
    _answered: list[Answered] = field(default_factory=list)
    _answered_bell: asyncio.Event = field(default_factory=asyncio.Event)
    _underway: set[asyncio.Task[None]] = field(default_factory=set)
    _lines: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def take_ledger(self) -> list[Answered]:
        """What was accepted and is not yet written down; the caller writes it down."""
        taken, self._answered = self._answered, []
        return taken

    def put_back(self, ledger: list[Answered]) -> None:
        """It could not be written down."""
        self._answered = ledger + self._answered

    async def finish(self) -> None:
        """Waits a little for what is under way, and writes the ledger down."""
        if self._underway:
            await asyncio.wait(self._underway, timeout=5)
        await self._record_answered()

    def start(self, answer: Answer, release: Callable[[Address], None]) -> None:
        """Begins to deliver; `release` lets the chat's next event in."""
        task = asyncio.create_task(self._deliver(answer, release))
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)

    async def _deliver(self, answer: Answer, release: Callable[[Address], None]) -> None:
        try:
            async with self._lines:
                await self._deliver_patiently(answer)
        except Exception:  # the edge of a delivery: the event stays unanswered and is drawn at the next start
            log.exception("not delivered", event_id=answer.event.event_id)
        finally:
            release(answer.event.address)
        if answer.new_role:
            with suppress(TryLater, Blocked, Undeliverable):
                await self.introduce(answer.session)
        if answer.screen is not None and answer.screen.files:
            event = answer.event
            key = f"{event.address.channel}:{event.address.bot_id}:{event.event_id}"
            language = answer.session.person.language
            await self.files.send(key, event.address, answer.screen.files, language)

    async def _deliver_patiently(self, answer: Answer) -> None:
        for patience in (*PATIENCE, None):
            try:
                return self._note_answered(answer, await self._show(answer))
            except TryLater as busy:
                if patience is None:
                    raise
                await asyncio.sleep(patience if busy.seconds is None else min(busy.seconds, 30))
            except Blocked:
                answer.session.blocked_at = self.clock.now()
                await self._save_blocked(answer.session)
                return self._note_answered(answer, None)
            except Undeliverable:
                log.exception("undeliverable", event_id=answer.event.event_id)
                return self._note_answered(answer, None)
        return None

    async def _show(self, answer: Answer) -> Shown | None:
        event, session = answer.event, answer.session
        channel = self.channels[event.address.channel]
        if answer.screen is None:
            await channel.dismiss(event)
            return None
        current = Shown(session.message_id, session.message_kind or "text") if session.message_id else None
        language = session.person.language
        return await channel.answer(
            Draw(event.address, language, answer.screen, event, current, answer.in_place)
        )

    def _note_answered(self, answer: Answer, shown: Shown | None) -> None:
        session = answer.session
        if shown is not None:
            session.message_id, session.message_kind = shown.message_id, shown.kind
        moved = shown is not None
        at = shown.at if shown else None
        self._answered.append(
            Answered(answer.event, session.id, session.message_id, session.message_kind, at, moved)
        )
        self._answered_bell.set()

    async def _save_blocked(self, session: Session) -> None:
        async with self.db.writing() as connection:
            await sessions.save(connection, [session])

    async def write_down(self) -> None:
        """Keeps the ledger short while no batch does."""
        while True:
            await self._answered_bell.wait()
            await asyncio.sleep(REST_SECONDS)
            self._answered_bell.clear()
            try:
                await self._record_answered()
            except DBAPIError:
                self._answered_bell.set()
                await asyncio.sleep(1)

    async def _record_answered(self) -> None:
        written = self.take_ledger()
        if not written:
            return
        try:
            async with self.db.writing() as connection:
                await sessions.record(connection, written, self.clock.now())
        except BaseException:
            self.put_back(written)
            raise
