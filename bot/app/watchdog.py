"""Tells the log what holds the event loop: work that computes without waiting, which nothing can end.

While the loop is held nobody is answered, so a thread of its own looks.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)
BEAT_SECONDS = 0.5
MISSED_BEATS = 4
"""The loop counts as held when it has not moved while the thread looked so often: after two seconds."""


@dataclass
class Watchdog:
    """Logs once, whenever the loop is held, the routes under way and the stack of what holds it."""

    under_way: Sequence[str]
    beat_seconds: float = BEAT_SECONDS
    _beats: int = 0

    async def run(self) -> None:
        """Moves with the event loop, and has a thread look at that, until cancelled."""
        stopped = threading.Event()
        loop_thread = threading.get_ident()
        threading.Thread(target=self._watch, args=(loop_thread, stopped), daemon=True).start()
        try:
            while True:
                self._beats += 1
                await asyncio.sleep(self.beat_seconds / 2)
        finally:
            stopped.set()

    def _watch(self, loop_thread: int, stopped: threading.Event) -> None:
        # Looks are counted, not time: in a program that was halted as a whole, both threads stood still.
        seen, missed = 0, 0
        while not stopped.wait(self.beat_seconds):
            seen, missed = (seen, missed + 1) if self._beats == seen else (self._beats, 0)
            if missed == MISSED_BEATS:
                self._tell(loop_thread)

    def _tell(self, loop_thread: int) -> None:
        frame = sys._current_frames().get(loop_thread)
        stack = "".join(traceback.format_stack(frame)) if frame else ""
        log.error("event loop held", routes=list(self.under_way), stack=stack)
