"""Free text of a coordinator: an order number or a shipment code."""

from __future__ import annotations

from bot import shipments
from bot.conversation.routing import Redirect, action
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _
from bot.handlers.shared import confirmations
from bot.handlers.shared.turn import Turn
from bot.ordering import order_numbers
from bot.people import Role


@action("c/find", role=Role.COORDINATOR, moves_sums=False)
async def find(turn: Turn) -> Screen | Redirect:
    """Opens the order or shipment of a typed number or code, also behind a command; takes a yes or no."""
    if not turn.typed_answer:
        return Redirect("c")
    if (answer := await confirmations.answered(turn)) is not None:
        return answer
    order = await order_numbers.by_number(turn.db, turn.typed_answer)
    if order is not None:
        return Redirect(f"c/order/{order.id}")
    shipment = await shipments.by_code(turn.db, turn.typed_answer)
    if shipment is not None:
        return Redirect(f"c/shipment/{shipment.id}")
    sorry = _("I know no order or shipment “{text}”. An order number looks like TW-4K7M.")
    return Redirect("c", sorry.format(text=shorten(turn.typed_answer, 40)))
