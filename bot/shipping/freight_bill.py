"""The real freight of a shipment, recorded once after weighing, and each order's share of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.core.database import Base
from bot.core.errors import RantauError
from bot.destinations.prices.rate_cards import Measure
from bot.ordering import Actor
from bot.orders import Order, OrderHistory, OrderLine, OrderState
from bot.people import Chat, outbox
from bot.people.notice_kinds import NoticeKind
from bot.shipping import consignment, manifests
from bot.shipping.consignment import UNWEIGHED, Carton
from bot.shipping.freight_split import received, split
from bot.shipping.manifests import NotFrozen

MOST_RUPIAH = 999_999_999_999
SETTLED = "freight_settled"
NAMED = 20
"""The most unweighed cartons that NotWeighed names; there may be thousands."""
_ESTIMATES = select(Order.id, Order.number, Order.freight_estimate_rupiah)


class AlreadySettled(RantauError):
    """The freight of this shipment is recorded already, as `bill`."""

    def __init__(self, bill: FreightBill) -> None:
        super().__init__(f"recorded before: Rp{bill.rupiah}")
        self.bill = bill


class NotWeighed(RantauError):
    """Some cartons are not weighed yet; `cartons` are the first of them."""

    def __init__(self, cartons: Sequence[Carton]) -> None:
        super().__init__("not weighed: " + ", ".join(one.key for one in cartons))
        self.cartons = cartons


class BillRefused(RantauError):
    """An amount that cannot be split: zero, or more than MOST_RUPIAH."""


class SplitMovedOn(RantauError):
    """Weights or orders have changed since the split was shown."""


class FreightBill(Base):
    """The freight of a shipment in whole rupiah. One per shipment, never changed.

    `version` and `seq` say by which manifest and which weighing it was split; `measure` is how weights were
    charged then, so that a later rate card changes no paper.
    """

    __tablename__ = "freight_bills"

    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id"), primary_key=True)
    rupiah: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    seq: Mapped[int]
    measure: Mapped[dict[str, int] | None] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    shares: Mapped[list[FreightShare]] = relationship(order_by="FreightShare.order_id", lazy="raise")


class FreightShare(Base):
    """One order's share of a freight bill, by its received chargeable grams; and its estimate at placing."""

    __tablename__ = "freight_shares"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("freight_bills.shipment_id"), index=True)
    chargeable_grams: Mapped[int]
    rupiah: Mapped[int] = mapped_column(BigInteger)
    estimate_rupiah: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def difference_rupiah(self) -> int | None:
        """How much more than estimated; None without an estimate."""
        return None if self.estimate_rupiah is None else self.rupiah - self.estimate_rupiah


@dataclass(frozen=True, slots=True)
class FreightSplitRow:
    """One order's share of a bill, recorded or previewed."""

    order_id: int
    number: str
    chargeable_grams: int
    rupiah: int
    estimate_rupiah: int | None

    @property
    def difference_rupiah(self) -> int | None:
        """How much more than estimated; None without an estimate."""
        return None if self.estimate_rupiah is None else self.rupiah - self.estimate_rupiah


@dataclass(frozen=True, slots=True)
class Split:
    """A bill split over a consignment's orders; the shares add up to it exactly."""

    rupiah: int
    version: int
    seq: int
    shares: tuple[FreightSplitRow, ...]

    @property
    def seal(self) -> str:
        """A checksum of exactly this split: `settle` records what was shown, or nothing."""
        facts = [f"{self.rupiah} {self.version}"]
        facts += [f"{share.order_id} {share.chargeable_grams} {share.rupiah}" for share in self.shares]
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:10]


def order_grams(
    cartons: Sequence[Carton], goods: Mapping[int, Mapping[int, int]], measure: Measure
) -> dict[int, int]:
    """The received chargeable grams of each order: its part of each carton, by its goods' gross grams."""
    return received(
        (one.known.chargeable_grams(measure) or 0, goods.get(one.parcel_id, {})) for one in cartons
    )


async def bill_of(db: AsyncSession, shipment_id: int) -> FreightBill | None:
    """The bill recorded for a shipment, without its shares: there may be thousands."""
    return await db.get(FreightBill, shipment_id, populate_existing=True)


async def shares_of(db: AsyncSession, shipment_id: int) -> list[FreightSplitRow]:
    """Each order's share of a recorded bill."""
    recorded = (FreightShare.chargeable_grams, FreightShare.rupiah, FreightShare.estimate_rupiah)
    query = select(FreightShare.order_id, func.coalesce(Order.number, ""), *recorded)
    query = query.join(Order, Order.id == FreightShare.order_id).where(
        FreightShare.shipment_id == shipment_id
    )
    return [FreightSplitRow(*row) for row in await db.execute(query.order_by(FreightShare.order_id))]


def measure_then(bill: FreightBill | None, today: Measure) -> Measure:
    """How weights are charged: by the measure of the recorded bill, without one by `today`."""
    return Measure(**bill.measure) if bill is not None and bill.measure else today


async def share_of(db: AsyncSession, order_id: int) -> FreightShare | None:
    """An order's share of its shipment's freight; None until the freight is recorded."""
    return await db.get(FreightShare, order_id)


async def preview(db: AsyncSession, shipment_id: int, rupiah: int, measure: Measure) -> Split:
    """Splits a bill by the present weights, without recording it.

    Raises NotFrozen (also while a newer manifest is being made), AlreadySettled, NotWeighed, BillRefused.
    """
    found = await consignment.of(db, shipment_id)
    if (bill := await bill_of(db, shipment_id)) is not None:
        raise AlreadySettled(bill)
    if found is None or await manifests.is_due(db, shipment_id):
        raise NotFrozen
    if unweighed := await consignment.cartons(db, found, UNWEIGHED, limit=NAMED):
        raise NotWeighed(unweighed)
    cartons = await consignment.cartons(db, found)
    grams = order_grams(cartons, await consignment.goods(db, found), measure)
    if not 0 < rupiah <= MOST_RUPIAH or not grams:
        raise BillRefused
    shares = split(rupiah, grams)
    rows = await db.execute(_ESTIMATES.where(Order.id.in_(grams)).order_by(Order.id))
    split_rows = (
        FreightSplitRow(row[0], row[1] or "", grams[row[0]], shares[row[0]], row[2]) for row in rows
    )
    return Split(rupiah, found.version, found.handled.seq, tuple(split_rows))


async def settle(
    db: AsyncSession, shipment_id: int, rupiah: int, seal: str, measure: Measure, actor: Actor
) -> FreightBill:
    """Records the bill and its shares once, exactly as they were shown, and notifies every customer.

    Raises NotFrozen, AlreadySettled, NotWeighed, BillRefused, SplitMovedOn.
    """
    await consignment.held(db, shipment_id)
    shown = await preview(db, shipment_id, rupiah, measure)
    if shown.seal != seal:
        raise SplitMovedOn
    charged = {name: getattr(measure, name) for name in Measure.model_fields}  # a rate card is one, and more
    entry = {"version": shown.version, "seq": shown.seq, "at": actor.now, "by_id": actor.person_id}
    db.add(FreightBill(shipment_id=shipment_id, rupiah=rupiah, measure=charged, **entry))
    await db.flush()
    await db.execute(insert(FreightShare), [_row(shipment_id, one) for one in shown.shares])
    await db.execute(insert(OrderHistory), [_history(one, actor) for one in shown.shares])
    await _tell(db, [one.order_id for one in shown.shares], actor.now)
    return await db.get_one(FreightBill, shipment_id, populate_existing=True)


async def left_out(db: AsyncSession, shipment_id: int) -> Sequence[str]:
    """The numbers of orders that leave with a settled shipment without a share: they joined it later."""
    share = select(FreightShare.order_id).where(FreightShare.order_id == Order.id)
    goods = select(OrderLine.id).where(OrderLine.order_id == Order.id, OrderLine.due > 0)
    placed = select(Order.number).where(Order.shipment_id == shipment_id, Order.state == OrderState.PLACED)
    numbers = await db.scalars(placed.where(goods.exists(), ~share.exists()).order_by(Order.id))
    return [number or "" for number in numbers]


def _row(shipment_id: int, one: FreightSplitRow) -> dict[str, Any]:
    return {
        "shipment_id": shipment_id,
        "order_id": one.order_id,
        "chargeable_grams": one.chargeable_grams,
        "rupiah": one.rupiah,
        "estimate_rupiah": one.estimate_rupiah,
    }


def _history(one: FreightSplitRow, actor: Actor) -> dict[str, Any]:
    facts = {"rupiah": one.rupiah, "grams": one.chargeable_grams, "estimate": one.estimate_rupiah}
    who = {"at": actor.now, "who_id": actor.person_id, "role": actor.role}
    return {"order_id": one.order_id, "what": SETTLED, "facts": facts} | who


async def _tell(db: AsyncSession, order_ids: Sequence[int], now: datetime) -> None:
    chats = select(Order.id, Chat.id).join(Chat, Chat.person_id == Order.customer_id)
    rows = await db.execute(chats.where(Order.id.in_(order_ids)).order_by(Order.id, Chat.id))
    await outbox.put_all(db, NoticeKind.FREIGHT_SETTLED, [(str(row[0]), row[1], 1) for row in rows], now)
