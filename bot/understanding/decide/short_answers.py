"""Reads short answers to "how many?"."""

from __future__ import annotations

from bot.understanding.annotate.message import Message
from bot.understanding.spot.quantities import Amount, amounts_of

LONGEST = 8
"""The most tokens of a short answer."""
BESIDE = (
    "talk",
    "address",
    "address_also_goods",
    "order",
    "self",
    "confirm",
    "kind_words",
    "thanks",
    "number_label",
)
ENDS = frozenset(".,!:;~()")


def amount_in(message: Message) -> Amount | None:
    """`tiga aja kak`, `3 bks`, `selusin`: the one quantity a message consists of; None for anything more."""
    if not 0 < len(message) <= LONGEST:
        return None
    found = amounts_of(message, ())
    if len(found) != 1 or not isinstance(found[0], Amount):
        return None
    amount = found[0]
    beside = [at for at in range(len(message)) if not amount.start <= at < amount.end]
    if amount.each or not all(_says_nothing(message, at) for at in beside):
        return None
    if any(message.says_at(at, "exclude", "remove", "add", "reduce", "question") for at in beside):
        return None
    return amount


def _says_nothing(message: Message, at: int) -> bool:
    if message.kind(at) == "word":
        return message.says_at(at, *BESIDE)
    return message.kind(at) == "break" or message.plain(at) in ENDS or not message.plain(at).isascii()
