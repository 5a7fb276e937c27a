"""An enquiry as coordinators read it: who asks what and when, and which orders are open."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import Button, shorten
from bot.conversation.translation import _
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.orders import Order, OrderState
from bot.people import enquiries
from bot.people.enquiries import Enquiry

MOST_ORDERS = 3


async def way_in(turn: Turn) -> list[Button]:
    """The button to the enquiries that wait, if any."""
    count = await enquiries.waiting(turn.db)
    return [Button(_("Questions ({count})").format(count=count), "c/enquiries/1")] if count else []


def asked_words(enquiry: Enquiry, opened: Sequence[Order], room: int = enquiries.LONGEST) -> list[str]:
    """The text and moment of an enquiry, and the numbers of the open orders."""
    quoted = _("“{text}”").format(text=shorten(enquiry.text, room))
    sent = _("Asked {moment}").format(moment=formatting.moment(enquiry.sent_at or enquiry.made_at))
    numbers = ", ".join(one.number or "–" for one in opened)
    orders = _("Open orders: {numbers}").format(numbers=numbers) if opened else _("No open order")
    return [quoted, "", sent, orders]


async def open_orders(db: AsyncSession, customer_id: int) -> Sequence[Order]:
    """The newest orders of a customer that are not delivered yet."""
    query = select(Order).where(Order.customer_id == customer_id, Order.state == OrderState.PLACED)
    query = query.where(Order.delivered_at.is_(None))
    return (await db.scalars(query.order_by(Order.id.desc()).limit(MOST_ORDERS))).all()
