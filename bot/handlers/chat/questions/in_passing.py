"""What an order or a change asks beside its goods: told above it, so that neither is lost."""

from __future__ import annotations

from bot.catalog import Ware
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.questions import product_lines
from bot.handlers.chat.questions.at_hand import wares_at_hand
from bot.handlers.customer import house_facts
from bot.handlers.customer.product_view import keeps
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

MOST = 8


async def told(turn: Turn, read: Interpretation) -> str:
    """The answers to what an order or a change asks as well, after it was taken in; "" for nothing."""
    if read.intent not in ("order", "edit"):
        return ""
    lines = [house_facts.beside(turn, read)]
    if "content" in read.topics:
        lines += [line for one in (await wares_at_hand(turn))[:MOST] if (line := _kept(one))]
    return "\n".join(filter(None, lines))


def _kept(ware: Ware) -> str:
    """How long a product keeps, whether it is halal, how hot it is."""
    facts = keeps(ware)
    name = shorten(ware.name(language()), product_lines.NAME_ROOM)
    return _("{product}: {facts}").format(product=name, facts=facts) if facts else ""
