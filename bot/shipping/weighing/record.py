"""Records the weights and numbers of cartons, and the master waybill and flight of a consignment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.errors import RantauError
from bot.ordering import Actor
from bot.shipments import Shipment, ShipmentState
from bot.shipping import consignment, handling_log
from bot.shipping.consignment import Carton, Consignment, held
from bot.shipping.handling_log import HandlingEntry, HandlingKind
from bot.shipping.measurements import Measured


class CartonChanged(RantauError):
    """The carton is no longer in the newest manifest, or holds other goods since it was shown."""


class NumberTaken(RantauError):
    """Another shipment, or another parcel (`key`), already has this waybill number."""

    def __init__(self, shipment_code: str, key: str = "") -> None:
        super().__init__(f"{shipment_code} {key}".strip())
        self.shipment_code = shipment_code
        self.key = key


async def weigh(
    db: AsyncSession, shipment_id: int, measured: Mapping[str, tuple[str, Measured]], actor: Actor
) -> int:
    """Records the weights of cartons: by key, the contents that were weighed and the measurements.

    All or nothing; known measurements are not recorded again. Returns how many were recorded.
    Raises NotFrozen, CartonChanged.
    """
    found = await held(db, shipment_id)
    cartons, done = await consignment.by_key(db, found, measured), []
    for key, (contents, one) in measured.items():
        if key not in cartons or cartons[key].contents != contents:
            raise CartonChanged
        if one != cartons[key].known.measured:
            done.append(_weighed(cartons[key], one, actor))
    await handling_log.add(db, shipment_id, done)
    return len(done)


def _weighed(carton: Carton, one: Measured, actor: Actor) -> HandlingEntry:
    length, width, height = one.sides_mm or (None, None, None)
    return HandlingEntry(
        what=HandlingKind.WEIGHED,
        parcel_key=carton.key,
        contents=carton.contents,
        gross_grams=one.gross_grams,
        length_millimetres=length,
        width_millimetres=width,
        height_millimetres=height,
        at=actor.now,
        by_id=actor.person_id,
    )


async def number(db: AsyncSession, shipment_id: int, numbers: Mapping[str, str], actor: Actor) -> int:
    """Gives cartons their own numbers by key, or removes them (""); returns how many changed.

    All or nothing. Raises NotFrozen, CartonChanged, NumberTaken.
    """
    await hold_all_numbers(db)
    found = await held(db, shipment_id)
    cartons = await consignment.by_key(db, found, numbers)
    if any(key not in cartons for key in numbers):
        raise CartonChanged
    changed = {key: hawb for key, hawb in numbers.items() if cartons[key].known.hawb != hawb}
    await _none_taken(db, found, changed)
    done = [
        HandlingEntry(
            what=HandlingKind.WAYBILL, parcel_key=key, hawb=hawb, at=actor.now, by_id=actor.person_id
        )
        for key, hawb in changed.items()
    ]
    await handling_log.add(db, shipment_id, done)
    return len(done)


async def _none_taken(db: AsyncSession, found: Consignment, numbers: Mapping[str, str]) -> None:
    given: dict[str, str] = {}
    bearers = await handling_log.bearers(db, {one for one in numbers.values() if one})
    own = [key for shipment_id, key in bearers.values() if shipment_id == found.shipment_id]
    there = await consignment.by_key(db, found, own)
    for key, hawb in numbers.items():
        if hawb and given.setdefault(hawb, key) != key:
            raise NumberTaken(await _code(db, found.shipment_id), given[hawb])
        shipment_id, other = bearers.get(hawb, (found.shipment_id, key))
        gives_it_up = shipment_id == found.shipment_id and (other in numbers or other not in there)
        if other != key and not gives_it_up:
            raise NumberTaken(await _code(db, shipment_id), other)


async def give_master(
    db: AsyncSession, shipment_id: int, mawb: str, flight_no: str, flight_on: date | None, actor: Actor
) -> bool:
    """Records a shipment's master waybill and flight; returns whether they are new.

    Raises NotFrozen, NumberTaken.
    """
    await hold_all_numbers(db)
    found = await held(db, shipment_id)
    known = found.handled
    if (known.mawb, known.flight_no, known.flight_on) == (mawb, flight_no, flight_on):
        return False
    other = await handling_log.shipment_under(db, mawb) if mawb else None
    if other is not None and other != shipment_id:
        raise NumberTaken(await _code(db, other))
    row = HandlingEntry(
        what=HandlingKind.WAYBILL, mawb=mawb, flight_no=flight_no, at=actor.now, by_id=actor.person_id
    )
    row.flight_on = flight_on
    await handling_log.add(db, shipment_id, [row])
    return True


async def hold_all_numbers(db: AsyncSession) -> None:
    """Locks every shipment that can have numbers, in key order: two must not get the same number."""
    frozen = (
        select(Shipment.id)
        .where(Shipment.state != ShipmentState.OPEN)
        .order_by(Shipment.id)
        .with_for_update()
    )
    await db.execute(frozen)


async def _code(db: AsyncSession, shipment_id: int) -> str:
    return str(await db.scalar(select(Shipment.code).where(Shipment.id == shipment_id)))
