"""All faults, in the order of the page."""

from __future__ import annotations

from bench.durability import kills
from bench.durability.fault import Fault

FAULTS: tuple[Fault, ...] = (kills.FAULT,)
