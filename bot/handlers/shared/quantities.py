"""Typed quantities: the whole number in a text, and the answer to a text that holds none."""

from __future__ import annotations

from bot.conversation.translation import _
from bot.core.typed_signs import keyed
from bot.orders import MOST_PIECES

QUICK_QUANTITIES = (1, 2, 3, 5, 10)
"""The quantities that are a tap away."""
QUICK_OR_NONE = (0, *QUICK_QUANTITIES)


def whole_number(text: str) -> int | None:
    """The text as a whole number; None when it is no number, or has more than 15 digits."""
    plain = keyed(text).strip()
    digits = plain.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        return None
    return int(plain)


def not_a_quantity() -> str:
    """The sentence that says what a quantity looks like."""
    return _("Please type how many as a whole number from 1 to {most}, for example 2.").format(
        most=MOST_PIECES
    )
