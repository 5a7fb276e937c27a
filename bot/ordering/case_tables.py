"""The rows of cases: what is complained about, what is wanted, how far it is, and each step."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.core.database import Base


class CaseKind(StrEnum):
    """What is complained about; the reader tells the same kinds apart."""

    DAMAGED = "damaged"
    MISSING = "missing"
    WRONG = "wrong"
    NOT_ARRIVED = "not_arrived"
    REFUND = "refund"
    OTHER = "other"


class Wish(StrEnum):
    """What the customer wants; "" while it is not said."""

    REPLACE = "replace"
    REFUND = "refund"
    TELL = "tell"


class CaseState(StrEnum):
    """How far a case is."""

    OPEN = "open"
    """It waits for the coordinator."""
    ANSWERED = "answered"
    """The coordinator has answered, and the customer has written nothing since."""
    SETTLED = "settled"


class Outcome(StrEnum):
    """How a case was settled."""

    REPLACED = "replaced"
    REFUNDED = "refunded"
    EXPLAINED = "explained"
    NOTHING = "nothing"


class What(StrEnum):
    """What an entry of a case is."""

    TOLD = "told"
    """The customer's words, or a photo."""
    WISHED = "wished"
    """The customer's wish; its text is the wish."""
    ANSWERED = "answered"
    """A coordinator's words, or a photo."""
    SETTLED = "settled"
    """The text is the outcome."""


class CaseEntry(Base):
    """One step of a case; `number` counts from 1."""

    __tablename__ = "case_entries"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    file: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime]


class Case(Base):
    """A complaint of a customer. `order_id` is None until it is known which order it is about.

    `order_asked`: the customer has said which, or that it is none of them.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_state", "state", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    order_asked: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(12))
    wish: Mapped[str] = mapped_column(String(12), default="")
    state: Mapped[str] = mapped_column(String(12), default=CaseState.OPEN)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    made_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    entries: Mapped[list[CaseEntry]] = relationship(
        order_by="CaseEntry.number", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def is_settled(self) -> bool:
        """Whether it is settled."""
        return self.state == CaseState.SETTLED

    @property
    def files(self) -> list[CaseEntry]:
        """The entries with a photo or file."""
        return [one for one in self.entries if one.file]

    @property
    def answers(self) -> list[CaseEntry]:
        """What coordinators did about it."""
        return [one for one in self.entries if one.what in (What.ANSWERED, What.SETTLED)]
