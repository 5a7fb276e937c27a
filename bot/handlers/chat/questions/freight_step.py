"""Why freight costs what it does, and what else fits into the step that is paid anyway."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.destinations import Action
from bot.destinations.prices.rate_cards import RateCard
from bot.handlers.chat.questions.country_lines import samples, ways_to
from bot.handlers.customer import cart_view
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
        return Screen(title, formatting.fitted(title, lines), _ways(turn, iso2))
    found = await _of_cart(turn, iso2)
    wares = _fitting(turn, found, iso2) if found else []
    lines = [*_reckoned(card), "", *_cart_lines(card, found, wares)]
    buttons = [*shelf(turn, wares, to=iso2), *_ways(turn, iso2)]
    return Screen(title, formatting.fitted(title, lines, [_remark(card)]), buttons)


def _ways(turn: Turn, iso2: str) -> list[Button]:
    return [Button(_("Cart"), "cart"), *ways_to(turn, iso2)]


async def _of_cart(turn: Turn, iso2: str) -> Quote | None:
    """The quote of the cart's goods for the country; None while it is empty."""
    in_cart, to = await cart_view.read(turn), turn.shop.destinations[iso2]
    if in_cart is None or not in_cart.lines:
        return None
    wanted = [(line.ware, line.quantity) for line in in_cart.lines]
    return quotes.quote(turn.shop, to, wanted, solo_day(turn.now))


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
    return [*lines, _("So one light parcel is dear, and the second kilogram is much cheaper.")]


def _cart_lines(card: RateCard, found: Quote | None, wares: Sequence[Ware]) -> list[str]:
    if found is None:
        words = _("Your cart is empty. With goods in it I say here what else fits into the same step.")
        return [*samples(card), "", words]
    left = quotes.grams_left(found)
    lines = eligibility.freight(found)[:1]
    if not left:
        return [*lines, _("This step is full to the gram.")]
    words = _("Still free in this step: {weight}.").format(weight=formatting.weight(left))
    more = _("These fit for the same freight:") if wares else _("None of our goods is that small.")
    return [*lines, f"{words} {more}"]


def _fitting(turn: Turn, found: Quote, iso2: str) -> list[Ware]:
    """Goods that may enter and cost no more freight, the heaviest first: they use the step best."""
    wares = [
        ware
        for ware in turn.shop.catalogue.offered()
        if not ware.sold_out
        and quotes.fits_in_step(found, ware)
        and eligibility.verdict(turn, ware, iso2).action in (Action.ALLOW, Action.WARN)
    ]
    return sorted(wares, key=lambda one: (-one.gross_grams, one.price_rupiah, one.id))[:MOST]


def _remark(card: RateCard) -> str:
    if card.example:
        return _("These are example rates, not real prices. The freight is settled after weighing.")
    return _("These are estimates: the freight is settled after weighing.")
