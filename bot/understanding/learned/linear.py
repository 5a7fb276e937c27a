"""A linear model with whole-number weights, and the file of several of them."""

from __future__ import annotations

import base64
import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("weights.json")


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
