"""Screens that ask back before something is given up or passed on: what a yes or no in words means there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.conversation.screens import Screen
from bot.handlers.chat import edits, enquiry
from bot.handlers.customer import cart, home
from bot.handlers.customer.orders import changes, orders
from bot.handlers.shared.turn import Turn

CANCELLING = re.compile(r"order/(\d+)/cancel")
PASSING_ON = re.compile(r"enquiry/(\w+)")
Stays = Callable[[], Awaitable[Screen]]


async def looked_at(turn: Turn) -> tuple[Screen, str, Stays] | None:
    """The question that is looked at, the route that its yes begins with, and what a no leads to."""
    where = turn.session.screen
    if where == "cart/empty":
        return await edits.empty(turn), "cart/empty/", lambda: cart.cart(turn)
    if cancelled := CANCELLING.fullmatch(where):
        number = int(cancelled[1])
        asked = await changes.cancel(turn, number)
        return asked, f"order/{number}/cancel/", lambda: orders.order(turn, number)
    if passed := PASSING_ON.fullmatch(where):
        asked = await enquiry.enquiry(turn, passed[1])
        return asked, f"enquiry/{passed[1]}/send", lambda: home.home(turn)
    return None
