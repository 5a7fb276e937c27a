"""Stores the messages of the browser chats, as a messenger's own servers would."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    Table,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.events import FILE_KINDS
from bot.conversation.routing import is_private
from bot.conversation.screens import Screen
from bot.core.database import Base, Database, insert_or_leave, session_on
from bot.core.redaction import as_kept

HISTORY_LENGTH = 60


class BrowserFile(Base):
    """The bytes of a file that was sent; messages of several chats may refer to it."""

    __tablename__ = "browser_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    mime: Mapped[str] = mapped_column(String(127))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BrowserMessage(Base):
    """One message of a chat. `who` is `person` or `shop`; `event_id` is the event it states or answers.

    `content` is what the page shows; `version` grows with every change; `keyboard` is False once the
    buttons are removed; `notice` marks a message that no tap asked for.
    """

    __tablename__ = "browser_messages"
    __table_args__ = (
        UniqueConstraint("chat_id", "who", "event_id"),
        Index("ix_browser_messages_chat_id_id", "chat_id", "id"),
        Index("ix_browser_messages_changed_at", "changed_at"),
        Index(
            "ix_browser_messages_file",
            "file_id",
            sqlite_where=text("file_id IS NOT NULL"),
            postgresql_where=text("file_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(8))
    event_id: Mapped[str | None] = mapped_column(String(128))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("browser_files.id"))
    notice: Mapped[bool] = mapped_column(default=False)
    keyboard: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    changed_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a screen goes: into the chat's message `over` if there is one, else into a new message.

    `loses_keyboard` is the message that carried the chat's screen until now.
    """

    chat_id: str
    event_id: str | None = None
    over: str = ""
    loses_keyboard: str = ""
    notice: bool = False


def screen_content(screen: Screen, language: str) -> dict[str, Any]:
    """A screen as the page gets it."""
    buttons = [
        {
            "label": one.label,
            "route": one.route,
            "hint": one.hint,
            "beside": one.beside,
            "url": one.url,
        }
        | ({"kind": one.kind} if one.kind else {})
        | ({"copy": one.copy} if one.copy else {})
        | ({"photo": one.photo} if one.photo else {})
        for one in screen.buttons
    ]
    sums = [{"label": one.label, "amount": one.amount, "total": one.total} for one in screen.sums]
    private = bool(screen.asks and is_private(screen.asks.route))
    accepts = sorted(FILE_KINDS & screen.asks.accepts) if screen.asks else []
    return (
        {
            "title": screen.title,
            "body": screen.body,
            "buttons": buttons,
            "photo": screen.photo,
            "language": language,
        }
        | ({"sums": sums} if sums else {})
        | ({"accepts": accepts} if accepts else {})
        | ({"private": True} if private else {})
    )


class Messages:
    """Reads and writes the messages; what writes returns the rows that changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def said(
        self, chat_id: str, event_id: str, text: str, at: datetime, file: dict[str, Any] | None = None
    ) -> BrowserMessage:
        """Stores the person's own message, once per event. `file`: its name and size in bytes.

        Identity numbers in it are hidden, and so is all that is typed to a private question.
        """
        table = cast(Table, BrowserMessage.__table__)
        async with self._database.writing() as connection, session_on(connection) as session, session.begin():
            asking = await session.scalar(_asking(chat_id))
            body = as_kept(text, bool(asking and asking.content.get("private")))
            content = {"body": body} | ({"file": file} if file else {})
            insert = insert_or_leave(connection.dialect.name, table).values(
                chat_id=chat_id, who="person", event_id=event_id, content=content, keyboard=False
            )
            await session.execute(insert.values(notice=False, version=1, at=at, changed_at=at))
            return (await session.scalars(_about(chat_id, "person", event_id))).one()

    async def show(self, target: Target, content: dict[str, Any], at: datetime) -> list[BrowserMessage]:
        """Stores a screen where `target` says. The first row returned carries it."""
        async with self._database.writing() as connection, session_on(connection) as session, session.begin():
            carrier = await _carrier(session, target)
            if carrier is None:
                carrier = BrowserMessage(chat_id=target.chat_id, who="shop", event_id=target.event_id, at=at)
                carrier.notice, carrier.version = target.notice, 0
                session.add(carrier)
            carrier.content, carrier.keyboard = content, True
            _mark_changed(carrier, at)
            await session.flush()
            return [carrier, *await _lose_keyboard(session, target, carrier.id, at)]

    async def of(self, chat_id: str, message_id: str) -> BrowserMessage | None:
        """This chat's message by its id, if there is one."""
        async with self._database.reading() as connection, session_on(connection) as session:
            return await _of(session, chat_id, message_id)

    async def accepted(self, chat_id: str) -> frozenset[str]:
        """The kinds of files that answer the chat's open question."""
        async with self._database.reading() as connection, session_on(connection) as session:
            row = await session.scalar(_asking(chat_id))
        return frozenset(row.content.get("accepts", ()) if row else ())

    async def last(self, chat_id: str, length: int = HISTORY_LENGTH) -> Sequence[BrowserMessage]:
        """The last messages of a chat, the oldest first."""
        newest = select(BrowserMessage).where(BrowserMessage.chat_id == chat_id)
        newest = newest.order_by(BrowserMessage.id.desc()).limit(length)
        async with self._database.reading() as connection, session_on(connection) as session:
            return list(reversed((await session.scalars(newest)).all()))

    async def changed(self, chats: Collection[str], since: datetime) -> Sequence[BrowserMessage]:
        """The messages of these chats that any process changed since then."""
        fresh = select(BrowserMessage).where(
            BrowserMessage.changed_at >= since, BrowserMessage.chat_id.in_(chats)
        )
        async with self._database.reading() as connection, session_on(connection) as session:
            return (await session.scalars(fresh.order_by(BrowserMessage.id))).all()

    async def keep_file(self, name: str, mime: str, content: bytes) -> str:
        """Stores a file's bytes; returns its id."""
        async with self._database.writing() as connection, session_on(connection) as session, session.begin():
            stored = BrowserFile(id=secrets.token_hex(16), name=name, mime=mime, content=content)
            session.add(stored)
            return stored.id

    async def file(self, file_id: str) -> BrowserFile | None:
        """A stored file, with its bytes."""
        async with self._database.reading() as connection, session_on(connection) as session:
            return await session.get(BrowserFile, file_id)

    async def send_file(self, chat_id: str, file: BrowserFile, at: datetime) -> BrowserMessage:
        """Adds a message that carries a stored file."""
        content = {"file": {"name": file.name, "bytes": len(file.content)}}
        async with self._database.writing() as connection, session_on(connection) as session, session.begin():
            row = BrowserMessage(chat_id=chat_id, who="shop", content=content, file_id=file.id)
            row.at = row.changed_at = at
            session.add(row)
            await session.flush()
            return row


def _about(chat_id: str, who: str, event_id: str) -> Select[BrowserMessage]:
    return select(BrowserMessage).where(
        BrowserMessage.chat_id == chat_id, BrowserMessage.who == who, BrowserMessage.event_id == event_id
    )


def _asking(chat_id: str) -> Select[BrowserMessage]:
    """The message that carries the chat's screen, and with it the open question."""
    carriers = select(BrowserMessage).where(
        BrowserMessage.chat_id == chat_id,
        BrowserMessage.who == "shop",
        BrowserMessage.keyboard,
        BrowserMessage.file_id.is_(None),
        BrowserMessage.notice.is_(False),
    )
    return carriers.order_by(BrowserMessage.changed_at.desc(), BrowserMessage.id.desc()).limit(1)


async def _of(session: AsyncSession, chat_id: str, message_id: str) -> BrowserMessage | None:
    if not (message_id.isascii() and message_id.isdigit() and len(message_id) < 10):
        return None
    row = await session.get(BrowserMessage, int(message_id))
    return row if row and row.chat_id == chat_id else None


async def _carrier(session: AsyncSession, target: Target) -> BrowserMessage | None:
    # A second answer to the same event replaces the first, so that it is not seen twice.
    if target.event_id and (earlier := await session.scalar(_about(target.chat_id, "shop", target.event_id))):
        return earlier
    tapped = await _of(session, target.chat_id, target.over)
    return tapped if tapped and tapped.who == "shop" and not tapped.file_id else None


async def _lose_keyboard(
    session: AsyncSession, target: Target, carrier_id: int, at: datetime
) -> list[BrowserMessage]:
    former = await _of(session, target.chat_id, target.loses_keyboard)
    if former is None or former.id == carrier_id or not former.keyboard:
        return []
    former.keyboard = False
    _mark_changed(former, at)
    return [former]


def _mark_changed(row: BrowserMessage, at: datetime) -> None:
    row.version += 1
    row.changed_at = at
