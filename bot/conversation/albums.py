"""Albums: several photos sent at once, each an event of its own."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, and_, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.acceptance import takes_several
from bot.conversation.events import Event
from bot.conversation.inbox import InboxRow
from bot.conversation.sessions import Session

_inbox = cast(Table, InboxRow.__table__)


async def is_surplus(db: AsyncConnection, event: Event, session: Session) -> bool:
    """Whether it is a later part of an album whose first part was taken for all of it."""
    return bool(event.album) and not takes_several(session) and await _follows(db, event)


async def _follows(db: AsyncConnection, event: Event) -> bool:
    """Whether an earlier part of the event's album is in the inbox."""
    own, other = _inbox.alias(), _inbox.alias()
    here = {"channel": event.address.channel, "bot_id": event.address.bot_id}
    mine = select(own.c.received_at, own.c.event_id).filter_by(**here, event_id=event.event_id).subquery()
    earlier = and_(
        *(other.c[name] == value for name, value in here.items()),
        other.c.event_id.startswith(f"{event.album}/", autoescape=True),
        tuple_(other.c.received_at, other.c.event_id) < tuple_(mine.c.received_at, mine.c.event_id),
    )
    return bool(await db.scalar(select(exists().where(earlier))))
