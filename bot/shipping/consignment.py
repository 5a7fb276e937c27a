"""A frozen shipment in handling: its cartons, their weights and their waybills.

A shipment may have thousands of cartons: the database counts and pages what screens show.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import shipments
from bot.destinations.prices.rate_cards import Measure
from bot.shipping import handling_log
from bot.shipping.handling_log import HandlingEntry, HandlingKind, HandlingState, Weighed
from bot.shipping.manifests import Manifest, ManifestLine, NotFrozen, Parcel
from bot.shipping.measurements import CONSIGNMENT_NOTE_GRAMS

KEY = Parcel.order_number + "/" + cast(Parcel.piece_no, String)


@dataclass(frozen=True, slots=True)
class Carton:
    """One carton of the newest manifest, with its weight and number as far as they are known.

    `order_number` is the first order of its consignee, `order_numbers` are those with goods in it.
    `net_grams` and `estimate_grams` (gross) are the sums of its goods by the catalogue.
    """

    parcel_id: int
    parcel_no: int
    order_number: str
    piece_no: int
    pieces_of: int
    consignee_name: str
    order_numbers: tuple[str, ...]
    contents: str
    net_grams: int
    estimate_grams: int
    known: Weighed

    @property
    def key(self) -> str:
        """The name of the carton in every version of the manifest, like `TW-4K7M/1`."""
        return f"{self.order_number}/{self.piece_no}"


@dataclass(frozen=True, slots=True)
class Consignment:
    """The newest manifest of a shipment, and its master waybill and flight."""

    shipment_id: int
    manifest_id: int
    version: int
    number: str
    handled: HandlingState = field(default_factory=HandlingState)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cartons of a consignment are weighed and numbered; `heavy` ones need a PEB.

    The estimate of a carton that is not weighed counts towards `heavy` only.
    """

    cartons: int
    weighed: int
    gross_grams: int
    chargeable_grams: int
    numbered: int
    heavy: int


class _Row(NamedTuple):
    parcel_id: int
    parcel_no: int
    order_number: str
    piece_no: int
    pieces_of: int
    consignee_name: str
    order_numbers: list[str]
    contents: str
    net_grams: int
    estimate_grams: int
    gross_grams: int | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    hawb: str | None

    def carton(self) -> Carton:
        size = (self.length_mm, self.width_mm, self.height_mm)
        known = Weighed(self.gross_grams, *size, self.hawb or "", self.contents)
        numbers = tuple(self.order_numbers or [self.order_number])
        return Carton(*self[:6], numbers, *self[7:10], known)


_WEIGHED, _NUMBERED = aliased(HandlingEntry), aliased(HandlingEntry)
_GRAMS = func.coalesce(_WEIGHED.gross_grams, Parcel.gross_grams)
UNWEIGHED, UNNUMBERED = _WEIGHED.gross_grams.is_(None), func.coalesce(_NUMBERED.hawb, "") == ""


def _joined(found: Consignment, *columns: Any) -> Select[Any]:
    """Columns of cartons with the last weighing of their present contents, and their last number."""
    query = select(*columns).select_from(Parcel)
    for what, last in ((HandlingKind.WEIGHED, _WEIGHED), (HandlingKind.WAYBILL, _NUMBERED)):
        entries = select(HandlingEntry.parcel_key, func.max(HandlingEntry.seq).label("seq"))
        entries = entries.where(HandlingEntry.shipment_id == found.shipment_id, HandlingEntry.what == what)
        newest = entries.group_by(HandlingEntry.parcel_key).subquery()
        same = and_(last.shipment_id == found.shipment_id, last.seq == newest.c.seq)
        if what == HandlingKind.WEIGHED:
            same = and_(same, last.contents == Parcel.contents)
        query = query.outerjoin(newest, newest.c.parcel_key == KEY).outerjoin(last, same)
    return query.where(Parcel.manifest_id == found.manifest_id)


_COLUMNS = (
    Parcel.id,
    Parcel.parcel_no,
    Parcel.order_number,
    Parcel.piece_no,
    Parcel.pieces_of,
    Parcel.consignee_name,
    Parcel.order_numbers,
    Parcel.contents,
    Parcel.net_grams,
    Parcel.gross_grams,
    _WEIGHED.gross_grams,
    _WEIGHED.length_millimetres,
    _WEIGHED.width_millimetres,
    _WEIGHED.height_millimetres,
    _NUMBERED.hawb,
)


async def of(db: AsyncSession, shipment_id: int) -> Consignment | None:
    """The consignment of a shipment; None before the freeze."""
    newest = select(Manifest.id, Manifest.version, Manifest.number)
    newest = newest.where(Manifest.shipment_id == shipment_id, Manifest.version > 0)
    head = (await db.execute(newest.order_by(Manifest.version.desc()).limit(1))).one_or_none()
    if head is None:
        return None
    return Consignment(shipment_id, *head, await handling_log.master(db, shipment_id))


async def held(db: AsyncSession, shipment_id: int) -> Consignment:
    """The consignment, with its shipment locked until the transaction ends. Raises NotFrozen."""
    await shipments.lock(db, shipment_id)
    found = await of(db, shipment_id)
    if found is None:
        raise NotFrozen
    return found


async def cartons(
    db: AsyncSession, found: Consignment, *where: ColumnElement[bool], first: Any = None, **window: int
) -> list[Carton]:
    """Cartons by number, those that fulfil `first` before the others; `window` is `limit` and `offset`."""
    query = _joined(found, *_COLUMNS).where(*where)
    ranks = [] if first is None else [case((first, 0), else_=1)]
    query = query.order_by(*ranks, Parcel.parcel_no).limit(window.get("limit")).offset(window.get("offset"))
    return [_Row(*row).carton() for row in await db.execute(query)]


async def carton(db: AsyncSession, found: Consignment, parcel_id: int) -> Carton | None:
    """The carton of a parcel row; None when the row is not of the newest manifest."""
    return next(iter(await cartons(db, found, Parcel.id == parcel_id)), None)


async def by_key(db: AsyncSession, found: Consignment, keys: Collection[str]) -> Mapping[str, Carton]:
    """The cartons of these keys."""
    return {one.key: one for one in await cartons(db, found, KEY.in_(keys))}


async def next_of(
    db: AsyncSession, found: Consignment, where: ColumnElement[bool], after: int
) -> Carton | None:
    """The next carton that fulfils `where`: past the `after`-th first, then from the beginning."""
    left = await cartons(db, found, where, first=Parcel.parcel_no > after, limit=1)
    return left[0] if left else None


async def of_order(db: AsyncSession, found: Consignment, number: str) -> list[Carton]:
    """The cartons with goods of an order, or the carton of a key; those not weighed come first."""
    inside = cast(Parcel.order_numbers, String).contains(f'"{number}"', autoescape=True)
    named = or_(Parcel.order_number == number, inside, KEY.in_([number]))
    return await cartons(db, found, named, first=UNWEIGHED, limit=50)


def heavier(grams: int) -> ColumnElement[bool]:
    """Cartons that weigh more gross grams than this, by the estimate while they are not weighed."""
    return grams < _GRAMS


async def tally(db: AsyncSession, found: Consignment, measure: Measure) -> Tally:
    """Counts the weighed, numbered and heavy cartons, in the database."""
    columns = (
        func.count(Parcel.id),
        func.count(_WEIGHED.gross_grams),
        func.coalesce(func.sum(_WEIGHED.gross_grams), 0),
        func.coalesce(func.sum(_chargeable(measure)), 0),
        func.count(case((~UNNUMBERED, 1))),
        func.count(case((heavier(CONSIGNMENT_NOTE_GRAMS), 1))),
    )
    row = (await db.execute(_joined(found, *columns))).one()
    return Tally(*(int(figure) for figure in row))


def _chargeable(measure: Measure) -> ColumnElement[int]:
    """`Weighed.chargeable_grams` in SQL, by integer division."""
    sides = (_WEIGHED.length_millimetres, _WEIGHED.width_millimetres, _WEIGHED.height_millimetres)
    cubic = func.coalesce(cast(sides[0], BigInteger) * sides[1] * sides[2], 0)
    volumetric = (cubic + (measure.divisor - 1)) // measure.divisor
    gross = cast(_WEIGHED.gross_grams, BigInteger)
    larger = case((volumetric > gross, volumetric), else_=gross)
    steps = (larger + (measure.step_grams - 1)) // measure.step_grams * measure.step_grams
    return case((steps < measure.minimum_grams, measure.minimum_grams), else_=steps)


async def goods(db: AsyncSession, found: Consignment) -> Mapping[int, Mapping[int, int]]:
    """The gross grams of the goods in each carton, by parcel id and order id."""
    order_id = func.coalesce(ManifestLine.order_id, Parcel.order_id)  # lines of 0.1.0 name no order
    grams = func.sum(ManifestLine.quantity * ManifestLine.gross_grams)
    query = select(Parcel.id, order_id, grams).join(Parcel, Parcel.id == ManifestLine.parcel_id)
    query = query.where(Parcel.manifest_id == found.manifest_id).group_by(Parcel.id, order_id)
    inside: dict[int, dict[int, int]] = {}
    for parcel_id, order, weight in await db.execute(query):
        inside.setdefault(parcel_id, {})[order] = int(weight)
    return inside
