"""Sizes and colours of one product: which is the largest, and what is asked where it must be said which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.translation import _
from bot.understanding import Choosing

LETTERS = re.compile(r"(x*)(s|m|l)|(\d{1,2})xl")
SMALL, MIDDLE, LARGE = 0, 1, 2
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def are_of_one(wares: Sequence[Ware]) -> bool:
    """Whether products are the sizes or colours of one."""
    return bool(wares) and bool(wares[0].option_of) and len({one.option_of for one in wares}) == 1


def meant(wares: Sequence[Ware], how: Choosing) -> Ware | None:
    """The one that is the largest, the smallest, the cheapest or the dearest; None without one."""
    if how.way in ("biggest", "lightest"):
        ranks = [_rank(one.option_id) for one in wares]
        known = [rank for rank in ranks if rank is not None]
        if len(known) < len(ranks):
            return None
        best = max(known) if how.way == "biggest" else min(known)
        found = [one for one, rank in zip(wares, ranks, strict=True) if rank == best]
    elif how.way in ("cheapest", "dearest"):
        prices = [one.price_rupiah for one in wares]
        best = min(prices) if how.way == "cheapest" else max(prices)
        found = [one for one in wares if one.price_rupiah == best]
    else:
        return None
    return found[0] if len(found) == 1 else None


def asked(how: Choosing) -> str:
    """What is said to who leaves the choice to us."""
    if how.way == "any":
        return _("So that it fits, the choice is yours. Which one shall it be?")
    return _("That is true of several of them. Which one shall it be?")


def _rank(label: str) -> float | None:
    """The place of a size among others; None for what is no size."""
    word = label.strip().casefold()
    if NUMBER.fullmatch(word):
        return float(word.replace(",", "."))
    found = LETTERS.fullmatch(word)
    if found is None:
        return None
    more, letter, times = len(found[1] or ""), found[2], found[3]
    if times:
        return LARGE + int(times)
    return {"s": SMALL - more, "l": LARGE + more}.get(letter, None if more else MIDDLE)
