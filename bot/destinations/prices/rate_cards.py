"""Rate cards: what carrying costs, by destination and service. Integers only.

They come from `config/freight.yaml`; overrides stated by chat or command win over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.core.config_files import Fault, read_yaml
from bot.destinations.countries.countries import Destinations

Service = Literal["air_cargo", "express", "post"]
USUAL_SERVICE: Service = "air_cargo"


class Measure(BaseModel):
    """How a parcel's chargeable grams are computed.

    `divisor`: cubic centimetres that count as a kilogram, 6000 in air cargo, 5000 with most couriers.
    `step_grams`: weights are rounded up to whole steps, of half a kilogram in air cargo, of a kilogram with
    couriers. `minimum_grams`: the least that is charged, in whole steps.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    divisor: int = Field(default=6000, ge=1000, le=10_000)
    step_grams: int = Field(default=500, ge=1, le=10_000)
    minimum_grams: int = Field(default=0, ge=0, le=100_000)

    @model_validator(mode="after")
    def _minimum_in_whole_steps(self) -> Measure:
        if self.minimum_grams % self.step_grams:
            raise ValueError("minimum_grams must be whole steps of step_grams")
        return self


AIR_CARGO = Measure()
"""The measure without a card: cubic centimetres / 6000, rounded up to the next half kilogram."""


class Surcharge(BaseModel):
    """A surcharge on the price of the steps: whole rupiah for each parcel, or a percentage of that price."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    rupiah: int = Field(default=0, ge=0)
    percent: int = Field(default=0, ge=0, le=200)

    @model_validator(mode="after")
    def _rupiah_or_percent(self) -> Surcharge:
        if bool(self.rupiah) == bool(self.percent):
            raise ValueError("either rupiah or percent")
        return self


class RateCard(Measure):
    """What one service to one destination costs from `valid_from` to `valid_to`, both included.

    `example`: made up, never shown as a real price.
    """

    service: Service
    first_step_rupiah: int = Field(ge=0)
    next_step_rupiah: int = Field(ge=0)
    surcharges: list[Surcharge] = []
    transit_days_least: int = Field(ge=0)
    transit_days_most: int = Field(ge=0)
    valid_from: date
    valid_to: date
    example: bool = False
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> RateCard:
        if self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        if self.transit_days_most < self.transit_days_least:
            raise ValueError("transit_days_most is less than transit_days_least")
        return self

    def holds(self, day: date) -> bool:
        """Whether the card is valid on that day."""
        return self.valid_from <= day <= self.valid_to


class FreightFile(BaseModel):
    """The whole of `config/freight.yaml`: cards by destination, the usual service first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cards: dict[str, list[RateCard]]


def chargeable_grams(
    gross_grams: int, length_mm: int, width_mm: int, height_mm: int, card: Measure = AIR_CARGO
) -> int:
    """The grams that a parcel is charged for: the larger of gross and volumetric, in whole steps of the card.

    Source: air cargo divides cubic centimetres by 6000, couriers by 5000 (published carriers' pages).
    """
    return chargeable_of_volume(gross_grams, length_mm * width_mm * height_mm, card)


def chargeable_of_volume(gross_grams: int, cubic_mm: int, card: Measure = AIR_CARGO) -> int:
    """The chargeable grams by the volume of the goods in cubic millimetres, while the carton is unknown."""
    # No unit factor: a cubic millimetre is to a cubic centimetre as a gram is to a kilogram.
    volumetric = -(-cubic_mm // card.divisor)
    steps = -(-max(gross_grams, volumetric) // card.step_grams)
    return max(steps * card.step_grams, card.minimum_grams)


def estimate(card: RateCard, grams: int) -> int:
    """The rupiah that these chargeable grams cost, by whole steps, at least one.

    Percentages apply to the price of the steps alone; each is rounded up to a whole rupiah.
    """
    steps = max(-(-max(grams, card.minimum_grams) // card.step_grams), 1)
    carried = card.first_step_rupiah + (steps - 1) * card.next_step_rupiah
    on_top = (one.rupiah + -(-carried * one.percent // 100) for one in card.surcharges)
    return carried + sum(on_top)


class Freight:
    """The rate cards by destination."""

    def __init__(self, cards: Mapping[str, Sequence[RateCard]]) -> None:
        self._cards: Final = {iso2: tuple(several) for iso2, several in cards.items()}

    @classmethod
    def read(cls, config_dir: Path, destinations: Destinations | None = None) -> Freight:
        """Reads the file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        known = Destinations.read(config_dir) if destinations is None else destinations
        file = read_yaml(config_dir / "freight.yaml", FreightFile, lambda read: _faults(read, known))
        return cls(file.cards)

    def with_overrides(self, overrides: Mapping[str, Mapping[tuple[str, date], RateCard | None]]) -> Freight:
        """These cards with overrides by destination, service and first day, newest first.

        None withdraws the card of that key. Once a destination has a real card, its made-up ones no longer
        count. The services stay in the order of the file.
        """
        merged = {iso2: _merged(self.cards(iso2), cards) for iso2, cards in overrides.items()}
        return Freight({**self._cards, **merged})

    def __iter__(self) -> Iterator[str]:
        return (iso2 for iso2, cards in self._cards.items() if cards)

    def cards(self, iso2: str) -> tuple[RateCard, ...]:
        """All cards of a destination, valid or not, the usual service first."""
        return self._cards.get(iso2, ())

    def card(self, iso2: str, day: date, service: str | None = None) -> RateCard | None:
        """The first card valid on a day, of `service` if one is named; None if there is none."""
        fitting = (one for one in self.cards(iso2) if service is None or one.service == service)
        return next((one for one in fitting if one.holds(day)), None)

    def service(self, iso2: str, day: date) -> Service:
        """The service for goods ordered on a day: that of the day's card, else air cargo."""
        card = self.card(iso2, day)
        return card.service if card else USUAL_SERVICE

    def measure(self, iso2: str, day: date) -> Measure:
        """The measure for parcels that leave on a day: that of the day's card, else of air cargo."""
        return self.card(iso2, day) or AIR_CARGO


def _faults(file: FreightFile, destinations: Destinations) -> Iterator[Fault]:
    for iso2, cards in file.cards.items():
        if iso2 not in destinations:
            yield ("cards", iso2), "is no destination of destinations.yaml"
        for (_first, one), (place, other) in combinations(enumerate(cards), 2):
            if one.service == other.service and _overlap(one, other):
                yield ("cards", iso2, place), f"a day of it has another card for {other.service}"


def _merged(
    filed: Sequence[RateCard], overrides: Mapping[tuple[str, date], RateCard | None]
) -> Sequence[RateCard]:
    cards = [card for card in overrides.values() if card is not None]
    cards += [card for card in filed if (card.service, card.valid_from) not in overrides]
    if any(not card.example for card in cards):
        cards = [card for card in cards if not card.example]
    order = list(dict.fromkeys(card.service for card in [*filed, *cards]))
    return sorted(cards, key=lambda card: order.index(card.service))


def _overlap(one: RateCard, other: RateCard) -> bool:
    return one.valid_from <= other.valid_to and other.valid_from <= one.valid_to
