"""A handover as coordinators read it: who it is, the order, the last lines of the chat, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.last_lines import FILE_SENT, PERSON
from bot.conversation.screens import Button, shorten
from bot.conversation.translation import _
from bot.handlers.coordinator import shipment_view
from bot.handlers.shared import formatting
from bot.handlers.shared.names import speakers
from bot.handlers.shared.turn import Turn
from bot.orders import Order, OrderState, placed_by
from bot.people import handovers
from bot.people.handovers import Handover
from bot.shipments import Shipment


async def way_in(turn: Turn) -> list[Button]:
    """The button to the handovers that are open, if any."""
    count = await handovers.count_open(turn.db)
    return [Button(_("Talking ({count})").format(count=count), "c/handovers/1")] if count else []


async def order_of(db: AsyncSession, customer_id: int) -> Order | None:
    """The order that a customer probably talks about: the newest under way, else the newest of all."""
    orders = await placed_by(db, customer_id, 20)
    open_orders = [one for one in orders if one.state == OrderState.PLACED and one.delivered_at is None]
    return next(iter([*open_orders, *orders]), None)


async def order_words(db: AsyncSession, order: Order | None, now: datetime) -> list[str]:
    """The number of an order, whom it is for, and how far it is."""
    if order is None:
        return [_("No order yet")]
    name = formatting.consignee(order.consignee_name, 80)
    words = _("Order {number} for {name}: {state}")
    return [words.format(number=order.number, name=name, state=await _state(db, order, now))]


async def _state(db: AsyncSession, order: Order, now: datetime) -> str:
    if order.state == OrderState.CANCELLED:
        return _("cancelled")
    if order.delivered_at is not None:
        return _("delivered {day}").format(day=formatting.day_of(order.delivered_at))
    shipment = await db.scalar(select(Shipment).where(Shipment.id == order.shipment_id))
    if shipment is None:
        return _("ordered")
    return _("shipment {code}, {standing}").format(
        code=shipment.code, standing=shipment_view.standing(shipment, now)
    )


def lines_before(found: Handover) -> list[str]:
    """The last lines of the chat before the handover."""
    if not found.before:
        return []
    return [_("Last in the chat:"), *(_line(who, text) for who, text in found.before)]


def _line(who: str, text: str) -> str:
    said = _("(a photo or file)") if text == FILE_SENT else text
    return f"› {said}" if who == PERSON else f"· {said}"


async def said_words(db: AsyncSession, found: Handover) -> list[str]:
    """What both have written since, with who and when."""
    names = await speakers(db, found.customer_id, {one.by_id for one in found.lines})
    words = _("{name}, {moment}: {text}")
    texts = [
        words.format(
            name=names[one.by_id],
            moment=formatting.moment(one.at),
            text=" ".join(filter(None, [one.text, _("(a photo or file)") if one.file else ""])),
        )
        for one in found.lines
    ]
    return [line for one in texts for line in one.split("\n")]


async def standing(db: AsyncSession, found: Handover, me: int) -> str:
    """Whether the reader may answer, who has the handover, or how it ended."""
    if found.ended_at is not None:
        return _("Ended {moment}").format(moment=formatting.moment(found.ended_at))
    if found.taken_by_id is None:
        return _("Nobody has answered yet. Type your answer: it goes to the customer's chat.")
    if found.taken_by_id == me:
        return _("Type: it goes to the customer's chat. The bot keeps out until {until}.").format(
            until=formatting.moment(found.until_at)
        )
    names = await speakers(db, found.customer_id, {found.taken_by_id})
    return _("{name} is talking with the customer.").format(name=names[found.taken_by_id])


def brief(texts: Sequence[str], room: int) -> str:
    """The last of these texts that fit into so many characters, in their order."""
    kept: list[str] = []
    for text in reversed(texts):
        if sum(map(len, kept)) + len(kept) + len(text) > room and kept:
            break
        kept.insert(0, shorten(text, room))
    return "\n".join(kept)
