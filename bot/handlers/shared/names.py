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


async def names_of(db: AsyncSession, ids: Collection[int]) -> Mapping[int, str]:
    """The names of these customers by their id; the consignee's where the chat tells none."""
    names = await _told(db, ids)
    nameless = [person_id for person_id, name in names.items() if not name]
    known = await _consignees(db, nameless) if nameless else {}
    unnamed = _("somebody without a name")
    return {person_id: name or known.get(person_id, unnamed) for person_id, name in names.items()}


async def speakers(
    db: AsyncSession, customer_id: int, ids: Collection[int], unnamed: str | None = None
) -> Mapping[int, str]:
    """The names of a customer and of those who deal with them, coordinators as a rule.

    Whoever of these has no name is `unnamed`, else a coordinator, and never called by a consignee of
    orders of their own.
    """
    dealing = await _told(db, set(ids) - {customer_id})
    nobody = _("coordinator") if unnamed is None else unnamed
    named = {person_id: name or nobody for person_id, name in dealing.items()}
    return {**named, **await names_of(db, {customer_id})}


async def _told(db: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """What these people's chats call them; "" where that is nothing."""
    rows = await db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {person_id: shorten(name, NAME_ROOM) for person_id, name in rows}


async def _consignees(db: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The consignee of each one's newest order, or of the cart, that has one."""
    rows = select(Order.customer_id, Order.consignee_name).where(Order.customer_id.in_(ids))
    rows = rows.where(Order.consignee_name != "").order_by(Order.id)
    return {person_id: shorten(name, NAME_ROOM) for person_id, name in await db.execute(rows)}
