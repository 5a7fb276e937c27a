"""The names of people: as their chat says it, else as the consignee of their newest order."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import shorten
from bot.conversation.translation import _
from bot.orders import Order
from bot.people import Person

NAME_ROOM = 40


async def names_of(db: AsyncSession, ids: Collection[int], unnamed: str = "") -> Mapping[int, str]:
    """The names of these people by their id; `unnamed` is what somebody is called whom nothing names."""
    rows = await db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {person_id: shorten(name, NAME_ROOM) for person_id, name in rows}
    nameless = [person_id for person_id, name in names.items() if not name]
    known = await _consignees(db, nameless) if nameless else {}
    unnamed = unnamed or _("somebody without a name")
    return {person_id: name or known.get(person_id, unnamed) for person_id, name in names.items()}


async def speakers(db: AsyncSession, customer_id: int, ids: Collection[int]) -> Mapping[int, str]:
    """The names of a customer and of those who answer; a coordinator without a name is one all the same."""
    answering = await names_of(db, set(ids) - {customer_id}, _("coordinator"))
    return {**answering, **await names_of(db, {customer_id})}


async def _consignees(db: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The consignee of each one's newest order, or of the cart, that has one."""
    rows = select(Order.customer_id, Order.consignee_name).where(Order.customer_id.in_(ids))
    rows = rows.where(Order.consignee_name != "").order_by(Order.id)
    return {person_id: shorten(name, NAME_ROOM) for person_id, name in await db.execute(rows)}
