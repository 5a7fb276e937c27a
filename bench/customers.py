"""The customers of the benchmarks: they mostly read, and sometimes change a cart."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.core.clock import Clock
from bot.destinations import Restrictions

DESTINATION = "TW"
FIRST_CHAT = 500_001
MOST_OF_ONE = 3


class Action(NamedTuple):
    """What one customer does, `at` seconds after the start: types a text, or taps a button with a route."""

    at: float
    chat: int
    kind: str
    says: str


def orderable(config_dir: Path) -> list[int]:
    """The ids, in a newly filled shop, of the products that may be ordered to the destination."""
    rules = Restrictions.read(config_dir)
    with (config_dir / "catalog.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        number
        for number, row in enumerate(rows, start=1)
        if not rules.verdict(DESTINATION, row["classes"].split(";"), Clock().today()).blocks
        and (not row["stock"] or int(row["stock"]) >= MOST_OF_ONE)
    ]


class Crowd:
    """Customers who do the same in every round. `changing` is the share of cart changes."""

    def __init__(self, customers: int, products: Sequence[int], changing: float, seed: int) -> None:
        self.chats = range(FIRST_CHAT, FIRST_CHAT + customers)
        self._products = products
        self._changing = changing
        self._random = random.Random(seed)

    def arrive(self) -> list[Action]:
        """Everybody types /start, chooses the destination and adds one product; not measured."""
        arriving = [Action(0.0, chat, "text", "/start") for chat in self.chats]
        choosing = [Action(0.0, chat, "tap", f"to/{DESTINATION}") for chat in self.chats]
        return [*arriving, *choosing, *(Action(0.0, chat, "tap", self._change()) for chat in self.chats)]

    def backlog(self, count: int, kind: str = "tap") -> list[Action]:
        """So many updates that are all due at once."""
        return [self._one(0.0, kind) for _ in range(count)]

    def stream(self, rate: float, seconds: float, kind: str = "tap") -> list[Action]:
        """Updates that come at random moments (a Poisson process), whether or not the answers keep up."""
        return [self._one(at, kind) for at in self._moments(rate, seconds)]

    def _moments(self, rate: float, seconds: float) -> Iterator[float]:
        at = self._random.expovariate(rate)
        while at < seconds:
            yield at
            at += self._random.expovariate(rate)

    def _one(self, at: float, kind: str) -> Action:
        route = self._change() if self._random.random() < self._changing else self._read()
        return Action(at, self._random.choice(self.chats), kind, route)

    def _change(self) -> str:
        return f"cart/set/{self._random.choice(self._products)}/{self._random.randint(1, MOST_OF_ONE)}"

    def _read(self) -> str:
        product = f"product/{self._random.choice(self._products)}"
        return self._random.choice(["browse", "shelf/food-snack/1", product, "cart", "orders"])
