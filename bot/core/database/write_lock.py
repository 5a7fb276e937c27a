"""The queue of writers: SQLite takes one at a time, and people's taps go before patient work."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LONGEST_WAIT_SECONDS = 0.25
"""Patient work that has waited this long goes next, between two taps."""
_Waiting = deque[tuple[float, "asyncio.Future[None]"]]


class WriteLock:
    """A lock with two queues: work that somebody waits for, and patient work."""

    def __init__(self) -> None:
        self._taken = False
        self._last_was_patient = False
        self._eager: _Waiting = deque()
        self._patient: _Waiting = deque()

    @asynccontextmanager
    async def taken(self, patient: bool = False) -> AsyncIterator[None]:
        """Holds the lock for the block, then passes it on."""
        await self._take(self._patient if patient else self._eager)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, queue: _Waiting) -> None:
        if not self._taken:
            self._taken = True
            return
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        queue.append((loop.time(), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the lock had just been passed to this task
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while queue := self._next():
            _since, turn = queue.popleft()
            if not turn.done():
                self._last_was_patient = queue is self._patient
                turn.set_result(None)
                return
        self._taken = False

    def _next(self) -> _Waiting:
        now = asyncio.get_running_loop().time()
        overdue = bool(self._patient) and now - self._patient[0][0] > LONGEST_WAIT_SECONDS
        goes_first = overdue and not self._last_was_patient
        return self._patient if goes_first or not self._eager else self._eager
