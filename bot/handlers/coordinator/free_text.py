"""What a coordinator types: an order's number, or a shipment's code."""

from __future__ import annotations

from bot import shipments
from bot.conversation.routing import Redirect, action
from bot.conversation.screens import shorten
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn
from bot.ordering import order_numbers
from bot.people import Role


@action("c/find", role=Role.COORDINATOR)
async def find(turn: Turn) -> Redirect:
    """The order of a number or the shipment of a code, typed alone or behind a command; else a hint."""
    if not turn.said:
        return Redirect("c")
    found = await order_numbers.by_number(turn.db, turn.said)
    if found is not None:
        return Redirect(f"c/order/{found.id}")
    known = await shipments.by_code(turn.db, turn.said)
    if known is not None:
        return Redirect(f"c/shipment/{known.id}")
    sorry = _("I know no order or shipment “{text}”. An order number looks like TW-4K7M.")
    return Redirect("c", sorry.format(text=shorten(turn.said, 40)))
