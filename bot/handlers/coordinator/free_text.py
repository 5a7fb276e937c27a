"""Free text of a coordinator: the number of an order or a case, or a shipment code."""

from __future__ import annotations

from contextlib import suppress

from bot import shipments
from bot.conversation.routing import Redirect, action
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _
from bot.handlers.shared import confirmations
from bot.handlers.shared.turn import Turn
from bot.ordering import cases, order_numbers
from bot.ordering.cases import NoSuchCase
from bot.people import Role


@action("c/find", role=Role.COORDINATOR, moves_sums=False)
async def find(turn: Turn) -> Screen | Redirect:
    """Opens the order, case or shipment of a typed number, also behind a command; takes a yes or no."""
    if not turn.typed_answer:
        return Redirect("c")
    if (answer := await confirmations.answered(turn)) is not None:
        return answer
    order = await order_numbers.by_number(turn.db, turn.typed_answer)
    if order is not None:
        return Redirect(f"c/order/{order.id}")
    with suppress(NoSuchCase):
        return Redirect(f"c/case/{(await cases.named(turn.db, turn.typed_answer)).number}")
    shipment = await shipments.by_code(turn.db, turn.typed_answer)
    if shipment is not None:
        return Redirect(f"c/shipment/{shipment.id}")
    sorry = _("I know no order or shipment “{text}”. An order number looks like TW-4K7M.")
    return Redirect("c", sorry.format(text=shorten(turn.typed_answer, 40)))
