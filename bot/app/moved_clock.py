"""Mends what waits for moments that were reckoned before the clock was moved back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import structlog
from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels import shared_slots
from bot.core.clock import Clock
from bot.people.outbox import Notice, NoticeState

log = structlog.get_logger(__name__)
LEAST = timedelta(minutes=30)
"""What waits for less is left to wait; most waits of notices are shorter than half of it."""
AGAIN_SECONDS = 30.0
"""So long afterwards rows may come in that were dated by the clock as it was."""

_notices = cast(Table, Notice.__table__)
_BRING_FORWARD = update(_notices).where(_notices.c.id == bindparam("of")).values(due_at=bindparam("at"))


@dataclass
class MovedClock:
    """Sees by a steady clock that the shop's own was moved back, and lets sending wait no longer for that.

    At the start it sees by the notices: they were put in what is the future now. Several programs on one
    database may each see it; what was brought forward once is near, and stays.
    """

    clock: Clock
    steady: Callable[[], float] = time.monotonic
    _origin: datetime | None = None
    _moved: timedelta = timedelta()
    _moved_at: float = 0.0

    async def mend(self, db: AsyncConnection) -> None:
        """Brings forward what is due later than it was to be; called often, and mostly has nothing to do."""
        now, origin = self.clock.now(), self.clock.now() - timedelta(seconds=self.steady())
        back = await _put_ahead(db, now) if self._origin is None else self._origin - origin
        self._origin = origin
        if back >= LEAST:
            self._moved, self._moved_at = back, self.steady()
            await shared_slots.forget_all(db)
        if self._moved and self.steady() - self._moved_at < AGAIN_SECONDS:
            await _bring_forward(db, now, self._moved)


async def _put_ahead(db: AsyncConnection, now: datetime) -> timedelta:
    newest = await db.scalar(select(func.max(Notice.put_at)).where(Notice.state == NoticeState.QUEUED))
    return newest - now if newest else timedelta()


async def _bring_forward(db: AsyncConnection, now: datetime, by: timedelta) -> None:
    late = select(Notice.id, Notice.due_at).where(
        Notice.state == NoticeState.QUEUED, Notice.due_at > now + by / 2
    )
    rows = [{"of": notice_id, "at": due_at - by} for notice_id, due_at in await db.execute(late)]
    if rows:
        log.warning("the clock was moved back, notices do not wait for it", by=str(by), notices=len(rows))
        await db.execute(_BRING_FORWARD, rows)
