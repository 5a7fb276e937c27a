"""Notices that are done with and old: deleted, for they name people and what they bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.outbox import Notice, NoticeState

DONE = (NoticeState.SENT, NoticeState.ANSWERED, NoticeState.FAILED, NoticeState.REPLACED)


async def forget(db: AsyncSession, before: datetime, most: int) -> Sequence[int]:
    """Deletes at most so many notices that were last due before a moment, and returns their ids.

    One that still waits to be sent stays, however old it is.
    """
    old = select(Notice.id).where(Notice.state.in_(DONE), Notice.due_at < before).limit(most)
    ids = (await db.scalars(old.with_for_update(skip_locked=True))).all()
    await db.execute(delete(Notice).where(Notice.id.in_(ids)))
    return ids
