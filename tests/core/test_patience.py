"""Only the time in which work waits counts against it."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.core.patience import WaitedTooLong, waiting_at_most

SHORT = 0.2


async def test_work_that_waits_is_ended() -> None:
    with pytest.raises(WaitedTooLong, match=r"more than 0\.2 s"):
        await _wait_within(SHORT)


async def test_time_in_which_somebody_computes_does_not_count() -> None:
    async with waiting_at_most(SHORT):
        for _ in range(4):
            time.sleep(2 * SHORT)  # noqa: ASYNC251  # holds the loop, as somebody's computing does
            await asyncio.sleep(0)


async def test_work_may_time_out_or_be_cancelled_by_itself() -> None:
    with pytest.raises(TimeoutError):
        async with waiting_at_most(60):
            raise TimeoutError
    task = asyncio.create_task(_wait_within(60))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _wait_within(seconds: float) -> None:
    async with waiting_at_most(seconds):
        await asyncio.Event().wait()
