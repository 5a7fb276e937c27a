"""A frozen shipment with the orders of two customers, one carton each by default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ordering import Actor, order_numbers
from bot.orders import Order
from bot.people import Chat, Role
from bot.shipments import Shipment, ShipmentState
from bot.shipping import consignment, handling_log
from bot.shipping.consignment import Carton, Consignment
from bot.shipping.manifests import Manifest, ManifestLine, Parcel
from bot.shipping.measurements import Measured
from bot.shipping.weighing import record
from tests.support import rows

LATER = rows.NOON + timedelta(days=15)
COORDINATOR = Actor(1, Role.COORDINATOR, LATER)


@dataclass(frozen=True)
class Packed:
    """A carton: pieces of product 1 (110 g gross, 100 g net) of each of these orders, by number."""

    goods: dict[str, int]
    piece_no: int = 1
    pieces_of: int = 1


TWO = (Packed({"TW-4K7M": 3}), Packed({"TW-9XRC": 5}))


async def shipment(
    db: AsyncSession, cartons: Sequence[Packed] = TWO, shipment_id: int = 1, code: str = "TW-261204"
) -> Shipment:
    """A frozen shipment with these cartons; customer 1 has a chat."""
    if shipment_id == 1:
        await rows.people_and_makers(db)
        await rows.product(db, 1, 1)
        db.add(Chat(id=1, channel="browser", bot_id="web", chat_id="sari", person_id=1))
    into = await rows.shipment(db, shipment_id, code, state=ShipmentState.CLOSED, closed_at=LATER)
    await manifest(db, into, cartons)
    return into


async def manifest(db: AsyncSession, into: Shipment, cartons: Sequence[Packed], version: int = 1) -> Manifest:
    """One version of its manifest."""
    frozen = Manifest(
        shipment_id=into.id,
        version=version,
        number=f"{into.code}-v{version}",
        destination=into.destination,
        cutoff_at=into.cutoff_at,
        hand_in_at=into.hand_in_at,
        departs_at=into.departs_at,
        frozen_at=LATER,
        parcels=[],
    )
    for parcel_no, one in enumerate(cartons, start=1):
        frozen.parcels.append(await _parcel(db, into, parcel_no, one))
    db.add(frozen)
    await db.flush()
    return frozen


async def _parcel(db: AsyncSession, into: Shipment, parcel_no: int, one: Packed) -> Parcel:
    placed = [await _order(db, into, number) for number in one.goods]
    return Parcel(
        parcel_no=parcel_no,
        piece_no=one.piece_no,
        pieces_of=one.pieces_of,
        order_id=placed[0].id,
        order_number=placed[0].number,
        order_numbers=list(one.goods),
        placed_at=rows.NOON,
        paid=False,
        consignee_name="Sari Wulandari",
        mobile="+886912345678",
        address_lines=["Taipei"],
        address={},
        contents=handling_log.contents(("SOLO-001", pieces) for pieces in one.goods.values()),
        net_grams=100 * sum(one.goods.values()),
        gross_grams=110 * sum(one.goods.values()),
        lines=[
            _line(number, order, pieces)
            for number, (order, pieces) in enumerate(zip(placed, one.goods.values(), strict=True), start=1)
        ],
    )


async def _order(db: AsyncSession, into: Shipment, number: str) -> Order:
    return await order_numbers.by_number(db, number) or await rows.order(db, into, [], number=number)


def _line(line_no: int, order: Order, pieces: int) -> ManifestLine:
    return ManifestLine(
        line_no=line_no,
        order_id=order.id,
        order_number=order.number,
        product_id=1,
        sku="SOLO-001",
        umkm_id=1,
        umkm_code="maker-1",
        umkm_name="Dapur 1",
        name_id="Barang 1",
        name_en="Goods 1",
        unit="bungkus",
        quantity=pieces,
        ordered=pieces,
        acknowledged=True,
        unit_rupiah=1000,
        net_grams=100,
        gross_grams=110,
        length_millimetres=200,
        width_millimetres=150,
        height_millimetres=50,
        hs_code="190490",
        classes="snack_dry",
        action="allow",
    )


async def now(db: AsyncSession, shipment_id: int = 1) -> Consignment:
    """The consignment as it is now."""
    found = await consignment.of(db, shipment_id)
    assert found is not None
    return found


async def cartons(db: AsyncSession, shipment_id: int = 1) -> list[Carton]:
    """Its cartons by their number."""
    return await consignment.cartons(db, await now(db, shipment_id))


async def weigh(db: AsyncSession, *grams: int, shipment_id: int = 1) -> None:
    """Weighs the cartons in order."""
    pairs = zip(await cartons(db, shipment_id), grams, strict=False)
    wanted = {one.key: (one.contents, Measured(weight)) for one, weight in pairs}
    await record.weigh(db, shipment_id, wanted, COORDINATOR)
