"""Facts about the words of a message that its interpretation does not hold."""

from __future__ import annotations

import re

from bot.handlers.shared.turn import Turn

FEW_WORDS = 3
OWN = re.compile(r"(?:nya|ku|mu|e|ne|ipun)$")
WRONG = {"salah", "keliru", "kleru", "klentu", "silap", "typo", "wrong", "incorrect"}
NAMED = {
    "street_address": ("alamat", "address", "almt"),
    "name": ("nama", "name", "penerima", "recipient", "jeneng"),
    "mobile": ("hp", "nohp", "telp", "tlp", "telepon", "wa", "whatsapp", "phone", "mobile"),
    "postal_code": ("kodepos", "postcode", "zip"),
}
"""Words for parts of a recipient, by the question that asks for them."""
NAMED_ORDER = re.compile(r"\b[A-Za-z]{2}-[0-9A-Za-z]{4,8}\b")


def has_few_words(text: str, most: int = FEW_WORDS) -> bool:
    """Whether the text has at most `most` words."""
    return len(text.split()) <= most


def names_an_order(text: str) -> bool:
    """Whether the text contains something that looks like an order number."""
    return NAMED_ORDER.search(text) is not None


def thanks(turn: Turn) -> bool:
    """Whether the text has a word of thanks."""
    return _has_word(turn, "thanks")


def asks_for_a_change(turn: Turn) -> bool:
    """Whether the text has a word that asks for something to be changed."""
    return _has_word(turn, "change")


def _has_word(turn: Turn, kind: str) -> bool:
    return bool(turn.shop.vocabulary.words(kind) & set(turn.text.casefold().split()))


def corrects_recipient(turn: Turn) -> str:
    """The question about the recipient whose answer the text calls wrong or wants changed; "" for none."""
    words = re.findall(r"[\w/]+", turn.text.casefold())
    if not WRONG & set(words) and not any(_has_word(turn, kind) for kind in ("change", "becomes")):
        return ""
    said = [part for word in words for part in (word, OWN.sub("", word))]
    named = (field for word in said for field, words in NAMED.items() if word in words)
    return next(iter(named), "")
