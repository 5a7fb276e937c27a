"""A frozen shipment as it is handled: its cartons, what they weigh, and their waybills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import handling, shipments
from bot.food_papers import is_food
from bot.freight import Measure, chargeable_grams, chargeable_of_volume
from bot.handling import Handled, Weighed, contents_of
from bot.manifests import Manifest, ManifestLine, NotFrozen, Parcel
from bot.weighing import CONSIGNMENT_NOTE_GRAMS


class _Line(NamedTuple):
    parcel_id: int
    order_id: int | None
    sku: str
    quantity: int
    net_grams: int
    gross_grams: int


class _Head(NamedTuple):
    id: int
    order_id: int
    parcel_no: int
    order_number: str
    piece_no: int
    pieces_of: int
    consignee_name: str
    order_numbers: list[str]


@dataclass(frozen=True, slots=True)
class _Goods:
    lines: Sequence[_Line]


@dataclass(frozen=True, slots=True)
class Carton:
    """One carton of the newest manifest and what is known of it.

    `order_number` is the first order of its consignee, `order_numbers` are those with goods in it.
    `net_grams` and `estimate_grams` (gross) are those of its goods on paper, `goods` the latter by order.
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
    goods: Mapping[int, int]
    known: Weighed

    @property
    def key(self) -> str:
        """What names the carton in every version."""
        return f"{self.order_number}/{self.piece_no}"

    @property
    def estimate_grams(self) -> int:
        """What the goods weigh with their own packing, on paper."""
        return sum(self.goods.values())

    def chargeable(self, measure: Measure) -> int | None:
        """The grams it is charged by, without a size those of its weight; None while it is not weighed."""
        if self.known.gross_grams is None:
            return None
        if self.known.sized is None:
            return chargeable_of_volume(self.known.gross_grams, 0, measure)
        return chargeable_grams(self.known.gross_grams, *self.known.sized, measure)

    @property
    def needs_peb(self) -> bool:
        """Too heavy for a consignment note; by the estimate while it is not weighed."""
        return (self.known.gross_grams or self.estimate_grams) > CONSIGNMENT_NOTE_GRAMS


@dataclass(frozen=True, slots=True)
class Consignment:
    """The newest manifest of a shipment with its cartons, and all that was done with them."""

    shipment_id: int
    manifest_id: int
    version: int
    number: str
    cartons: tuple[Carton, ...]
    handled: Handled

    def carton(self, parcel_id: int) -> Carton | None:
        """The carton of a frozen row."""
        return next((one for one in self.cartons if one.parcel_id == parcel_id), None)

    def by_key(self) -> Mapping[str, Carton]:
        """The cartons by what names them."""
        return {one.key: one for one in self.cartons}

    @property
    def unweighed(self) -> list[Carton]:
        """The cartons that are still to be weighed, as they are now."""
        return [one for one in self.cartons if one.known.gross_grams is None]

    @property
    def unnumbered(self) -> list[Carton]:
        """The cartons without a number of their own."""
        return [one for one in self.cartons if not one.known.hawb]

    @property
    def gross_grams(self) -> int:
        """What all that was weighed weighs."""
        return sum(one.known.gross_grams or 0 for one in self.cartons)

    def chargeable(self, measure: Measure) -> int:
        """The chargeable grams of all that was weighed."""
        return sum(one.chargeable(measure) or 0 for one in self.cartons)


async def of(db: AsyncSession, shipment_id: int) -> Consignment | None:
    """The consignment as it now is; None before the freeze."""
    newest = select(Manifest.id, Manifest.version, Manifest.number)
    newest = newest.where(Manifest.shipment_id == shipment_id, Manifest.version > 0)
    head = (await db.execute(newest.order_by(Manifest.version.desc()).limit(1))).one_or_none()
    if head is None:
        return None
    handled = await handling.state(db, shipment_id)
    return Consignment(shipment_id, *head, tuple(await _cartons(db, head.id, handled)), handled)


async def _cartons(db: AsyncSession, manifest_id: int, handled: Handled) -> list[Carton]:
    lines: dict[int, list[_Line]] = {}
    # Plain columns: objects of thousands of lines would hold the loop up for a second.
    wanted = [getattr(ManifestLine, name) for name in _Line._fields]
    of_it = select(*wanted).join(Parcel, Parcel.id == ManifestLine.parcel_id)
    for row in await db.execute(of_it.where(Parcel.manifest_id == manifest_id).order_by(ManifestLine.id)):
        lines.setdefault(row.parcel_id, []).append(_Line(*row))
    heads = select(*(getattr(Parcel, name) for name in _Head._fields))
    rows = await db.execute(heads.where(Parcel.manifest_id == manifest_id).order_by(Parcel.parcel_no))
    return [_carton(_Head(*row), lines.get(row.id, []), handled) for row in rows]


def _carton(head: _Head, lines: Sequence[_Line], handled: Handled) -> Carton:
    contents = contents_of(_Goods(lines))
    goods: dict[int, int] = {}
    for line in lines:
        order_id = line.order_id or head.order_id  # manifests of the first version name no order in a line
        goods[order_id] = goods.get(order_id, 0) + line.quantity * line.gross_grams
    return Carton(
        parcel_id=head.id,
        parcel_no=head.parcel_no,
        order_number=head.order_number,
        piece_no=head.piece_no,
        pieces_of=head.pieces_of,
        consignee_name=head.consignee_name,
        order_numbers=tuple(head.order_numbers or [head.order_number]),
        contents=contents,
        net_grams=sum(line.quantity * line.net_grams for line in lines),
        goods=goods,
        known=handled.parcel(f"{head.order_number}/{head.piece_no}", contents),
    )


async def held(db: AsyncSession, shipment_id: int) -> Consignment:
    """The consignment, its shipment held until the transaction ends. Raises NotFrozen."""
    await shipments.lock(db, shipment_id)
    found = await of(db, shipment_id)
    if found is None:
        raise NotFrozen
    return found


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A product of a manifest without a number that food ought to have, and in how many lines it stands."""

    sku: str
    name_id: str
    name_en: str
    lines: int
    halal: bool
    pirt_md: bool


async def unnumbered_goods(db: AsyncSession, manifest_id: int) -> list[Unnumbered]:
    """Food whose halal number or P-IRT or BPOM number is not known; True where it is missing."""
    line = ManifestLine
    columns = (line.sku, line.name_id, line.name_en, line.halal_no, line.pirt_md_no, line.hs_code)
    of_it = select(*columns, func.count().label("lines")).join(Parcel, Parcel.id == line.parcel_id)
    lacking = of_it.where(Parcel.manifest_id == manifest_id, or_(line.halal_no == "", line.pirt_md_no == ""))
    rows = await db.execute(lacking.group_by(*columns).order_by(line.sku))
    return [
        Unnumbered(row.sku, row.name_id, row.name_en, row.lines, not row.halal_no, not row.pirt_md_no)
        for row in rows
        if is_food(row.hs_code)
    ]
