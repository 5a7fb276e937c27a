"""Facts about the words of a message that its interpretation does not hold."""

from __future__ import annotations

import re

from bot.handlers.shared.turn import Turn

FEW_WORDS = 3
NAMED_ORDER = re.compile(r"\b[A-Za-z]{2}-[0-9A-Za-z]{4,8}\b")


def has_few_words(text: str, most: int = FEW_WORDS) -> bool:
    """Whether the text has at most `most` words."""
    return len(text.split()) <= most


def names_an_order(text: str) -> bool:
    """Whether the text contains something that looks like an order number."""
    return NAMED_ORDER.search(text) is not None


def thanks(turn: Turn) -> bool:
    """Whether the text thanks; a greeting with such a word (`kulo nuwun`) does not."""
    return turn.shop.reader().thanks(turn.text)


def asks_for_a_change(turn: Turn) -> bool:
    """Whether the text has a word that asks for something to be changed."""
    return _has_word(turn, "change")


def _has_word(turn: Turn, kind: str) -> bool:
    return bool(turn.shop.vocabulary.words(kind) & set(turn.text.casefold().split()))


def asks_to_enter(turn: Turn) -> bool:
    """Whether the text asks what may enter a country (`masuk Jepang`), not whether orders go there."""
    return bool(turn.shop.vocabulary.grammar.entering & set(turn.text.casefold().split()))


def cancels(turn: Turn) -> bool:
    """Whether the text has a word of cancelling."""
    return _has_word(turn, "remove")


def refuses(turn: Turn) -> bool:
    """Whether the text has a word that says what is not wanted."""
    return turn.shop.reader().refuses(turn.text)
