"""Handovers: a customer talks with a person, and the bot keeps out until it is ended or an hour has passed.

The customer's own words ask for it, so that no second consent is needed. The hour begins anew with each
answer of a coordinator. Source of the periods: as for enquiries.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.core import redaction
from bot.core.database import Base
from bot.core.errors import RantauError
from bot.people import accounts, outbox
from bot.people.enquiries import HOUR, LONGEST, MOST_AN_HOUR, NobodyToAsk, TooManyEnquiries
from bot.people.notice_kinds import NoticeKind

LASTS = timedelta(hours=1)
CODE_LENGTH = 9
"""The letter and eight digits of a code; the subject of a notice of a line has its number behind it."""
AFTER_END = timedelta(days=30)
OPENED, LINE, ANSWER = NoticeKind.HANDOVER, NoticeKind.HANDOVER_LINE, NoticeKind.HANDOVER_ANSWER
ENDED, OVER = NoticeKind.HANDOVER_ENDED, NoticeKind.HANDOVER_OVER


class NoSuchHandover(RantauError):
    """This person has no such handover, or it has been erased."""


class HandoverEnded(RantauError):
    """The handover has ended: nothing is passed on any more."""


class TakenByAnother(RantauError):
    """Another coordinator has the handover."""


class EndedBy(StrEnum):
    """Who or what ended a handover."""

    COORDINATOR = "coordinator"
    CUSTOMER = "customer"
    HOUR = "hour"


class HandoverLine(Base):
    """What one of both has written, or a file that was sent; `number` counts from 1."""

    __tablename__ = "handover_lines"
    __table_args__ = (UniqueConstraint("handover_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"))
    number: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    file: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime]


class Handover(Base):
    """A conversation of a customer with the coordinators. `code` names it in routes.

    `before` are the last lines of the chat when it began, as (who, text). `taken_by_id` is the coordinator
    who has it: the first who answered.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        Index("ix_handovers_open", "chat_id", "ended_at"),
        Index("ix_handovers_due", "ended_at", "until_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    before: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime]
    until_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str] = mapped_column(String(12), default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lines: Mapped[list[HandoverLine]] = relationship(
        order_by="HandoverLine.number", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None

    def by_customer(self, line: HandoverLine) -> bool:
        """Whether the customer wrote this line."""
        return line.by_id == self.customer_id


async def begin(
    db: AsyncSession, customer_id: int, chat_id: int, before: Sequence[Sequence[str]], now: datetime
) -> Handover:
    """Begins a handover, or returns the open one of the chat; every coordinator gets one notice.

    Raises NobodyToAsk, TooManyEnquiries.
    """
    if (already := await open_in(db, chat_id)) is not None:
        return already
    if not (chats := await accounts.chats_of_coordinators(db)):
        raise NobodyToAsk
    lately = select(func.count()).where(Handover.customer_id == customer_id, Handover.opened_at > now - HOUR)
    if (await db.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise TooManyEnquiries
    made = Handover(code=_new_code(), customer_id=customer_id, chat_id=chat_id)
    made.before, made.opened_at, made.until_at, made.lines = (
        [list(one) for one in before],
        now,
        now + LASTS,
        [],
    )
    db.add(made)
    await db.flush()
    await outbox.put(db, OPENED, made.code, chats, 1, now)
    return made


def _new_code() -> str:
    return f"h{secrets.token_hex(4)}"


async def open_in(db: AsyncSession, chat_id: int) -> Handover | None:
    """The open handover of a chat, locked until the transaction ends; None without one."""
    found = select(Handover).where(Handover.chat_id == chat_id, Handover.ended_at.is_(None))
    return await db.scalar(found.with_for_update().execution_options(populate_existing=True))


async def named(db: AsyncSession, code: str, lock: bool = False) -> Handover:
    """The handover of this code, as coordinators may read it; `lock` locks it. Raises NoSuchHandover."""
    query = select(Handover).where(Handover.code == code).execution_options(populate_existing=True)
    found = await db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NoSuchHandover
    return found


async def of(db: AsyncSession, customer_id: int, code: str, lock: bool = False) -> Handover:
    """This customer's handover; `lock` locks it. Raises NoSuchHandover."""
    found = await named(db, code, lock)
    if found.customer_id != customer_id:
        raise NoSuchHandover
    return found


async def say(db: AsyncSession, found: Handover, text: str, file: str, now: datetime) -> None:
    """Passes the customer's words on: to the coordinator who has the handover, else to all."""
    line = await _add(db, found, found.customer_id, text, file, now)
    await outbox.put(db, LINE, f"{found.code}/{line.number}", await _hearers(db, found), 1, now)


async def answer(db: AsyncSession, code: str, by: int, text: str, file: str, now: datetime) -> Handover:
    """Passes a coordinator's words on to the customer; the first who answers has the handover.

    Raises NoSuchHandover, HandoverEnded, TakenByAnother.
    """
    found = await named(db, code, lock=True)
    if await _is_over(db, found, now):
        raise HandoverEnded
    if found.taken_by_id not in (None, by):
        raise TakenByAnother
    found.taken_by_id, found.until_at = by, now + LASTS
    line = await _add(db, found, by, text, file, now)
    # Each is a notice of its own: a newer version would replace one that is not delivered yet.
    await outbox.put(db, ANSWER, f"{code}/{line.number}", [found.chat_id], 1, now)
    return found


async def _is_over(db: AsyncSession, found: Handover, now: datetime) -> bool:
    """Whether it has ended; one whose hour has passed ends here, if no job has ended it yet."""
    if found.is_open and found.until_at <= now:
        await end(db, found, EndedBy.HOUR, None, now)
    return not found.is_open


async def listens(db: AsyncSession, chat_id: int, now: datetime) -> Handover | None:
    """The handover that what is typed in this chat goes to; None once it has ended."""
    found = await open_in(db, chat_id)
    return found if found is not None and not await _is_over(db, found, now) else None


async def take_over(db: AsyncSession, code: str, by: int) -> Handover:
    """Gives an open handover to this coordinator. Raises NoSuchHandover, HandoverEnded."""
    found = await named(db, code, lock=True)
    if not found.is_open:
        raise HandoverEnded
    found.taken_by_id = by
    await db.flush()
    return found


async def end(db: AsyncSession, found: Handover, how: EndedBy, by: int | None, now: datetime) -> None:
    """Ends an open handover, and tells those who did not end it; of an ended one nothing changes."""
    if not found.is_open:
        return
    found.ended_at, found.ended_how, found.ended_by_id = now, how, by
    await db.flush()
    if how is not EndedBy.CUSTOMER:
        await outbox.put(db, ENDED, found.code, [found.chat_id], 1, now)
    if how is not EndedBy.COORDINATOR:
        await outbox.put(db, OVER, found.code, await _hearers(db, found), 1, now)


async def has_due(db: AsyncConnection, now: datetime) -> bool:
    """Whether the hour of some open handover has passed."""
    due = select(Handover.id).where(Handover.ended_at.is_(None), Handover.until_at <= now).limit(1)
    return await db.scalar(due) is not None


async def end_due(db: AsyncSession, now: datetime) -> int:
    """Ends the handovers whose hour has passed, however long ago, and returns how many."""
    due = select(Handover).where(Handover.ended_at.is_(None), Handover.until_at <= now).order_by(Handover.id)
    found = (await db.scalars(due.with_for_update(skip_locked=True))).all()
    for one in found:
        await end(db, one, EndedBy.HOUR, None, now)
    return len(found)


async def listed(db: AsyncSession, limit: int = 100) -> Sequence[Handover]:
    """The open handovers, oldest first, then those that ended, newest first."""
    still = await db.scalars(
        select(Handover).where(Handover.ended_at.is_(None)).order_by(Handover.id).limit(limit)
    )
    ended = select(Handover).where(Handover.ended_at.is_not(None)).order_by(Handover.ended_at.desc())
    return [*still, *await db.scalars(ended.limit(limit))]


async def count_open(db: AsyncSession) -> int:
    """The number of open handovers."""
    return await db.scalar(select(func.count()).where(Handover.ended_at.is_(None))) or 0


async def of_customer(db: AsyncSession, customer_id: int) -> Sequence[Handover]:
    """All handovers of a customer."""
    mine = select(Handover).where(Handover.customer_id == customer_id).order_by(Handover.id)
    return (await db.scalars(mine)).all()


async def erase_due(db: AsyncSession, now: datetime) -> int:
    """Erases the handovers that ended 30 days ago, and returns how many; unused files go by themselves."""
    due = select(Handover.id).where(Handover.ended_at <= now - AFTER_END).with_for_update(skip_locked=True)
    ids = (await db.scalars(due)).all()
    await db.execute(delete(HandoverLine).where(HandoverLine.handover_id.in_(ids)))
    await db.execute(delete(Handover).where(Handover.id.in_(ids)))
    return len(ids)


async def _hearers(db: AsyncSession, found: Handover) -> Collection[int]:
    """The chats of the coordinator who has the handover; of all coordinators while nobody has it."""
    everybody = await accounts.chats_of_coordinators(db)
    theirs = await accounts.chats_of(db, found.taken_by_id) if found.taken_by_id is not None else ()
    return [one for one in theirs if one in everybody] or everybody


async def _add(
    db: AsyncSession, found: Handover, by: int, text: str, file: str, now: datetime
) -> HandoverLine:
    facts: dict[str, Any] = {"by_id": by, "text": redaction.without_numbers(text)[:LONGEST], "file": file}
    line = HandoverLine(number=len(found.lines) + 1, at=now, **facts)
    found.lines.append(line)
    await db.flush()
    return line
