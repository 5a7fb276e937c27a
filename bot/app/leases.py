"""The notices that this program has claimed and not sent yet; how it leaves them to others when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import structlog
from sqlalchemy import Table, bindparam, update
from sqlalchemy.exc import DBAPIError

from bot.core.database import Database
from bot.people.outbox import LEASE, Notice, NoticeState

log = structlog.get_logger(__name__)
LAST_SECONDS = 5.0
RENEW_SECONDS = 15.0
_notices = cast(Table, Notice.__table__)
_STILL_HELD = (
    (_notices.c.id == bindparam("of"))
    & (_notices.c.state == NoticeState.QUEUED)
    & (_notices.c.due_at == bindparam("until"))
)
# Due as old as they are: so they keep their place among those that wait.
_GIVE_BACK = update(_notices).where(_STILL_HELD).values(due_at=_notices.c.put_at)
_RENEW = update(_notices).where(_STILL_HELD).values(due_at=bindparam("later"))


@dataclass
class Leases:
    """The claimed notices, by id with the end of their lease: those that wait, and those being sent."""

    db: Database
    now: Callable[[], datetime]
    _waiting: dict[int, datetime] = field(default_factory=dict)
    _being_sent: dict[int, datetime] = field(default_factory=dict)

    def take(self, claimed: Iterable[Notice], outgoing: Iterable[int]) -> None:
        """Notes the claimed notices that are to be sent; called before the claim is committed."""
        ours = set(outgoing)
        self._waiting |= {notice.id: notice.due_at for notice in claimed if notice.id in ours}

    def begin(self, notice_ids: Sequence[int]) -> bool:
        """Notes that these are being sent; False once they were given back and must not be."""
        if not all(one in self._waiting for one in notice_ids):
            return False
        self._being_sent |= {one: self._waiting.pop(one) for one in notice_ids}
        return True

    @asynccontextmanager
    async def renewed(self, notice_ids: Sequence[int]) -> AsyncIterator[None]:
        """Lets the leases of those not settled yet not end while the block lasts: a file may take minutes."""
        renewing = asyncio.create_task(self._keep_renewing(notice_ids))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _keep_renewing(self, notice_ids: Sequence[int]) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with suppress(DBAPIError):  # tried again before the lease ends
                for held in (self._waiting, self._being_sent):
                    await self._renew(held, [one for one in notice_ids if one in held])

    async def _renew(self, held: dict[int, datetime], notice_ids: Sequence[int]) -> None:
        later = self.now() + LEASE
        rows = [{"of": one, "until": held[one], "later": later} for one in notice_ids]
        if rows:
            async with self.db.writing(patient=True) as connection:
                await connection.execute(_RENEW, rows)
            held |= {one: later for one in notice_ids if one in held}

    def settle(self, notice_ids: Sequence[int]) -> None:
        """Notes that it is written down what became of these."""
        for one in notice_ids:
            self._being_sent.pop(one, None)

    async def end(self, deliveries: Collection[asyncio.Task[Any]]) -> None:
        """Gives back what waits, at once; then, after LAST_SECONDS at most, what is still being sent.

        Another worker, or the next start, sends it without waiting for the end of the lease. Only what is
        cut off here may arrive twice.
        """
        await self._give_back(self._waiting)
        if deliveries:
            await asyncio.wait(deliveries, timeout=LAST_SECONDS)
        for delivery in deliveries:
            delivery.cancel()
        await asyncio.gather(*deliveries, return_exceptions=True)
        await self._give_back(self._being_sent)

    async def _give_back(self, leases: dict[int, datetime]) -> None:
        rows = [{"of": notice_id, "until": until} for notice_id, until in leases.items()]
        leases.clear()
        if not rows:
            return
        try:
            async with self.db.writing() as connection:
                await connection.execute(_GIVE_BACK, rows)
        except DBAPIError as failed:  # they are found again after their lease
            log.warning("claimed notices not given back", notices=len(rows), why=str(failed.orig))
