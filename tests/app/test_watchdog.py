"""What holds the event loop is logged with its route and its stack, once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

from structlog.testing import capture_logs

from bot.app.watchdog import Watchdog

BEAT = 0.02
SOON = 60.0
Logged = list[MutableMapping[str, Any]]


def compute_without_waiting(logged: Logged, entries: int) -> None:
    """Holds the loop until so much is logged, and a while longer."""
    give_up = time.monotonic() + SOON
    while len(logged) < entries and time.monotonic() < give_up:
        time.sleep(BEAT)
    time.sleep(20 * BEAT)


async def test_what_holds_the_loop_is_logged_once_each_time() -> None:
    with capture_logs() as logged:
        watching = asyncio.create_task(Watchdog(["product/1"], BEAT).run())
        await asyncio.sleep(0)
        for entries in (1, 2):
            compute_without_waiting(logged, entries)
            await asyncio.sleep(5 * BEAT)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    held = [one for one in logged if "compute_without_waiting" in one["stack"]]
    assert [(one["event"], one["routes"]) for one in held] == [("event loop held", ["product/1"])] * 2
