"""The inbox: every event that was taken, once, and whether it was handled and answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import (
    Index,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.events import FILE_KINDS, Address, Event, as_json, from_json
from bot.core.database import Base, insert_or_leave
from bot.core.redaction import HIDDEN, without_numbers

FRESH = timedelta(hours=1)
OWED = timedelta(days=1)
KEPT = timedelta(days=14)
_ONE_AFTER_THE_OTHER = timedelta(microseconds=1)


class InboxRow(Base):
    """An event that was taken, once. `answered_at` is set when its reply was accepted.

    `payload` is what the channel needs to close a tap; of a parked event (`error`) the whole event.
    `unhandled` is the whole event while no handler has run, because its file or that of an earlier event
    is being fetched, something long is read for it, or very many came at once. `files` is the reply's
    language and the references of its files not sent yet.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_unanswered",
            "received_at",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index(
            "ix_inbox_files_owed",
            "received_at",
            sqlite_where=text("files <> ''"),
            postgresql_where=text("files <> ''"),
        ),
        Index(
            "ix_inbox_unhandled",
            "chat_id",
            "received_at",
            sqlite_where=text("unhandled <> ''"),
            postgresql_where=text("unhandled <> ''"),
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
    unhandled: Mapped[str] = mapped_column(Text, default="", server_default="")
    files: Mapped[str] = mapped_column(Text, default="", server_default="")


_inbox = cast(Table, InboxRow.__table__)
_OF_EVENT = and_(
    _inbox.c.channel == bindparam("of_channel"),
    _inbox.c.bot_id == bindparam("of_bot"),
    _inbox.c.event_id == bindparam("of_event"),
)
_ANSWERED = update(_inbox).where(_OF_EVENT).values(answered_at=bindparam("at"))
_FILES = update(_inbox).where(_OF_EVENT).values(files=bindparam("new_files"))
_PUT_OFF = update(_inbox).where(_OF_EVENT).values(unhandled=bindparam("in_full"))
_HANDLED = update(_inbox).where(_OF_EVENT).values(unhandled="")
_PARK = (
    update(_inbox)
    .where(_OF_EVENT)
    .values(payload=bindparam("new_payload"), error=bindparam("new_error"), unhandled="")
)


def _of(event: Event) -> dict[str, Any]:
    address = event.address
    return {"of_channel": address.channel, "of_bot": address.bot_id, "of_event": event.event_id}


async def remember(
    db: AsyncConnection, events: Sequence[Event], now: datetime, later: bool = False
) -> set[str]:
    """Puts events into the inbox; returns the ids of those that were not there.

    Events to be handled `later` are stored in full, as is every event with a file.
    """
    put = insert_or_leave(db.dialect.name, _inbox).returning(_inbox.c.event_id)
    rows = [
        {
            "channel": event.address.channel,
            "bot_id": event.address.bot_id,
            "event_id": event.event_id,
            "chat_id": event.address.chat_id,
            "received_at": now + number * _ONE_AFTER_THE_OTHER if later else now,
            "payload": event.receipt,
            "error": "",
            "unhandled": as_json(event) if later or _brings_file(event) else "",
        }
        for number, event in enumerate(events)
    ]
    rows.sort(key=itemgetter("event_id"))  # in one order, as locks are
    return set((await db.execute(put, rows)).scalars())


def _brings_file(event: Event) -> bool:
    return event.attachment is not None and event.attachment.kind in FILE_KINDS


async def was_answered(db: AsyncConnection, event: Event) -> bool:
    """Whether a channel has accepted the reply to an event."""
    return bool(await db.scalar(select(_inbox.c.answered_at).where(_OF_EVENT), _of(event)))


async def is_unhandled(db: AsyncConnection, event: Event) -> bool:
    """Whether an event that was taken before still waits for its handler."""
    return bool(await db.scalar(select(_inbox.c.unhandled).where(_OF_EVENT), _of(event)))


async def note_handled(db: AsyncConnection, event: Event) -> None:
    """Notes that an event is handled; call it in the handler's transaction."""
    await db.execute(_HANDLED, _of(event))


async def put_off(db: AsyncConnection, event: Event) -> None:
    """Notes that an event is taken and its handler still to run; call it in the transaction that takes it."""
    await db.execute(_PUT_OFF, _of(event) | {"in_full": as_json(event)})


async def note_answered(db: AsyncConnection, events: Sequence[Event], now: datetime) -> None:
    """Notes that the replies to these events were accepted."""
    if events:
        of_events = sorted(map(_of, events), key=itemgetter("of_event"))  # in one order, as locks are
        await db.execute(_ANSWERED, [of_event | {"at": now} for of_event in of_events])


async def park(db: AsyncConnection, event: Event, error: str, private: bool = False) -> None:
    """Keeps an event that could not be handled, with the error; it is never replayed.

    Whatever looks like an identity number is hidden, and all that was typed to a `private` question.
    """
    content = repr(replace(event, text=HIDDEN, payload="")) if private else event.payload or repr(event)
    payload, error = without_numbers(content)[:20_000], without_numbers(error)
    await db.execute(_PARK, _of(event) | {"new_payload": payload, "new_error": error[:4000] or "unknown"})


async def owe_files(db: AsyncConnection, event: Event, refs: Sequence[str], language: str) -> None:
    """Notes the files that the reply to an event still owes; no refs when all are sent."""
    await db.execute(_FILES, _of(event) | {"new_files": " ".join([language, *refs]) if refs else ""})


@dataclass(frozen=True, slots=True)
class OwedFiles:
    """Files that a reply still owes; of the event only id and chat are known."""

    event: Event
    refs: Sequence[str]
    language: str


async def owed_files(db: AsyncConnection, now: datetime, min_age: timedelta) -> list[OwedFiles]:
    """The unsent files of replies to events between `min_age` and a day old."""
    received = _inbox.c.received_at.between(now - OWED, now - min_age)
    rows = await db.execute(select(_inbox).where(_inbox.c.files != "", received).order_by("received_at"))
    owed = []
    for row in rows:
        event = Event(Address(row.channel, row.bot_id, row.chat_id), row.event_id, "text")
        language, *refs = row.files.split(" ")
        owed.append(OwedFiles(event, refs, language))
    return owed


@dataclass(slots=True)
class Unanswered:
    """Events that were never answered, of which only id and chat are known: the newest of each chat, and
    those `overtaken` by it or by one that was answered.
    """

    newest: dict[Address, Event] = field(default_factory=dict)
    overtaken: list[Event] = field(default_factory=list)


async def unanswered(db: AsyncConnection, now: datetime, min_age: timedelta) -> Unanswered:
    """The handled events of the last hour, at least `min_age` old, whose reply was never accepted.

    Those dated in the future are from before the clock was moved back.
    """
    later = _inbox.alias()
    same_chat = and_(*(later.c[name] == _inbox.c[name] for name in ("channel", "bot_id", "chat_id")))
    overtaken = exists().where(
        same_chat, later.c.received_at > _inbox.c.received_at, later.c.answered_at.is_not(None)
    )
    waiting = (
        select(_inbox, overtaken.label("overtaken"))
        .where(_inbox.c.answered_at.is_(None), _inbox.c.chat_id != "")
        .where(or_(_inbox.c.received_at <= now - min_age, _inbox.c.received_at > now + FRESH / 2))
        .where(_inbox.c.received_at > now - FRESH, _inbox.c.unhandled == "")
        .order_by(_inbox.c.received_at)
    )
    return _sort_out(await db.execute(waiting))


async def unhandled(db: AsyncConnection, address: Address, most: int) -> list[Event]:
    """The oldest events of a chat that still wait for their handler, at most so many."""
    of_chat = {"channel": address.channel, "bot_id": address.bot_id, "chat_id": address.chat_id}
    waiting = select(_inbox.c.unhandled).filter_by(**of_chat).where(_inbox.c.unhandled != "")
    return [from_json(row) for row in await db.scalars(waiting.order_by(_inbox.c.received_at).limit(most))]


async def chats_unhandled(db: AsyncConnection, before: datetime | None) -> list[Address]:
    """The chats that have events which still wait for their handler; received `before` a moment, if given."""
    columns = (_inbox.c.channel, _inbox.c.bot_id, _inbox.c.chat_id)
    waiting = select(*columns).where(_inbox.c.unhandled != "", _inbox.c.chat_id != "")
    if before is not None:
        waiting = waiting.where(_inbox.c.received_at <= before)
    rows = await db.execute(waiting.group_by(*columns).order_by(func.min(_inbox.c.received_at)))
    return [Address(*row) for row in rows]


def _sort_out(rows: Iterable[Any]) -> Unanswered:
    result = Unanswered()
    for row in rows:
        address, receipt = Address(row.channel, row.bot_id, row.chat_id), "" if row.error else row.payload
        event = Event(address, row.event_id, "text", receipt=receipt)
        earlier = event if row.overtaken else result.newest.pop(event.address, None)
        result.overtaken += [earlier] if earlier else []
        result.newest |= {} if row.overtaken else {event.address: event}
    return result


Key = tuple[str, str, str]
"""Channel, bot and id of an event."""
KEY = (_inbox.c.channel, _inbox.c.bot_id, _inbox.c.event_id)


def by_age(now: datetime, parked_before: datetime) -> Select[Any]:
    """The keys of all events, and whether each is old: no channel repeats it, and nobody looks into it.

    What still waits for its handler is never old.
    """
    received, parked = _inbox.c.received_at, _inbox.c.error != ""
    past = or_(and_(parked, received < parked_before), and_(~parked, received < now - KEPT))
    return select(*KEY, and_(past, _inbox.c.unhandled == "").label("is_old"))


async def forget(db: AsyncConnection, keys: Sequence[Key]) -> None:
    """Deletes these events."""
    if keys:
        await db.execute(delete(_inbox).where(_OF_EVENT), [_of_key(key) for key in sorted(keys)])


async def empty(db: AsyncConnection, keys: Sequence[Key]) -> None:
    """Empties what these parked events say and why they failed; that they failed stays known."""
    values = _inbox.update().where(_OF_EVENT).values(payload="", error="emptied")
    await db.execute(values, [_of_key(key) for key in sorted(keys)])


async def disown(db: AsyncConnection, keys: Sequence[Key], now: datetime) -> None:
    """Takes chat and content out of these events; they stay taken, so that a repetition changes nothing."""
    answered = func.coalesce(_inbox.c.answered_at, literal(now, _inbox.c.answered_at.type))
    nothing = {"chat_id": "", "payload": "", "error": "", "unhandled": "", "files": ""}
    values = _inbox.update().where(_OF_EVENT).values(answered_at=answered, **nothing)
    await db.execute(values, [_of_key(key) for key in sorted(keys)])


def _of_key(key: Key) -> dict[str, Any]:
    return dict(zip(("of_channel", "of_bot", "of_event"), key, strict=True))
