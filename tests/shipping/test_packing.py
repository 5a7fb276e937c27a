"""Orders are packed into cartons: who shares one, what is split, nothing is lost or counted twice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import count, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import Destinations
from bot.shipping.manifests.packing import Addressed, consignees, pack
from tests.support import random_consignments

TAIWAN = Destinations.read(Path(__file__).parents[2] / "config")["TW"]
CONSIGNMENTS = 1_000
"""`python -m bench invariants` runs ten thousand."""
LINES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 30)), max_size=6)


def test_random_consignments_keep_the_invariants() -> None:
    random_consignments.hold(TAIWAN, 20261204, CONSIGNMENTS)


def test_same_orders_are_always_packed_the_same_way() -> None:
    for seed in range(200):
        twice = [random_consignments.random_orders(random.Random(seed)) for _ in range(2)]
        one, other = (random_consignments.consigned(orders, TAIWAN) for orders in twice)
        assert one.rows == other.rows


def test_a_name_that_no_list_knows_stands_in_the_notes_of_the_parcel() -> None:
    orders = [one for one in random_consignments.random_orders(random.Random(1)) if one.state == "placed"]
    orders[0].address_typed = orders[0].address_typed | {"city": "Desa Baru"}
    orders[0].unlisted = {"city": "Desa Baru", "country_area": "Desa Lain"}
    notes = [row.parcel["note"] for row in random_consignments.consigned(orders, TAIWAN).rows]
    assert sum("check the address: “Desa Baru”" in note for note in notes) >= 1
    assert not any("Desa Lain" in note for note in notes)


@given(LINES, st.integers(1, 900))
def test_every_piece_lies_in_one_carton_and_none_is_too_heavy(
    lines: list[tuple[int, int]], most: int
) -> None:
    packed = pack(lines, most)
    for place, (_grams, pieces) in enumerate(lines):
        assert sum(carton.get(place, 0) for carton in packed) == pieces
    for carton in packed:
        grams = sum(lines[place][0] * pieces for place, pieces in carton.items())
        assert grams <= most or sum(carton.values()) == 1


@given(LINES, st.integers(1, 900))
def test_no_two_cartons_fit_into_one(lines: list[tuple[int, int]], most: int) -> None:
    weights = sorted(
        sum(lines[place][0] * pieces for place, pieces in one.items()) for one in pack(lines, most)
    )
    assert len(weights) < 2 or weights[0] + weights[1] > most


@pytest.mark.parametrize(
    ("lines", "most", "cartons"),
    [
        ([], 30_000, []),
        ([(240, 10)], 30_000, [{0: 10}]),
        ([(10_000, 7)], 30_000, [{0: 3}, {0: 3}, {0: 1}]),
        ([(31_000, 2), (100, 1)], 30_000, [{0: 1}, {0: 1}, {1: 1}]),
        ([(1_000, 5), (30_000, 1)], 30_000, [{1: 1}, {0: 5}]),
        ([(15_000, 1), (16_000, 1), (14_000, 1), (15_000, 1)], 30_000, [{1: 1, 2: 1}, {0: 1, 3: 1}]),
    ],
)
def test_too_heavy_goods_are_split_by_whole_pieces(
    lines: Sequence[tuple[int, int]], most: int, cartons: list[dict[int, int]]
) -> None:
    assert pack(lines, most) == cartons


def test_one_customer_with_one_address_shares_cartons_and_nobody_else_does() -> None:
    ids = count(1)
    places = [{"city": "Taipei"}, {"city": "Taichung"}]
    varied = [*product((1, 2), ("Sari", "Siti"), ("+1", "+2"), places)]
    orders = [Addressed(next(ids), *facts) for facts in [*varied, *varied]]
    together = consignees(orders)
    assert together == [(one, one + 16) for one in range(1, 17)]
