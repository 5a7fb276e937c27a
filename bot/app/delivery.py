"""Answers on their way out: delivered chat by chat after the commit, and written down once accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Blocked, Channel, Draw, Shown, TryLater, Undeliverable
from bot.conversation import inbox, sessions
from bot.conversation.events import Address, Event
from bot.conversation.inbox import Owed
from bot.conversation.screens import Screen
from bot.conversation.sessions import Answered, Session
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.retry import Retry, RetryPolicy, fixed
from bot.people import Chat

log = structlog.get_logger(__name__)
Introduce = Callable[[Session], Awaitable[None]]
AT_ONCE = 64
REST_SECONDS = 0.05
HOLD_SECONDS = 3.0
RETRIES = RetryPolicy(fixed(0.2, 0.5, 1.0, 2.0, 4.0, 8.0), longest_asked=30)


class Files(Protocol):
    """Sends the files of a screen after it, each once."""

    async def send(self, key: str, to: Address, refs: Sequence[str], language: str) -> None:
        """Sends what was not sent yet under this key. Raises TryLater."""


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
    _sending: set[str] = field(default_factory=set)
    _latest: dict[Address, asyncio.Task[None]] = field(default_factory=dict)
    _lines: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def take_ledger(self) -> list[Answered]:
        """What was accepted and is not yet written down; the caller writes it down."""
        taken, self._answered = self._answered, []
        return taken

    def put_back(self, ledger: list[Answered]) -> None:
        """It could not be written down."""
        self._answered = ledger + self._answered

    def pass_over(self, overtaken: Sequence[Event]) -> None:
        """Their chats have moved on: they are as good as answered."""
        self._answered += [Answered(event, 0, "", "", None, False) for event in overtaken]
        self._answered_bell.set()

    async def finish(self) -> None:
        """Waits a little for what is under way, and writes the ledger down."""
        if self._underway:
            await asyncio.wait(self._underway, timeout=5)
        await self._record_answered()

    def start(self, answer: Answer, release: Callable[[Address], None]) -> None:
        """Begins to deliver; `release` lets the chat's next event in, at the latest after HOLD_SECONDS."""
        address = answer.event.address
        task = asyncio.create_task(self._deliver(answer, self._latest.get(address)))
        self._latest[address] = task
        self._underway.add(task)
        let_in = asyncio.get_running_loop().call_later(HOLD_SECONDS, self._let_in, answer, release)
        task.add_done_callback(lambda _done: self._end(answer, task, let_in, release))

    def _let_in(self, answer: Answer, release: Callable[[Address], None]) -> None:
        # A slow chat must not hold up all that were fetched with it. What is sent from now on may be an
        # answer to what is not seen yet, what was sent before is none.
        one = answer.session
        if answer.event.private:
            now = self.clock.now()
            self._answered.append(Answered(None, one.id, one.message_id, one.message_kind, now, True))
        release(answer.event.address)

    def _end(
        self,
        answer: Answer,
        task: asyncio.Task[None],
        let_in: asyncio.TimerHandle,
        release: Callable[[Address], None],
    ) -> None:
        self._underway.discard(task)
        if self._latest.get(answer.event.address) is task:
            del self._latest[answer.event.address]
        if asyncio.get_running_loop().time() < let_in.when():
            let_in.cancel()
            release(answer.event.address)

    async def _deliver(self, answer: Answer, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        try:
            await self._deliver_with_retries(answer)
        except Exception:  # the edge of a delivery: the event stays unanswered and is drawn again later
            log.exception("not delivered", event_id=answer.event.event_id)
        # What comes after the screen keeps nobody waiting.
        if answer.new_role:
            self._beside(self._introduce(answer.session))
        if answer.screen is not None and answer.screen.files:
            self.send_files(Owed(answer.event, answer.screen.files, answer.session.person.language))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        more = asyncio.create_task(work)
        self._underway.add(more)
        more.add_done_callback(self._underway.discard)

    async def _introduce(self, session: Session) -> None:
        try:
            with suppress(TryLater, Blocked, Undeliverable):
                await self.introduce(session)
        except Exception:  # the edge of a delivery: the commands are no more than a convenience
            log.exception("not introduced", chat=session.id)

    def send_files(self, owed: Owed) -> None:
        """Begins to send the files of a reply, if that is not under way."""
        address = owed.event.address
        key = f"{address.channel}:{address.bot_id}:{owed.event.event_id}"
        if key not in self._sending:
            self._sending.add(key)
            self._beside(self._send_files(key, owed))

    async def _send_files(self, key: str, owed: Owed) -> None:
        try:
            await self._send_or_give_up(key, owed)
            async with self.db.writing() as connection:
                await inbox.owe_files(connection, owed.event, (), "")
        except (TryLater, DBAPIError) as busy:  # still owed, and found again
            log.warning("files not sent yet", event_id=owed.event.event_id, why=type(busy).__name__)
        finally:
            self._sending.discard(key)

    async def _send_or_give_up(self, key: str, owed: Owed) -> None:
        try:
            await self.files.send(key, owed.event.address, owed.refs, owed.language)
        except (TryLater, DBAPIError):
            raise
        except Exception:  # the edge of a delivery: it would fail again; the person can ask for the file
            log.exception("files not sent", event_id=owed.event.event_id)

    async def _deliver_with_retries(self, answer: Answer) -> None:
        retry = Retry(RETRIES)
        while True:
            try:
                async with self._lines:
                    shown = await self._show(answer)
                return self._note_answered(answer, shown)
            except TryLater as busy:
                if self._is_overtaken(answer):
                    return self._note_answered(answer, None)
                if not await retry.rest(busy.seconds):
                    raise
            except Blocked:
                await self._save_blocked(answer.session)
                return self._note_answered(answer, None)
            except Undeliverable:
                log.exception("undeliverable", event_id=answer.event.event_id)
                return self._note_answered(answer, None)

    def _is_overtaken(self, answer: Answer) -> bool:
        """A later answer waits for this chat: that one shows how things stand."""
        return self._latest.get(answer.event.address) is not asyncio.current_task()

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
        session.blocked_at = self.clock.now()
        async with self.db.writing() as connection:
            noted = update(Chat).where(Chat.id == session.id).values(blocked_at=session.blocked_at)
            await connection.execute(noted)

    async def write_down(self) -> None:
        """Keeps the ledger short while no batch does."""
        while True:
            await self._answered_bell.wait()
            await asyncio.sleep(REST_SECONDS)
            self._answered_bell.clear()
            try:
                await self._record_answered()
            except Exception as failure:  # the edge of the loop: it is written down as soon as that works
                log.warning("answers not written down yet", error=type(failure).__name__)
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
