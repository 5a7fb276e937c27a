"""The names of the states of an order."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.translation import _
from bot.orders import OrderState


def state_name(state: OrderState) -> str:
    """The state in one word. Only the customer sees a draft, as the cart."""
    match state:
        case OrderState.DRAFT | OrderState.PLACED:
            return _("ordered")
        case OrderState.CANCELLED:
            return _("cancelled")
        case _:
            assert_never(state)
