"""Delivers committed answers, chat by chat, and records which ones the channels accepted."""

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
from bot.conversation.inbox import OwedFiles
from bot.conversation.screens import Screen
from bot.conversation.sessions import Answered, Session
from bot.core.clock import Clock
from bot.core.database import Database, comes_of_an_outage
from bot.core.retry import Retry, RetryPolicy, fixed
from bot.people import Chat

log = structlog.get_logger(__name__)
Introduce = Callable[[Session], Awaitable[None]]
AT_ONCE = 64
REST_SECONDS = 0.05
HOLD_SECONDS = 3.0
RETRIES = RetryPolicy(fixed(0.2, 0.5, 1.0, 2.0, 4.0, 8.0), longest_asked=30)


class Files(Protocol):
    """Sends the files that a screen names, after the screen, each once."""

    async def send(self, key: str, to: Address, refs: Sequence[str], language: str) -> None:
        """Sends the files not yet sent under this key, or says that one could not be. Raises TryLater."""

    async def apologise(self, to: Address, language: str) -> None:
        """Tells a person that a file could not be made or sent. Raises TryLater."""


@dataclass(slots=True)
class Answer:
    """A committed turn: the screen to be shown (None: just close the event) and the event it answers.

    `only_shows` marks a screen that tells of nothing done: a later one of its chat may take its place.
    """

    event: Event
    session: Session
    screen: Screen | None
    in_place: bool = True
    new_role: bool = False
    only_shows: bool = False


@dataclass
class Delivery:
    """Shows committed answers, many chats at a time, and keeps the accepted ones until they are recorded."""

    db: Database
    clock: Clock
    channels: Mapping[str, Channel]
    files: Files
    introduce: Introduce
    _answered: list[Answered] = field(default_factory=list)
    _answered_wakeup: asyncio.Event = field(default_factory=asyncio.Event)
    _underway: set[asyncio.Task[None]] = field(default_factory=set)
    _sending: set[str] = field(default_factory=set)
    _latest: dict[Address, asyncio.Task[None]] = field(default_factory=dict)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _late_slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def take_answered(self) -> list[Answered]:
        """Hands over the accepted answers that are not recorded yet; the caller records them."""
        taken, self._answered = self._answered, []
        return taken

    def put_back(self, answered: list[Answered]) -> None:
        """Takes back what the caller of `take_answered` could not record."""
        self._answered = answered + self._answered

    def mark_overtaken(self, overtaken: Sequence[Event]) -> None:
        """Counts events as answered whose chats have moved on since; their taps are closed all the same."""
        for event in overtaken:
            self._close_tap(event)
        self._answered += [Answered(event, 0, "", "", None, False) for event in overtaken]
        self._answered_wakeup.set()

    async def finish(self) -> None:
        """Waits up to five seconds for deliveries under way, and records what was accepted."""
        if self._underway:
            await asyncio.wait(self._underway, timeout=5)
        await self._record_answered()

    def start(self, answer: Answer, release: Callable[[Address], None]) -> None:
        """Starts the delivery. `release` lets the chat's next event in, after HOLD_SECONDS at the latest."""
        address = answer.event.address
        task = asyncio.create_task(self._deliver(answer, self._latest.get(address)))
        self._latest[address] = task
        self._underway.add(task)
        early_release = asyncio.get_running_loop().call_later(
            HOLD_SECONDS, self._release_early, answer, release
        )
        task.add_done_callback(lambda _done: self._finish_one(answer, task, early_release, release))

    def _release_early(self, answer: Answer, release: Callable[[Address], None]) -> None:
        # A slow chat must not hold up the chats whose events came with it. The screen counts as shown from
        # now on: text sent before this moment cannot answer its question.
        session = answer.session
        if answer.event.private:
            now = self.clock.now()
            shown = Answered(None, session.id, session.message_id, session.message_kind, now, True)
            self._answered.append(shown)
        release(answer.event.address)

    def _finish_one(
        self,
        answer: Answer,
        task: asyncio.Task[None],
        early_release: asyncio.TimerHandle,
        release: Callable[[Address], None],
    ) -> None:
        self._underway.discard(task)
        if self._latest.get(answer.event.address) is task:
            del self._latest[answer.event.address]
        if asyncio.get_running_loop().time() < early_release.when():
            early_release.cancel()
            release(answer.event.address)

    async def _deliver(self, answer: Answer, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        try:
            await self._deliver_with_retries(answer)
        except Exception:  # the edge of a delivery: the event stays unanswered and is drawn again later
            log.exception("not delivered", event_id=answer.event.event_id)
        # The chat is not held for what follows the screen.
        if answer.new_role:
            self._in_background(self._introduce(answer.session))
        if answer.screen is not None and answer.screen.files:
            self.send_files(OwedFiles(answer.event, answer.screen.files, answer.session.person.language))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)

    async def _dismiss(self, event: Event) -> None:
        try:
            with suppress(TryLater, Blocked, Undeliverable):
                await self.channels[event.address.channel].dismiss(event)
        except Exception:  # the edge of a delivery: nothing but the waiting sign on a button hangs on it
            log.exception("tap not closed", event_id=event.event_id)

    async def _introduce(self, session: Session) -> None:
        try:
            with suppress(TryLater, Blocked, Undeliverable):
                await self.introduce(session)
        except Exception:  # the edge of a delivery: the commands are no more than a convenience
            log.exception("not introduced", chat=session.id)

    def send_files(self, owed: OwedFiles) -> None:
        """Starts sending the files of a reply, unless that is under way."""
        address = owed.event.address
        key = f"{address.channel}:{address.bot_id}:{owed.event.event_id}"
        if key not in self._sending:
            self._sending.add(key)
            self._in_background(self._send_files(key, owed))

    async def _send_files(self, key: str, owed: OwedFiles) -> None:
        try:
            await self._send_or_give_up(key, owed)
            async with self.db.writing() as connection:
                await inbox.owe_files(connection, owed.event, (), "")
        except (TryLater, DBAPIError) as busy:  # still owed, and found again
            if not comes_of_an_outage(busy):
                log.warning("files not sent yet", event_id=owed.event.event_id, why=type(busy).__name__)
        finally:
            self._sending.discard(key)

    async def _send_or_give_up(self, key: str, owed: OwedFiles) -> None:
        try:
            await self.files.send(key, owed.event.address, owed.refs, owed.language)
        except (TryLater, DBAPIError):
            raise
        except Exception:  # the edge of a delivery: it would fail again; the person can ask for the file
            log.exception("files not sent", event_id=owed.event.event_id)
            await self.files.apologise(owed.event.address, owed.language)

    async def _deliver_with_retries(self, answer: Answer) -> None:
        retry = Retry(RETRIES)
        slots = self._late_slots if answer.event.late else self._slots
        while True:
            try:
                async with slots:
                    shown = await self._show(answer)
                return self._note_answered(answer, shown)
            except TryLater as busy:
                if self._is_overtaken(answer):
                    return self._pass_over(answer)
                if not await retry.rest(busy.seconds):
                    raise
            except Blocked:
                await self._save_blocked(answer.session)
                return self._note_answered(answer, None)
            except Undeliverable:
                log.exception("undeliverable", event_id=answer.event.event_id)
                return self._note_answered(answer, None)

    def _pass_over(self, answer: Answer) -> None:
        self._close_tap(answer.event)
        self._note_answered(answer, None)

    def _close_tap(self, event: Event) -> None:
        if event.receipt and event.address.channel in self.channels:
            self._in_background(self._dismiss(event))

    def _is_overtaken(self, answer: Answer) -> bool:
        """Whether a later answer waits for this chat, and nothing of this one would be missed."""
        return answer.only_shows and self._latest.get(answer.event.address) is not asyncio.current_task()

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
        self._answered_wakeup.set()

    async def _save_blocked(self, session: Session) -> None:
        session.blocked_at = self.clock.now()
        async with self.db.writing() as connection:
            chat = update(Chat).where(Chat.id == session.id).values(blocked_at=session.blocked_at)
            await connection.execute(chat)

    async def keep_recording(self) -> None:
        """Records accepted answers while no batch of events does so."""
        while True:
            await self._answered_wakeup.wait()
            await asyncio.sleep(REST_SECONDS)
            self._answered_wakeup.clear()
            try:
                await self._record_answered()
            except Exception as failure:  # the edge of the loop: it is recorded as soon as that works
                if not comes_of_an_outage(failure):
                    log.warning("answers not recorded yet", error=type(failure).__name__)
                self._answered_wakeup.set()
                await asyncio.sleep(1)

    async def _record_answered(self) -> None:
        answered = self.take_answered()
        if not answered:
            return
        try:
            async with self.db.writing() as connection:
                await sessions.lock(connection, (), answered)
                await sessions.record(connection, answered, self.clock.now())
        except BaseException:
            self.put_back(answered)
            raise
