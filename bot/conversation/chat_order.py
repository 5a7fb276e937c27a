"""The order of a chat's events where several programs answer: one waits for what another has under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, and_, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.events import Event
from bot.conversation.inbox import InboxRow

_inbox = cast(Table, InboxRow.__table__)


async def answered_elsewhere(
    db: AsyncConnection, events: Sequence[Event], now: datetime, longest: timedelta
) -> set[str]:
    """The ids of those events that wait, `longest` at most, as another program is answering their chat.

    Of two that both wait for their handler, the older one does not wait for the other.
    """
    other = _inbox.alias()
    same_chat = and_(*(other.c[name] == _inbox.c[name] for name in ("channel", "bot_id", "chat_id")))
    first = or_(other.c.unhandled == "", other.c.received_at < _inbox.c.received_at)
    under_way = and_(other.c.answered_at.is_(None), other.c.received_at > now - 2 * longest)
    is_other = other.c.event_id != _inbox.c.event_id
    keys = [(one.address.channel, one.address.bot_id, one.event_id) for one in events]
    key = tuple_(_inbox.c.channel, _inbox.c.bot_id, _inbox.c.event_id)
    mine = select(_inbox.c.event_id).where(key.in_(keys), _inbox.c.chat_id != "")
    mine = mine.where(_inbox.c.received_at.between(now - longest, now))
    return set(await db.scalars(mine.where(exists().where(same_chat, is_other, under_way, first))))
