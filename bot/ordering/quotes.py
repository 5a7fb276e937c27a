"""What goods to a destination would cost, and which rules and limits they meet there. No legal advice.

A quote promises nothing: freight is an estimate until the parcel is weighed, and the border decides on tax.
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
    Measure,
    RateCard,
    Service,
    chargeable_of_volume,
    estimate,
)
from bot.destinations.rules.limits import Exceeded
from bot.ordering.shop import Shop


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """Pieces of a product, and the verdict of the rules of its classes; grams are gross."""

    ware: Ware
    pieces: int
    verdict: Verdict

    @property
    def grams(self) -> int:
        """What the pieces weigh, packed."""
        return self.ware.gross_grams * self.pieces

    @property
    def cubic_millimetres(self) -> int:
        """What room the pieces take."""
        return prod(self.ware.size_millimetres) * self.pieces

    @property
    def rupiah(self) -> int:
        """What the pieces cost."""
        return self.ware.price_rupiah * self.pieces


@dataclass(frozen=True, slots=True)
class Taxable:
    """Goods that are worth more than the duty-free limit, so that tax is likely.

    `free` is the limit in whole units of `currency`, 0 where nothing is free. `about` is the value of the
    goods in that currency; None without an exchange rate, when the two cannot be compared.
    """

    free: int
    currency: str
    about: ConvertedAmount | None

    @property
    def free_in_name_only(self) -> bool:
        """The limit is a single unit of the currency, as one baht in Thailand: in effect nothing is free."""
        return self.free == 1


@dataclass(frozen=True, slots=True)
class Quote:
    """The goods asked about and what they cost; `card` and `freight_rupiah` are None without a valid card.

    Every line counts in the sums, even one that may not travel. `chargeable_grams` use the products' own
    volumes while the carton is not known, and the measure of air cargo when there is no card.
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
        """How the goods travel: by the card's service, else by air cargo."""
        return self.card.service if self.card else USUAL_SERVICE

    @property
    def goes_by_volume(self) -> bool:
        """Whether the goods are charged by volume and not by weight."""
        return self.chargeable_grams > chargeable_of_volume(self.grams, 0, self.measure)

    @property
    def measure(self) -> Measure:
        """How the chargeable weight is computed: by the card, else as in air cargo."""
        return self.card or AIR_CARGO

    @property
    def cubic_millimetres(self) -> int:
        """What room the goods take."""
        return sum(line.cubic_millimetres for line in self.lines)

    def volumetric_grams(self, cubic_millimetres: int) -> int:
        """The grams as which that much room counts."""
        return -(-cubic_millimetres // self.measure.divisor)

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
    """Quotes these pieces of products for one recipient on that day, for an open or a closed destination.

    `commercial` applies the rules for an importer's stock.
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


def chargeable_with(found: Quote, ware: Ware, pieces: int = 1) -> int:
    """The chargeable grams with so many pieces more; as many as before if they fit into the step."""
    added = found.cubic_millimetres + prod(ware.size_millimetres) * pieces
    grams = found.grams + ware.gross_grams * pieces
    return chargeable_of_volume(grams, added, found.measure)


def grams_left(found: Quote) -> int:
    """The grams that still fit into the step that is paid, where the weight decides and not the volume."""
    return found.chargeable_grams - found.grams


def taxable(destination: Destination, rates: Rates, goods_rupiah: int) -> Taxable | None:
    """The likely tax on goods worth more than the duty-free limit; None when no limit is known.

    The limit and its source stand in `config/destinations.yaml`, the exchange rate in `config/rates.yaml`.
    """
    limit = destination.entry.customs.duty_de_minimis
    if limit.amount is None or not goods_rupiah:
        return None
    about = rates.convert(goods_rupiah, limit.currency)
    if about and limit.amount and about.amount <= limit.amount:
        return None
    return Taxable(limit.amount, limit.currency, about)
