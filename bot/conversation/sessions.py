"""The inbox and the chats' one row each, in few prepared statements: every update takes this path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    Index,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.events import Address, Event
from bot.conversation.words import language_of
from bot.db import Base, insert_or_leave
from bot.people import Chat, Person, Role, Somebody

FRESH = timedelta(hours=1)
KEPT = timedelta(days=14)


class InboxRow(Base):
    """An event that was taken, once. `answered_at` is set when its reply was accepted.

    `payload` is what the channel needs to close a tap; of a parked event (`error`) all that it said.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_unanswered",
            "received_at",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    bot_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    chat_id: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    payload: Mapped[str] = mapped_column(Text, default="")
    error: Mapped[str] = mapped_column(Text, default="")


@dataclass(slots=True)
class Session:
    """A chat as a turn sees it: whose it is, and the screen the person is looking at."""

    id: int
    address: Address
    person: Somebody
    role: Role
    blocked_at: datetime | None = None
    screen: str = ""
    asks: str = ""
    accepts: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    message_id: str = ""
    message_kind: str = ""
    shown_at: datetime | None = None


_chats, _people = cast(Table, Chat.__table__), cast(Table, Person.__table__)
_inbox = cast(Table, InboxRow.__table__)
_SAVED = ("role", "blocked_at", "screen", "asks", "accepts", "labels")
_OPEN = (
    select(_chats, _people.c.name, _people.c.language, _people.c.destination)
    .join(_people, _people.c.id == _chats.c.person_id)
    .where(
        _chats.c.channel == bindparam("of_channel"),
        _chats.c.bot_id == bindparam("of_bot"),
        _chats.c.chat_id.in_(bindparam("chat_ids", expanding=True)),
    )
    .order_by(_chats.c.id)
    .with_for_update(of=_chats)
)
_SAVE = (
    update(_chats)
    .where(_chats.c.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)
_SHOWN = (
    update(_chats)
    .where(_chats.c.id == bindparam("row"))
    .values(
        message_id=bindparam("new_message_id"),
        message_kind=bindparam("new_message_kind"),
        shown_at=bindparam("new_shown_at"),
    )
)
_OF_EVENT = and_(
    _inbox.c.channel == bindparam("of_channel"),
    _inbox.c.bot_id == bindparam("of_bot"),
    _inbox.c.event_id == bindparam("of_event"),
)
_ANSWERED = update(_inbox).where(_OF_EVENT).values(answered_at=bindparam("at"))
_PARK = update(_inbox).where(_OF_EVENT).values(payload=bindparam("new_payload"), error=bindparam("new_error"))


def _of(event: Event) -> dict[str, Any]:
    address = event.address
    return {"of_channel": address.channel, "of_bot": address.bot_id, "of_event": event.event_id}


async def remember(db: AsyncConnection, events: Sequence[Event], now: datetime) -> set[str]:
    """Puts events into the inbox; returns the ids of those that were not there."""
    put = insert_or_leave(db.dialect.name, _inbox).returning(_inbox.c.event_id)
    rows = [
        {
            "channel": event.address.channel,
            "bot_id": event.address.bot_id,
            "event_id": event.event_id,
            "chat_id": event.address.chat_id,
            "received_at": now,
            "payload": event.receipt,
            "error": "",
        }
        for event in events
    ]
    return set((await db.execute(put, rows)).scalars())


async def was_answered(db: AsyncConnection, event: Event) -> bool:
    """Whether the reply to an event has been accepted before."""
    return bool(await db.scalar(select(_inbox.c.answered_at).where(_OF_EVENT), _of(event)))


async def open_chats(db: AsyncConnection, events: Sequence[Event], now: datetime) -> dict[Address, Session]:
    """The sessions of the events' chats, locked in key order; new people get theirs here."""
    first = {event.address: event for event in reversed(events)}
    found = await _find(db, first)
    strangers = [event for address, event in first.items() if address not in found]
    if strangers:
        await _welcome(db, strangers, now)
        found = await _find(db, first)
    return found


async def _find(db: AsyncConnection, addresses: Iterable[Address]) -> dict[Address, Session]:
    by_bot: dict[tuple[str, str], list[str]] = {}
    for one in addresses:
        by_bot.setdefault((one.channel, one.bot_id), []).append(one.chat_id)
    found: dict[Address, Session] = {}
    for (channel, bot_id), chat_ids in by_bot.items():
        of = {"of_channel": channel, "of_bot": bot_id, "chat_ids": chat_ids}
        for row in await db.execute(_OPEN, of):
            session = _session(row)
            found[session.address] = session
    return found


def _session(row: Any) -> Session:
    return Session(
        id=row.id,
        address=Address(row.channel, row.bot_id, row.chat_id),
        person=Somebody(row.person_id, row.name, row.language, row.destination),
        role=Role(row.role),
        blocked_at=row.blocked_at,
        screen=row.screen,
        asks=row.asks,
        accepts=row.accepts,
        labels=row.labels,
        message_id=row.message_id,
        message_kind=row.message_kind,
        shown_at=row.shown_at,
    )


async def _welcome(db: AsyncConnection, strangers: Sequence[Event], now: datetime) -> None:
    put = insert_or_leave(db.dialect.name, _chats).returning(_chats.c.id)
    for event in strangers:
        address = event.address
        row = await db.scalar(
            put,
            {
                "channel": address.channel,
                "bot_id": address.bot_id,
                "chat_id": address.chat_id,
                "role": Role.CUSTOMER.value,
                "screen": "",
                "asks": "",
                "accepts": "",
                "labels": {},
                "message_id": "",
                "message_kind": "",
            },
        )
        if row is not None:
            known = {"name": event.name[:200], "language": language_of(event.language), "created_at": now}
            person_id = await db.scalar(insert(_people).returning(_people.c.id), known)
            await db.execute(update(_chats).where(_chats.c.id == row).values(person_id=person_id))


async def save(db: AsyncConnection, sessions: Sequence[Session]) -> None:
    """Writes what turns have changed of these chats."""
    if sessions:
        rows = [{"row": one.id} | {f"new_{name}": getattr(one, name) for name in _SAVED} for one in sessions]
        await db.execute(_SAVE, rows)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that a channel has accepted: to which event, and the message that now shows the screen."""

    event: Event | None
    chat_row: int
    message_id: str
    message_kind: str
    shown_at: datetime | None
    moved: bool


async def record(db: AsyncConnection, answered: Sequence[Answered], now: datetime) -> None:
    """Writes down which events are answered and which messages now carry the screens."""
    done = [_of(one.event) | {"at": now} for one in answered if one.event]
    shown = [
        {
            "row": one.chat_row,
            "new_message_id": one.message_id,
            "new_message_kind": one.message_kind,
            "new_shown_at": one.shown_at,
        }
        for one in answered
        if one.moved
    ]
    if done:
        await db.execute(_ANSWERED, done)
    if shown:
        await db.execute(_SHOWN, shown)


async def park(db: AsyncConnection, event: Event, error: str) -> None:
    """Keeps an event that could not be handled, with what went wrong; nothing replays it by itself."""
    payload = (event.payload or repr(event))[:20_000]
    await db.execute(_PARK, _of(event) | {"new_payload": payload, "new_error": error[:4000] or "unknown"})


async def unanswered(
    db: AsyncConnection, now: datetime, rested: timedelta
) -> tuple[list[Event], list[Event]]:
    """Fresh events, at least `rested` old, whose reply was never accepted; only their chats are known.

    First the newest of each chat, then those that are overtaken: by it, or by one that was answered.
    """
    later = _inbox.alias()
    same_chat = and_(*(later.c[name] == _inbox.c[name] for name in ("channel", "bot_id", "chat_id")))
    overtaken = exists().where(
        same_chat, later.c.received_at > _inbox.c.received_at, later.c.answered_at.is_not(None)
    )
    waiting = (
        select(_inbox, overtaken.label("overtaken"))
        .where(_inbox.c.answered_at.is_(None), _inbox.c.chat_id != "")
        .where(_inbox.c.received_at > now - FRESH, _inbox.c.received_at <= now - rested)
        .order_by(_inbox.c.received_at)
    )
    newest: dict[Address, Event] = {}
    over: list[Event] = []
    for row in await db.execute(waiting):
        address, receipt = Address(row.channel, row.bot_id, row.chat_id), "" if row.error else row.payload
        event = Event(address, row.event_id, "text", receipt=receipt)
        before = event if row.overtaken else newest.pop(event.address, None)
        over += [before] if before else []
        newest |= {} if row.overtaken else {event.address: event}
    return list(newest.values()), over


async def forget_answered(db: AsyncConnection, now: datetime) -> None:
    """Lets answered events go that are older than any channel keeps its own; parked ones stay."""
    old = (_inbox.c.received_at < now - KEPT) & _inbox.c.answered_at.is_not(None) & (_inbox.c.error == "")
    await db.execute(delete(_inbox).where(old))
