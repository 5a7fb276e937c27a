"""No text takes the reader long: what is too long, or too much work, is not read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.understanding import demo_wares, grown, reader_of
from bot.understanding import Interpretation, Interpreter
from bot.understanding.effort import LONGEST, MOST_TOKENS
from tests.support.reader import read, reader

MOST_CALLS = 800_000
"""Calls of functions within the 50 ms that a message may take; the dearest messages known make 530,000."""
DEAR = [
    "karak 2, ",
    "karak\n2\n",
    "kerbau? noodles\n",
    "60? kampus ",
    "Dublin? ave? ",
    "SG? ",
    "2, bmbu\n",
    "2, ",
]
"""What costs most when it is repeated, found by trying."""
MANY_PRODUCTS = 3000


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called meanwhile: a measure that no busy machine changes."""
    count = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def longest_read(part: str) -> str:
    """As many repetitions as are still read."""
    fewest, most = 1, LONGEST // len(part)
    while fewest < most:
        count = (fewest + most + 1) // 2
        fewest, most = (fewest, count - 1) if read(part * count).too_long else (count, most)
    return part * fewest


@pytest.mark.parametrize("part", DEAR)
def test_no_repetition_costs_more_than_the_limit(part: str) -> None:
    for text in (part * (4096 // len(part)), longest_read(part), longest_read(part) + part * 3):
        reader().forget()
        assert calls_of(lambda text=text: read(text)) < MOST_CALLS


@cache
def _reader_of_many() -> Interpreter:
    return reader_of(grown(demo_wares(), MANY_PRODUCTS))


WORDS = [one.strip() for one in DEAR] + [
    "fxzvjit",
    "aiueokk",
    "krpk",
    "ke",
    "Taiwan",
    "buat Rina",
    "?",
    "\n",
    "1",
]


@settings(max_examples=25, deadline=None)
@example(["buat Rina"], "")
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from(["", " ", ", ", "? ", "\n"]))
def test_no_text_costs_more_than_the_limit_in_a_large_catalogue_either(
    parts: list[str], between: str
) -> None:
    text = (" ".join(parts) + between) * 400
    _reader_of_many().forget()
    assert calls_of(lambda: _reader_of_many().read(text[:LONGEST])) < MOST_CALLS


def test_text_that_is_too_long_says_nothing_else() -> None:
    nothing = Interpretation("other", too_long=True)
    assert read("karak 2, " * 444) == nothing
    assert read("a" * 2001) == nothing
    assert read("x " * (MOST_TOKENS + 1)) == nothing
    assert reader().amount("2" + " " * LONGEST) is None


def test_whether_a_text_is_read_does_not_hang_on_earlier_ones() -> None:
    unknown = [f"{first}{second}kxorta" for first in "bcdfghjklmnprstvwyz" for second in "aeiou"]
    _reader_of_many().forget()
    for half in (unknown[::2], unknown[1::2]):
        assert not _reader_of_many().read(" ".join(half)).too_long
    assert _reader_of_many().read(" ".join(unknown * 2)).too_long


def test_long_lists_as_people_type_them_are_read() -> None:
    wares = demo_wares()
    by_name = ", ".join(f"{one.name_id} {at + 2}" for at, one in enumerate(wares))
    in_lines = "\n".join(f"- {one.aliases[0] if one.aliases else one.name_id} 2" for one in wares)
    assert not read(by_name).too_long
    assert not read(in_lines).too_long
    assert len(read(by_name).lines) > 80
