"""Writes a shipment full of orders straight into a shop's database, for benchmarks and tests of size."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipments
from bot.catalog import Product, Umkm
from bot.orders import Order, OrderLine, OrderState
from bot.people import Chat, HeldRole, Person, Role
from bot.shipments import Shipment

DESTINATION = "TW"
PORTION = 500
_SAME = (
    "sku",
    "umkm_id",
    "unit",
    "name_id",
    "name_en",
    "net_grams",
    "gross_grams",
    "length_millimetres",
    "width_millimetres",
    "height_millimetres",
    "shelf_life_days",
    "hs_code",
    "classes",
)
STREETS = ("Xinyi Road", "Zhongshan North Road", "Jianguo Road", "Minquan East Road", "Heping West Road")
CITIES = (("Taipei City", "Xinyi District", "110"), ("Taoyuan City", "Zhongli District", "320"))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Where all chats are: the channel, its bot, and the number of the first chat."""

    channel: str
    bot_id: str
    first_chat: int = 500_001


async def fill(db: AsyncSession, count: int, now: datetime, crowd: Crowd, seed: int = 1) -> Shipment:
    """`count` customers with one placed order each of 3 to 5 lines in one open shipment; they have chats."""
    chance = random.Random(seed)
    shipment = await _shipment(db, now)
    products = [dict(row._mapping) for row in await db.execute(select(*_columns()))]
    for start in range(0, count, PORTION):
        numbers = range(start, min(start + PORTION, count))
        people = await _people(db, numbers, now, crowd)
        await _orders(db, people, shipment, products, chance, now)
    await db.flush()
    return shipment


async def somebody(db: AsyncSession, role: Role, chat: int, now: datetime, crowd: Crowd) -> None:
    """Adds a coordinator or a person of the first UMKM, with a chat in that role."""
    person = Person(name="Sari", language="id", created_at=now)
    db.add(person)
    await db.flush()
    umkm_id = await db.scalar(select(Umkm.id).order_by(Umkm.id).limit(1)) if role is Role.UMKM else None
    db.add(HeldRole(person_id=person.id, role=role, umkm_id=umkm_id, granted_at=now))
    db.add(_chat(person.id, str(chat), crowd, role))
    await db.flush()


def _chat(person_id: int, chat_id: str, crowd: Crowd, role: Role = Role.CUSTOMER) -> Chat:
    return Chat(person_id=person_id, channel=crowd.channel, bot_id=crowd.bot_id, chat_id=chat_id, role=role)


async def _shipment(db: AsyncSession, now: datetime) -> Shipment:
    cutoff = now + timedelta(days=6)
    later = (cutoff, cutoff + timedelta(days=4), cutoff + timedelta(days=7))
    return await shipments.open_one(db, DESTINATION, *later, now)


def _columns() -> list[Any]:
    return [Product.id, Product.price_rupiah, *(getattr(Product, name) for name in _SAME)]


async def _people(db: AsyncSession, numbers: range, now: datetime, crowd: Crowd) -> list[tuple[int, int]]:
    known = {"language": "id", "destination": DESTINATION, "created_at": now}
    rows = [known | {"name": f"Siti {one}"} for one in numbers]
    inserted = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    pairs = list(zip((await db.scalars(inserted, rows)).all(), numbers, strict=True))
    db.add_all(_chat(person_id, str(crowd.first_chat + one), crowd) for person_id, one in pairs)
    await db.flush()
    return pairs


async def _orders(
    db: AsyncSession,
    people: list[tuple[int, int]],
    shipment: Shipment,
    products: list[dict[str, Any]],
    chance: random.Random,
    now: datetime,
) -> None:
    rows = [_order(person_id, one, shipment, chance, now) for person_id, one in people]
    inserted = insert(Order).returning(Order.id, sort_by_parameter_order=True)
    lines = []
    for order_id in (await db.scalars(inserted, rows)).all():
        wanted = chance.sample(products, chance.randint(3, 5))
        lines += [_line(order_id, product, chance.randint(1, 5)) for product in wanted]
    await db.execute(insert(OrderLine), lines)


def _order(
    person_id: int, number: int, shipment: Shipment, chance: random.Random, now: datetime
) -> dict[str, Any]:
    area, city, postal_code = chance.choice(CITIES)
    street = f"No. {chance.randint(1, 300)}, {chance.choice(STREETS)}"
    address = {"country_area": area, "city": city, "postal_code": postal_code, "street_address": street}
    return {
        "number": f"{DESTINATION}-{number:06}",
        "customer_id": person_id,
        "state": OrderState.PLACED,
        "destination": DESTINATION,
        "shipment_id": shipment.id,
        "consignee_name": f"Siti Aminah {number}",
        "mobile": f"+8869{number:08}",
        "address_typed": address,
        "address": address,
        "note": "Titip di pos satpam" if number % 7 == 0 else None,
        "made_at": now,
        "placed_at": now,
    }


def _line(order_id: int, product: dict[str, Any], pieces: int) -> dict[str, Any]:
    facts = {name: product[name] for name in _SAME}
    return facts | {
        "order_id": order_id,
        "product_id": product["id"],
        "ordered": pieces,
        "unit_rupiah": product["price_rupiah"],
        "action": "allow",
    }
