"""Quantities as people type them: which whole number a text is, and what is said when it is none."""

from __future__ import annotations

from bot.conversation.translation import _
from bot.orders import MOST_PIECES

QUICK_QUANTITIES = (1, 2, 3, 5, 10)
"""The quantities that are a tap away."""
QUICK_OR_NONE = (0, *QUICK_QUANTITIES)


def whole_number(text: str) -> int | None:
    """The whole number that the text is, if it is one and not too long to be meant."""
    plain = text.strip()
    digits = plain.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        return None
    return int(plain)


def not_a_quantity() -> str:
    """What a quantity must look like."""
    return _("Please type how many as a whole number from 1 to {most}, for example 2.").format(
        most=MOST_PIECES
    )
