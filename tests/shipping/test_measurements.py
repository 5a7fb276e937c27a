"""Weight and size as people type them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shipping.measurements import MOST_GRAMS, MOST_MM, Measured, MeasureRefused, parse_measured


@pytest.mark.parametrize(
    ("typed", "grams", "sides"),
    [
        ("2,35 kg 40x30x25", 2350, (400, 300, 250)),
        ("2350 g 40 30 25 cm", 2350, (400, 300, 250)),
        ("2.35kg", 2350, None),
        ("2.35kg40x30x25", 2350, (400, 300, 250)),
        ("2,35 40x30x25", 2350, (400, 300, 250)),
        ("2 KG, 40 × 30 × 25,5 cm", 2000, (400, 300, 255)),
        ("2 kg 40cm x 30cm x 25.25cm", 2000, (400, 300, 253)),
        ("2 kg 400*300*250 mm", 2000, (400, 300, 250)),
        ("1.250 g", 1250, None),
        ("1.250 kg", 1250, None),
        ("1,250", 1250, None),
        ("0,5 kilo", 500, None),
        ("1000 kg 300x300x300", MOST_GRAMS, (3000, 3000, 3000)),
    ],
)
def test_weight_and_size_are_read_to_the_gram_and_the_millimetre(typed, grams, sides):
    assert parse_measured(typed) == Measured(grams, sides)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "unreadable"),
        ("berat banget", "unreadable"),
        ("-2 kg", "unreadable"),
        ("2 kg 40,30,25", "unreadable"),
        ("40x30x25 2 kg", "unreadable"),
        ("2٫35 kg", "unreadable"),
        ("2 kg " + "4" * 200, "unreadable"),
        ("2", "no_unit"),
        ("2350 40x30x25", "no_unit"),
        ("0 kg", "no_weight"),
        ("1000,001 kg", "too_heavy"),
        ("2,3456 kg", "too_exact"),
        ("2,5 g", "too_exact"),
        ("2 kg 40x30", "three_sides"),
        ("2 kg 40x30x25x10", "three_sides"),
        ("2 kg 40x0x25", "three_sides"),
        ("2 kg 40 cm 30 cm 250 mm", "three_sides"),
        ("2 kg 300,1x1x1", "too_long"),
    ],
)
def test_wrong_weight_or_size_is_refused_with_its_code(typed, code):
    with pytest.raises(MeasureRefused) as refused:
        parse_measured(typed)
    assert refused.value.code == code


@given(st.integers(1, MOST_GRAMS), st.tuples(*[st.integers(1, MOST_MM)] * 3), st.sampled_from(",."))
def test_formatted_measurements_are_parsed_back(grams, sides, comma):
    kilograms = f"{grams // 1000}{comma}{grams % 1000:03} kg"
    size = "x".join(f"{one // 10}{comma}{one % 10}" for one in sides)
    assert parse_measured(f"{kilograms} {size}") == Measured(grams, sides)
    assert parse_measured(f"{grams} g") == Measured(grams)


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text):
    with contextlib.suppress(MeasureRefused):
        assert 0 < parse_measured(text).gross_grams <= MOST_GRAMS
