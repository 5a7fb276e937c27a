"""No text takes the reader long: what is too long, or too much work, is not read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.hostile_texts import DEAR, hostile
from bench.labelled import demo_wares, reader_of
from bench.understanding import grown
from bot.understanding import Interpretation, Interpreter
from bot.understanding.effort import LONGEST, MOST_TOKENS
from tests.support.reader import read, reader

MOST_CALLS = 520_000
"""Calls of functions within the 50 ms that a message may take; the dearest messages known make 350,000."""
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


@pytest.mark.parametrize(
    "part", [*DEAR[:2], *(pytest.param(part, marks=pytest.mark.long) for part in DEAR[2:])]
)
def test_no_repetition_costs_more_than_the_limit(part: str) -> None:
    for text in hostile(reader(), part):
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


@pytest.mark.long
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
    for few in (unknown[::4], unknown[1::4]):
        assert not _reader_of_many().read(" ".join(few)).too_long
    assert _reader_of_many().read(" ".join(unknown * 2)).too_long


def test_long_lists_as_people_type_them_are_read() -> None:
    wares = demo_wares()
    by_name = ", ".join(f"{one.name_id} {at + 2}" for at, one in enumerate(wares))
    in_lines = "\n".join(f"- {one.aliases[0] if one.aliases else one.name_id} 2" for one in wares)
    assert not read(by_name).too_long
    assert not read(in_lines).too_long
    assert len(read(by_name).lines) > 80
