"""The split of the real freight of a shipment over its orders."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shipping.freight_split import NotDivisible, split

BILLS = st.integers(0, 10**10)
WEIGHTS = st.dictionaries(st.integers(1, 10_000), st.integers(0, 60_000), min_size=1, max_size=40).filter(
    lambda weights: any(weights.values())
)


@given(BILLS, WEIGHTS)
def test_the_shares_add_up_to_the_bill_exactly(bill, weights):
    shares = split(bill, weights)
    assert sum(shares.values()) == bill
    assert shares.keys() == weights.keys()


@given(BILLS, WEIGHTS, st.randoms())
def test_order_of_the_input_does_not_matter(bill, weights, random):
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert list(split(bill, dict(shuffled)).items()) == list(split(bill, weights).items())


@given(BILLS, WEIGHTS)
def test_nobody_with_more_weight_pays_less(bill, weights):
    shares = split(bill, weights)
    by_weight = sorted(weights, key=lambda key: weights[key])
    for lighter, heavier in pairwise(by_weight):
        if weights[lighter] < weights[heavier]:
            assert shares[lighter] <= shares[heavier]


@given(BILLS, WEIGHTS)
def test_every_share_is_within_a_rupiah_of_the_exact_one(bill, weights):
    total = sum(weights.values())
    for key, share in split(bill, weights).items():
        assert abs(share * total - bill * weights[key]) < total


def test_between_equals_the_smaller_key_pays_the_rupiah_more():
    assert split(100, {"c": 5, "a": 5, "b": 5}) == {"a": 34, "b": 33, "c": 33}


def test_zero_weight_pays_nothing():
    assert split(101, {"a": 0, "b": 1, "c": 1, "d": 0}) == {"a": 0, "b": 51, "c": 50, "d": 0}


def test_zero_bill_is_split_even_without_weights():
    assert split(0, {"a": 0, "b": 0}) == {"a": 0, "b": 0}
    assert split(0, {}) == {}


@pytest.mark.parametrize(
    ("bill", "weights", "code"),
    [
        (1, {"a": 0, "b": 0}, "no_weight"),
        (1, {}, "no_weight"),
        (-1, {"a": 1}, "negative_bill"),
        (1, {"a": 2, "b": -1}, "negative_weight"),
        (1, {"a": 1, "b": -1}, "negative_weight"),
    ],
)
def test_a_bill_that_cannot_be_split_is_refused(bill, weights, code):
    with pytest.raises(NotDivisible) as refused:
        split(bill, weights)
    assert refused.value.code == code
