"""The list of a few products, each with the answer to the question."""

from __future__ import annotations

from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Screen
from bot.handlers.chat.questions.product_lines import LINES
from bot.handlers.chat.questions.product_list import list_page
from bot.handlers.shared.turn import Turn


@place("goods/{topic}/{to}/{ids}")
async def listed(turn: Turn, topic: str, to: str, ids: str) -> Screen | Redirect:
    """A few products, each with the answer in a line and a button."""
    found = (turn.shop.catalogue.by_id.get(int(one)) for one in ids.split("-") if one.isdecimal())
    wares = [ware for ware in found if ware is not None and ware.offered]
    if topic not in LINES or not wares:
        return Redirect("browse")
    return await list_page(turn, topic, to if turn.shop.destinations.get(to) else "", wares)
