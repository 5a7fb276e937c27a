"""Hides identity numbers and typed words where they must not stand, and removes invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.core.typed_signs import keyed, keyed_name

DOT = "•"
HIDDEN = DOT * 6
SHOWN_FROM = 9
# One or two letters with many digits (`P123456789012`, `A123456789`), ten or more digits that do not begin
# with + or 0 as a typed telephone number does, or an Emirates ID. Grouped digits are addresses.
NUMBER = re.compile(r"(?<![\w+])(?:[A-Za-z]{1,2}[ -]?\d{7,14}|[1-9]\d{9,17}|784-\d{4}-\d{7}-\d)(?!\w)")
# A number with letters among other words; the word before a telephone number (`HP 0812…`) does not count.
_LETTERED = re.compile(
    r"(?<![\w+])(?:(?!hp|wa|no|ke)[A-Za-z]{1,2}-?|[A-Za-z] )\d{7,14}(?!\w)", re.ASCII | re.IGNORECASE
)
# A number of any grouping behind the word for what it is: `KTP saya 3174 0123 4567 8901`.
_NAMED = re.compile(
    r"\b(?:ktp|nik|paspor|passport|arc|rrn|pccc|iqama|emirates id|no\.? ?id)\b"
    r"(?:\W{0,3}(?:saya|sy|aku|ku|no|nomor|number|is|my))?\W{0,3}((?:[a-z]{1,2}[ -]?)?\d[\d .-]{4,}\d)(?!\w)",
    re.IGNORECASE,
)
_INVISIBLE = ("Cf", "Cc", "Cs", "Co")
_private: ContextVar[tuple[str, ...]] = ContextVar("private", default=())
_typed: ContextVar[tuple[str, ...]] = ContextVar("typed", default=())


def readable(text: str) -> str:
    """The text on one line, without invisible characters and those that change its direction."""
    visible = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE)
    return " ".join("".join(visible).split())


def readable_lines(text: str) -> str:
    """The lines of a text, each made `readable`, without the empty ones."""
    return "\n".join(filter(None, map(readable, text.splitlines())))


def carries_number(text: str) -> bool:
    """Whether a text contains what looks like an identity number with letters, or is called one."""
    return _LETTERED.search(keyed(text)) is not None or _NAMED.search(text) is not None


def masked(number: str) -> str:
    """The number as a screen may show it: `A12•••••89`; a short one shows less."""
    first, last = (3, 2) if len(number) >= SHOWN_FROM else (1, 1)
    dots = DOT * max(len(number) - first - last, 3)
    return f"{number[:first]}{dots}{number[-last:]}" if len(number) > 4 else HIDDEN


def without_numbers(text: str) -> str:
    """The text with everything hidden that looks like an identity number, or that `hiding` names."""
    for typed in _private.get():
        text = text.replace(typed, HIDDEN)
    named = _NAMED.sub(lambda found: found[0].replace(found[1], HIDDEN), text)
    return NUMBER.sub(HIDDEN, named)


def as_kept(text: str, private: bool) -> str:
    """A typed text as it may be stored; a number typed to a `private` question is hidden completely."""
    is_number = private and not text.startswith("/") and any(sign.isdigit() for sign in text)
    return HIDDEN if is_number else without_numbers(text)


@contextmanager
def hiding(typed: str) -> Iterator[None]:
    """Within the block, `without_numbers` also hides this text, with or without blanks and hyphens."""
    spellings = {one for form in (typed, keyed_name(typed), keyed(typed)) for one in _spellings(form)}
    longest_first = sorted((one for one in spellings if len(one) > 3), key=len, reverse=True)
    token = _private.set(tuple(longest_first))
    try:
        yield
    finally:
        _private.reset(token)


def _spellings(typed: str) -> set[str]:
    packed = "".join(sign for sign in typed if sign.isalnum())
    return {typed, typed.strip(), packed, packed.upper()}


@contextmanager
def keeping_out(typed: str) -> Iterator[None]:
    """Within the block, `without_typed` hides this text, and each of its lines."""
    lines = {typed, *typed.splitlines(), *map(repr, typed.splitlines())}
    longest_first = sorted((one for one in lines if len(one.strip()) > 3), key=len, reverse=True)
    token = _typed.set(tuple(longest_first))
    try:
        yield
    finally:
        _typed.reset(token)


def without_typed(text: str) -> str:
    """The text as a log may have it: without identity numbers, and without what a person has just typed."""
    for typed in _typed.get():
        text = text.replace(typed, HIDDEN)
    return without_numbers(text)
