"""All faults, in the order of the page."""

from __future__ import annotations

from bench.durability import (
    chat_faults,
    database_faults,
    daylight_saving,
    kills,
    moved_clock,
    power_cuts,
    slept,
    stops,
    telegram_faults,
)
from bench.durability.fault import Fault

FAULTS: tuple[Fault, ...] = (
    kills.FAULT,
    stops.FAULT,
    power_cuts.FAULT,
    *telegram_faults.FAULTS,
    *chat_faults.FAULTS,
    *database_faults.FAULTS,
    moved_clock.FAULT,
    daylight_saving.FAULT,
    slept.FAULT,
)
