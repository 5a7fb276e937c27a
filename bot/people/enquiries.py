"""Enquiries: questions that the program cannot answer, sent to the coordinators only with consent.

Source of the periods: no longer than for identity numbers; Indonesian law UU 27/2022 (general knowledge).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.core import redaction
from bot.core.database import Base
from bot.core.errors import RantauError
from bot.people import accounts, outbox
from bot.people.notice_kinds import NoticeKind

LONGEST = 4096
LONGEST_ANSWER = 700
MOST_AN_HOUR = 5
MOST_UNSENT = 10
HOUR = timedelta(hours=1)
UNSENT_KEPT = timedelta(days=1)
AFTER_ANSWER = timedelta(days=30)
UNANSWERED_KEPT = timedelta(days=120)
ASKED, ANSWERED = NoticeKind.ENQUIRY, NoticeKind.ENQUIRY_ANSWER


class NoSuchEnquiry(RantauError):
    """This person has no such enquiry, or it has been erased."""


class TooManyEnquiries(RantauError):
    """The customer has sent the most enquiries allowed within an hour."""


class NobodyToAsk(RantauError):
    """The shop has no coordinator yet."""


class AnsweredMeanwhile(RantauError):
    """Somebody has answered the enquiry since it was shown."""


class EnquiryAnswer(Base):
    """One answer of a coordinator; later ones add to it."""

    __tablename__ = "enquiry_answers"
    __table_args__ = (UniqueConstraint("enquiry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Enquiry(Base):
    """A customer's question. Until `sent_at`, the customer's consent, nobody else reads it.

    `code` names it in routes, as ids are reused once a row is erased. `chat_id` is the chat that it came
    from.
    """

    __tablename__ = "enquiries"
    __table_args__ = (Index("ix_enquiries_waiting", "sent_at", "answered_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answers: Mapped[list[EnquiryAnswer]] = relationship(
        order_by="EnquiryAnswer.number", lazy="selectin", cascade="all, delete-orphan"
    )

    def __repr__(self) -> str:
        return f"Enquiry({self.code} of {self.customer_id})"


async def note(db: AsyncSession, customer_id: int, chat_id: int, text: str, now: datetime) -> Enquiry:
    """Stores a text as an unsent enquiry, without identity numbers and cut to LONGEST.

    Only a customer's newest MOST_UNSENT are kept; the same text again is the same enquiry.
    """
    redacted = redaction.without_numbers(text)[:LONGEST]
    unsent = await _unsent(db, customer_id)
    same = next((one for one in unsent if (one.text, one.chat_id) == (redacted, chat_id)), None)
    if same is not None:
        return same
    for surplus in unsent[MOST_UNSENT - 1 :]:
        await db.delete(surplus)
    made = Enquiry(
        code=f"q{secrets.token_hex(4)}", customer_id=customer_id, chat_id=chat_id, text=redacted, made_at=now
    )
    made.answers = []
    db.add(made)
    await db.flush()
    return made


async def add(db: AsyncSession, customer_id: int, code: str, text: str) -> None:
    """Adds a line to an enquiry that was not sent yet, as far as there is room. Raises NoSuchEnquiry."""
    found = await of(db, customer_id, code, lock=True)
    if found.sent_at is None:
        found.text = f"{found.text}\n{redaction.without_numbers(text)}"[:LONGEST]
        await db.flush()


async def _unsent(db: AsyncSession, customer_id: int) -> Sequence[Enquiry]:
    mine = select(Enquiry).where(Enquiry.customer_id == customer_id, Enquiry.sent_at.is_(None))
    return (await db.scalars(mine.order_by(Enquiry.id.desc()))).all()


async def of(db: AsyncSession, customer_id: int, code: str, lock: bool = False) -> Enquiry:
    """This customer's enquiry; `lock` locks it until the transaction ends. Raises NoSuchEnquiry."""
    found = await _named(db, code, lock)
    if found is None or found.customer_id != customer_id:
        raise NoSuchEnquiry
    return found


async def sent(db: AsyncSession, code: str, lock: bool = False) -> Enquiry:
    """A sent enquiry, as coordinators may read it; `lock` locks it until the transaction ends.

    Raises NoSuchEnquiry, even if the enquiry exists but was not sent.
    """
    found = await _named(db, code, lock)
    if found is None or found.sent_at is None:
        raise NoSuchEnquiry
    return found


async def _named(db: AsyncSession, code: str, lock: bool) -> Enquiry | None:
    named = select(Enquiry).where(Enquiry.code == code).execution_options(populate_existing=True)
    return await db.scalar(named.with_for_update() if lock else named)


async def send(db: AsyncSession, customer_id: int, code: str, now: datetime) -> Enquiry:
    """Sends a customer's enquiry: every coordinator gets one notice.

    Raises NoSuchEnquiry, TooManyEnquiries and NobodyToAsk.
    """
    found = await of(db, customer_id, code, lock=True)
    if found.sent_at is not None:
        return found
    if not (chats := await accounts.chats_of_coordinators(db)):
        raise NobodyToAsk
    if await too_many(db, customer_id, now):
        raise TooManyEnquiries
    found.sent_at = now
    await db.flush()
    await outbox.put(db, ASKED, code, chats, 1, now)
    return found


async def too_many(db: AsyncSession, customer_id: int, now: datetime) -> bool:
    """Whether a customer has sent the most enquiries allowed within an hour."""
    lately = select(func.count()).where(Enquiry.customer_id == customer_id, Enquiry.sent_at > now - HOUR)
    return (await db.scalar(lately) or 0) >= MOST_AN_HOUR


async def drop(db: AsyncSession, customer_id: int, code: str) -> None:
    """Deletes an enquiry that its customer does not want sent; a sent one stays. Raises NoSuchEnquiry."""
    found = await of(db, customer_id, code, lock=True)
    if found.sent_at is None:
        await db.delete(found)
        await db.flush()


async def answer(db: AsyncSession, code: str, seen: int, text: str, by: int, now: datetime) -> Enquiry:
    """Adds a coordinator's answer and notifies the customer. `seen`: how many answers the coordinator saw.

    Raises NoSuchEnquiry, and AnsweredMeanwhile when there are more answers by now.
    """
    found = await sent(db, code, lock=True)
    if len(found.answers) != seen:
        raise AnsweredMeanwhile
    number = seen + 1
    found.answers.append(EnquiryAnswer(number=number, text=text[:LONGEST_ANSWER], at=now, by_id=by))
    found.answered_at = now
    await db.flush()
    # Each answer is a notice of its own: a newer version would replace one that is not delivered yet.
    await outbox.put(db, ANSWERED, f"{code}/{number}", [found.chat_id], 1, now)
    return found


async def waiting(db: AsyncSession) -> int:
    """The number of enquiries that wait for an answer."""
    return await db.scalar(select(func.count()).where(*_WAITING)) or 0


_WAITING = (Enquiry.sent_at.is_not(None), Enquiry.answered_at.is_(None))


async def listed(db: AsyncSession, limit: int = 100) -> Sequence[Enquiry]:
    """The sent enquiries: those that wait, oldest first, then those answered, newest first."""
    unanswered = await db.scalars(select(Enquiry).where(*_WAITING).order_by(Enquiry.sent_at).limit(limit))
    answered = select(Enquiry).where(Enquiry.answered_at.is_not(None)).order_by(Enquiry.answered_at.desc())
    return [*unanswered, *await db.scalars(answered.limit(limit))]


async def erase_due(db: AsyncSession, now: datetime) -> int:
    """Erases the enquiries whose period is over, and returns how many.

    An unsent one goes a day after it was made, an answered one 30 days after its last answer, an unanswered
    one 120 days after it was sent.
    """
    unsent = Enquiry.sent_at.is_(None) & (Enquiry.made_at <= now - UNSENT_KEPT)
    unanswered = Enquiry.answered_at.is_(None) & (Enquiry.sent_at <= now - UNANSWERED_KEPT)
    due = unsent | unanswered | (Enquiry.answered_at <= now - AFTER_ANSWER)
    ids = (await db.scalars(select(Enquiry.id).where(due).with_for_update(skip_locked=True))).all()
    await db.execute(delete(EnquiryAnswer).where(EnquiryAnswer.enquiry_id.in_(ids)))
    await db.execute(delete(Enquiry).where(Enquiry.id.in_(ids)))
    return len(ids)
