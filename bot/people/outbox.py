"""The outbox of notices, messages that no tap asked for: put, claimed, marked. It does not word them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base, insert_or_leave
from bot.people.notice_kinds import NoticeKind

LEASE = timedelta(seconds=60)
NEWEST = 40
A_SECOND = timedelta(seconds=1)
AT_ONCE = timedelta()
PUT = "notices_put"
"""The key in a connection's `info` that says that its transaction has put notices."""
BLOCKED = "blocked"
"""The error of a notice whose reader has blocked us."""


class NoticeState(StrEnum):
    """The states of a notice."""

    QUEUED = "queued"
    """It waits to be sent."""
    SENT = "sent"
    """The channel took it."""
    ANSWERED = "answered"
    """Its reader tapped one of its buttons, or did what it asks for elsewhere."""
    FAILED = "failed"
    """It cannot be delivered."""
    REPLACED = "replaced"
    """A newer version came before it was sent, or its subject had moved on."""


class Notice(Base):
    """One message to one chat about one version of one subject.

    `facts` is what the wording needs beyond the subject's own state, `told` what the delivered message said,
    so that the next one can say the difference. `labels` gives the routes of its buttons by label, as people
    also type a label instead of tapping it; `title` is its title as sent.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "chat_id", "version"),
        Index("ix_notices_due", "state", "due_at"),
        Index("ix_notices_message", "chat_id", "message_id"),
        Index("ix_notices_newest", "chat_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    version: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    title: Mapped[str] = mapped_column(String(60), default="", server_default="")
    labels: Mapped[dict[str, str] | None] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=NoticeState.QUEUED)
    put_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(64), default="")
    error: Mapped[str] = mapped_column(Text, default="")


async def put(
    db: AsyncSession,
    kind: NoticeKind,
    subject: str,
    chats: Iterable[int],
    version: int,
    now: datetime,
    facts: dict[str, Any] | None = None,
    hold: timedelta = AT_ONCE,
) -> None:
    """Queues a notice for each chat, once for each version. It replaces an older version not yet sent.

    `hold` delays it where another version is likely to follow soon.
    """
    await put_all(db, kind, [(subject, chat_id, version) for chat_id in chats], now, facts, hold)


async def put_all(
    db: AsyncSession,
    kind: NoticeKind,
    subjects: Sequence[tuple[str, int, int]],
    now: datetime,
    facts: dict[str, Any] | None = None,
    hold: timedelta = AT_ONCE,
) -> None:
    """Queues notices of many subjects (subject, chat, version) like `put`, in two statements."""
    connection = await db.connection()
    if subjects:
        rows = [{"of": subject, "to": chat, "newer": version} for subject, chat, version in subjects]
        await connection.execute(_replace_older(kind), rows)
        insert = insert_or_leave(connection.dialect.name, cast(Table, Notice.__table__))
        fresh = _fresh(now, now + hold) | {"kind": kind, "facts": facts or {}}
        values = [
            fresh | {"subject": subject, "chat_id": chat, "version": version}
            for subject, chat, version in subjects
        ]
        await connection.execute(insert, values)
    connection.info[PUT] = True


def _replace_older(kind: NoticeKind) -> Any:
    return (
        update(cast(Table, Notice.__table__))
        .where(
            Notice.kind == kind,
            Notice.subject == bindparam("of"),
            Notice.chat_id == bindparam("to"),
            Notice.state == NoticeState.QUEUED,
            Notice.version < bindparam("newer"),
        )
        .values(state=NoticeState.REPLACED)
    )


def _fresh(now: datetime, due_at: datetime) -> dict[str, Any]:
    return {
        "told": {},
        "state": NoticeState.QUEUED,
        "put_at": now,
        "due_at": due_at,
        "attempts": 0,
        "message_id": "",
        "error": "",
    }


async def claim(
    db: AsyncSession, now: datetime, chats: Any, limit: int = 100, chats_at_once: int = 100
) -> Sequence[Notice]:
    """Claims due notices for LEASE, oldest first, skipping those that another worker has locked.

    `chats` is the condition that the caller can reach a notice's chat; at most `chats_at_once` are served.
    """
    due = (
        select(Notice)
        .where(Notice.state == NoticeState.QUEUED, Notice.due_at <= now, chats)
        .order_by(Notice.due_at, Notice.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = (await db.scalars(due)).all()
    served = list(dict.fromkeys(notice.chat_id for notice in found))[:chats_at_once]
    taken = [notice for notice in found if notice.chat_id in served]
    for notice in taken:
        notice.due_at = now + LEASE
        notice.attempts += 1
    await db.flush()
    return taken


async def note_message(db: AsyncSession, notice_id: int, message_id: str) -> None:
    """Records the message id of a notice before all its parts are sent, so that taps on it are recognised."""
    await db.execute(update(Notice).where(Notice.id == notice_id).values(message_id=message_id))


async def mark_sent(
    db: AsyncSession,
    notice_id: int,
    message_id: str,
    told: dict[str, Any],
    now: datetime,
    title: str = "",
    labels: Mapping[str, str] | None = None,
) -> None:
    """The channel has taken the notice with its files; its reader may have answered already."""
    state = case((Notice.answered_at.is_not(None), NoticeState.ANSWERED), else_=NoticeState.SENT)
    await db.execute(
        update(Notice)
        .where(Notice.id == notice_id)
        .values(
            state=state, sent_at=now, message_id=message_id, told=told, title=title, labels=labels, error=""
        )
    )


async def mark_failed(db: AsyncSession, notice_id: int, why: str) -> None:
    """The notice cannot be delivered and is not tried again."""
    await db.execute(
        update(Notice).where(Notice.id == notice_id).values(state=NoticeState.FAILED, error=why[:500])
    )


async def mark_withdrawn(db: AsyncSession, notice_id: int) -> None:
    """The subject of the notice has moved on: there is nothing left to say."""
    await db.execute(update(Notice).where(Notice.id == notice_id).values(state=NoticeState.REPLACED))


async def put_off(db: AsyncSession, notice_id: int, until: datetime, why: str, tried: bool = True) -> None:
    """The notice is sent at `until`; unless it was `tried`, this was no attempt."""
    await db.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.QUEUED)
        .values(due_at=until, error=why[:500], attempts=Notice.attempts - (0 if tried else 1))
    )


async def mark_answered(db: AsyncSession, chat_id: int, message_id: str, now: datetime) -> bool:
    """Marks the notice with this message id as answered; returns whether there is one."""
    state = case((Notice.state == NoticeState.SENT, NoticeState.ANSWERED), else_=Notice.state)
    done = await db.execute(
        update(Notice)
        .where(Notice.chat_id == chat_id, Notice.message_id == message_id)
        .values(state=state, answered_at=now)
    )
    return bool(getattr(done, "rowcount", 0))


async def mark_subject_answered(
    db: AsyncSession, chat_id: int, kind: str, subject: str, now: datetime
) -> None:
    """Marks the sent notices of a subject as answered: the person acted on it without a tap on them."""
    await db.execute(
        update(Notice)
        .where(Notice.kind == kind, Notice.subject == subject, Notice.chat_id == chat_id)
        .where(Notice.state == NoticeState.SENT)
        .values(state=NoticeState.ANSWERED, answered_at=now)
    )


async def newest_of(
    db: AsyncSession, chat_id: int, since: datetime | None = None, until: datetime | None = None
) -> Sequence[Notice]:
    """The newest delivered notice of each subject in a chat, newest first.

    `since` and `until` are moments of a channel, to the second.
    """
    delivered = select(Notice).where(Notice.chat_id == chat_id, _delivered(until))
    if since is not None:
        delivered = delivered.where(Notice.sent_at >= since.replace(microsecond=0))
    newest: dict[tuple[str, str], Notice] = {}
    for notice in await db.scalars(delivered.order_by(Notice.id.desc()).limit(NEWEST)):
        newest.setdefault((notice.kind, notice.subject), notice)
    return list(newest.values())


def _delivered(until: datetime | None) -> ColumnElement[bool]:
    delivered = Notice.state.in_((NoticeState.SENT, NoticeState.ANSWERED))
    return delivered & (Notice.sent_at < until + A_SECOND) if until is not None else delivered


async def last_told(
    db: AsyncSession, kind: str, subject: str, chat_id: int, until: datetime | None = None
) -> dict[str, Any]:
    """`told` of the newest notice of a subject delivered in a chat, `until` then; empty if there is none."""
    newest = (
        select(Notice.told)
        .where(Notice.kind == kind, Notice.subject == subject, Notice.chat_id == chat_id)
        .where(_delivered(until))
        .order_by(Notice.version.desc())
        .limit(1)
    )
    return await db.scalar(newest) or {}
