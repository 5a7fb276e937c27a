"""What an order or a change asks beside its goods: told above it, so that neither is lost."""

from __future__ import annotations

from bot.catalog import Ware
from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.questions import product_lines
from bot.handlers.chat.questions.at_hand import wares_at_hand
from bot.handlers.chat.questions.briefly import BRIEFLY, SHOWN_BY_SUMS
from bot.handlers.chat.questions.question import question_of
from bot.handlers.customer.product_view import keeps
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

MOST = 8
MOST_UNKNOWN = 2
ROOM = 60


async def told(turn: Turn, read: Interpretation) -> str:
    """The answers to what an order or a change asks as well, after it was taken in; "" for nothing.

    A question that nothing here knows an answer to is said back.
    """
    if read.intent not in ("order", "edit"):
        return ""
    question = question_of(turn, read)
    lines = [await BRIEFLY[one](question) for one in read.topics if one in BRIEFLY.keys() - SHOWN_BY_SUMS]
    if "content" in read.topics:
        lines += [line for one in (await wares_at_hand(turn))[:MOST] if (line := _kept(one))]
    lines += [_unknown(one) for one in read.asks_beside[:MOST_UNKNOWN]]
    return "\n".join(filter(None, lines))


def _unknown(asked: str) -> str:
    words = _("“{question}”: that I cannot answer yet.")
    return words.format(question=shorten(asked, ROOM))


def _kept(ware: Ware) -> str:
    """How long a product keeps, whether it is halal, how hot it is."""
    facts = keeps(ware)
    name = shorten(ware.name(language()), product_lines.NAME_ROOM)
    return _("{product}: {facts}").format(product=name, facts=facts) if facts else ""
