"""What may go instead of what a country refuses: the most similar product that it lets in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.catalog import Ware
from bot.destinations import Action, Restrictions

EDIBLE = {"food", "drink"}
KINDS = {"health": "drink"}  # jamu is drunk


def alternative(
    refused: Ware, wares: Iterable[Ware], restrictions: Restrictions, iso2: str, day: date
) -> Ware | None:
    """The product on offer, not sold out, that may go there on that day and is most like the refused one.

    Alike is, in this order: to eat or drink or not, called by the same first word (abon sapi → abon lele),
    known by that word, of the same category, of the same kind of goods (food, batik …). Of equally alike ones, what simply may go
    comes before what goes at the customer's risk, then the nearest price. None where nothing may go.
    """
    allowed = [
        (one, verdict.action)
        for one in wares
        if one.offered and not one.sold_out and one.id != refused.id
        if (verdict := restrictions.verdict_of(iso2, one, day)).action < Action.NEEDS_DOCUMENT
    ]
    best = min(allowed, key=lambda pair: _distance(refused, *pair), default=None)
    return best[0] if best else None


def _distance(refused: Ware, one: Ware, action: Action) -> tuple[int, ...]:
    head = refused.name_id.casefold().split()[0]
    return (
        (_kind(one) in EDIBLE) != (_kind(refused) in EDIBLE),
        head not in one.name_id.casefold().split(),
        not any(head in alias.casefold().split() for alias in one.aliases),
        one.category != refused.category,
        _kind(one) != _kind(refused),
        action is not Action.ALLOW,
        abs(one.price_rupiah - refused.price_rupiah),
        one.id,
    )


def _kind(ware: Ware) -> str:
    first = ware.category.partition("-")[0]
    return KINDS.get(first, first)
