"""Facts about the words of a message that its interpretation does not hold."""

from __future__ import annotations

import re

from bot.handlers.shared.turn import Turn

FEW_WORDS = 3
NAMED_ORDER = re.compile(r"\b[A-Za-z]{2}-[0-9A-Za-z]{4,8}\b")

PLACES = {
    **dict.fromkeys(("keranjang", "keranjangku", "cart", "my cart"), "cart"),
    **dict.fromkeys(("pesanan", "pesanan saya", "pesananku", "my orders"), "orders"),
    **dict.fromkeys(("keluhan", "keluhan saya", "keluhanku", "komplain saya", "my complaints"), "cases"),
    **dict.fromkeys(("katalog", "katalognya", "catalogue", "catalog"), "browse"),
    **dict.fromkeys(("tujuan", "ganti tujuan", "destination"), "to"),
    **dict.fromkeys(("bahasa", "ganti bahasa", "language"), "language"),
    **dict.fromkeys(("bantuan", "help"), "help"),
}
"""Typed names of the shop's own places, and their routes. They win over goods of the same name."""


GOING = {"english": "language/en", "indonesian": "language/id", "erase": "forget", "own_data": "mydata"}


def shop_place(turn: Turn) -> str | None:
    """The route of the shop's place that the text asks for, by its name or in words; None for any other."""
    if (named := PLACES.get(turn.text.casefold())) is not None:
        return named
    going = turn.shop.reader().going(turn.text)
    return GOING.get(going, going) if going else None


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
