"""Ends work that waits too long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TICKS = 10


class WaitedTooLong(RuntimeError):
    """The work has waited longer than it may, and was ended."""


@asynccontextmanager
async def waiting_at_most(seconds: float) -> AsyncIterator[None]:
    """Ends the block, where it waits, when it has waited so long. Raises WaitedTooLong.

    Time is counted in ticks of the event loop, so that nobody is ended for the time in which somebody else
    computes: however long that takes, no more than one tick passes.
    """
    loop = asyncio.get_running_loop()
    timers: list[asyncio.TimerHandle] = []
    try:
        async with asyncio.timeout(None) as limit:

            def tick(left: int) -> None:
                if left:
                    timers[:] = [loop.call_later(seconds / TICKS, tick, left - 1)]
                else:
                    limit.reschedule(loop.time())

            tick(TICKS)
            try:
                yield
            finally:
                timers.pop().cancel()
    except TimeoutError as ended:
        if limit.expired():
            raise WaitedTooLong(f"waited for more than {seconds:g} s") from ended
        raise
