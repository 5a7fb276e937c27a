"""The receiving loop: fetch, hand in, and only then acknowledge by fetching what comes after."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.base import Take
from bot.channels.telegram.api import Api
from bot.channels.telegram.request import SlowDown
from bot.channels.telegram.updates import ALLOWED_UPDATES, Reader

BATCH = 100
Beside = Callable[[Sequence[Any]], None]
"""Looks at updates for what is no event; returns at once and raises nothing."""

_log = logging.getLogger(__name__)


class AnotherPoller(Exception):
    """Another process has been polling with the same token for a minute; only one may."""


class TokenRefused(Exception):
    """Telegram does not know this token."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds, and with which clock.

    `poll`: a long poll without news; `first` and `longest`: the pause after a failure, doubled each
    time; `conflict`: another poller, without a break, before we give up (after a crash Telegram
    holds on to the old poll for a while).
    """

    poll: int = 25
    first: float = 0.5
    longest: float = 5.0
    conflict: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Persistence:
    """Repeats a call until Telegram answers it. Raises AnotherPoller and TokenRefused."""

    patience: Patience
    _failures: int = 0
    _conflict_since: float | None = None

    async def result(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """What the call returns in the end."""
        while True:
            try:
                result = await call()
            except InvalidToken as refused:
                raise TokenRefused(TokenRefused.__doc__) from refused
            except TelegramError as failed:
                self._bear(failed)
                await self.pause(failed.seconds if isinstance(failed, SlowDown) else 0.0)
            else:
                self._failures, self._conflict_since = 0, None
                return result

    def _bear(self, failed: TelegramError) -> None:
        _log.warning("telegram does not answer as it should: %s", failed)
        now = self.patience.clock()
        if not isinstance(failed, Conflict):
            self._conflict_since = None
        elif self._conflict_since is None:
            self._conflict_since = now
        elif now - self._conflict_since >= self.patience.conflict:
            raise AnotherPoller(AnotherPoller.__doc__) from failed

    async def pause(self, at_least: float = 0.0) -> None:
        """Waits longer after each failure, with jitter, but never over the longest pause unasked."""
        longest = min(self.patience.longest, self.patience.first * 2**self._failures)
        self._failures = min(self._failures + 1, 16)
        await self.patience.sleep(at_least + longest * random.uniform(0.5, 1.0))


def nothing_beside(_updates: Sequence[Any]) -> None:
    """All that comes is an event."""


@dataclass(slots=True)
class Polling:
    """Fetches batches and hands them in, one after the other; `beside` sees those that are committed."""

    api: Api
    reader: Reader
    beside: Beside = nothing_beside
    patience: Patience = field(default_factory=Patience)

    async def run(self, take: Take) -> None:
        """Never returns. Raises AnotherPoller and TokenRefused."""
        server, shop = Persistence(self.patience), Persistence(self.patience)
        await server.result(lambda: self.api.call("deleteWebhook", {}))
        offset: int | None = None
        while True:
            updates = await server.result(lambda: self._fetch(offset))  # noqa: B023 (awaited at once)
            if not updates or await self._committed(updates, take):
                shop = Persistence(self.patience)
                offset = updates[-1]["update_id"] + 1 if updates else offset
            else:
                await shop.pause()

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        parameters = {
            "offset": offset,
            "limit": BATCH,
            "timeout": self.patience.poll,
            "allowed_updates": ALLOWED_UPDATES,
        }
        updates: list[dict[str, Any]] = await self.api.call("getUpdates", parameters, self.patience.poll)
        if updates and not isinstance(updates[-1].get("update_id"), int):
            raise TelegramError("the server sent updates without numbers")
        return updates

    async def _committed(self, updates: list[dict[str, Any]], take: Take) -> bool:
        try:
            events = self.reader.events(updates)
            if events:
                await take(events)
        except Exception:  # the edge of the loop: nothing is acknowledged, the same batch comes again
            _log.exception("%d updates were not committed; they stay with telegram", len(updates))
            return False
        self.beside(updates)
        return True
