"""What a coordinator types: an order's number, or a shipment's code."""

from __future__ import annotations

from bot import shipments
from bot.conversation.routing import action
from bot.conversation.screens import Screen, noted, shorten
from bot.conversation.translation import _
from bot.handlers.coordinator.home import home
from bot.handlers.coordinator.orders.order import order
from bot.handlers.coordinator.shipments.shipments import shipment
from bot.handlers.shared.turn import Turn
from bot.ordering import order_numbers
from bot.people import Role


async def find_order(turn: Turn, text: str) -> Screen:
    """The order that goes by this number, or the shipment of this code; else home with a hint.

    Only for those who hold the coordinator's role: the caller has checked that.
    """
    if not text:
        return await home(turn)
    found = await order_numbers.by_number(turn.db, text)
    if found is not None:
        return await order(turn, found.id)
    known = await shipments.by_code(turn.db, text)
    if known is not None:
        return await shipment(turn, known.id)
    sorry = _("I know no order or shipment “{text}”. An order number looks like TW-4K7M.")
    return noted(await home(turn), sorry.format(text=shorten(text, 40)))


@action("c/find", role=Role.COORDINATOR)
async def find(turn: Turn) -> Screen:
    """A typed text, or what stands behind the command, is an order number or a shipment's code."""
    return await find_order(turn, turn.said)
