"""Customers type the labelled messages in random order, with taps between: nothing happens unasked."""

from __future__ import annotations

import itertools
import os
import random
from pathlib import Path

import pytest

from bench.labelled import batch
from tests.support.one_process import one_process
from tests.support.random_customers import Talker, Walk
from tests.support.running_shop import opened

CUSTOMERS = 8
ROUNDS = int(os.environ.get("WALK_ROUNDS", "140"))
SEEDS = range(int(os.environ.get("WALK_SEEDS", "2")))
FEW = 30
MORE = 150


def talkers(seed: int) -> list[Talker]:
    """Customers with all messages of one batch and some of the other, each in a random order."""
    customers = []
    for number in range(CUSTOMERS):
        chance = random.Random(seed * CUSTOMERS + number)
        texts = [*batch("given").messages, *chance.sample(batch("mended").messages, MORE)]
        chance.shuffle(texts)
        customers.append(Talker(f"talker-{number}", chance, itertools.cycle(texts)))
    return customers


@pytest.mark.parametrize(
    ("seed", "rounds"), [(0, FEW), *(pytest.param(seed, ROUNDS, marks=pytest.mark.long) for seed in SEEDS)]
)
async def test_random_messages_place_change_and_empty_nothing_unasked(
    sqlite_url: str, filled_database: Path, seed: int, rounds: int
) -> None:
    async with opened(sqlite_url, filled_database), one_process(sqlite_url) as process:
        walk = Walk(process, talkers(seed))
        await walk.begin()
        await walk.go(rounds)
        print(seed, dict(walk.tally))
        assert walk.tally["steps"] == rounds * CUSTOMERS
        assert walk.tally["carts changed"]
