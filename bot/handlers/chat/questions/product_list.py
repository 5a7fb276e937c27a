"""A few products, each with the answer to a question in a line and a button."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.screens import Screen
from bot.conversation.translation import _
from bot.handlers.chat.questions.country_lines import ways_to
from bot.handlers.chat.questions.product_lines import LINES, MOST, TITLES
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn

IDS_ROOM = 47
"""What is left of a route of 64 bytes."""


def ids_of(wares: Sequence[Ware]) -> str:
    """The products as a part of the route of their list, as many as there is room for."""
    joined = ""
    for ware in wares[:MOST]:
        longer = f"{joined}-{ware.id}" if joined else str(ware.id)
        joined = longer if len(longer) <= IDS_ROOM else joined
    return joined


async def list_page(turn: Turn, topic: str, to: str, wares: Sequence[Ware]) -> Screen:
    """The list of at most MOST products; `to` is the country that is asked about, "" for none."""
    title, told = _(TITLES[topic]), wares[:MOST]
    lines = [LINES[topic](turn, ware, to) for ware in told]
    return Screen(title, formatting.fitted(title, lines), [*shelf(turn, told), *await ways_to(turn, to)])
