"""Commits small writes together: those that arrive during one commit share the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database.engine import Database, session_on
from bot.core.database.failures import comes_of_an_outage, is_conflict

MOST = 20
"""Entries in one transaction: it bounds how long other writers wait."""
REST_SECONDS = 0.5
Entry = Callable[[AsyncSession], Awaitable[None]]


@dataclass
class WriteBatcher:
    """Writes entries: a single one at once, many in few transactions.

    They tell what has happened already, as that a message was sent, so an outage of the database only delays
    them: what is not written down would happen again.
    """

    db: Database
    _waiting: list[tuple[Entry, asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def write(self, entry: Entry) -> None:
        """Returns when the entry is committed; raises what is wrong with the entry itself."""
        while True:
            try:
                return await self._written(entry)
            except Exception as failure:  # what only waiting helps against is waited for
                if not comes_of_an_outage(failure) and not is_conflict(failure):
                    raise
                await asyncio.sleep(REST_SECONDS)

    async def _written(self, entry: Entry) -> None:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_waiting())
        await done

    async def _write_waiting(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write_batch(batch)
        finally:
            self._writing = None

    async def _write_batch(self, batch: Sequence[tuple[Entry, asyncio.Future[None]]]) -> None:
        try:
            async with self.db.writing(patient=True) as connection, session_on(connection) as db:
                for entry, _done in batch:
                    await entry(db)
                await db.commit()
        except Exception as failure:  # goes to the one that waits; of several, each is tried alone
            if len(batch) > 1:
                for single in batch:
                    await self._write_batch([single])
            elif not batch[0][1].done():
                batch[0][1].set_exception(failure)
            return
        for _entry, done in batch:
            if not done.done():
                done.set_result(None)
