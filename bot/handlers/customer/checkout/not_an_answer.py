"""Tells orders, changes and questions apart from answers to the checkout."""

from __future__ import annotations

from bot.handlers.shared.turn import Turn


def no_answer(turn: Turn, note: bool = False) -> bool:
    """Whether the text is an order, a change or a question instead of an answer.

    The note may itself be a question. It is read without the cart: a number alone is an answer to the form,
    and not so many of what is in there.
    """
    if "\n" in turn.text:
        return False
    read = turn.shop.reader().read(turn.text)
    asks = read.intent == "question" and not note and bool(read.topics or "?" in turn.text)
    orders = read.intent == "order" and read.lines and not read.contact and _has_number(turn)
    cancels = read.all_off and len(turn.text.split()) > 1
    changes_cart = read.intent == "edit" and (read.edits or cancels)
    return not read.only_names and bool(orders or changes_cart or asks)


def _has_number(turn: Turn) -> bool:
    """Whether the text holds a number, in digits or in words."""
    words = turn.text.casefold().split()
    return any(map(str.isdigit, turn.text)) or any(word in turn.shop.vocabulary.value for word in words)
