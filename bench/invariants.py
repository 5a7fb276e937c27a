"""`python -m bench invariants`: checks all invariants on random consignments, without and with a database."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from pathlib import Path
from typing import Any

from bot.destinations import Destinations
from tests.shipping import test_sums
from tests.support import random_consignments

CONFIG = Path(__file__).parents[1] / "config"
DESTINATION = "TW"
NAMES = {
    "order": lambda chance: (chance.randint(0, 2), _cart(chance)),
    "answer": lambda chance: (chance.randint(0, 9), chance.randint(1, 2), chance.randint(0, 5)),
    "choose": lambda chance: (chance.randint(0, 9), chance.choice(["take", "drop"])),
    "change": lambda chance: (
        chance.randint(0, 9),
        chance.randint(0, 2),
        chance.randint(0, 40),
        _coin(chance),
    ),
    "cancel": lambda chance: (chance.randint(0, 9), _coin(chance)),
    "need_paper": lambda chance: (chance.randint(0, 9),),
    "document": lambda chance: (chance.randint(0, 9),),
    "resell": lambda chance: (chance.randint(0, 9), _coin(chance)),
    "pay": lambda chance: (chance.randint(0, 9), _coin(chance)),
    "close": lambda chance: (chance.randint(0, 2),),
    "wait": lambda chance: (chance.choice([1, 3, 20]),),
}


def _cart(chance: random.Random) -> dict[int, int]:
    return {one: chance.randint(1, 6) for one in chance.sample(range(1, 6), chance.randint(1, 3))}


def _coin(chance: random.Random) -> bool:
    return chance.random() < 0.5


def steps(seed: int) -> list[Any]:
    """Random steps: orders, and what happens to them."""
    chance = random.Random(seed)
    names = ["order"] * 4 + chance.choices([*NAMES], k=chance.randint(5, 20))
    return [(name, *NAMES[name](chance)) for name in names]


async def _traded(given: argparse.Namespace) -> None:
    for seed in range(given.seed, given.seed + given.database):
        try:
            await test_sums.traded(steps(seed))
        except AssertionError:
            sys.stderr.write(f"seed {seed} does not hold\n")
            raise


def main(words: list[str]) -> None:
    """Runs both and prints how many hold; the first failure ends it."""
    parser = argparse.ArgumentParser(prog="python -m bench invariants", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="consignments without a database")
    parser.add_argument("--database", type=int, default=300, help="trades through a database")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    start = time.perf_counter()
    random_consignments.hold(Destinations.read(CONFIG)[DESTINATION], given.seed, given.count)
    sys.stdout.write(f"{given.count} consignments hold: {time.perf_counter() - start:.0f} s\n")
    start = time.perf_counter()
    asyncio.run(_traded(given))
    sys.stdout.write(f"{given.database} trades through SQLite hold: {time.perf_counter() - start:.0f} s\n")
