"""A linear model with whole-number weights, and the file of several of them."""

from __future__ import annotations

import base64
import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.learned.features import BUCKETS

FILE = Path(__file__).with_name("weights.json")
MOST_WEIGHT = 127


@dataclass(frozen=True, slots=True)
class Linear:
    """A weight in each bucket for each class; the class with the largest sum is chosen."""

    weights: Mapping[str, Sequence[int]]

    def score(self, name: str, buckets: Sequence[int]) -> int:
        """The sum of a class."""
        return sum(map(self.weights[name].__getitem__, buckets))

    def choose(self, buckets: Sequence[int]) -> tuple[str, int]:
        """The class, and how far its sum is above the next one's."""
        sums = sorted(
            (sum(map(weights.__getitem__, buckets)), name) for name, weights in self.weights.items()
        )
        (second, _name), (best, chosen) = sums[-2:]
        return chosen, best - second


def loaded(path: Path = FILE) -> dict[str, Linear]:
    """The models of the file, by name."""
    read = json.loads(path.read_text(encoding="ascii"))
    return {
        name: Linear({one: array("b", base64.b64decode(text)) for one, text in classes.items()})
        for name, classes in read.items()
    }


def written(models: Mapping[str, Linear]) -> str:
    """The text of the file. The weights of a model are made smaller together, so that each fits in a byte."""
    return json.dumps({name: _coded(one) for name, one in models.items()}, indent=0) + "\n"


def _coded(model: Linear) -> dict[str, str]:
    largest = max(abs(weight) for weights in model.weights.values() for weight in weights)
    return {
        name: base64.b64encode(
            array("b", [_rounded(weight * MOST_WEIGHT, largest) for weight in weights])
        ).decode()
        for name, weights in model.weights.items()
    }


def _rounded(number: int, divisor: int) -> int:
    """The nearest whole number, by whole numbers alone: the same on every machine."""
    return (2 * number + divisor) // (2 * divisor)


def empty(classes: Sequence[str]) -> dict[str, list[int]]:
    """Weights of nothing."""
    return {name: [0] * BUCKETS for name in classes}
