"""Removes Indonesian, Javanese and English affixes from words."""

from __future__ import annotations

from collections.abc import Iterable

ENDINGS = ("nya", "ny", "nipun", "ipun", "ne", "e", "in", "lah", "kah", "ku", "mu", "s")
GRAMMAR = (*ENDINGS, "aken", "ake", "ke", "kan", "no", "i", "an", "ed", "ing", "d")
PREFIXES = ("dipun", "di", "meng", "men", "mem", "me", "ber", "ter", "ke", "tak", "ng", "ny", "n", "m", "se")


def without_owner(word: str) -> str:
    """The word without its possessive ending (`ongkirnya`: `ongkir`, `adikku`: `adik`); "" without one."""
    for ending in ("nya", "ny", "nipun", "ipun", "ku", "mu", "2"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word.removesuffix(ending)
    return ""


def roots(word: str) -> Iterable[str]:
    """The word, and the roots it may have without its prefix and its ending."""
    bare = [word, *(word.removeprefix(one) for one in PREFIXES if word.startswith(one))]
    for one in bare:
        if len(one) >= 4:
            yield one
        yield from (
            one.removesuffix(ending)
            for ending in GRAMMAR
            if one.endswith(ending) and len(one) - len(ending) >= 4
        )


def stems(word: str) -> Iterable[str]:
    """The word, then the word without each ending that it may have."""
    yield word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word.removesuffix(ending)
