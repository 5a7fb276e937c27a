"""Notices that reached nobody: which they are, and how they are sent again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.accounts import Chat
from bot.people.outbox import BLOCKED, PUT, Notice, NoticeState


async def unreached(db: AsyncSession, limit: int = 50) -> Sequence[Notice]:
    """The notices that failed for good, newest first."""
    return (
        await db.scalars(
            select(Notice).where(Notice.state == NoticeState.FAILED).order_by(Notice.id.desc()).limit(limit)
        )
    ).all()


async def send_again(db: AsyncSession, notice_ids: Collection[int], now: datetime) -> None:
    """Queues failed notices again; whether a person still blocks us is shown by the next try."""
    failed = Notice.id.in_(notice_ids) & (Notice.state == NoticeState.FAILED)
    readers = select(Notice.chat_id).where(failed)
    await db.execute(update(Chat).where(Chat.id.in_(readers)).values(blocked_at=None))
    await db.execute(
        update(Notice).where(failed).values(state=NoticeState.QUEUED, due_at=now, attempts=0, error="")
    )
    (await db.connection()).info[PUT] = True


async def requeue_blocked(db: AsyncSession, chat_id: int, now: datetime) -> None:
    """Queues again what failed while the person blocked us; it is worded anew, or withdrawn, when sent."""
    await db.execute(
        update(Notice)
        .where(Notice.chat_id == chat_id, Notice.state == NoticeState.FAILED, Notice.error == BLOCKED)
        .values(state=NoticeState.QUEUED, due_at=now, error="")
    )
    (await db.connection()).info[PUT] = True
