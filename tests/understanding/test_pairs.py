"""Pairs of messages that differ in little and mean something else: each must be read as what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.understanding import Interpretation
from tests.support.reader import read, short

TABLE = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))
PAIRS = [(group["kind"], pair) for group in TABLE for pair in group["pairs"]]


@dataclass(frozen=True, slots=True)
class Side:
    """One message of a pair, and what it says."""

    kind: str
    text: str
    expected: str
    known_fault: bool


def sides() -> Iterator[Side]:
    for kind, pair in PAIRS:
        for name in ("a", "b"):
            text, expected = pair[name]
            yield Side(kind, text, expected, name in str(pair.get("fault", "")).split())


def said(told: Interpretation) -> str:
    """A reading as the table writes it."""
    if told.intent == "edit":
        done = [
            f"{one.op} {short(one.sku)}{f'={one.quantity}' if one.quantity else ''}" for one in told.edits
        ]
    else:
        done = [f"{short(one.sku)}={one.quantity}" for one in told.lines]
    done += [f"?{','.join(map(short, one.any_of))}={one.quantity}" for one in told.unclear]
    return _written(told.intent, done, told.destination)


def _written(intent: str, done: list[str], country: str | None) -> str:
    return " ".join(part for part in (intent, "; ".join(sorted(done)), country or "") if part)


def expected(text: str) -> str:
    """What the table says, in the order in which readings are written."""
    intent, _, rest = text.partition(" ")
    last = rest.rpartition(" ")[2]
    country = last if last.isupper() and len(last) == 2 else None
    done = rest.removesuffix(country or "").strip()
    return _written(intent, [one.strip() for one in done.split(", ") if one.strip()], country)


def _as_parameter(side: Side) -> Any:
    marks = [pytest.mark.xfail(reason="read wrongly today", strict=True)] if side.known_fault else []
    return pytest.param(side, marks=marks, id=f"{side.kind}: {side.text}")


@pytest.mark.parametrize("side", [*map(_as_parameter, sides())])
def test_each_message_of_a_pair_is_read_as_what_it_says(side: Side) -> None:
    assert said(read(side.text)) == expected(side.expected)


def test_the_two_of_a_pair_mean_something_else_or_hold_a_number_that_counts_nothing() -> None:
    """There are sixty pairs and more; where both read alike, a number of the second must be no quantity."""
    assert len(PAIRS) >= 60
    alike = [pair for _kind, pair in PAIRS if expected(pair["a"][1]) == expected(pair["b"][1])]
    assert all(any(sign.isdigit() for sign in pair["b"][0]) for pair in alike)
