"""The log of what was done with a shipment after its freeze, weighing and waybills. It is append-only."""

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
    """What an entry records of a frozen shipment."""

    WEIGHED = "weighed"
    """The weight and size of a parcel."""
    WAYBILL = "waybill"
    """The number of a parcel, or the master waybill and flight of the shipment."""


class HandlingEntry(Base):
    """An entry of the log: the weight or number of a parcel, or the shipment's master waybill and flight.

    `seq` counts from 1 in each shipment. `parcel_key` is empty for an entry of the whole shipment, which
    states MAWB and flight anew, all of them. `contents` is the checksum of the goods that were weighed.
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
    """A short checksum of a parcel's goods, the same for its rows and its facts, in any order of lines."""
    return contents((line.sku, line.quantity) for line in parcel.lines)


def contents(goods: Iterable[tuple[str, int]]) -> str:
    """The checksum of `contents_of`, from SKU and pieces."""
    items = sorted(f"{sku}={pieces}" for sku, pieces in goods)
    return hashlib.sha256("\n".join(items).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The measurements and the number of one parcel; grams and millimetres are None until it is weighed.

    `hawb` is the parcel's own number: a house air waybill, or the number of a postal item.
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
        """Weight and size as measured; None until then."""
        return None if self.gross_grams is None else Measured(self.gross_grams, self.sized)

    def chargeable_grams(self, measure: Measure) -> int | None:
        """The chargeable grams, by weight alone when the size is unknown; None until it is weighed."""
        if self.gross_grams is None:
            return None
        return chargeable_grams(self.gross_grams, *(self.sized or (0, 0, 0)), measure)


@dataclass(frozen=True, slots=True)
class HandlingState:
    """The state of a shipment after the first `seq` entries of its log."""

    seq: int = 0
    parcels: Mapping[str, Weighed] = field(default_factory=dict)
    mawb: str = ""
    flight_no: str = ""
    flight_on: date | None = None

    def parcel(self, key: str, contents: str) -> Weighed:
        """What is known of a parcel with these contents: a weighing of other contents does not count."""
        known = self.parcels.get(key, Weighed())
        return known if known.contents == contents else Weighed(hawb=known.hawb)


async def state(db: AsyncSession, shipment_id: int, upto: int | None = None) -> HandlingState:
    """The state of a shipment by its log, up to entry `upto` if given."""
    entries = select(*(getattr(HandlingEntry, name) for name in _EntryRow._fields)).order_by(
        HandlingEntry.seq
    )
    entries = entries.where(HandlingEntry.shipment_id == shipment_id)
    if upto is not None:
        entries = entries.where(HandlingEntry.seq <= upto)
    return _state_after([_EntryRow(*row) for row in await db.execute(entries)])


async def newest(db: AsyncSession, shipment_id: int) -> int:
    """The number of the newest entry in a shipment's log; 0 for an empty log."""
    return (
        await db.scalar(select(func.max(HandlingEntry.seq)).where(HandlingEntry.shipment_id == shipment_id))
        or 0
    )


async def master(db: AsyncSession, shipment_id: int) -> HandlingState:
    """The master waybill and flight of a shipment, and the length of its log; without its parcels."""
    entries = select(*(getattr(HandlingEntry, name) for name in _EntryRow._fields)).order_by(
        HandlingEntry.seq.desc()
    )
    entries = entries.where(HandlingEntry.shipment_id == shipment_id, HandlingEntry.parcel_key == "").limit(1)
    found = _state_after([_EntryRow(*row) for row in await db.execute(entries)])
    return replace(found, seq=await newest(db, shipment_id))


class _EntryRow(NamedTuple):
    """An entry as plain columns and not as an ORM object: there may be thousands."""

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


def _state_after(entries: Sequence[_EntryRow]) -> HandlingState:
    parcels: dict[str, Weighed] = {}
    handled = HandlingState()
    for entry in entries:
        if entry.parcel_key:
            parcels[entry.parcel_key] = _with(parcels.get(entry.parcel_key, Weighed()), entry)
        else:
            handled = replace(handled, mawb=entry.mawb, flight_no=entry.flight_no, flight_on=entry.flight_on)
    return replace(handled, seq=entries[-1].seq if entries else 0, parcels=parcels)


def _with(known: Weighed, entry: _EntryRow) -> Weighed:
    if entry.what == HandlingKind.WAYBILL:
        return replace(known, hawb=entry.hawb)
    size = (entry.length_millimetres, entry.width_millimetres, entry.height_millimetres)
    return Weighed(entry.gross_grams, *size, known.hawb, entry.contents)


async def add(db: AsyncSession, shipment_id: int, entries: Sequence[HandlingEntry]) -> None:
    """Adds entries to a shipment's log; the caller has locked the shipment's row."""
    for seq, entry in enumerate(entries, start=1 + await newest(db, shipment_id)):
        entry.shipment_id, entry.seq = shipment_id, seq
    db.add_all(entries)
    await db.flush()


async def bearers(db: AsyncSession, hawbs: Collection[str]) -> dict[str, tuple[int, str]]:
    """The shipment and parcel that now have each of these numbers; numbers that nothing has are left out."""
    ever = select(HandlingEntry.hawb, HandlingEntry.shipment_id, HandlingEntry.parcel_key).distinct()
    found = {}
    for hawb, shipment_id, key in (await db.execute(ever.where(HandlingEntry.hawb.in_(hawbs)))).all():
        if (await _last(db, HandlingEntry.hawb, shipment_id, key)) == hawb:
            found[hawb] = (shipment_id, key)
    return found


async def shipment_under(db: AsyncSession, mawb: str) -> int | None:
    """The shipment that now has this master waybill."""
    ever = select(HandlingEntry.shipment_id).where(HandlingEntry.mawb == mawb).distinct()
    for shipment_id in (await db.scalars(ever.order_by(HandlingEntry.shipment_id))).all():
        if (await _last(db, HandlingEntry.mawb, shipment_id, "")) == mawb:
            return shipment_id
    return None


async def _last(
    db: AsyncSession, column: InstrumentedAttribute[str], shipment_id: int, key: str
) -> str | None:
    entries = select(column).where(HandlingEntry.shipment_id == shipment_id, HandlingEntry.parcel_key == key)
    return await db.scalar(
        entries.where(HandlingEntry.what == HandlingKind.WAYBILL).order_by(HandlingEntry.seq.desc()).limit(1)
    )
