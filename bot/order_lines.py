"""The lines of an order: a snapshot of each product from placing on, with what was answered and recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, ForeignKey, Index, String, case
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from bot import shares
from bot.db import Base
from bot.shares import Share

NEEDS_DOCUMENT = "needs_document"  # the action of a line's rules that waits for a paper
TAKE, DROP = "take", "drop"


class OrderLine(Base):
    """One product of an order. From placing on it is a snapshot that no catalogue change moves.

    `ordered`, `confirmed`, `received` and `packed` are four quantities in pieces; none overwrites
    another. `reserved` is what the stock has given up for it. `changed_in` is the order's revision
    that last moved `ordered`. The `document_…` columns are the paper that a `needs_document` line needs,
    as it was called at placing (by language), and as it was recorded;
    `held_at` stands since the freeze for a line that stays behind for want of it. `shares` are the people
    its pieces are for, as the customer said it (`bot.shares`); no UMKM sees them.
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
        """The pieces to be delivered as things stand: confirmed ones, or ordered while unanswered.

        None of a line that stays behind for want of its document.
        """
        if self.choice == DROP or self.held_at is not None:
            return 0
        return self.ordered if self.confirmed is None else min(self.confirmed, self.ordered)

    @due.inplace.expression
    @classmethod
    def _due_in_sql(cls) -> ColumnElement[int]:
        return case(
            (cls.choice == DROP, 0),
            (cls.held_at.is_not(None), 0),
            (cls.confirmed.is_(None), cls.ordered),
            (cls.confirmed < cls.ordered, cls.confirmed),
            else_=cls.ordered,
        )

    @property
    def short(self) -> bool:
        """The UMKM cannot make all of it, and the customer has not said what to do."""
        return not self.choice and self.confirmed is not None and self.confirmed < self.ordered

    @property
    def lacks_document(self) -> bool:
        """It travels only with a paper that nobody has recorded yet."""
        return self.action == NEEDS_DOCUMENT and self.documented_at is None

    @property
    def wanted(self) -> bool:
        """Its UMKM is asked to make some of it."""
        return bool(self.ordered) and self.choice != DROP and self.held_at is None

    @property
    def for_whom(self) -> tuple[Share, ...]:
        """For whom its pieces are as things stand; nobody of a line that was taken out."""
        return shares.standing(self.shares_said, self.due) if self.ordered else ()

    @property
    def shares_said(self) -> tuple[Share, ...]:
        """For whom its pieces are as the customer said it, whatever became of the line."""
        return shares.read(self.shares)

    def paper(self, language: str) -> str:
        """What the paper is called: as recorded, else as the rules called it at placing."""
        needed = (self.document_needed or {}).get("en" if language == "en" else "id", "")
        return self.document_name or needed

    def name(self, language: str) -> str:
        """The product's name at placing."""
        return self.name_en if language == "en" else self.name_id
