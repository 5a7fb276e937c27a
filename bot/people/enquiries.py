"""What customers ask that the program does not know: passed on to the coordinators only once they say so.

Source of the times: kept no longer than identity numbers; Indonesian law UU 27/2022 (general knowledge).
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
    """There is no such enquiry for this person, or it has been erased."""


class TooManyEnquiries(RantauError):
    """The customer has sent as many within the last hour as may be sent."""


class NobodyToAsk(RantauError):
    """The shop has no coordinator yet."""


class AnsweredMeanwhile(RantauError):
    """Somebody has answered since the enquiry was shown."""


class EnquiryAnswer(Base):
    """One answer of a coordinator; a later one adds to it."""

    __tablename__ = "enquiry_answers"
    __table_args__ = (UniqueConstraint("enquiry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Enquiry(Base):
    """What a customer asked: theirs alone until `sent_at`, which is their consent.

    `code` names it outside: ids come again once a row is erased. `chat_id` is the chat that it came from.
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
    """Keeps a text without identity numbers, cut if too long, until the customer says what to do with it.

    Only the newest few of a customer are kept; the same text again is the same enquiry.
    """
    kept = redaction.without_numbers(text)[:LONGEST]
    unsent = await _unsent(db, customer_id)
    same = next((one for one in unsent if (one.text, one.chat_id) == (kept, chat_id)), None)
    if same is not None:
        return same
    for one in unsent[MOST_UNSENT - 1 :]:
        await db.delete(one)
    made = Enquiry(
        code=f"q{secrets.token_hex(4)}", customer_id=customer_id, chat_id=chat_id, text=kept, made_at=now
    )
    made.answers = []
    db.add(made)
    await db.flush()
    return made


async def _unsent(db: AsyncSession, customer_id: int) -> Sequence[Enquiry]:
    mine = select(Enquiry).where(Enquiry.customer_id == customer_id, Enquiry.sent_at.is_(None))
    return (await db.scalars(mine.order_by(Enquiry.id.desc()))).all()


async def of(db: AsyncSession, customer_id: int, code: str, hold: bool = False) -> Enquiry:
    """This customer's enquiry, held until the transaction ends if need be. Raises NoSuchEnquiry."""
    found = await _named(db, code, hold)
    if found is None or found.customer_id != customer_id:
        raise NoSuchEnquiry
    return found


async def sent(db: AsyncSession, code: str, hold: bool = False) -> Enquiry:
    """An enquiry as coordinators may read it: one that its customer has not sent is none of theirs.

    Raises NoSuchEnquiry.
    """
    found = await _named(db, code, hold)
    if found is None or found.sent_at is None:
        raise NoSuchEnquiry
    return found


async def _named(db: AsyncSession, code: str, hold: bool) -> Enquiry | None:
    named = select(Enquiry).where(Enquiry.code == code).execution_options(populate_existing=True)
    return await db.scalar(named.with_for_update() if hold else named)


async def send(db: AsyncSession, customer_id: int, code: str, now: datetime) -> Enquiry:
    """The customer wants it passed on: every coordinator is told, once.

    Raises NoSuchEnquiry, TooManyEnquiries and NobodyToAsk.
    """
    found = await of(db, customer_id, code, hold=True)
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
    """Whether a customer has sent as many within the last hour as may be sent."""
    lately = select(func.count()).where(Enquiry.customer_id == customer_id, Enquiry.sent_at > now - HOUR)
    return (await db.scalar(lately) or 0) >= MOST_AN_HOUR


async def drop(db: AsyncSession, customer_id: int, code: str) -> None:
    """The customer does not want it passed on: it is gone. One that was sent stays. Raises NoSuchEnquiry."""
    found = await of(db, customer_id, code, hold=True)
    if found.sent_at is None:
        await db.delete(found)
        await db.flush()


async def answer(db: AsyncSession, code: str, seen: int, text: str, by: int, now: datetime) -> Enquiry:
    """A coordinator who has seen so many answers gives the next one; the customer is told.

    Raises NoSuchEnquiry, and AnsweredMeanwhile when somebody else was quicker.
    """
    found = await sent(db, code, hold=True)
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
    """How many wait for an answer."""
    return await db.scalar(select(func.count()).where(*_WAITING)) or 0


_WAITING = (Enquiry.sent_at.is_not(None), Enquiry.answered_at.is_(None))


async def listed(db: AsyncSession, limit: int = 100) -> Sequence[Enquiry]:
    """What was sent: first what waits, oldest first, then what is answered, newest first."""
    wait = await db.scalars(select(Enquiry).where(*_WAITING).order_by(Enquiry.sent_at).limit(limit))
    done = select(Enquiry).where(Enquiry.answered_at.is_not(None)).order_by(Enquiry.answered_at.desc())
    return [*wait, *await db.scalars(done.limit(limit))]


async def erase_due(db: AsyncSession, now: datetime) -> int:
    """Erases what has served, and returns how many.

    A day after it was made when it was never sent, 30 days after its last answer, 120 days after it was sent
    when nobody has answered.
    """
    unsent = Enquiry.sent_at.is_(None) & (Enquiry.made_at <= now - UNSENT_KEPT)
    unanswered = Enquiry.answered_at.is_(None) & (Enquiry.sent_at <= now - UNANSWERED_KEPT)
    due = unsent | unanswered | (Enquiry.answered_at <= now - AFTER_ANSWER)
    gone = (await db.scalars(select(Enquiry.id).where(due).with_for_update(skip_locked=True))).all()
    await db.execute(delete(EnquiryAnswer).where(EnquiryAnswer.enquiry_id.in_(gone)))
    await db.execute(delete(Enquiry).where(Enquiry.id.in_(gone)))
    return len(gone)
