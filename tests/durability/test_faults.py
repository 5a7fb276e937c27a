"""Small versions of the faults of docs/reliability.md: none loses or doubles anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.durability import daylight_saving, kills, moved_clock, slept
from bench.durability.fault import POSTGRESQL, SQLITE, Counts, Fault, Trial

LONG = pytest.mark.long


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        (slept.FAULT, 1),
        pytest.param(daylight_saving.FAULT, 2, marks=LONG),
        (moved_clock.FAULT, 2),
        pytest.param(kills.FAULT, 4, marks=LONG),
    ],
    ids=lambda given: given.name if isinstance(given, Fault) else str(given),
)
async def test_a_fault_loses_and_doubles_nothing(
    fault: Fault, tries: int, ready_url: str, tmp_path: Path
) -> None:
    database = SQLITE if ready_url.startswith("sqlite") else POSTGRESQL
    outcome = await fault.run(Trial(database, ready_url, tmp_path, tries))
    assert outcome.went_through.orders > 0
    assert outcome.tries == tries
    assert replace(outcome, lost=Counts(), doubled=Counts()) == outcome
