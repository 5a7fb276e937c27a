"""The goods that meet criteria, and the criteria in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import prod

from bot.catalog import Ware
from bot.conversation.translation import _, language, later, ngettext
from bot.core.clock import solo_day
from bot.destinations import Action
from bot.destinations.prices.rate_cards import RateCard, chargeable_of_volume, estimate
from bot.handlers.customer.product_search import found_in
from bot.handlers.customer.product_view import allergen_names, category_name, heat, kitchens
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.orders import MOST_PIECES
from bot.understanding.criteria import FIELDS, GIFT_DAYS, NOTHING, Criteria, chosen, is_food

STRICTNESS = {action: number for number, action in enumerate(Action)}
HEATS = {
    (0, 0): later("not hot"),
    (0, 1): later("hardly hot"),
    (1, 1): later("a little hot"),
    (1, 3): later("hot"),
    (3, 3): later("very hot"),
}
DIETS = {"vegetarian": later("vegetarian"), "vegan": later("vegan")}
ORDERS = {"cheap": later("cheapest first"), "light": later("lightest first")}


def found(turn: Turn, asked: Criteria) -> list[Ware]:
    """The goods that meet the criteria: the same for a typed question and a tapped filter."""
    wares: Iterable[Ware] = turn.shop.catalogue.goods()
    if asked.words:
        wares = found_in(turn.shop, asked.words.replace("-", " "))
    day = solo_day(turn.now)
    verdict_of = turn.shop.restrictions.verdict_of

    def strictness(ware: Ware) -> int:
        return STRICTNESS[verdict_of(asked.to, ware, day).action]

    kept = chosen(asked, wares, strictness)
    return [one for one in kept if pieces(turn, asked, one)] if asked.budget else kept


def pieces(turn: Turn, asked: Criteria, ware: Ware) -> int:
    """How many pieces of a product the budget is enough for, with their freight where a rate card is known.

    A budget that the lightest parcel's freight eats up is reckoned without freight. No order takes more
    than MOST_PIECES of a product.
    """
    budget, card = asked.budget or 0, _card(turn, asked.to)
    most = min(budget // ware.price_rupiah, MOST_PIECES)
    if card is None or first_step(turn, asked.to) >= budget:
        return most
    volume = prod(ware.size_millimetres)

    def cost(pieces: int) -> int:
        grams = chargeable_of_volume(pieces * ware.gross_grams, pieces * volume, card)
        return pieces * ware.price_rupiah + estimate(card, grams)

    return bisect_right(range(1, most + 1), budget, key=cost)


def first_step(turn: Turn, to: str) -> int:
    """What the lightest parcel to a country costs by its rate card, in rupiah; 0 without one."""
    card = _card(turn, to)
    return estimate(card, 1) if card else 0


def _card(turn: Turn, to: str) -> RateCard | None:
    return turn.shop.freight.card(to, solo_day(turn.now)) if to else None


def chips(turn: Turn, asked: Criteria) -> dict[str, str]:
    """Each criterion that is set, by its name, in a few words."""
    named = {name for name in FIELDS if getattr(asked, name) != getattr(NOTHING, name)}
    return {name: WORDS[name](turn, asked) for name in WORDS if name in named}


def _heat(turn: Turn, asked: Criteria) -> str:
    named = HEATS.get(asked.heat or (1, 3), HEATS[1, 3])
    return _(named)


def _keeps(turn: Turn, asked: Criteria) -> str:
    days = asked.keeps or 0
    return ngettext("keeps {count} day or more", "keeps {count} days or more", days).format(count=days)


WORDS: Mapping[str, Callable[[Turn, Criteria], str]] = {
    "words": lambda turn, asked: f"“{asked.words.replace('-', ' ')}”",
    "shelf": lambda turn, asked: category_name(asked.shelf),
    "heat": _heat,
    "sweet": lambda turn, asked: _("sweet"),
    "price_most": lambda turn, asked: _("up to {sum}").format(sum=formatting.rupiah(asked.price_most or 0)),
    "budget": lambda turn, asked: _("budget {sum}").format(sum=formatting.rupiah(asked.budget or 0)),
    "keeps": _keeps,
    "halal": lambda turn, asked: _("halal"),
    "diet": lambda turn, asked: _(DIETS[asked.diet]),
    "without": lambda turn, asked: _("without {what}").format(what=allergen_names(asked.without)),
    "gift": lambda turn, asked: _("as a present"),
    "grams_most": lambda turn, asked: _("up to {sum}").format(sum=formatting.weight(asked.grams_most or 0)),
    "order": lambda turn, asked: _(ORDERS[asked.order]),
    "to": lambda turn, asked: _("may enter {country}").format(
        country=turn.shop.destinations.name(asked.to, language())
    ),
}


def facts(turn: Turn, asked: Criteria, ware: Ware) -> str:
    """What a product says about the criteria, beside its price; "" for nothing to say."""
    days = ngettext("keeps {count} day", "keeps {count} days", ware.shelf_life_days or 0)
    said = [
        heat(ware) if asked.heat else "",
        days.format(count=ware.shelf_life_days) if asked.keeps else "",
        _("halal no. {number}").format(number=ware.halal_no) if asked.halal and ware.halal_no else "",
        formatting.weight(ware.gross_grams) if asked.order == "light" or asked.grams_most else "",
        _enough_for(pieces(turn, asked, ware)) if asked.budget else "",
    ]
    return " · ".join(filter(None, said))


def _enough_for(count: int) -> str:
    return ngettext("enough for {count}", "enough for {count}", count).format(count=count)


def remarks(turn: Turn, asked: Criteria) -> list[str]:
    """What to know about a list: by what it was chosen, and what is not known."""
    lines = []
    if asked.gift:
        words = _("Chosen: enters without a paper or a risk, is not hot, and keeps {count} days or more.")
        lines.append(words.format(count=GIFT_DAYS))
    if asked.halal:
        lines.append(halal_told(turn))
    if asked.without:
        lines.append(kitchens())
    if asked.budget:
        lines.append(_budget(turn, asked))
    if unknown := _unknown(turn, asked):
        words = ngettext(
            "{count} more product says nothing about it and is left out.",
            "{count} more products say nothing about it and are left out.",
            unknown,
        )
        lines.append(words.format(count=unknown))
    return lines


def halal_told(turn: Turn) -> str:
    """How much of the food is halal by its makers, and for how much of it a certificate is recorded."""
    food = [one for one in turn.shop.catalogue.goods() if is_food(one)]
    sure = [one for one in food if one.halal == "yes"]
    numbered = sum(bool(one.halal_no) for one in sure)
    words = _(
        "{halal} of {all} foods and drinks are halal, as their makers say; for {count} of them the number of"
        " a certificate is recorded."
    )
    return words.format(halal=len(sure), all=len(food), count=numbered)


def _budget(turn: Turn, asked: Criteria) -> str:
    freight = first_step(turn, asked.to)
    if not freight:
        return _("Freight is not in it: it depends on the country and the weight.")
    facts = {
        "country": turn.shop.destinations.name(asked.to, language()),
        "freight": formatting.rupiah(freight),
    }
    if freight >= (asked.budget or 0):
        words = _("Freight to {country} begins at {freight}: alone more than that. These are the goods.")
        return words.format(**facts)
    words = _("Reckoned with freight to {country}, which begins at about {freight}.")
    return words.format(**facts)


def _unknown(turn: Turn, asked: Criteria) -> int:
    """How many foods would meet the rest, but say nothing about heat or ingredients."""
    if not (asked.heat or asked.without or asked.diet):
        return 0
    rest = replace(asked, heat=None, without=(), diet="")
    return sum(is_food(one) and _says_nothing(asked, one) for one in found(turn, rest))


def _says_nothing(asked: Criteria, ware: Ware) -> bool:
    silent_on_content = (bool(asked.without) and ware.allergens is None) or (
        bool(asked.diet) and not ware.ingredients
    )
    return (asked.heat is not None and ware.spicy is None) or silent_on_content
