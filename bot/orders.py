"""Orders and their lines: draft → placed → cancelled, their numbers, totals and readable history."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    func,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.clock import WIB
from bot.db import Base
from bot.errors import RantauError
from bot.order_lines import DROP as DROP
from bot.order_lines import NEEDS_DOCUMENT as NEEDS_DOCUMENT
from bot.order_lines import TAKE as TAKE
from bot.order_lines import OrderLine as OrderLine

HOUSE = "house"  # the role of what happens by itself
DRAFT, PLACED, CANCELLED = "draft", "placed", "cancelled"
MOST_PIECES = 999
NUMBER_LETTERS = "234679CDFGHJKMNPQRTVWXY"  # none that looks or sounds like another, and no vowels
NUMBER_LENGTH = 4


class NoSuchOrder(RantauError):
    """There is no such order for this person."""


class OrderMovedOn(RantauError):
    """The order has changed since it was shown."""


class TooLate(RantauError):
    """The cut-off has passed, or the order is no longer open to this change."""


class QuantityRefused(RantauError):
    """Not a number of pieces that can be ordered."""


class Order(Base):
    """What one customer buys for one consignee. A half-made one is a draft, at most one a customer.

    `revision` counts the changes of what is ordered, `answers` those of what UMKM and customer
    answered about it. Addresses are kept as typed and as normalised. `paid_rupiah` is what the goods came
    to when they were marked as paid, `paid_at` stands only while that covers them.
    """

    __tablename__ = "orders"
    __table_args__ = (
        ForeignKeyConstraint(
            ["shipment_id", "destination", "commercial"],
            ["shipments.id", "shipments.destination", "shipments.commercial"],
        ),
        Index(
            "ix_orders_one_draft",
            "customer_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index("ix_orders_customer", "customer_id", "state"),
        Index("ix_orders_shipment", "shipment_id", "state"),
        Index("ix_orders_recipient", "destination", "mobile"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    answers: Mapped[int] = mapped_column(default=0)
    destination: Mapped[str | None] = mapped_column(String(2))
    shipment_id: Mapped[int | None]
    consignee_name: Mapped[str] = mapped_column(String(200), default="")
    mobile: Mapped[str] = mapped_column(String(20), default="")
    address_typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    address: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    placed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    paid_rupiah: Mapped[int] = mapped_column(BigInteger, default=0)
    freight_estimate_rupiah: Mapped[int | None] = mapped_column(BigInteger)
    chargeable_grams_estimate: Mapped[int | None]
    delivered_at: Mapped[datetime | None]
    commercial: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    lines: Mapped[list[OrderLine]] = relationship(
        order_by="OrderLine.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def goods_rupiah(self) -> int:
        """What the goods come to as things stand, in whole rupiah."""
        return sum(line.due * line.unit_rupiah for line in self.lines)

    @property
    def gross_grams(self) -> int:
        """What the goods weigh with their packing, as things stand."""
        return sum(line.due * line.gross_grams for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces, as things stand."""
        return sum(line.due for line in self.lines)


class OrderHistory(Base):
    """One change of an order, readable by a person: who, when, what (a code), why (facts)."""

    __tablename__ = "order_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime]
    who_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(24))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def note_down(
    db: AsyncSession, order: Order, what: str, now: datetime, who: int | None, role: str, **facts: Any
) -> None:
    """Adds a line to an order's history."""
    db.add(OrderHistory(order_id=order.id, at=now, who_id=who, role=role, what=what, facts=facts))


async def history(db: AsyncSession, order_id: int) -> Sequence[OrderHistory]:
    """Everything that happened to an order, oldest first."""
    rows = select(OrderHistory).where(OrderHistory.order_id == order_id).order_by(OrderHistory.id)
    return (await db.scalars(rows)).all()


async def of(db: AsyncSession, customer_id: int, order_id: int) -> Order:
    """This customer's order. Raises NoSuchOrder, also for somebody else's."""
    found = await db.scalar(select(Order).where(Order.id == order_id, Order.customer_id == customer_id))
    if found is None:
        raise NoSuchOrder
    return found


async def held(db: AsyncSession, order_id: int) -> Order:
    """The order, locked until the transaction ends. Raises NoSuchOrder."""
    locking = (
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    found = await db.scalar(locking)
    if found is None:
        raise NoSuchOrder
    return found


async def by_number(db: AsyncSession, number: str) -> Order | None:
    """The order that people call by this number, however they write it: `tw 4k7m` is `TW-4K7M`."""
    plain = "".join(one for one in number.upper() if one.isascii() and one.isalnum())
    return await db.scalar(select(Order).where(Order.number == f"{plain[:2]}-{plain[2:]}"))


async def placed_by(db: AsyncSession, customer_id: int, limit: int = 200) -> Sequence[Order]:
    """A customer's orders, newest first; drafts are not among them."""
    mine = select(Order).where(Order.customer_id == customer_id, Order.state != DRAFT)
    return (await db.scalars(mine.order_by(Order.id.desc()).limit(limit))).all()


async def placed_for(db: AsyncSession, destination: str, mobile: str, since: date) -> Sequence[datetime]:
    """When the orders were placed that a recipient, known by the mobile number, gets there since a day."""
    begin = datetime.combine(since, time(), tzinfo=WIB)
    theirs = select(Order.placed_at).where(Order.destination == destination, Order.mobile == mobile)
    standing = theirs.where(Order.state == PLACED, Order.placed_at >= begin)
    return [at for at in await db.scalars(standing) if at is not None]


async def in_shipment(db: AsyncSession, shipment_id: int) -> Sequence[Order]:
    """The orders that stand in a shipment, by their number of placing."""
    standing = select(Order).where(Order.shipment_id == shipment_id, Order.state == PLACED)
    return (await db.scalars(standing.order_by(Order.id))).all()


async def new_number(db: AsyncSession, destination: str) -> str:
    """A number that nobody has yet, short enough for the phone: `TW-4K7M`."""
    length = NUMBER_LENGTH
    while True:
        tail = "".join(secrets.choice(NUMBER_LETTERS) for _ in range(length))
        number = f"{destination}-{tail}"
        if not await db.scalar(select(func.count()).where(Order.number == number)):
            return number
        length = min(length + 1, NUMBER_LENGTH + 4)
