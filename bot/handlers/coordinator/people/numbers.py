"""A number that a coordinator types instead of an answer: of an order or of a case."""

from __future__ import annotations

from bot.handlers.customer.orders.order_view import ORDER_NUMBER
from bot.handlers.shared.turn import Turn
from bot.ordering import cases
from bot.ordering.cases import NoSuchCase
from bot.ordering.order_numbers import by_number


async def names_something(turn: Turn, text: str) -> bool:
    """Whether the text is the number of an order or a case that exists; `ya sudah` only looks like one."""
    if not ORDER_NUMBER.fullmatch(text):
        return False
    if await by_number(turn.db, text) is not None:
        return True
    try:
        await cases.named(turn.db, text)
    except NoSuchCase:
        return False
    return True
