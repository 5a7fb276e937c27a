"""Retry policies: how long to rest after each failure, and when to give up."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

Sleep = Callable[[float], Awaitable[None]]
Rests = Callable[[int], float | None]
"""The seconds to rest, given the number of earlier failures; None to give up."""
MOST_DOUBLINGS = 16


class Asked(Enum):
    """How a policy treats the seconds that the called server asks to wait."""

    INSTEAD = auto()
    """They replace our own rest, capped at the longest that we wait."""
    INSTEAD_OR_GIVE_UP = auto()
    """They replace our own rest; if they exceed the longest that we wait, we give up."""
    ON_TOP = auto()
    """Our own rest is added to them."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to rest after each failure in a row, in seconds.

    `jitter`: the largest random share taken off our own rest, so that many callers do not return at once.
    """

    rests: Rests
    longest_asked: float = math.inf
    asked: Asked = Asked.INSTEAD
    jitter: float = 0.0

    def rest(self, failures: int, asked: float | None = None) -> float | None:
        """The seconds to rest after one more failure, or None to give up. The server asked for `asked`."""
        own = self.rests(failures)
        if own is None:
            return None
        own *= random.uniform(1 - self.jitter, 1) if self.jitter else 1
        if not asked:
            return own
        if self.asked is Asked.ON_TOP:
            return asked + own
        if self.asked is Asked.INSTEAD_OR_GIVE_UP and asked > self.longest_asked:
            return None
        return min(asked, self.longest_asked)


@dataclass(slots=True)
class Retry:
    """Counts one call's failures in a row, and rests after each."""

    policy: RetryPolicy
    sleep: Sleep = asyncio.sleep
    failures: int = 0

    async def rest(self, asked: float | None = None) -> bool:
        """Rests after a failure; False, at once, when the policy gives up."""
        seconds = self.policy.rest(self.failures, asked)
        if seconds is None:
            return False
        self.failures += 1
        await self.sleep(seconds)
        return True


def fixed(*seconds: float) -> Rests:
    """These rests in seconds, one after the other; then the policy gives up."""
    return lambda failures: seconds[failures] if failures < len(seconds) else None


def doubling(first: float, longest: float, most: float = math.inf) -> Rests:
    """Rests that double from `first` up to `longest` seconds; the policy gives up after `most` of them."""
    return lambda failures: (
        min(longest, first * 2 ** min(failures, MOST_DOUBLINGS)) if failures < most else None
    )
