"""Why freight costs what it does, and what else fits into the step that is paid anyway."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.destinations import Action
from bot.destinations.prices.rate_cards import RateCard, estimate
from bot.handlers.chat.questions.at_hand import at_hand
from bot.handlers.chat.questions.country_lines import samples, ways_to
from bot.handlers.customer.product_view import shelf
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import quotes
from bot.ordering.quotes import Quote

MOST = 5


@place("cost/{iso2}/step")
async def step(turn: Turn, iso2: str) -> Screen | Redirect:
    """How freight is reckoned, what the cart makes of it, and goods that cost no more freight."""
    destination = turn.shop.destinations.get(iso2)
    if destination is None or not destination.open:
        return Redirect("to")
    title = shorten(_("Freight to {country}").format(country=destination.name(language())), 60)
    card = turn.shop.freight.card(iso2, solo_day(turn.now))
    if card is None:
        lines = [_("No rate card is recorded for this country yet: freight follows after weighing.")]
        return Screen(title, formatting.fitted(title, lines), await _ways(turn, iso2))
    found = await _of_goods(turn, iso2)
    wares = _fitting(turn, found, iso2, 0) if found else []
    further = _fitting(turn, found, iso2, card.step_grams) if found and not wares else []
    lines = [*_reckoned(card), "", *_cart_lines(card, found, wares, further)]
    buttons = [*shelf(turn, wares or further, to=iso2), *await _ways(turn, iso2)]
    return Screen(title, formatting.fitted(title, lines, [_remark(card)]), buttons)


async def _ways(turn: Turn, iso2: str) -> list[Button]:
    return [Button(_("Cart"), "cart"), *await ways_to(turn, iso2)]


async def _of_goods(turn: Turn, iso2: str) -> Quote | None:
    """The quote for the country of the goods being read or in the cart; None while there are none."""
    found, to = await at_hand(turn), turn.shop.destinations[iso2]
    if found is None or found.order is not None or not found.goods:
        return None
    return quotes.quote(turn.shop, to, found.goods, solo_day(turn.now))


def _reckoned(card: RateCard) -> list[str]:
    """The rate card in words: its steps, what counts as weight, and what is put on top."""
    size = formatting.weight(card.step_grams)
    words = _("Carriers charge by steps of {size}: {first} for the first, {next} for each further one.")
    lines = [
        words.format(
            size=size,
            first=formatting.rupiah(card.first_step_rupiah),
            next=formatting.rupiah(card.next_step_rupiah),
        ),
        _("The larger counts: the weight, or the size in cubic centimetres / {divisor} as kilograms.").format(
            divisor=card.divisor
        ),
    ]
    on_top = [
        f"{one.name} {f'{one.percent} %' if one.percent else formatting.rupiah(one.rupiah)}"
        for one in card.surcharges
    ]
    if on_top:
        lines.append(_("On top: {surcharges}.").format(surcharges=shorten(", ".join(on_top), 160)))
    if card.next_step_rupiah < card.first_step_rupiah:
        lines.append(_("So one light parcel is dear, and what is added costs much less."))
    return lines


def _cart_lines(
    card: RateCard, found: Quote | None, wares: Sequence[Ware], further: Sequence[Ware]
) -> list[str]:
    """What the cart makes of the steps: what is free in this one, or what one more costs."""
    if found is None:
        words = _("Your cart is empty. With goods in it I say here what else fits into the same step.")
        return [*samples(card), "", words]
    lines = eligibility.freight(found)[:1]
    if wares:
        if found.goes_by_volume:
            left = found.chargeable_grams - found.volumetric_grams(found.cubic_millimetres)
            words = _("The size leaves {weight} free in this step. These fit for the same freight:")
            return [*lines, words.format(weight=formatting.weight(left))]
        words = _("Still free in this step: {weight}. These fit for the same freight:")
        return [*lines, words.format(weight=formatting.weight(quotes.grams_left(found)))]
    lines.append(_("None of our goods fits into this step any more."))
    if further:
        grams = found.chargeable_grams + card.step_grams
        more = estimate(card, grams) - (found.freight_rupiah or 0)
        words = _("One step more costs {sum}; these fit into it:")
        lines.append(words.format(sum=formatting.rupiah(more)))
    return lines


def _fitting(turn: Turn, found: Quote, iso2: str, further_grams: int) -> list[Ware]:
    """Goods that may enter and fit into the step, or so far beyond it; the heaviest use it best."""
    wares = [
        ware
        for ware in turn.shop.catalogue.goods()
        if not ware.sold_out
        and quotes.chargeable_with(found, ware) <= found.chargeable_grams + further_grams
        and eligibility.verdict(turn, ware, iso2).action in (Action.ALLOW, Action.WARN)
    ]
    return sorted(wares, key=lambda one: (-one.gross_grams, one.price_rupiah, one.id))[:MOST]


def _remark(card: RateCard) -> str:
    if card.example:
        return _("These are example rates, not real prices. The freight is settled after weighing.")
    return _("These are estimates: the freight is settled after weighing.")
