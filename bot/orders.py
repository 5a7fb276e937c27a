"""Orders and their lines: draft → placed → cancelled, their numbers, totals and readable history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    case,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.core.database import Base
from bot.core.errors import RantauError
from bot.destinations import Action
from bot.people import friends
from bot.people.friends import FriendShare

BY_ITSELF = "house"
"""The role of automatic changes in an order's history."""
MOST_PIECES = 999

NEEDS_DOCUMENT = Action.NEEDS_DOCUMENT.value
"""The action of a line that waits for its permit."""


class OrderState(StrEnum):
    """The states of an order."""

    DRAFT = "draft"
    """It is a cart; each customer has at most one."""
    PLACED = "placed"
    """It joined a shipment."""
    CANCELLED = "cancelled"
    """Its goods went back to the stock."""


class Choice(StrEnum):
    """A customer's choice about a line that its UMKM cannot make in full."""

    TAKE = "take"
    """Take the pieces that the UMKM can make."""
    DROP = "drop"
    """Leave the line out."""


class NoSuchOrder(RantauError):
    """This person has no such order."""


class OrderMovedOn(RantauError):
    """The order has changed since it was shown."""


class TooLate(RantauError):
    """The cut-off has passed, or the order is no longer open to this change."""


class QuantityRefused(RantauError):
    """The number of pieces cannot be ordered."""


class OrderLine(Base):
    """One product of an order. From placing on it is a snapshot: no change of the catalogue alters it.

    `ordered`, `confirmed`, `received` and `packed` are four quantities in pieces; none overwrites
    another. `reserved` counts the pieces taken from the stock for it. `changed_in` is the order's revision
    that last changed `ordered`. The `document_…` columns describe the permit of a `needs_document` line: its
    names at placing (by language), then the permit as recorded. `held_at` is set by the freeze on a line that
    stays behind without its permit. `shares` say for whom its pieces are (`bot.people.recipients`); no UMKM
    sees them.
    """

    __tablename__ = "order_lines"
    __table_args__ = (Index("ix_order_lines_product", "order_id", "product_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    ordered: Mapped[int]
    confirmed: Mapped[int | None]
    received: Mapped[int | None]
    packed: Mapped[int | None]
    reserved: Mapped[int] = mapped_column(default=0)
    choice: Mapped[str] = mapped_column(String(8), default="")
    changed_in: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sku: Mapped[str] = mapped_column(String(24), default="")
    umkm_id: Mapped[int | None] = mapped_column(ForeignKey("umkm.id"), index=True)
    name_id: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(24), default="")
    unit_rupiah: Mapped[int] = mapped_column(BigInteger, default=0)
    net_grams: Mapped[int] = mapped_column(default=0)
    gross_grams: Mapped[int] = mapped_column(default=0)
    length_millimetres: Mapped[int] = mapped_column(default=0)
    width_millimetres: Mapped[int] = mapped_column(default=0)
    height_millimetres: Mapped[int] = mapped_column(default=0)
    shelf_life_days: Mapped[int | None]
    hs_code: Mapped[str] = mapped_column(String(6), default="")
    classes: Mapped[str] = mapped_column(String(200), default="")
    action: Mapped[str] = mapped_column(String(16), default="")
    rule_version: Mapped[str] = mapped_column(String(24), default="")
    risk_accepted_at: Mapped[datetime | None]
    halal_no: Mapped[str] = mapped_column(String(60), default="", server_default="")
    pirt_md_no: Mapped[str] = mapped_column(String(60), default="", server_default="")
    document_needed: Mapped[dict[str, str] | None] = mapped_column(JSON)
    document_name: Mapped[str | None] = mapped_column(String(200))
    document_number: Mapped[str | None] = mapped_column(String(100))
    document_file: Mapped[str | None] = mapped_column(String(200))
    documented_at: Mapped[datetime | None]
    documented_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    held_at: Mapped[datetime | None]
    shares: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    @hybrid_property
    def due(self) -> int:
        """The pieces to be delivered as things stand: confirmed ones, or ordered ones while unanswered.

        0 for a line that is dropped or held.
        """
        if self.choice == Choice.DROP or self.held_at is not None:
            return 0
        return self.ordered if self.confirmed is None else min(self.confirmed, self.ordered)

    @due.inplace.expression
    @classmethod
    def _due_in_sql(cls) -> ColumnElement[int]:
        return case(
            (cls.choice == Choice.DROP, 0),
            (cls.held_at.is_not(None), 0),
            (cls.confirmed.is_(None), cls.ordered),
            (cls.confirmed < cls.ordered, cls.confirmed),
            else_=cls.ordered,
        )

    @property
    def short(self) -> bool:
        """The UMKM cannot make all of it, and the customer has not chosen what to do."""
        return not self.choice and self.confirmed is not None and self.confirmed < self.ordered

    @property
    def lacks_document(self) -> bool:
        """It needs a permit that nobody has recorded yet."""
        return self.action == NEEDS_DOCUMENT and self.documented_at is None

    @property
    def wanted(self) -> bool:
        """Its UMKM is asked to make some of it."""
        return bool(self.ordered) and self.choice != Choice.DROP and self.held_at is None

    @property
    def for_whom(self) -> tuple[FriendShare, ...]:
        """For whom its pieces are as things stand; empty for a line that was taken out."""
        return friends.valid_for(self.stated_shares, self.due) if self.ordered else ()

    @property
    def stated_shares(self) -> tuple[FriendShare, ...]:
        """For whom its pieces are as the customer stated it, whatever became of the line."""
        return friends.from_rows(self.shares)

    def paper(self, language: str) -> str:
        """The name of its permit: as recorded, else as the rules named it at placing."""
        named_at_placing = (self.document_needed or {}).get("en" if language == "en" else "id", "")
        return self.document_name or named_at_placing

    def name(self, language: str) -> str:
        """The product's name at placing."""
        return self.name_en if language == "en" else self.name_id


class Order(Base):
    """What one customer buys for one consignee. Each customer has at most one draft.

    `revision` counts the changes of what is ordered, `answers` the answers of UMKM and customer about it.
    `address_typed` is the address as typed, `address` as normalised. `unlisted` are names that the country's
    list does not know, by question; one that stands in the address too was kept as typed. `paid_rupiah` is
    what the goods cost when they were marked as paid; `paid_at` is set only while that sum covers them.
    `erased_at` is set once its names and addresses are erased (`ordering/consignees.py`).
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
    state: Mapped[str] = mapped_column(String(12), default=OrderState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    answers: Mapped[int] = mapped_column(default=0)
    destination: Mapped[str | None] = mapped_column(String(2))
    shipment_id: Mapped[int | None]
    consignee_name: Mapped[str] = mapped_column(String(200), default="")
    mobile: Mapped[str] = mapped_column(String(20), default="")
    address_typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    address: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    unlisted: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    note: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    placed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    paid_rupiah: Mapped[int] = mapped_column(BigInteger, default=0)
    freight_estimate_rupiah: Mapped[int | None] = mapped_column(BigInteger)
    chargeable_grams_estimate: Mapped[int | None]
    delivered_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    commercial: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    lines: Mapped[list[OrderLine]] = relationship(
        order_by="OrderLine.id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def goods_rupiah(self) -> int:
        """What the goods cost as things stand, in whole rupiah."""
        return sum(line.due * line.unit_rupiah for line in self.lines)

    @property
    def gross_grams(self) -> int:
        """What the goods weigh with their packing as things stand, in grams."""
        return sum(line.due * line.gross_grams for line in self.lines)

    @property
    def pieces(self) -> int:
        """The number of pieces as things stand."""
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


async def of(db: AsyncSession, customer_id: int, order_id: int) -> Order:
    """This customer's order. Raises NoSuchOrder, even if the order is somebody else's."""
    found = await db.scalar(select(Order).where(Order.id == order_id, Order.customer_id == customer_id))
    if found is None:
        raise NoSuchOrder
    return found


async def lock(db: AsyncSession, order_id: int) -> Order:
    """The order, locked until the transaction ends. Raises NoSuchOrder."""
    for_update = select(Order).where(Order.id == order_id).with_for_update(key_share=True)
    found = await db.scalar(for_update.execution_options(populate_existing=True))
    if found is None:
        raise NoSuchOrder
    return found


async def placed_by(db: AsyncSession, customer_id: int, limit: int = 200) -> Sequence[Order]:
    """A customer's orders without drafts, newest first."""
    mine = select(Order).where(Order.customer_id == customer_id, Order.state != OrderState.DRAFT)
    return (await db.scalars(mine.order_by(Order.id.desc()).limit(limit))).all()


async def in_shipment(db: AsyncSession, shipment_id: int) -> Sequence[Order]:
    """The placed orders of a shipment, by id."""
    placed = select(Order).where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
    return (await db.scalars(placed.order_by(Order.id))).all()
