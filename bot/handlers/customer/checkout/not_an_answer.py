"""What is typed to a question of the checkout, and is an order, a change or a question all the same."""

from __future__ import annotations

from bot.handlers.customer.product_search import LONGEST_MESSAGE
from bot.handlers.shared.turn import Turn


def no_answer(turn: Turn, note: bool = False) -> bool:
    """Whether the text is an order, a change or a question, and no answer to what is asked.

    A question for a note takes questions as its answer.
    """
    if "\n" in turn.text or len(turn.text) > LONGEST_MESSAGE:
        return False
    told = turn.interpretation
    asks = told.intent == "question" and not note and bool(told.topics or "?" in turn.text)
    orders_goods = told.intent == "order" and told.lines and not told.contact and _counts(turn)
    takes_back = told.all_off and len(turn.text.split()) > 1
    changes_cart = told.intent == "edit" and (told.edits or takes_back)
    return not told.only_names and bool(orders_goods or changes_cart or asks)


def _counts(turn: Turn) -> bool:
    """Whether a number stands in the text, in digits or in words."""
    words = turn.text.casefold().split()
    return any(map(str.isdigit, turn.text)) or any(word in turn.shop.vocabulary.value for word in words)
