"""A SQLite connection that runs statements at once; only calls that may block go to the driver's thread.

aiosqlite passes every call to a thread and back, four times a statement, which costs several times as much
as SQLite's own work. A statement in an open transaction never blocks: the transaction holds the write lock
already (`BEGIN IMMEDIATE`) or only reads (WAL). So only opening, beginning and ending, which may wait for
the lock or the disk, go through the thread. The plain aiosqlite driver would replace this module.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite

from bot.core import private_files

CHUNK = 64
PAGES_BEHIND = 16_000
"""Pages in the log (64 MB) at which a writer moves them itself; until then `checkpoint` does it."""


class QuickConnection(aiosqlite.Connection):
    """A connection whose statements run at once while its transaction is open, unless it is `beside`.

    `beside` the loop go statements that take long; a transaction that only reads can do that.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, CHUNK)
        self._thread.daemon = True
        self.beside = False
        self._handed_over = self._handed_back = 0

    def __del__(self) -> None:
        # A task was cancelled while it opened the connection: nothing is lost, so no warning.
        if self._connection is not None:
            self.stop()

    async def _execute(self, fn: Any, *args: Any, **named: Any) -> Any:
        if self._runs_at_once(fn):
            return fn(*args, **named)
        self._handed_over += 1
        return await super()._execute(self._in_thread, fn, *args, **named)  # type: ignore[no-untyped-call]

    def _runs_at_once(self, fn: Any) -> bool:
        """Whether the call stays within an open transaction and the thread has finished all earlier calls."""
        opened = self._connection
        if opened is None or self.beside or self._handed_over != self._handed_back:
            return False
        makes_cursor = fn == opened.cursor
        ends = getattr(fn, "__self__", None) is opened and not makes_cursor
        return makes_cursor or (opened.in_transaction and not ends)

    def _in_thread(self, fn: Any, *args: Any, **named: Any) -> Any:
        try:
            return fn(*args, **named)
        finally:
            self._handed_back += 1


def connect(private: Path | None, *args: Any, **named: Any) -> QuickConnection:
    """A connection yet to be awaited; takes what `sqlite3.connect` takes.

    A new file is made as a `private` one: SQLite would let everybody read it, and its log takes its mode.
    """
    named["check_same_thread"] = False

    def opened() -> sqlite3.Connection:
        if private is not None:
            private_files.make_file(private)
        connection: sqlite3.Connection = sqlite3.connect(*args, **named)
        return connection

    return QuickConnection(opened)


def checkpoint(path: Path) -> None:
    """Moves the log into the database file, while readers and writers go on.

    By default SQLite does this in the transaction that writes the thousandth page, where a person's tap
    would wait for the disk.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
