"""What the state of an order is called."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.translation import _
from bot.orders import OrderState


def state_name(state: OrderState) -> str:
    """A state in one word. Nobody but its customer sees a draft, and that as the cart."""
    match state:
        case OrderState.DRAFT | OrderState.PLACED:
            return _("ordered")
        case OrderState.CANCELLED:
            return _("cancelled")
        case _:
            assert_never(state)
