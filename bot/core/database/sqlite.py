"""How SQLite is driven: statements at once, and only what may wait in the driver's thread.

The driver hands every call over to a thread and back, four times a statement. That costs several times
as much as what SQLite does meanwhile. Within a transaction nothing waits for others: it holds the write
lock already (`BEGIN IMMEDIATE`) or only reads (WAL). So only opening, beginning and ending go through the
thread, where the lock and the disk may keep them waiting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite

CHUNK = 64
PAGES_BEHIND = 16_000
"""Pages in the log (64 MB) at which a writer moves them itself; before that `checkpoint` does it for all."""


class QuickConnection(aiosqlite.Connection):
    """A connection whose statements run at once while its transaction is open."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, CHUNK)
        self._thread.daemon = True
        self._handed_over = self._handed_back = 0

    def __del__(self) -> None:
        # Left behind by a task that was cancelled while it opened: nothing is lost, so nobody is warned.
        if self._connection is not None:
            self.stop()

    async def _execute(self, fn: Any, *args: Any, **named: Any) -> Any:
        if self._runs_at_once(fn):
            return fn(*args, **named)
        self._handed_over += 1
        return await super()._execute(self._in_thread, fn, *args, **named)  # type: ignore[no-untyped-call]

    def _runs_at_once(self, fn: Any) -> bool:
        """Begun, not ending, and the thread is done with everything before, also what was cancelled."""
        opened = self._connection
        if opened is None or self._handed_over != self._handed_back:
            return False
        makes_cursor = fn == opened.cursor
        ends = getattr(fn, "__self__", None) is opened and not makes_cursor
        return makes_cursor or (opened.in_transaction and not ends)

    def _in_thread(self, fn: Any, *args: Any, **named: Any) -> Any:
        try:
            return fn(*args, **named)
        finally:
            self._handed_back += 1


def connect(*args: Any, **named: Any) -> QuickConnection:
    """A connection yet to be awaited; takes what `sqlite3.connect` takes."""
    named["check_same_thread"] = False
    return QuickConnection(lambda: sqlite3.connect(*args, **named))


def checkpoint(path: Path) -> None:
    """Moves what the log holds into the database's own file. Readers and writers go on meanwhile.

    SQLite leaves that to whoever writes the thousandth page, who then waits for the disk: a person's tap.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
