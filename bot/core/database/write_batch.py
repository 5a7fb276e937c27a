"""Small writes of many, committed together: whoever comes while one commit is under way joins the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database.engine import Database, session_on

MOST = 20
"""So many at once: the others who write wait no longer than for these."""
Entry = Callable[[AsyncSession], Awaitable[None]]


@dataclass
class WriteBatcher:
    """Writes entries down; alone at once, under load in few transactions."""

    db: Database
    _waiting: list[tuple[Entry, asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def write(self, entry: Entry) -> None:
        """Returns when the entry is committed; raises what kept it from it."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write_some(some)
        finally:
            self._writing = None

    async def _write_some(self, some: Sequence[tuple[Entry, asyncio.Future[None]]]) -> None:
        try:
            async with self.db.writing(patient=True) as connection, session_on(connection) as db:
                for entry, _done in some:
                    await entry(db)
                await db.commit()
        except Exception as failure:  # whoever waits is told; of many, each is tried alone
            if len(some) > 1:
                for one in some:
                    await self._write_some([one])
            elif not some[0][1].done():
                some[0][1].set_exception(failure)
            return
        for _entry, done in some:
            if not done.done():
                done.set_result(None)
