"""The cost of carrying by rate card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ConfigRefused
from bot.destinations import Destinations
from bot.destinations.prices.rate_cards import (
    AIR_CARGO,
    Freight,
    Measure,
    RateCard,
    chargeable_grams,
    chargeable_of_volume,
    estimate,
)

CONFIG = Path(__file__).parents[2] / "config"
DESTINATIONS = Destinations.read(CONFIG)
FREIGHT = Freight.read(CONFIG, DESTINATIONS)
DAY = date(2026, 11, 23)
COURIER = Measure(divisor=5000, step_grams=1000, minimum_grams=1000)
STATED = {
    "service": "air_cargo",
    "first_step_rupiah": 90_000,
    "next_step_rupiah": 30_000,
    "transit_days_least": 4,
    "transit_days_most": 8,
    "valid_from": date(2026, 1, 1),
    "valid_to": date(2026, 12, 31),
    "source": "contoh",
}


def card(**stated: object) -> RateCard:
    return RateCard.model_validate(STATED | stated)


@pytest.mark.parametrize(
    ("gross", "size", "measure", "grams"),
    [
        (1, (1, 1, 1), AIR_CARGO, 500),
        (500, (100, 100, 100), AIR_CARGO, 500),
        (501, (100, 100, 100), AIR_CARGO, 1000),
        (900, (300, 200, 100), AIR_CARGO, 1000),
        (900, (300, 200, 101), AIR_CARGO, 1500),
        (1_000, (600, 400, 300), AIR_CARGO, 12_000),
        (1_000, (600, 400, 300), COURIER, 15_000),
        (1_010, (10, 10, 10), COURIER, 2_000),
        (14_000, (585, 500, 300), AIR_CARGO, 15_000),
        (0, (0, 0, 0), COURIER, 1_000),
        (0, (0, 0, 0), AIR_CARGO, 0),
        (10, (1, 1, 1), Measure(step_grams=500, minimum_grams=3000), 3_000),
    ],
)
def test_larger_of_gross_and_volumetric_is_charged_in_whole_steps(gross, size, measure, grams):
    assert chargeable_grams(gross, *size, measure) == grams


@given(st.integers(0, 10**6), st.integers(0, 10**10), st.integers(1, 2000), st.integers(1000, 9000))
def test_chargeable_grams_are_the_fewest_whole_steps_that_hold_both(gross, volume, step, divisor):
    grams = chargeable_of_volume(gross, volume, Measure(divisor=divisor, step_grams=step))
    assert grams % step == 0
    assert grams >= gross
    assert grams * divisor >= volume
    fewer = grams - step
    assert fewer < 0 or fewer < gross or fewer * divisor < volume


@pytest.mark.parametrize(
    ("grams", "rupiah"),
    [(0, 90_000), (1, 90_000), (500, 90_000), (501, 120_000), (1000, 120_000), (3500, 270_000)],
)
def test_first_step_has_one_price_and_every_other_step_another(grams, rupiah):
    assert estimate(card(), grams) == rupiah


def test_surcharges_apply_to_the_steps_and_not_to_each_other():
    surcharges = [{"name": "fuel", "percent": 10}, {"name": "papers", "rupiah": 5_000}]
    assert estimate(card(surcharges=surcharges), 1000) == 120_000 + 12_000 + 5_000
    assert estimate(card(first_step_rupiah=101, surcharges=surcharges[:1]), 500) == 101 + 11


def test_less_than_the_minimum_costs_as_much_as_the_minimum():
    assert estimate(card(minimum_grams=2000), 500) == 90_000 + 3 * 30_000


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_heavier_parcel_is_never_cheaper(one, other):
    light, heavy = sorted((one, other))
    assert estimate(card(), light) <= estimate(card(), heavy)


def test_every_first_wave_country_has_a_card_marked_as_an_example():
    assert {one.iso2 for one in DESTINATIONS if FREIGHT.cards(one.iso2)} == {
        one.iso2 for one in DESTINATIONS.first_wave()
    }
    cards = [one for country in DESTINATIONS for one in FREIGHT.cards(country.iso2)]
    assert all(one.example and "contoh" in one.source for one in cards)


def test_day_without_a_valid_card_has_none():
    assert FREIGHT.card("TW", date(2025, 12, 31)) is None
    assert FREIGHT.card("TW", date(2028, 1, 1)) is None
    assert FREIGHT.card("MY", DAY) is None
    assert FREIGHT.card("XX", DAY) is None


def test_card_is_valid_on_its_first_and_last_day():
    freight = Freight({"TW": [card()]})
    assert freight.card("TW", date(2026, 1, 1)) == freight.card("TW", date(2026, 12, 31)) == card()


def test_the_first_card_is_used_unless_a_service_is_named():
    usual, express = FREIGHT.card("JP", DAY), FREIGHT.card("JP", DAY, "express")
    assert usual is not None
    assert express is not None
    assert (usual.service, express.service) == ("air_cargo", "express")
    assert (express.divisor, express.step_grams) == (5000, 1000)
    assert FREIGHT.card("JP", DAY, "post") is None


GOOD = (
    "service: air_cargo, first_step_rupiah: 9, next_step_rupiah: 3, transit_days_least: 4, "
    "transit_days_most: 8, valid_from: 2026-01-01, valid_to: 2026-12-31, source: x"
)


def written(folder: Path, *cards: str, country: str = "TW") -> Path:
    lines = "".join(f"    - {{{one}}}\n" for one in cards)
    (folder / "freight.yaml").write_text(f"# freight\ncards:\n  {country}:\n{lines}", encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigRefused) as refused:
        Freight.read(folder, DESTINATIONS)
    (complaint,) = refused.value.complaints
    return complaint.partition("freight.yaml:")[2]


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (GOOD.replace("air_cargo", "pigeon"), "Input should be"),
        (GOOD.replace("rupiah: 9", "rupiah: 9.5"), "valid integer"),
        (GOOD.replace("rupiah: 9", "rupiah: -9"), "greater than or equal"),
        (GOOD.replace("valid_to: 2026", "valid_to: 2025"), "valid_to is before valid_from"),
        (GOOD.replace("most: 8", "most: 3"), "less than transit_days_least"),
        (f"{GOOD}, minimum_grams: 700", "whole steps"),
        (f"{GOOD}, divisor: 0", "greater than or equal"),
        (f"{GOOD}, colour: red", "Extra inputs"),
        (f"{GOOD}, surcharges: [{{name: fuel}}]", "either rupiah or percent"),
        (GOOD.replace(", source: x", ""), "Field required"),
    ],
)
def test_wrong_card_is_refused_with_its_line(tmp_path, wrong, complaint):
    said = refusal(written(tmp_path, GOOD.replace("2026-01-01", "2026-12-01"), wrong))
    assert said.startswith("5: cards.TW.1")
    assert complaint in said


def test_two_cards_of_one_service_may_not_share_a_day(tmp_path):
    later = GOOD.replace("2026-01-01", "2026-12-31").replace("valid_to: 2026", "valid_to: 2027")
    assert refusal(written(tmp_path, GOOD, later)).startswith("5: cards.TW.1: a day of it has another")
    written(tmp_path, GOOD, later.replace("2026-12-31", "2027-01-01"), later.replace("air_cargo", "post"))
    assert len(Freight.read(tmp_path, DESTINATIONS).cards("TW")) == 3


def test_country_that_is_no_destination_is_refused(tmp_path):
    assert refusal(written(tmp_path, GOOD, country="ZZ")).startswith("3: cards.ZZ: is no destination")
