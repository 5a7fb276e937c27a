"""What must not be read, or cannot: identity numbers on screens, in logs and in kept texts; unseen signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

DOT = "•"
HIDDEN = DOT * 6
SHOWN_FROM = 9
# One or two letters with many digits (`P123456789012`, `A123456789`), ten and more digits that begin neither
# with + nor 0 as a telephone number typed by a person does, or an Emirates ID. Grouped digits are addresses.
NUMBER = re.compile(r"(?<![\w+])(?:[A-Za-z]{1,2}[ -]?\d{7,14}|[1-9]\d{9,17}|784-\d{4}-\d{7}-\d)(?!\w)")
# The same among other words: one or two letters that are no word before a telephone number (`HP 0812…`).
_LETTERED = re.compile(
    r"(?<![\w+])(?:(?!hp|wa|no|ke)[A-Za-z]{1,2}-?|[A-Za-z] )\d{7,14}(?!\w)", re.ASCII | re.IGNORECASE
)
_private: ContextVar[tuple[str, ...]] = ContextVar("private", default=())


def readable(text: str) -> str:
    """The text on one line, without signs that cannot be seen or that turn its direction."""
    kept = (one for one in text if unicodedata.category(one) not in ("Cf", "Cc", "Cs", "Co") or one.isspace())
    return " ".join("".join(kept).split())


def carries_number(text: str) -> bool:
    """Whether something that looks like an identity number with letters stands in a text, also within it."""
    return _LETTERED.search(text) is not None


def masked(number: str) -> str:
    """The number as a screen may show it: `A12•••••89`, and of a short one less."""
    first, last = (3, 2) if len(number) >= SHOWN_FROM else (1, 1)
    dots = DOT * max(len(number) - first - last, 3)
    return f"{number[:first]}{dots}{number[-last:]}" if len(number) > 4 else HIDDEN


def without_numbers(text: str) -> str:
    """The text with whatever looks like an identity number hidden, and what `hiding` names."""
    for typed in _private.get():
        text = text.replace(typed, HIDDEN)
    return NUMBER.sub(HIDDEN, text)


def as_kept(text: str, private: bool) -> str:
    """A typed text as a chat's own memory may keep it: nothing of a number typed to a `private` question."""
    is_number = private and not text.startswith("/") and any(sign.isdigit() for sign in text)
    return HIDDEN if is_number else without_numbers(text)


@contextmanager
def hiding(typed: str) -> Iterator[None]:
    """Within it, `without_numbers` hides this text too, however it was written: blanks, hyphens, case."""
    packed = "".join(sign for sign in typed if sign.isalnum())
    ways = {typed, typed.strip(), packed, packed.upper()}
    token = _private.set(tuple(sorted((one for one in ways if len(one) > 3), key=len, reverse=True)))
    try:
        yield
    finally:
        _private.reset(token)
