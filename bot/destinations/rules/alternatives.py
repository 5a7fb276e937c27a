"""Alternatives to products that a country refuses: the most similar product that it lets in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from bot.catalog import Ware
from bot.destinations.rules.restrictions import Restrictions
from bot.destinations.rules.schema import Action

EDIBLE = {"food", "drink"}
KINDS = {"health": "drink"}  # jamu is drunk


def alternative(
    refused: Ware, wares: Iterable[Ware], restrictions: Restrictions, iso2: str, day: date
) -> Ware | None:
    """The product most similar to the refused one that is on offer, in stock and may go there on a day.

    Similarity is, in this order: both are edible or both are not, the name has the same first word (abon sapi
    → abon lele), an alias has it, the category is the same, the kind of goods is the same (food, batik …).
    Among equally similar ones, an allowed product comes before one at the customer's risk, then the nearest
    price. None if nothing may go.
    """
    head = refused.name_id.casefold().split()[0]
    candidates = [
        (_unlike(refused, head, one), one)
        for one in wares
        if one.sellable and not one.sold_out and one.id != refused.id
    ]
    # The rules are looked up for the most similar first, so that most are never looked up.
    for _unlikeness, equals in groupby(
        sorted(candidates, key=lambda pair: pair[0]), key=lambda pair: pair[0]
    ):
        allowed = [
            (action is not Action.ALLOW, abs(one.price_rupiah - refused.price_rupiah), one.id, one)
            for _same, one in equals
            if (action := restrictions.verdict_of(iso2, one, day).action) < Action.NEEDS_DOCUMENT
        ]
        if allowed:
            return min(allowed, key=lambda found: found[:3])[3]
    return None


def _unlike(refused: Ware, head: str, one: Ware) -> tuple[bool, ...]:
    return (
        (_kind(one) in EDIBLE) != (_kind(refused) in EDIBLE),
        head not in one.name_id.casefold().split(),
        not any(head in alias.casefold().split() for alias in one.aliases),
        one.category != refused.category,
        _kind(one) != _kind(refused),
    )


def _kind(ware: Ware) -> str:
    first = ware.category.partition("-")[0]
    return KINDS.get(first, first)
