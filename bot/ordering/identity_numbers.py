"""Identity numbers of consignees: stored in one table, shown masked, erased when no longer needed.

One that is typed for another recipient of a placed order waits in `recipient_changes.py` until it is saved.

The periods: a number is stored only as long as customs may ask for it; Indonesian law UU 27/2022 (general
knowledge).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core import redaction
from bot.core.database import Base
from bot.ordering import history
from bot.orders import BY_ITSELF, Order, OrderState
from bot.shipments import Shipment

AFTER_DELIVERY = timedelta(days=30)
AFTER_CLOSING = timedelta(days=120)
AFTER_GIVING = timedelta(days=30)
ERASED = "identity_erased"


class Identity(Base):
    """The identity number that customs ask of an order's consignee; the row outlives the number.

    `kind` is the id of the question in `config/destinations.yaml` (`pccc`); `number` is NULL once erased.
    """

    __tablename__ = "identities"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    number: Mapped[str | None] = mapped_column(String(40))
    given_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    def __repr__(self) -> str:
        return f"Identity({self.kind} of order {self.order_id})"

    @property
    def masked(self) -> str:
        """The number as a screen may show it; "" once erased."""
        return redaction.masked(self.number) if self.number else ""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What a document prints: the kind, and the number unless it is erased."""

    kind: str
    number: str
    erased: bool


def shown(identity: Identity) -> Shown:
    """An identity number as a document prints it now. Never for a screen or a log."""
    return Shown(identity.kind, identity.number or "", identity.number is None)


async def of_order(db: AsyncSession, order_id: int) -> Identity | None:
    """The order's identity number, erased or not, if one was ever given."""
    return await db.scalar(select(Identity).where(Identity.order_id == order_id))


async def of_orders(db: AsyncSession, order_ids: Iterable[int]) -> Mapping[int, Identity]:
    """The identity numbers of many orders, by order."""
    rows = await db.scalars(select(Identity).where(Identity.order_id.in_(list(order_ids))))
    return {identity.order_id: identity for identity in rows}


async def give(db: AsyncSession, draft: Order, kind: str, number: str, now: datetime) -> Identity:
    """Stores the checked number that a customer gives for a draft, in place of an earlier one."""
    row = await of_order(db, draft.id)
    if row is None:
        row = Identity(order_id=draft.id)
        db.add(row)
    row.kind, row.number, row.given_at, row.erased_at = kind, number, now, None
    draft.revision += 1
    await db.flush()
    return row


async def reusable(db: AsyncSession, draft: Order, earlier: Order | None, kind: str) -> Identity | None:
    """The number of an earlier order, if it is not erased, of this kind, and of the same consignee."""
    if earlier is None or earlier.customer_id != draft.customer_id:
        return None
    if (earlier.consignee_name, earlier.mobile) != (draft.consignee_name, draft.mobile):
        return None
    found = await of_order(db, earlier.id)
    return found if found is not None and found.kind == kind and found.number else None


async def forget(db: AsyncSession, order_id: int) -> None:
    """Deletes the number of a draft, row and all, when its destination or consignee changes."""
    await db.execute(delete(Identity).where(Identity.order_id == order_id))


async def erase_due(db: AsyncSession, ids: Collection[int], now: datetime) -> list[int]:
    """Erases those of these numbers that are due; returns the orders, whose cached files must be forgotten.

    Those of drafts are then reviewed anew.
    """
    due = (
        select(Identity, Order)
        .join(Order, Order.id == Identity.order_id)
        .outerjoin(Shipment, Shipment.id == Order.shipment_id)
        .where(Identity.id.in_(ids), is_due(now))
        .order_by(Identity.id)
        .with_for_update(of=Identity, skip_locked=True)
    )
    rows = [(identity, order) for identity, order in await db.execute(due)]
    for identity, order in rows:
        identity.number, identity.erased_at = None, now
        if order.state == OrderState.DRAFT:
            order.revision += 1
        else:
            history.note_down(db, order, ERASED, now, None, BY_ITSELF)
    await db.flush()
    return [order.id for _identity, order in rows]


def is_due(now: datetime) -> ColumnElement[bool]:
    """The condition that a number is no longer needed; the query joins its order, and the order's shipment.

    It is due 30 days after delivery, 120 days after the shipment's closing while delivery is unknown, at once
    for a cancelled order, and 30 days after it was given for a draft.
    """
    delivery_unknown = and_(
        Order.state == OrderState.PLACED,
        Order.delivered_at.is_(None),
        Shipment.closed_at <= now - AFTER_CLOSING,
    )
    over = or_(
        Order.delivered_at <= now - AFTER_DELIVERY,
        delivery_unknown,
        Order.state == OrderState.CANCELLED,
        and_(Order.state == OrderState.DRAFT, Identity.given_at <= now - AFTER_GIVING),
    )
    return and_(Identity.number.is_not(None), over)
