"""Files of weights: stored as read, reviewed as a whole, then recorded completely or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base
from bot.core.errors import RantauError
from bot.ordering import Actor
from bot.shipping import consignment, handling_log
from bot.shipping.consignment import Carton, Consignment
from bot.shipping.measurements import Measured
from bot.shipping.waybills import WaybillRefused, parse_parcel_number
from bot.shipping.weighing import record
from bot.shipping.weighing.sheet_file import Row, Sheet


class SheetMovedOn(RantauError):
    """Something was recorded, or a new version was frozen, since the sheet was reviewed."""


class SheetFaulty(RantauError):
    """Rows of the sheet are wrong, so nothing is recorded. `faults` names them all."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"row {one.row}: {one.code} {one.detail}".rstrip() for one in faults))
        self.faults = faults


class WeighingSheet(Base):
    """A file of weights that somebody sent for a shipment, as read."""

    __tablename__ = "weighing_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipments.id"), index=True)
    manifest: Mapped[str] = mapped_column(String(40))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row.

    `code`: one of MeasureRefused or WaybillRefused, or `no_parcel`, `unknown_parcel`, `twice`,
    `other_contents`, `number_twice` or `number_taken`; `detail` is the text of the cell, or the parcel that
    has the number.
    """

    row: int
    code: str
    detail: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What recording a sheet would do. `light` cartons weigh less than their goods without packing.

    `weights` and `numbers` are those that change something, `weighed` is how many rows have a weight, and
    `missing` how many cartons stay unweighed.
    """

    faults: tuple[Fault, ...] = ()
    weights: Mapping[str, Measured] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    weighed: int = 0
    grams: int = 0
    light: tuple[Carton, ...] = ()
    missing: int = 0

    @property
    def changes(self) -> int:
        """How many cartons would change."""
        return len({*self.weights, *self.numbers})


async def keep(db: AsyncSession, shipment_id: int, sheet: Sheet, actor: Actor) -> WeighingSheet:
    """Stores what was read, so that it can be reviewed and then recorded."""
    stored = WeighingSheet(
        shipment_id=shipment_id,
        manifest=sheet.manifest,
        rows=[asdict(row) for row in sheet.rows],
        at=actor.now,
        by_id=actor.person_id,
    )
    db.add(stored)
    await db.flush()
    return stored


def rows_of(stored: WeighingSheet) -> list[Row]:
    """The rows as they were read."""
    return [_row(dict(row)) for row in stored.rows]


def _row(facts: dict[str, Any]) -> Row:
    measured = facts.pop("measured")
    if measured is None:
        return Row(**facts)
    sides = measured["sides_mm"]
    return Row(**facts, measured=Measured(measured["gross_grams"], tuple(sides) if sides else None))


async def review(db: AsyncSession, found: Consignment, stored: WeighingSheet) -> Review:
    """Checks a sheet against the consignment: returns all its faults, or what it would change."""
    rows, cartons = rows_of(stored), {one.key: one for one in await consignment.cartons(db, found)}
    faults = [*_row_faults(rows, cartons), *await _taken(db, found, cartons, rows)]
    faults.sort(key=lambda one: one.row)
    return Review(tuple(faults)) if faults else _changes(rows, cartons)


def _row_faults(rows: list[Row], cartons: Mapping[str, Carton]) -> Iterator[Fault]:
    keys = Counter(row.parcel for row in rows)
    numbers = Counter(_number(row)[0] for row in rows)
    for row in rows:
        if row.parcel not in cartons:
            yield Fault(row.no, "unknown_parcel" if row.parcel else "no_parcel", row.parcel)
        elif keys[row.parcel] > 1:
            yield Fault(row.no, "twice", row.parcel)
        elif row.contents and row.contents != cartons[row.parcel].contents:
            yield Fault(row.no, "other_contents", row.parcel)
        if row.fault:
            yield Fault(row.no, row.fault)
        number, refused = _number(row)
        if refused is not None:
            yield Fault(row.no, refused.code, row.hawb, refused.expected)
        elif number and numbers[number] > 1:
            yield Fault(row.no, "number_twice", number)


def _number(row: Row) -> tuple[str, WaybillRefused | None]:
    try:
        return (parse_parcel_number(row.hawb) if row.hawb else ""), None
    except WaybillRefused as refused:
        return "", refused


async def _taken(
    db: AsyncSession, found: Consignment, cartons: Mapping[str, Carton], rows: list[Row]
) -> list[Fault]:
    """Numbers that another shipment has, or another carton whose row does not give it up."""
    numbered = {row.parcel: _number(row)[0] for row in rows if row.hawb}
    own = {one.known.hawb: one.key for one in cartons.values() if one.known.hawb}
    elsewhere = await handling_log.bearers(db, {one for one in numbered.values() if one})
    faults = []
    for row in rows:
        number = numbered.get(row.parcel, "")
        other = own.get(number, row.parcel)
        shipment_id, key = elsewhere.get(number, (found.shipment_id, ""))
        if shipment_id != found.shipment_id:
            faults.append(Fault(row.no, "number_taken", number, key))
        elif number and other != row.parcel and numbered.get(other, number) == number:
            faults.append(Fault(row.no, "number_taken", number, other))
    return faults


def _changes(rows: list[Row], cartons: Mapping[str, Carton]) -> Review:
    unweighed = (key for key, one in cartons.items() if one.known.gross_grams is None)
    measured = {row.parcel: row.measured for row in rows if row.measured is not None}
    numbers = {row.parcel: _number(row)[0] for row in rows if row.hawb}
    return Review(
        weights={key: one for key, one in measured.items() if one != cartons[key].known.measured},
        numbers={key: one for key, one in numbers.items() if cartons[key].known.hawb != one},
        weighed=len(measured),
        grams=sum(one.gross_grams for one in measured.values()),
        light=tuple(
            cartons[key] for key, one in measured.items() if one.gross_grams < cartons[key].net_grams
        ),
        missing=sum(key not in measured for key in unweighed),
    )


async def take(db: AsyncSession, stored: WeighingSheet, seq: int, actor: Actor) -> Review:
    """Records a whole sheet, as reviewed when the log had `seq` entries, or nothing of it.

    A repeat changes nothing, and its review shows no changes.
    Raises SheetMovedOn, SheetFaulty, NotFrozen.
    """
    await record.hold_all_numbers(db)
    found = await consignment.held(db, stored.shipment_id)
    if found.number != stored.manifest:
        raise SheetMovedOn
    seen = await review(db, found, stored)
    if not seen.faults and not seen.changes:
        return seen
    if found.handled.seq != seq:
        raise SheetMovedOn
    if seen.faults:
        raise SheetFaulty(seen.faults)
    cartons = await consignment.by_key(db, found, seen.weights)
    weights = {key: (cartons[key].contents, one) for key, one in seen.weights.items()}
    await record.number(db, stored.shipment_id, seen.numbers, actor)
    await record.weigh(db, stored.shipment_id, weights, actor)
    return seen
