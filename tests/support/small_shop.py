"""A small shop with names of the greatest length: three UMKM, a coordinator, and orders that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.app import tables  # noqa: F401  # all tables are known
from bot.catalog import Catalogue, Product, Umkm
from bot.conversation.events import Address, Event
from bot.conversation.sessions import Session
from bot.core.database import session_on
from bot.core.deployment import Deployment
from bot.handlers.shared.turn import Turn
from bot.ordering import tell_umkm
from bot.ordering.history import note_down
from bot.ordering.shop import Shop, open_shop
from bot.orders import Order, OrderLine, OrderState
from bot.people import Chat, ChatPerson, HeldRole, Person, Role, enquiries
from bot.shipments import Shipment

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LONG = "Keripik belut istimewa khas Solo buatan rumahan yang renyah dan gurih " * 3
CONSIGNEE, MOBILE, NOTE, STREET = (
    "Penerima Rahasia",
    "+886912345678",
    "Catatan rahasia " * 60,
    "Jalan Rahasia " * 12,
)
MAKER, COORDINATOR, CUSTOMER, STRANGER = 1, 2, 3, 4
ROLES = {
    MAKER: (Role.UMKM, 1),
    COORDINATOR: (Role.OWNER, None),
    STRANGER: (Role.UMKM, 3),
}


@cache
def read_once() -> Shop:
    return open_shop(Path("config"))


def shop() -> Shop:
    """The shop of a database that it has not read yet: each test has products of its own."""
    return replace(read_once(), catalogue=Catalogue())


async def fill(db: AsyncSession, lines: int = 6, orders: int = 9) -> None:
    await _people(db)
    db.add_all([Umkm(id=one, code=f"umkm-{one}", name=f"{one} {LONG}"[:200]) for one in (1, 2, 3)])
    await db.flush()
    db.add_all([_role(person, role, umkm) for person, (role, umkm) in ROLES.items()])
    db.add_all([_product(one) for one in range(1, lines + 1)])
    db.add(_shipment(1, NOW + timedelta(days=5)))
    await db.flush()
    for order_id in range(1, orders + 1):
        await _order(db, order_id, lines)
    await _enquiries(db)


async def _enquiries(db: AsyncSession) -> None:
    """One open enquiry, one with long answers, and one that its customer never sent."""
    for text in (f"Tanya {LONG * 7}", f"Lagi {LONG * 7}"):
        asked = await enquiries.note(db, CUSTOMER, CUSTOMER, text, NOW)
        await enquiries.send(db, CUSTOMER, asked.code, NOW)
    for seen in range(4):
        await enquiries.answer(db, asked.code, seen, LONG * 3, COORDINATOR, NOW)
    await enquiries.note(db, CUSTOMER, CUSTOMER, "Ini jangan disampaikan", NOW)


async def _people(db: AsyncSession) -> None:
    for one in (MAKER, COORDINATOR, CUSTOMER, STRANGER):
        db.add(Person(id=one, name=f"{one} {LONG}"[:200], language="id", created_at=NOW))
        await db.flush()
        db.add(Chat(id=one, channel="here", bot_id="", chat_id=str(one), person_id=one))
    await db.flush()


def _role(person: int, role: Role, umkm_id: int | None) -> HeldRole:
    return HeldRole(person_id=person, role=role, umkm_id=umkm_id, granted_at=NOW)


def _shipment(shipment_id: int, cutoff: datetime) -> Shipment:
    dates = {
        "cutoff_at": cutoff,
        "hand_in_at": cutoff + timedelta(days=3),
        "departs_at": cutoff + timedelta(days=6),
    }
    return Shipment(id=shipment_id, code=f"TW-26112{shipment_id}", destination="TW", opened_at=NOW, **dates)


def _goods(number: int) -> dict[str, Any]:
    names = {"name_id": f"{number} {LONG}"[:200], "name_en": f"{number} {LONG}"[:200]}
    sizes = {"length_millimetres": 1, "width_millimetres": 1, "height_millimetres": 1}
    figures = {"net_grams": 200, "gross_grams": 239, "shelf_life_days": 90, "hs_code": "190490"}
    return {"sku": f"S-{number}", "unit": "bungkus", "classes": "snack_dry", **names, **sizes, **figures}


def _product(number: int) -> Product:
    mine = {"umkm_id": 1 + number % 2, "category": "food-snack", "price_rupiah": 24000, "halal": "yes"}
    return Product(id=number, **_goods(number), **mine)


async def _order(db: AsyncSession, order_id: int, lines: int) -> None:
    order = Order(
        id=order_id,
        number=f"TW-4K{order_id:02}",
        customer_id=CUSTOMER,
        state=OrderState.PLACED,
        revision=2,
        destination="TW",
        shipment_id=1,
        consignee_name=CONSIGNEE,
        mobile=MOBILE,
        address_typed={"street_address": STREET, "city": "Taipei"},
        address={"city": "Taipei"},
        note=NOTE,
        made_at=NOW,
        placed_at=NOW,
        lines=[_line(number) for number in range(1, lines + 1)],
    )
    db.add(order)
    await db.flush()
    note_down(db, order, "placed", NOW, CUSTOMER, Role.CUSTOMER, rupiah=order.goods_rupiah)
    await tell_umkm(db, order, {1, 2}, NOW)


def _line(number: int) -> OrderLine:
    mine = {"umkm_id": 1 + number % 2, "unit_rupiah": 24000}
    return OrderLine(product_id=number, ordered=1 + number * 3, **_goods(number), **mine)


async def turn(connection: AsyncConnection, person: int, language: str, text: str = "") -> Turn:
    held = ROLES.get(person, (Role.CUSTOMER, None))[0]
    role = Role.COORDINATOR if held is Role.OWNER else held
    somebody = ChatPerson(person, "", language, "TW")
    address = Address("here", "", str(person))
    event = Event(address, "1", "text" if text else "tap", text=text)
    return Turn(
        event, Session(person, address, somebody, role), session_on(connection), NOW, shop(), Deployment()
    )
