"""Each fault of the bench twice on each database, while people trade: nothing is lost and nothing doubled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.durability import chat_faults, database_faults, power_cuts, stops, telegram_faults
from bench.durability.fault import SQLITE, Counts, Fault, Trial
from tests.conftest import absent
from tests.support.own_disk import NoDisk

TRIES = 2
FAULTS = (
    *telegram_faults.FAULTS,
    *chat_faults.FAULTS,
    *database_faults.FAULTS,
    power_cuts.FAULT,
    stops.FAULT,
)
HERE = ("locked-postgresql", "power-cuts-sqlite")
"""The others are left to `make bench-durability`: all of them take ten minutes."""
PAIRS = [
    pytest.param(one, name, id=f"{one.name}-{name}")
    for one in FAULTS
    for name in one.databases
    if f"{one.name}-{name}" in HERE
]


@pytest.fixture
def trial(request: pytest.FixtureRequest, database: str) -> Iterator[Trial]:
    url: str = request.getfixturevalue("shop_url" if database == SQLITE else "shared_url")
    with tempfile.TemporaryDirectory(prefix="rantau-trial-") as folder:  # where PostgreSQL's user may enter
        yield Trial(database, url, Path(folder), TRIES)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("fault", "database"), PAIRS)
async def test_nothing_is_lost_and_nothing_doubled(fault: Fault, database: str, trial: Trial) -> None:
    try:
        outcome = await fault.run(trial)
    except NoDisk as missing:
        absent(str(missing))
        return
    assert (outcome.lost, outcome.doubled) == (Counts(), Counts()), database
    assert outcome.tries >= TRIES
    assert outcome.went_through.updates > 0
