"""All faults, in the order of the page."""

from __future__ import annotations

from bench.durability import daylight_saving, kills, moved_clock, slept
from bench.durability.fault import Fault

FAULTS: tuple[Fault, ...] = (kills.FAULT, moved_clock.FAULT, daylight_saving.FAULT, slept.FAULT)
