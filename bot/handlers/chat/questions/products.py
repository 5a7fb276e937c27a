"""The list of a few products, each with the answer to the question."""

from __future__ import annotations

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.questions.country_lines import ways_to
from bot.handlers.chat.questions.product_lines import LINES, MOST, TITLES
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn

SHORT_ROOM = 110


def _described(line: str, ware: Ware) -> str:
    """With the seller's description, where no ingredients say what it is."""
    return f"{line}\n   {shorten(ware.description(language()), SHORT_ROOM)}"


@place("goods/{topic}/{to}/{ids}")
async def listed(turn: Turn, topic: str, to: str, ids: str) -> Screen | Redirect:
    """A few products, each with the answer in a line and a button."""
    found = (turn.shop.catalogue.by_id.get(int(one)) for one in ids.split("-") if one.isdecimal())
    wares = [ware for ware in found if ware is not None and ware.offered][:MOST]
    if topic not in LINES or not wares:
        return Redirect("browse")
    to = to if turn.shop.destinations.get(to) else ""
    title = _(TITLES[topic])
    lines = [LINES[topic](turn, ware, to) for ware in wares]
    if topic == "content":
        told = zip(lines, wares, strict=True)
        lines = [line if ware.ingredients else _described(line, ware) for line, ware in told]
    buttons = [*shelf(turn, wares), *ways_to(turn, to)]
    return Screen(title, formatting.fitted(title, lines), buttons)
