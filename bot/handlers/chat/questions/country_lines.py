"""Facts about a country in lines: freight, the next shipment, how long the way takes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot import shipments
from bot.conversation.routing import Redirect
from bot.conversation.screens import Button, label
from bot.conversation.translation import _, language
from bot.core.clock import solo_day
from bot.core.typed_signs import keyed
from bot.destinations import Destination
from bot.destinations.prices.rate_cards import RateCard, estimate
from bot.handlers.chat.proposal_state import cart_with
from bot.handlers.chat.questions.question import Question
from bot.handlers.customer import cart_view
from bot.handlers.customer.destination_view import closed_page, joining_line
from bot.handlers.customer.waiting import pending
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.turn import Turn
from bot.ordering import quotes

SAMPLE_WEIGHTS = (1000, 3000, 5000)  # grams
MOST_GRAMS = 100_000
WEIGHT = re.compile(
    r"(?<![\d.,])(?P<kilos>\d{1,3}(?:[.,]\d{1,3})?) ?(?:kg|kilo|kilogram)\b|\bs(?:e|ak) ?kilo\b",
    re.IGNORECASE,
)


def no_destination(question: Question, about: str = "") -> Redirect | None:
    """The redirect to the choice of destination when a question names no country, or to a closed one's page.

    `about` is what is asked of it. None when orders can go to its country.
    """
    if not question.to:
        return Redirect("to", _("That depends on the country."))
    if question.served:
        return None
    return closed_page(question.turn, question.to, about)


async def ways_to(turn: Turn, to: str) -> list[Button]:
    """Buttons to make `to` the destination, unless it is already; to the coordinator; and home."""
    destination = turn.shop.destinations.get(to)
    buttons = [*await ask_button(turn), Button(_("Home"), "home", beside=True, kind="back")]
    if destination is None or not destination.open or to == turn.person.destination:
        return buttons
    name = label(_("Send to {country}").format(country=destination.name(language())))
    return [Button(name, f"to/{to}"), *buttons]


async def freight_lines(turn: Turn, to: Destination) -> list[str]:
    """The estimated freight of what is being read, or the cart, else of a few weights.

    Says that it follows without a rate card.
    """
    day, waiting = solo_day(turn.now), await pending(turn)
    is_read = waiting is not None and waiting.order_id is None
    in_hand = (await cart_with(turn, waiting)).cart if waiting and is_read else await cart_view.read(turn)
    if in_hand is not None and in_hand.lines:
        wanted = [(line.ware, line.quantity) for line in in_hand.lines]
        head = _("For this order:") if is_read else _("For what is in your cart now:")
        return [head, *eligibility.freight(quotes.quote(turn.shop, to, wanted, day))]
    card = turn.shop.freight.card(to.iso2, day)
    if card is None:
        return [_("Freight follows after weighing.")]
    return [*samples(card), _remark(card)]


def samples(card: RateCard) -> list[str]:
    """What parcels of a few weights cost."""
    return [_estimate_words(card, grams) for grams in SAMPLE_WEIGHTS]


def _estimate_words(card: RateCard, grams: int) -> str:
    words = _("A parcel of {weight}: about {sum}")
    return words.format(weight=formatting.weight(grams), sum=formatting.rupiah(estimate(card, grams)))


def weight_in(text: str) -> int:
    """The weight in a text in grams: `3 kg`, `2,5kg`, `sekilo`; 0 for none."""
    match = WEIGHT.search(keyed(text))
    if match is None:
        return 0
    whole, _sign, part = (match["kilos"] or "1").replace(",", ".").partition(".")
    return int(whole) * 1000 + int(f"{part}000"[:3])


def for_weight(turn: Turn, iso2: str, grams: int) -> str:
    """The estimated freight of a parcel; "" for 0 grams, too many, or without a valid rate card.

    It stands above the place `cost`, which says that it is an estimate, or an example rate.
    """
    card = turn.shop.freight.card(iso2, solo_day(turn.now))
    if card is None or not 0 < grams <= MOST_GRAMS:
        return ""
    return _estimate_words(card, grams)


async def weight_line(turn: Turn, iso2: str, text: str) -> str:
    """What a parcel of the weight in a text costs; "" without one, or if the place `cost` says it anyway."""
    told, to = for_weight(turn, iso2, weight_in(text)), turn.shop.destinations.get(iso2)
    return "" if to is None or told in "\n".join(await freight_lines(turn, to)) else told


def _remark(card: RateCard) -> str:
    if card.example:
        return _("These are example rates, not real prices. The freight is settled after weighing.")
    return _("These are estimates: the freight is settled after weighing.")


async def dates(turn: Turn, iso2: str) -> list[str]:
    """When the next shipment closes, in Solo and there, and when it leaves."""
    code, departs_at = await _next_shipment(turn, iso2)
    leaves = _("Shipment {code} leaves about {day}.").format(code=code, day=formatting.day_of(departs_at))
    return [await joining_line(turn, iso2), leaves]


async def _next_shipment(turn: Turn, iso2: str) -> tuple[str, datetime]:
    shipment = await shipments.joining(turn.db, iso2, turn.now)
    if shipment is not None:
        return shipment.code, shipment.departs_at
    cadence = turn.shop.profile.cadence_of(iso2)
    cutoff = shipments.next_cutoff(cadence, turn.now)
    days = max(cadence.departure_days, cadence.hand_in_days)
    return shipments.code_for(iso2, cutoff), cutoff + timedelta(days=days)


async def next_departure(turn: Turn, iso2: str) -> datetime:
    """When the shipment leaves that an order placed now joins."""
    return (await _next_shipment(turn, iso2))[1]
