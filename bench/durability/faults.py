"""All faults, in the order of the page."""

from __future__ import annotations

from bench.durability import chat_faults, database_faults, kills, power_cuts, stops, telegram_faults
from bench.durability.fault import Fault

FAULTS: tuple[Fault, ...] = (
    kills.FAULT,
    *telegram_faults.FAULTS,
    *chat_faults.FAULTS,
    *database_faults.FAULTS,
    power_cuts.FAULT,
    stops.FAULT,
)
