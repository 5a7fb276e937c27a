"""Reads and writes the sessions, one row per chat, in few statements: every event takes this path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import inbox
from bot.conversation.events import Address, Event
from bot.conversation.translation import language_of
from bot.core.database import insert_or_leave
from bot.people import Chat, ChatPerson, Person, Role


@dataclass(slots=True)
class Session:
    """A chat as a turn sees it: its person, and the screen that the person is looking at."""

    id: int
    address: Address
    person: ChatPerson
    role: Role
    blocked_at: datetime | None = None
    screen: str = ""
    asks: str = ""
    accepts: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    message_id: str = ""
    message_kind: str = ""
    shown_at: datetime | None = None
    listener: str = ""
    last_lines: str = ""
    closed_country: str = ""

    def changeable(self) -> tuple[Any, ...]:
        """What a turn may change of it, for `undo`."""
        return (self.role, replace(self.person), self.listener, self.closed_country)

    def undo(self, before: tuple[Any, ...]) -> None:
        """Takes back what a turn that failed has changed."""
        self.role, self.person, self.listener, self.closed_country = before


_chats, _people = cast(Table, Chat.__table__), cast(Table, Person.__table__)
_SAVED = (
    *("role", "blocked_at", "screen", "asks", "accepts", "labels"),
    *("listener", "last_lines", "closed_country"),
)
_OF_PERSON = ("name", "language", "language_chosen", "destination")
_OPEN = (
    select(_chats, *(_people.c[name] for name in _OF_PERSON))
    .join(_people, _people.c.id == _chats.c.person_id)
    .where(
        _chats.c.channel == bindparam("of_channel"),
        _chats.c.bot_id == bindparam("of_bot"),
        _chats.c.chat_id.in_(bindparam("chat_ids", expanding=True)),
    )
    .order_by(_chats.c.id)
    .with_for_update(of=_chats, key_share=True)
)
_LOCK = (
    select(_chats.c.id)
    .where(
        or_(
            _chats.c.id.in_(bindparam("rows", expanding=True)),
            tuple_(_chats.c.channel, _chats.c.bot_id, _chats.c.chat_id).in_(
                bindparam("addresses", expanding=True)
            ),
        )
    )
    .order_by(_chats.c.id)
    .with_for_update(key_share=True)
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


async def lock(db: AsyncConnection, events: Sequence[Event], answered: Sequence[Answered]) -> None:
    """Locks the chats of these events and answers in key order; a transaction does so before it writes.

    Otherwise two programs would meet in a deadlock: one holds the chat that it records and wants the chat
    that it handles, the other has them the other way round. SQLite has one writer, and no such locks.
    """
    if db.dialect.name == "sqlite":
        return
    addresses = [(one.channel, one.bot_id, one.chat_id) for one in {event.address for event in events}]
    rows = [one.chat_row for one in answered]
    await db.execute(_LOCK, {"rows": rows, "addresses": addresses})


async def open_chats(db: AsyncConnection, events: Sequence[Event], now: datetime) -> dict[Address, Session]:
    """The sessions of the events' chats; new people are created here."""
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
        person=ChatPerson(row.person_id, row.name, row.language, row.destination, row.language_chosen),
        role=Role(row.role),
        blocked_at=row.blocked_at,
        screen=row.screen,
        asks=row.asks,
        accepts=row.accepts,
        labels=row.labels,
        message_id=row.message_id,
        message_kind=row.message_kind,
        shown_at=row.shown_at,
        listener=row.listener,
        last_lines=row.last_lines,
        closed_country=row.closed_country,
    )


async def _welcome(db: AsyncConnection, strangers: Sequence[Event], now: datetime) -> None:
    put = insert_or_leave(db.dialect.name, _chats).returning(_chats.c.id)
    for event in sorted(strangers, key=attrgetter("address.chat_id")):  # in one order, as locks are
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
                "listener": "",
                "last_lines": "",
                "closed_country": "",
            },
        )
        if row is not None:
            # A group is nobody, and who blocks us or leaves tells us nothing.
            name = event.name[:200] if event.private and event.kind != "reach" else ""
            known = {"name": name, "language": language_of(event.language), "created_at": now}
            person_id = await db.scalar(insert(_people).returning(_people.c.id), known)
            await db.execute(update(_chats).where(_chats.c.id == row).values(person_id=person_id))


async def save(db: AsyncConnection, sessions: Sequence[Session]) -> None:
    """Saves what turns have changed in these sessions."""
    if sessions:
        rows = [{"row": one.id} | {f"new_{name}": getattr(one, name) for name in _SAVED} for one in sessions]
        await db.execute(_SAVE, rows)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that a channel has accepted: the event it answers, and the message that now shows the screen.

    `moved`: the message or its time has changed, so that the chat's row is to be written.
    """

    event: Event | None
    chat_row: int
    message_id: str
    message_kind: str
    shown_at: datetime | None
    moved: bool


async def record(db: AsyncConnection, answered: Sequence[Answered], now: datetime) -> None:
    """Records which events are answered and which messages now show the screens."""
    await inbox.note_answered(db, [one.event for one in answered if one.event], now)
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
    if shown:
        await db.execute(_SHOWN, shown)
