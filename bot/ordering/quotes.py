"""What goods to a destination would cost and meet at its border, before anyone orders them. No legal advice.

Nothing here is promised: freight is an estimate until the parcel is weighed, tax is decided at the border.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from bot.catalog import Ware
from bot.destinations import Destination, Verdict
from bot.destinations.prices.exchange_rates import ConvertedAmount, Rates
from bot.destinations.prices.rate_cards import (
    AIR_CARGO,
    USUAL_SERVICE,
    RateCard,
    Service,
    chargeable_of_volume,
    estimate,
)
from bot.destinations.rules.limits import Exceeded
from bot.ordering.shop import Shop


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """So many pieces of a product, and what the rules of its classes say; gross grams."""

    ware: Ware
    pieces: int
    verdict: Verdict

    @property
    def grams(self) -> int:
        """What the pieces weigh, packed."""
        return self.ware.gross_grams * self.pieces

    @property
    def rupiah(self) -> int:
        """What the pieces cost."""
        return self.ware.price_rupiah * self.pieces


@dataclass(frozen=True, slots=True)
class Taxable:
    """Goods worth more than comes in free of duty, so that tax is likely.

    `free` is in whole units of `currency`, 0 where nothing is free. `about` is what the goods are worth
    in it; None without a rate, and then it cannot be told whether they are worth more.
    """

    free: int
    currency: str
    about: ConvertedAmount | None

    @property
    def free_in_name_only(self) -> bool:
        """The least that can be free is, as one baht in Thailand: in effect nothing."""
        return self.free == 1


@dataclass(frozen=True, slots=True)
class Quote:
    """What was asked about and its answer; `card` and `freight_rupiah` are None without a valid rate.

    Every line counts in the sums, also one that may not travel: the coordinator sees what was asked.
    `chargeable_grams` go by the products' own volumes while the carton is not known, and without a card by
    the measure of air cargo.
    """

    destination: Destination
    lines: tuple[QuoteLine, ...]
    exceeded: tuple[Exceeded, ...]
    taxable: Taxable | None
    grams: int
    chargeable_grams: int
    goods_rupiah: int
    card: RateCard | None
    freight_rupiah: int | None

    @property
    def service(self) -> Service:
        """What the goods go by: the card's service, else air cargo."""
        return self.card.service if self.card else USUAL_SERVICE

    @property
    def goes_by_volume(self) -> bool:
        """Whether the goods' size decides what they are charged for, and not their weight."""
        return self.chargeable_grams > chargeable_of_volume(self.grams, 0, self.card or AIR_CARGO)

    @property
    def total_rupiah(self) -> int:
        """Goods and freight; the goods alone while the freight is not known."""
        return self.goods_rupiah + (self.freight_rupiah or 0)


def quote(
    shop: Shop,
    destination: Destination,
    wanted: Sequence[tuple[Ware, int]],
    day: date,
    commercial: bool = False,
) -> Quote:
    """What these pieces of products for one recipient would meet on that day; open or not plays no part.

    `commercial`: as an importer's stock, by the rules for that.
    """
    iso2 = destination.iso2
    rules = shop.restrictions
    verdicts = (rules.verdict_of(iso2, ware, day, commercial) for ware, _pieces in wanted)
    lines = tuple(QuoteLine(*one, verdict) for one, verdict in zip(wanted, verdicts, strict=True))
    goods = sum(line.rupiah for line in lines)
    grams = sum(line.grams for line in lines)
    card = shop.freight.card(iso2, day)
    volume = sum(prod(ware.size_millimetres) * pieces for ware, pieces in wanted)
    chargeable = chargeable_of_volume(grams, volume, card or AIR_CARGO)
    return Quote(
        destination=destination,
        lines=lines,
        exceeded=tuple(shop.limits.exceeded(iso2, wanted, day)),
        taxable=taxable(destination, shop.rates, goods),
        grams=grams,
        chargeable_grams=chargeable,
        goods_rupiah=goods,
        card=card,
        freight_rupiah=estimate(card, chargeable) if card else None,
    )


def taxable(destination: Destination, rates: Rates, goods_rupiah: int) -> Taxable | None:
    """Whether goods are worth more than the destination lets in free; None also where no figure is known.

    The figure and its source stand in `config/destinations.yaml`, the rate in `config/rates.yaml`.
    """
    limit = destination.entry.customs.duty_de_minimis
    if limit.amount is None or not goods_rupiah:
        return None
    about = rates.convert(goods_rupiah, limit.currency)
    if about and limit.amount and about.amount <= limit.amount:
        return None
    return Taxable(limit.amount, limit.currency, about)
