"""Which goods a question is about that names none, or names them after another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.handlers.chat.questions import product_lines, what_is_known
from bot.handlers.chat.questions.at_hand import wares_at_hand
from bot.handlers.chat.questions.product_list import ids_of
from bot.handlers.chat.questions.question import Question, shown
from bot.handlers.chat.wording import has_few_words

LISTED = re.compile(r"goods/([a-z_]+)/([A-Z]{2}|-)/")
"""The list of goods with the answer to a question."""
FEW_WORDS = 4


async def goods(question: Question, topics: Sequence[str]) -> tuple[Ware, ...]:
    """The goods that are meant where none is named: those of the list on the screen, else those at hand.

    Who looks for goods by what they are like means none of them.
    """
    turn = question.turn
    if not _asks_of_goods_alone(topics) or turn.shop.reader().seeks(turn.text):
        return ()
    listed = shown(turn) if turn.session.screen.startswith("goods/") else ()
    return (listed or await wares_at_hand(turn))[: product_lines.MOST]


def _asks_of_goods_alone(topics: Sequence[str]) -> bool:
    """Whether a question asks what only goods can be asked; goods that are looked for have other answers."""
    return bool(topics) and product_lines.LINES.keys() >= set(topics)


def of_others_too(question: Question) -> Redirect | None:
    """What was just answered about goods, about those that a few words name now: `and the coffee?`."""
    turn = question.turn
    listed, wares = LISTED.match(turn.session.screen), what_is_known.named(turn)
    if listed is None or not wares or not has_few_words(turn.text, FEW_WORDS):
        return None
    return Redirect(f"goods/{listed[1]}/{listed[2]}/{ids_of(wares)}")
