"""What was done with a shipment after its freeze: weighed, given its waybills. A log that only grows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from bot.core.database import Base
from bot.destinations.prices.rate_cards import Measure, chargeable_grams
from bot.shipping.measurements import Measured


class HandlingKind(StrEnum):
    """What was done with a frozen shipment."""

    WEIGHED = "weighed"
    """A parcel got its weight and size."""
    WAYBILL = "waybill"
    """A parcel or the shipment got its numbers."""


class HandlingEntry(Base):
    """One thing done: a parcel weighed or given its number, or the shipment its master waybill and flight.

    `seq` counts from 1 in each shipment. `parcel_key` is empty for what concerns the whole shipment; such
    a row states MAWB and flight anew, all of them. `contents` tells which goods were weighed.
    """

    __tablename__ = "handlings"
    __table_args__ = (
        UniqueConstraint("shipment_id", "seq"),
        Index("ix_handlings_parcel", "shipment_id", "parcel_key", "seq"),
        Index("ix_handlings_hawb", "hawb"),
        Index("ix_handlings_mawb", "mawb"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id"))
    seq: Mapped[int]
    what: Mapped[str] = mapped_column(String(12))
    parcel_key: Mapped[str] = mapped_column(String(24), default="")
    contents: Mapped[str] = mapped_column(String(16), default="")
    gross_grams: Mapped[int | None]
    length_millimetres: Mapped[int | None]
    width_millimetres: Mapped[int | None]
    height_millimetres: Mapped[int | None]
    hawb: Mapped[str] = mapped_column(String(16), default="")
    mawb: Mapped[str] = mapped_column(String(12), default="")
    flight_no: Mapped[str] = mapped_column(String(8), default="")
    flight_on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class _Line(Protocol):
    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...


class _Parcel(Protocol):
    @property
    def lines(self) -> Sequence[_Line]: ...


def contents_of(parcel: _Parcel) -> str:
    """A short checksum of what is in a parcel, the same for its rows and its facts and in any order."""
    return contents((line.sku, line.quantity) for line in parcel.lines)


def contents(goods: Iterable[tuple[str, int]]) -> str:
    """The same from SKU and pieces."""
    told = sorted(f"{sku}={pieces}" for sku, pieces in goods)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is known of one parcel: grams and millimetres as measured, None while it was not.

    `hawb` is the parcel's own number: a house air waybill, or a postal item's.
    """

    gross_grams: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    hawb: str = ""
    contents: str = ""

    @property
    def sized(self) -> tuple[int, int, int] | None:
        """Length, width and height in millimetres, when they were measured."""
        if self.length_mm is None or self.width_mm is None or self.height_mm is None:
            return None
        return self.length_mm, self.width_mm, self.height_mm

    @property
    def measured(self) -> Measured | None:
        """Weight and size as they were measured."""
        return None if self.gross_grams is None else Measured(self.gross_grams, self.sized)

    def chargeable_grams(self, measure: Measure) -> int | None:
        """What it is charged by, without a size by its weight alone; None until it is weighed."""
        if self.gross_grams is None:
            return None
        return chargeable_grams(self.gross_grams, *(self.sized or (0, 0, 0)), measure)


@dataclass(frozen=True, slots=True)
class HandlingState:
    """Where a shipment stands after the first `seq` things done with it."""

    seq: int = 0
    parcels: Mapping[str, Weighed] = field(default_factory=dict)
    mawb: str = ""
    flight_no: str = ""
    flight_on: date | None = None

    def parcel(self, key: str, contents: str) -> Weighed:
        """What is known of a parcel as it now is: weighed before its goods changed counts as not weighed."""
        known = self.parcels.get(key, Weighed())
        return known if known.contents == contents else Weighed(hawb=known.hawb)


async def state(db: AsyncSession, shipment_id: int, upto: int | None = None) -> HandlingState:
    """What was recorded for a shipment, up to its `upto`-th thing where one is named."""
    done = select(*(getattr(HandlingEntry, name) for name in _Done._fields)).order_by(HandlingEntry.seq)
    done = done.where(HandlingEntry.shipment_id == shipment_id)
    if upto is not None:
        done = done.where(HandlingEntry.seq <= upto)
    return _told([_Done(*row) for row in await db.execute(done)])


async def newest(db: AsyncSession, shipment_id: int) -> int:
    """How many things were done with a shipment so far; 0 for none."""
    return (
        await db.scalar(select(func.max(HandlingEntry.seq)).where(HandlingEntry.shipment_id == shipment_id))
        or 0
    )


async def master(db: AsyncSession, shipment_id: int) -> HandlingState:
    """Master waybill and flight of a shipment, and how far its log is; its parcels are left out."""
    of_all = select(*(getattr(HandlingEntry, name) for name in _Done._fields)).order_by(
        HandlingEntry.seq.desc()
    )
    of_all = of_all.where(HandlingEntry.shipment_id == shipment_id, HandlingEntry.parcel_key == "").limit(1)
    told = _told([_Done(*row) for row in await db.execute(of_all)])
    return replace(told, seq=await newest(db, shipment_id))


class _Done(NamedTuple):
    """A row of the log, without making an object of the database of it: there may be thousands."""

    seq: int
    what: str
    parcel_key: str
    contents: str
    gross_grams: int | None
    length_millimetres: int | None
    width_millimetres: int | None
    height_millimetres: int | None
    hawb: str
    mawb: str
    flight_no: str
    flight_on: date | None


def _told(done: Sequence[_Done]) -> HandlingState:
    parcels: dict[str, Weighed] = {}
    handled = HandlingState()
    for one in done:
        if one.parcel_key:
            parcels[one.parcel_key] = _with(parcels.get(one.parcel_key, Weighed()), one)
        else:
            handled = replace(handled, mawb=one.mawb, flight_no=one.flight_no, flight_on=one.flight_on)
    return replace(handled, seq=done[-1].seq if done else 0, parcels=parcels)


def _with(known: Weighed, one: _Done) -> Weighed:
    if one.what == HandlingKind.WAYBILL:
        return replace(known, hawb=one.hawb)
    size = (one.length_millimetres, one.width_millimetres, one.height_millimetres)
    return Weighed(one.gross_grams, *size, known.hawb, one.contents)


async def add(db: AsyncSession, shipment_id: int, done: Sequence[HandlingEntry]) -> None:
    """Adds to a shipment's log; the caller holds the shipment's row."""
    for seq, one in enumerate(done, start=1 + await newest(db, shipment_id)):
        one.shipment_id, one.seq = shipment_id, seq
    db.add_all(done)
    await db.flush()


async def bearers(db: AsyncSession, hawbs: Collection[str]) -> dict[str, tuple[int, str]]:
    """The shipment and the parcel that now have these numbers, of each number that something has."""
    ever = select(HandlingEntry.hawb, HandlingEntry.shipment_id, HandlingEntry.parcel_key).distinct()
    found = {}
    for hawb, shipment_id, key in (await db.execute(ever.where(HandlingEntry.hawb.in_(hawbs)))).all():
        if (await _last(db, HandlingEntry.hawb, shipment_id, key)) == hawb:
            found[hawb] = (shipment_id, key)
    return found


async def shipment_under(db: AsyncSession, mawb: str) -> int | None:
    """The shipment that now goes under this master waybill."""
    ever = select(HandlingEntry.shipment_id).where(HandlingEntry.mawb == mawb).distinct()
    for shipment_id in (await db.scalars(ever.order_by(HandlingEntry.shipment_id))).all():
        if (await _last(db, HandlingEntry.mawb, shipment_id, "")) == mawb:
            return shipment_id
    return None


async def _last(
    db: AsyncSession, column: InstrumentedAttribute[str], shipment_id: int, key: str
) -> str | None:
    of_it = select(column).where(HandlingEntry.shipment_id == shipment_id, HandlingEntry.parcel_key == key)
    return await db.scalar(
        of_it.where(HandlingEntry.what == HandlingKind.WAYBILL).order_by(HandlingEntry.seq.desc()).limit(1)
    )
