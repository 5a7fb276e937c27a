"""A customer's question as coordinators read it: who asks, what, when, and which orders are open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import Button, shorten
from bot.conversation.translation import _
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.orders import Order, OrderState
from bot.people import Person, enquiries
from bot.people.enquiries import Enquiry

MOST_ORDERS = 3
NAME_ROOM = 40


async def way_in(turn: Turn) -> list[Button]:
    """The button to the questions that wait; none while none does."""
    count = await enquiries.waiting(turn.db)
    return [Button(_("Questions ({count})").format(count=count), "c/enquiries/1")] if count else []


def asked_words(found: Enquiry, opened: Sequence[Order], room: int = enquiries.LONGEST) -> list[str]:
    """What was asked and when, and the numbers of the open orders."""
    asked = _("“{text}”").format(text=shorten(found.text, room))
    sent = _("Asked {moment}").format(moment=formatting.moment(found.sent_at or found.made_at))
    numbers = ", ".join(one.number or "–" for one in opened)
    orders = _("Open orders: {numbers}").format(numbers=numbers) if opened else _("No open order")
    return [asked, "", sent, orders]


async def names_of(db: AsyncSession, ids: Collection[int]) -> Mapping[int, str]:
    """What these people are called, by their id."""
    rows = await db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    unnamed = _("somebody without a name")
    return {person_id: shorten(name, NAME_ROOM) or unnamed for person_id, name in rows}


async def open_orders(db: AsyncSession, customer_id: int) -> Sequence[Order]:
    """The newest orders of a customer that are not delivered yet."""
    mine = select(Order).where(Order.customer_id == customer_id, Order.state == OrderState.PLACED)
    mine = mine.where(Order.delivered_at.is_(None))
    return (await db.scalars(mine.order_by(Order.id.desc()).limit(MOST_ORDERS))).all()
