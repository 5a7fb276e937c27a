"""Orders placed by domain functions, without a chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.core.clock import solo_day
from bot.destinations import address_form, extra_questions
from bot.ordering import carts, identity_numbers
from bot.ordering.shop import Shop
from bot.orders import Order
from bot.people import ChatPerson, Person, Role

TYPED = {
    "country_area": "Taipei City",
    "city": "Xinyi District",
    "street_address": "No. 7, Section 5, Xinyi Road",
    "postal_code": "110",
}


async def customer(
    db: AsyncSession, now: datetime, name: str = "Siti", destination: str = "TW"
) -> ChatPerson:
    """A new customer with this destination."""
    person = Person(name=name, language="id", destination=destination, created_at=now)
    db.add(person)
    await db.flush()
    return ChatPerson(person.id, name, "id", destination)


async def draft(
    db: AsyncSession, shop: Shop, who: ChatPerson, wanted: Mapping[int, int], now: datetime
) -> Order:
    """A cart with these products (id → pieces) and every answer that placing needs."""
    made = await carts.draft_of(db, who, now)
    for product_id, pieces in wanted.items():
        await carts.set_line(db, made, shop.catalogue.by_id[product_id], pieces)
    made.consignee_name, made.mobile, made.note = f"{who.name} Aminah", "+886912345678", ""
    to = shop.destinations[who.destination or ""]
    extra = extra_questions(to, shop.freight.service(to.iso2, solo_day(now)))
    asked = [*address_form(to), *extra]
    chosen = {field.id: field.answers[0].id for field in asked if field.answers}
    made.address_typed = dict.fromkeys((field.id for field in asked), "") | TYPED | chosen
    made.address = dict(TYPED)
    await db.flush()
    for number in (one for one in extra if one.is_number):
        await identity_numbers.give(db, made, number.id, number.example, now)
    return made


async def place(
    db: AsyncSession, shop: Shop, who: ChatPerson, wanted: Mapping[int, int], now: datetime
) -> Order:
    """An order of these products, placed now."""
    made = await draft(db, shop, who, wanted, now)
    seal = carts.read(made, shop, solo_day(now)).seal
    cadence = shop.profile.cadence_of(who.destination or "")
    actor = ordering.Actor(who.id, Role.CUSTOMER, now)
    return await ordering.place(db, made.id, seal, shop, cadence, actor)
