"""When a failed call is tried again: how long to rest after each failure, and when to give up."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

Sleep = Callable[[float], Awaitable[None]]
Rests = Callable[[int], float | None]
"""The seconds to rest after so many failures before this one; None to give up."""
MOST_DOUBLINGS = 16


class Asked(Enum):
    """What becomes of the seconds that the called server itself asks to wait."""

    INSTEAD = auto()
    """They take the place of our own rest, cut to the longest that we wait for."""
    INSTEAD_OR_GIVE_UP = auto()
    """They take the place of our own rest; when they are longer than we wait for, we give up."""
    ON_TOP = auto()
    """Our own rest follows them."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to rest after each failure in a row, in seconds.

    `jitter`: the share of our own rest that chance may take away, so that many do not come back at once.
    """

    rests: Rests
    longest_asked: float = math.inf
    asked: Asked = Asked.INSTEAD
    jitter: float = 0.0

    def rest(self, failures: int, asked: float | None = None) -> float | None:
        """The rest after one more failure, when the server asked for so many seconds; None to give up."""
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
    """The failures of one call in a row, and the rest after each."""

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
    """These rests one after the other; after the last one nothing is tried again."""
    return lambda failures: seconds[failures] if failures < len(seconds) else None


def doubling(first: float, longest: float, most: float = math.inf) -> Rests:
    """Each rest twice the one before, up to the longest; at most so many."""
    return lambda failures: (
        min(longest, first * 2 ** min(failures, MOST_DOUBLINGS)) if failures < most else None
    )
