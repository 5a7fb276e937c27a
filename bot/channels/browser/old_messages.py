"""Forgets what stands in the browser chats: old messages and files, or all of one chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.browser.message_store import BrowserFile, BrowserMessage

Forgotten = tuple[int, Sequence[str]]
"""How many messages were deleted, and the ids of the files that went with them."""
_CARRIED = exists().where(BrowserMessage.file_id == BrowserFile.id)


async def forget_before(db: AsyncSession, before: datetime, most: int) -> Forgotten:
    """Deletes at most so many messages that last changed before a moment, and files that no other carries."""
    old = select(BrowserMessage.id, BrowserMessage.file_id).where(BrowserMessage.changed_at < before)
    return await _forget(db, old.order_by(BrowserMessage.changed_at).limit(most))


async def forget_chat(db: AsyncSession, chat_id: str, until: datetime, most: int) -> Forgotten:
    """Deletes at most so many messages of a chat up to a moment, and files that no other message carries."""
    said = select(BrowserMessage.id, BrowserMessage.file_id).where(BrowserMessage.chat_id == chat_id)
    return await _forget(db, said.where(BrowserMessage.at <= until).order_by(BrowserMessage.id).limit(most))


async def _forget(db: AsyncSession, chosen: Any) -> Forgotten:
    rows = (await db.execute(chosen)).all()
    newest = await db.scalar(select(func.max(BrowserMessage.id)))
    ids = {row.id for row in rows}
    if newest in ids:
        # Its id must not come again: an open page would take the next message for this one.
        nobody: dict[str, Any] = {"chat_id": "", "event_id": None, "content": {}, "file_id": None}
        await db.execute(update(BrowserMessage).where(BrowserMessage.id == newest).values(nobody))
    await db.execute(delete(BrowserMessage).where(BrowserMessage.id.in_(ids - {newest})))
    files = {row.file_id for row in rows if row.file_id}
    alone = select(BrowserFile.id).where(BrowserFile.id.in_(files), ~_CARRIED)
    file_ids = (await db.scalars(alone)).all() if files else []
    await db.execute(delete(BrowserFile).where(BrowserFile.id.in_(file_ids)))
    return len(rows), file_ids


def files_by_age(before: datetime) -> Any:
    """The ids of all files, and whether each is old: it has content, and was last sent before a moment."""
    lately = exists().where(BrowserMessage.file_id == BrowserFile.id, BrowserMessage.changed_at >= before)
    is_old = (func.length(BrowserFile.content) > 0) & _CARRIED & ~lately
    return select(BrowserFile.id, is_old.label("is_old"))


async def empty_files(db: AsyncSession, file_ids: Collection[str]) -> None:
    """Deletes the bytes of these files; their messages then say that the file is gone."""
    await db.execute(update(BrowserFile).where(BrowserFile.id.in_(file_ids)).values(content=b""))
