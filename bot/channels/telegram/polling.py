"""The polling loop: fetches a batch, hands it in, and acknowledges it by fetching the next."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.base import Take
from bot.channels.telegram.api import Api
from bot.channels.telegram.lateness import Lateness
from bot.channels.telegram.request import SlowDown
from bot.channels.telegram.updates import ALLOWED_UPDATES, Reader
from bot.core.retry import Asked, Retry, RetryPolicy, Sleep, doubling

BATCH = 100
RETRIES = RetryPolicy(doubling(0.5, 5.0), asked=Asked.ON_TOP, jitter=0.5)
OnCommitted = Callable[[Sequence[Any]], None]
"""Gets the committed updates, to find those that are no events; returns at once and raises nothing."""

_log = logging.getLogger(__name__)


class AnotherPoller(Exception):
    """Another process has been polling with the same token for a minute; only one may."""


class TokenRefused(Exception):
    """Telegram does not know this token."""


@dataclass(frozen=True, slots=True)
class PollingTimes:
    """Waits in seconds, and the clock they are measured with.

    `poll`: a long poll without updates; `conflict`: uninterrupted conflict with another poller before we
    give up (after a crash Telegram holds on to the old poll for a while).
    """

    poll: int = 25
    conflict: float = 60.0
    retries: RetryPolicy = RETRIES
    sleep: Sleep = asyncio.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class UntilAnswered:
    """Repeats a call until Telegram answers it. Raises AnotherPoller and TokenRefused."""

    times: PollingTimes
    had_trouble: bool = False
    """Whether the last call was answered only after failures."""
    _retry: Retry = field(init=False)
    _conflict_since: float | None = None

    def __post_init__(self) -> None:
        self._retry = Retry(self.times.retries, self.times.sleep)

    async def result(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """The call's result, once it succeeds."""
        while True:
            try:
                result = await call()
            except InvalidToken as refused:
                raise TokenRefused(TokenRefused.__doc__) from refused
            except TelegramError as failed:
                self._note_failure(failed)
                await self.pause(failed.seconds if isinstance(failed, SlowDown) else None)
            else:
                self.had_trouble = self._retry.failures > 0
                self._retry.failures, self._conflict_since = 0, None
                return result

    def _note_failure(self, failed: TelegramError) -> None:
        _log.warning("telegram does not answer as it should: %s", failed)
        now = self.times.clock()
        if not isinstance(failed, Conflict):
            self._conflict_since = None
        elif self._conflict_since is None:
            self._conflict_since = now
        elif now - self._conflict_since >= self.times.conflict:
            raise AnotherPoller(AnotherPoller.__doc__) from failed

    async def pause(self, asked: float | None = None) -> None:
        """Rests, longer after each failure; `asked` are the seconds that Telegram asks for, if any."""
        await self._retry.rest(asked)


def ignore_updates(_updates: Sequence[Any]) -> None:
    """Does nothing with committed updates."""


@dataclass(slots=True)
class Polling:
    """Fetches batches and hands them in, one after the other; `on_committed` sees the committed ones."""

    api: Api
    reader: Reader
    on_committed: OnCommitted = ignore_updates
    times: PollingTimes = field(default_factory=PollingTimes)

    async def run(self, take: Take) -> None:
        """Never returns. Raises AnotherPoller and TokenRefused."""
        telegram, program = UntilAnswered(self.times), UntilAnswered(self.times)
        await telegram.result(lambda: self.api.call("deleteWebhook", {}))
        offset: int | None = None
        lateness = Lateness(BATCH, self.times.clock)
        while True:
            updates = await telegram.result(lambda: self._fetch(offset))  # noqa: B023 (awaited at once)
            lateness.note(len(updates), first=offset is None or telegram.had_trouble)
            if not updates or await self._commit(updates, take, lateness):
                program = UntilAnswered(self.times)
                offset = updates[-1]["update_id"] + 1 if updates else offset
            else:
                await program.pause()

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        parameters = {
            "offset": offset,
            "limit": BATCH,
            "timeout": self.times.poll,
            "allowed_updates": ALLOWED_UPDATES,
        }
        updates: list[dict[str, Any]] = await self.api.call("getUpdates", parameters, self.times.poll)
        if updates and not isinstance(updates[-1].get("update_id"), int):
            raise TelegramError("the server sent updates without numbers")
        return updates

    async def _commit(self, updates: list[dict[str, Any]], take: Take, lateness: Lateness) -> bool:
        try:
            events = lateness.marked(self.reader.events(updates))
            if events:
                await take(events)
        except Exception:  # the edge of the loop: nothing is acknowledged, the same batch comes again
            _log.exception("%d updates were not committed; they stay with telegram", len(updates))
            return False
        self.on_committed(updates)
        return True
