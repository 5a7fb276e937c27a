"""Quotes: costs, limits and likely tax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import Destinations, Restrictions
from bot.destinations.prices.exchange_rates import RateEntry, Rates
from bot.destinations.prices.rate_cards import Freight, estimate
from bot.documents.imports.catalog import catalogue_of
from bot.ordering.quotes import chargeable_with, grams_left, quote, taxable
from bot.ordering.shop import open_shop

CONFIG = Path(__file__).parents[2] / "config"
HOUSE = open_shop(CONFIG)
GOODS = catalogue_of(CONFIG, HOUSE.restrictions.known_classes)
DAY = date(2026, 11, 23)
WANTED = st.lists(
    st.tuples(st.sampled_from(list(GOODS.by_id.values())), st.integers(1, 999)), min_size=1, max_size=8
)
DESTINATIONS = st.sampled_from(HOUSE.destinations.all())


@given(DESTINATIONS, WANTED)
def test_sums_are_those_of_the_lines_plus_freight(destination, wanted):
    answer = quote(HOUSE, destination, wanted, DAY)
    assert answer.goods_rupiah == sum(line.rupiah for line in answer.lines)
    assert answer.grams == sum(line.grams for line in answer.lines)
    assert answer.chargeable_grams >= answer.grams
    assert answer.total_rupiah == answer.goods_rupiah + (answer.freight_rupiah or 0)
    assert (answer.freight_rupiah is None) == (answer.card is None)
    if answer.card:
        assert answer.freight_rupiah == estimate(answer.card, answer.chargeable_grams)


@given(DESTINATIONS, WANTED)
def test_more_pieces_never_cost_less_nor_remove_a_warning(destination, wanted):
    doubled = [(ware, 2 * pieces) for ware, pieces in wanted]
    one, two = (quote(HOUSE, destination, lines, DAY) for lines in (wanted, doubled))
    assert (two.freight_rupiah or 0) >= (one.freight_rupiah or 0)
    assert {found.rule for found in one.exceeded} <= {found.rule for found in two.exceeded}
    assert two.taxable or not one.taxable
    assert [line.verdict for line in one.lines] == [line.verdict for line in two.lines]


def test_freight_is_not_known_on_a_day_without_a_valid_card():
    answer = quote(HOUSE, HOUSE.destinations["TW"], [(GOODS.by_sku["SOLO-001"], 3)], date(2031, 1, 1))
    assert (answer.card, answer.freight_rupiah, answer.total_rupiah) == (None, None, 72_000)
    assert answer.chargeable_grams == 3000


@pytest.mark.parametrize(
    ("iso2", "goods", "worth"),
    [
        ("TW", 2000 * 535, None),
        ("TW", 2000 * 535 + 535, Decimal("2001.00")),
        ("KR", 150 * 16_600 + 16_600, Decimal("151.00")),
        ("NL", 19_250, Decimal("1.00")),
        ("NL", 0, None),
        ("OM", 10**9, None),
    ],
)
def test_goods_above_the_duty_free_limit_are_likely_taxed(iso2, goods, worth):
    found = taxable(HOUSE.destinations[iso2], HOUSE.rates, goods)
    assert (found and found.about and found.about.amount) == worth


def test_tax_is_likely_when_there_is_no_exchange_rate():
    found = taxable(HOUSE.destinations["JP"], Rates({}), 1000)
    assert found is not None
    assert (found.free, found.currency, found.about) == (10_000, "JPY", None)


def test_quote_depends_only_on_its_inputs():
    stated = RateEntry.model_validate({"rupiah": "1", "date": DAY, "source": "x"})
    basis = SimpleNamespace(
        restrictions=Restrictions.read(CONFIG, Destinations.read(CONFIG)),
        rates=Rates({"TWD": stated}),
        freight=Freight({}),
        limits=HOUSE.limits,
    )
    answer = quote(basis, HOUSE.destinations["TW"], [(GOODS.by_sku["SOLO-001"], 1)], DAY)
    assert (answer.freight_rupiah, answer.taxable is not None) == (None, True)


@given(DESTINATIONS, WANTED, st.sampled_from(list(GOODS.by_id.values())))
def test_goods_that_fit_into_the_step_cost_no_more_freight(destination, wanted, ware):
    found = quote(HOUSE, destination, wanted, DAY)
    with_it = quote(HOUSE, destination, [*wanted, (ware, 1)], DAY)
    assert chargeable_with(found, ware) == with_it.chargeable_grams
    if chargeable_with(found, ware) == found.chargeable_grams:
        assert with_it.freight_rupiah == found.freight_rupiah
        assert ware.gross_grams <= grams_left(found)
