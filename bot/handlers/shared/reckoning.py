"""What goods, freight and all of it come to, as the sums below a screen, and what is to be known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversation.screens import Sum, room_of, sum_line
from bot.conversation.translation import _, language
from bot.core import money
from bot.destinations.prices.exchange_rates import Rates
from bot.handlers.shared import formatting
from bot.ordering.quotes import Quote
from bot.orders import Order


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Sums, and the remarks that belong to them: how sure the freight is, of which day the rate."""

    sums: Sequence[Sum]
    remarks: Sequence[str] = field(default=())

    @property
    def room(self) -> int:
        """How many characters of a screen the sums take."""
        return room_of(self.sums)


def of_quote(rupiah: int, grams: int, quote: Quote | None, rates: Rates) -> Reckoning:
    """Goods that weigh `grams` with their packing; freight and total are estimates of the quote."""
    sums = _goods_and_weight(rupiah, grams)
    if quote is None:
        return Reckoning(sums)
    currency = quote.destination.currency
    if quote.card is None or quote.freight_rupiah is None:
        return Reckoning(
            [*sums, *_converted(rupiah, currency, rates)],
            [*_rate(rupiah, currency, rates), _("Freight follows after weighing.")],
        )
    sums += [
        sum_line(_("Freight about"), formatting.rupiah(quote.freight_rupiah)),
        sum_line(_("Together about"), formatting.rupiah(quote.total_rupiah), total=True),
        *_converted(quote.total_rupiah, currency, rates),
    ]
    return Reckoning(sums, [_freight(quote), *_rate(quote.total_rupiah, currency, rates)])


def of_order(order: Order, freight_rupiah: int | None) -> Reckoning:
    """A placed order: its goods, the freight it really pays or the estimate of then, and both together."""
    sums = _goods_and_weight(order.goods_rupiah, order.gross_grams)
    estimate = order.freight_estimate_rupiah
    if freight_rupiah is not None:
        total = formatting.rupiah(order.goods_rupiah + freight_rupiah)
        sums += [
            sum_line(_("Freight"), formatting.rupiah(freight_rupiah)),
            sum_line(_("Together"), total, total=True),
        ]
    elif estimate is not None and order.goods_rupiah:
        total = formatting.rupiah(order.goods_rupiah + estimate)
        sums += [
            sum_line(_("Freight about"), formatting.rupiah(estimate)),
            sum_line(_("Together about"), total, total=True),
        ]
    return Reckoning(sums)


def _goods_and_weight(rupiah: int, grams: int) -> list[Sum]:
    return [
        sum_line(_("Goods"), formatting.rupiah(rupiah)),
        sum_line(_("Weight with packing"), formatting.weight(grams)),
    ]


def _freight(quote: Quote) -> str:
    assert quote.card is not None
    weight = formatting.weight(quote.chargeable_grams)
    if quote.goes_by_volume:
        weight = _("{weight}, going by the parcel's size").format(weight=weight)
    if quote.card.example:
        return _("Freight is for {weight} (example rate, not a real price).").format(weight=weight)
    return _("Freight is for {weight}; it is settled after weighing.").format(weight=weight)


def _converted(rupiah: int, currency: str, rates: Rates) -> list[Sum]:
    converted = rates.convert(rupiah, currency)
    if converted is None:
        return []
    amount = money.foreign(converted.amount, converted.currency, language())
    return [sum_line(_("that is about"), amount)]


def _rate(rupiah: int, currency: str, rates: Rates) -> list[str]:
    """Of which day the exchange rate is; none without a rate."""
    converted = rates.convert(rupiah, currency)
    if converted is None:
        return []
    words = _("Exchange rate of {day}.")
    if converted.stale:
        words = _("Exchange rate of {day}, old by now.")
    if converted.example:
        words = _("Example exchange rate of {day}.")
    if converted.example and converted.stale:
        words = _("Example exchange rate of {day}, old by now.")
    return [words.format(day=formatting.day(converted.on))]
