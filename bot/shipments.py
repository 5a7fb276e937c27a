"""Shipments: destination × departure, with their cut-offs and states. This module knows nothing of orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, Index, Select, String, Table, UniqueConstraint, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.clock import WIB
from bot.core.database import Base, insert_or_leave
from bot.core.errors import RantauError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ShipmentState(StrEnum):
    """The states of a shipment."""

    OPEN = "open"
    """Orders join it until its cut-off."""
    CLOSED = "closed"
    """Its manifest is frozen, or being made."""
    FORWARDED = "forwarded"
    """The coordinator has handed it to the carrier."""


class ShipmentClosed(RantauError):
    """The shipment takes no more orders and no more changes."""


class DatesRefused(RantauError):
    """The dates do not follow each other: now, cut-off, hand-in, departure."""


class Shipment(Base):
    """The orders of one destination that leave together.

    Customers may change until `cutoff_at`, UMKM hand in until `hand_in_at`.

    A shipment holds either personal parcels or the `commercial` stock of one importer. Only then is
    `importer_id` set, and its code ends in `-K1`, `-K2`….
    """

    __tablename__ = "shipments"
    __table_args__ = (
        UniqueConstraint("id", "destination"),
        UniqueConstraint("id", "destination", "commercial"),
        Index("ix_shipments_open", "destination", "state", "cutoff_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    destination: Mapped[str] = mapped_column(String(2))
    commercial: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    importer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    cutoff_at: Mapped[datetime]
    hand_in_at: Mapped[datetime]
    departs_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default=ShipmentState.OPEN)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    forwarded_at: Mapped[datetime | None]

    @property
    def base_code(self) -> str:
        """The code of the personal shipment that a commercial one leaves beside; else its own code."""
        return self.code.partition("-K")[0]


class Cadence(BaseModel):
    """How often a destination's shipments leave, and the days between their steps."""

    model_config = ConfigDict(extra="forbid")

    weekday: str = Field(default="friday", pattern="^(" + "|".join(WEEKDAYS) + ")$")
    time: str = Field(default="20:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    every_weeks: int = Field(default=2, ge=1, le=26)
    least_days_open: int = Field(default=4, ge=0, le=60)
    hand_in_days: int = Field(default=4, ge=0, le=60)
    departure_days: int = Field(default=7, ge=0, le=90)


def next_cutoff(cadence: Cadence, now: datetime) -> datetime:
    """The first cut-off of the cadence that is at least `least_days_open` days after `now`."""
    earliest = now.astimezone(WIB) + timedelta(days=cadence.least_days_open)
    hour, minute = map(int, cadence.time.split(":"))
    day = earliest.date()
    while True:
        cutoff = datetime.combine(day, time(hour, minute), WIB)
        week = (day - date(2021, 12, 20)).days // 7  # counted from the Monday of the first export
        fits = day.weekday() == WEEKDAYS.index(cadence.weekday) and week % cadence.every_weeks == 0
        if fits and cutoff >= earliest:
            return cutoff
        day += timedelta(days=1)


def code_for(destination: str, cutoff_at: datetime) -> str:
    """The code of a shipment: destination and the day of its cut-off in Solo, `TW-261204`."""
    return f"{destination}-{cutoff_at.astimezone(WIB):%y%m%d}"


async def open_one(
    db: AsyncSession,
    destination: str,
    cutoff_at: datetime,
    hand_in_at: datetime,
    departs_at: datetime,
    now: datetime,
    by: int | None = None,
) -> Shipment:
    """Opens a shipment with these dates, or returns the one that has the same cut-off day.

    Raises DatesRefused.
    """
    if not now < cutoff_at <= hand_in_at <= departs_at:
        raise DatesRefused
    code = code_for(destination, cutoff_at)
    values = {"code": code, "destination": destination, "cutoff_at": cutoff_at, "hand_in_at": hand_in_at}
    more = {"departs_at": departs_at, "state": ShipmentState.OPEN, "opened_at": now, "opened_by": by}
    insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, Shipment.__table__))
    await db.execute(insert.values(**values, **more))
    return (await db.scalars(select(Shipment).where(Shipment.code == code))).one()


async def ensure_commercial(
    db: AsyncSession, beside: Shipment, importer_id: int, now: datetime, by: int | None = None
) -> Shipment:
    """The importer's open commercial shipment beside a personal one; opened with its dates if missing."""
    own = select(Shipment).where(
        Shipment.code.startswith(f"{beside.code}-K", autoescape=True),
        Shipment.importer_id == importer_id,
        Shipment.state == ShipmentState.OPEN,
    )
    insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, Shipment.__table__))
    number = 1
    while (found := await db.scalar(own.order_by(Shipment.id).limit(1))) is None:
        dates = {name: getattr(beside, name) for name in _SAME_DATES}
        facts = {"state": ShipmentState.OPEN, "opened_at": now, "opened_by": by, "commercial": True}
        code = f"{beside.code}-K{number}"
        await db.execute(insert.values(code=code, importer_id=importer_id, **dates, **facts))
        number += 1
    return found


_SAME_DATES = ("destination", "cutoff_at", "hand_in_at", "departs_at")


async def ensure_open(db: AsyncSession, destination: str, cadence: Cadence, now: datetime) -> Shipment:
    """The shipment that an order for the destination joins now; opened by the cadence if there is none."""
    found = await joining(db, destination, now)
    if found is not None:
        return found
    cutoff = next_cutoff(cadence, now)
    while True:
        hand_in = cutoff + timedelta(days=cadence.hand_in_days)
        departs = cutoff + timedelta(days=max(cadence.departure_days, cadence.hand_in_days))
        opened = await open_one(db, destination, cutoff, hand_in, departs, now)
        if opened.state == ShipmentState.OPEN and opened.cutoff_at > now:
            return opened
        cutoff = next_cutoff(cadence, cutoff)


async def joining(db: AsyncSession, destination: str, now: datetime) -> Shipment | None:
    """The open personal shipment to a destination with the nearest cut-off ahead."""
    found: Shipment | None = await db.scalar(_joining(Shipment), {"to": destination, "now": now})
    return found


async def joining_facts(db: AsyncSession, destination: str, now: datetime) -> tuple[str, datetime] | None:
    """Code and cut-off of the shipment that an order for the destination joins now. Every cart shows them."""
    found = await db.execute(_joining(Shipment.code, Shipment.cutoff_at), {"to": destination, "now": now})
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


@cache
def _joining(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .where(Shipment.destination == bindparam("to"), Shipment.state == ShipmentState.OPEN)
        .where(Shipment.commercial.is_(False))
        .where(Shipment.cutoff_at > bindparam("now"))
        .order_by(Shipment.cutoff_at, Shipment.id)
        .limit(1)
    )


async def lock(db: AsyncSession, shipment_id: int) -> Shipment:
    """The shipment, locked until the transaction ends: placing and closing both take this lock."""
    for_update = (
        select(Shipment)
        .where(Shipment.id == shipment_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await db.scalars(for_update)).one()


async def by_code(db: AsyncSession, code: str) -> Shipment | None:
    """The shipment with this code; None if there is none."""
    return await db.scalar(select(Shipment).where(Shipment.code == code.strip().upper()))


async def newest(db: AsyncSession, limit: int = 200) -> Sequence[Shipment]:
    """The newest shipments: open ones first, by cut-off, then all others, newest first."""
    rows = (await db.scalars(select(Shipment).order_by(Shipment.cutoff_at.desc()).limit(limit))).all()
    still_open = sorted(
        (one for one in rows if one.state == ShipmentState.OPEN), key=lambda one: one.cutoff_at
    )
    return [*still_open, *(one for one in rows if one.state != ShipmentState.OPEN)]


async def past_cutoff(db: AsyncSession, now: datetime) -> Sequence[int]:
    """The ids of the shipments that are open although their cut-off has passed, however long ago."""
    overdue = select(Shipment.id).where(Shipment.state == ShipmentState.OPEN, Shipment.cutoff_at <= now)
    return (await db.scalars(overdue.order_by(Shipment.cutoff_at, Shipment.id))).all()


def takes_changes(shipment: Shipment, now: datetime) -> bool:
    """Whether customers and UMKM may still change the orders of a shipment."""
    return shipment.state == ShipmentState.OPEN and now < shipment.cutoff_at


async def change_dates(db: AsyncSession, shipment: Shipment, cutoff_at: datetime, now: datetime) -> Shipment:
    """Moves the cut-off, and hand-in and departure by as much. Raises ShipmentClosed, DatesRefused."""
    shipment = await lock(db, shipment.id)
    if shipment.state != ShipmentState.OPEN:
        raise ShipmentClosed
    if cutoff_at <= now:
        raise DatesRefused
    moved = cutoff_at - shipment.cutoff_at
    shipment.cutoff_at, shipment.hand_in_at = cutoff_at, shipment.hand_in_at + moved
    shipment.departs_at += moved
    await db.flush()
    return shipment
