"""What carrying costs: rate cards by destination and service. Integers only.

They stand in `config/freight.yaml`; what was stated by chat or command wins over it.
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
    """How a parcel's chargeable grams are found.

    `divisor`: cubic centimetres that count as a kilogram, 6000 in air cargo, 5000 with most couriers;
    `step_grams`: weights are rounded up to whole steps of this, half a kilogram in air cargo, a kilogram
    with couriers; `minimum_grams`: whole steps too.
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
"""The measure where no card says another: cubic centimetres / 6000, up to the next half kilogram."""


class Surcharge(BaseModel):
    """What comes on top of the steps: whole rupiah a parcel, or per cent of the steps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    rupiah: int = Field(default=0, ge=0)
    percent: int = Field(default=0, ge=0, le=200)

    @model_validator(mode="after")
    def _one_of_both(self) -> Surcharge:
        if bool(self.rupiah) == bool(self.percent):
            raise ValueError("either rupiah or percent")
        return self


class RateCard(Measure):
    """What one service to one destination costs, from a day to a day, as somebody stated it.

    `example`: made up, never to be shown as a real price. Both days are included.
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
    """The grams a parcel is charged by: the larger of gross and volumetric, in whole steps of the card.

    Source: air cargo divides cubic centimetres by 6000, couriers by 5000 (published carriers' pages).
    """
    return chargeable_of_volume(gross_grams, length_mm * width_mm * height_mm, card)


def chargeable_of_volume(gross_grams: int, cubic_mm: int, card: Measure = AIR_CARGO) -> int:
    """The same while the carton is not known: by the volume of what goes into it, in cubic millimetres."""
    # A cubic millimetre is a thousandth of a cubic centimetre as a gram is of a kilogram.
    volumetric = -(-cubic_mm // card.divisor)
    steps = -(-max(gross_grams, volumetric) // card.step_grams)
    return max(steps * card.step_grams, card.minimum_grams)


def estimate(card: RateCard, grams: int) -> int:
    """The rupiah that so many chargeable grams cost; a part of a step is a whole one, none is one.

    Per cents are of the steps alone and each is rounded up to a whole rupiah.
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
        """The file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        known = Destinations.read(config_dir) if destinations is None else destinations
        file = read_yaml(config_dir / "freight.yaml", FreightFile, lambda read: _faults(read, known))
        return cls(file.cards)

    def laid_over(self, stated: Mapping[str, Mapping[tuple[str, date], RateCard | None]]) -> Freight:
        """These cards with others that win over them, by destination, service and first day, newest first.

        None withdraws the card of that key. Once a destination has a real card, made-up ones no longer
        count there. The services stay in the order of the file.
        """
        both = {iso2: _merged(self.cards(iso2), said) for iso2, said in stated.items()}
        return Freight({**self._cards, **both})

    def __iter__(self) -> Iterator[str]:
        return (iso2 for iso2, cards in self._cards.items() if cards)

    def cards(self, iso2: str) -> tuple[RateCard, ...]:
        """All cards of a destination, valid or not, the usual service first."""
        return self._cards.get(iso2, ())

    def card(self, iso2: str, day: date, service: str | None = None) -> RateCard | None:
        """The first card that is valid on the day, of that service where one is named; else None."""
        fitting = (one for one in self.cards(iso2) if service is None or one.service == service)
        return next((one for one in fitting if one.holds(day)), None)

    def service(self, iso2: str, day: date) -> Service:
        """What goods that are ordered on that day go by: the service of the day's card, else air cargo."""
        card = self.card(iso2, day)
        return card.service if card else USUAL_SERVICE

    def measure(self, iso2: str, day: date) -> Measure:
        """How parcels that leave on that day are charged: by the card of the day, else as air cargo."""
        return self.card(iso2, day) or AIR_CARGO


def _faults(file: FreightFile, destinations: Destinations) -> Iterator[Fault]:
    for iso2, cards in file.cards.items():
        if iso2 not in destinations:
            yield ("cards", iso2), "is no destination of destinations.yaml"
        for (_first, one), (place, other) in combinations(enumerate(cards), 2):
            if one.service == other.service and _overlap(one, other):
                yield ("cards", iso2, place), f"a day of it has another card for {other.service}"


def _merged(
    filed: Sequence[RateCard], stated: Mapping[tuple[str, date], RateCard | None]
) -> Sequence[RateCard]:
    cards = [one for one in stated.values() if one is not None]
    cards += [one for one in filed if (one.service, one.valid_from) not in stated]
    if any(not one.example for one in cards):
        cards = [one for one in cards if not one.example]
    order = list(dict.fromkeys(one.service for one in [*filed, *cards]))
    return sorted(cards, key=lambda one: order.index(one.service))


def _overlap(one: RateCard, other: RateCard) -> bool:
    return one.valid_from <= other.valid_to and other.valid_from <= one.valid_to
