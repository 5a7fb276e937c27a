"""The moment at which the tests take place, the same for the whole run.

`RANTAU_TEST_NOW=2028-02-29T10:00+07:00` chooses another one. The clock is not stopped there: it runs on
from that moment, in the worker processes and in the programs that tests start as in the run itself.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from bot.core import clock

USUAL = "2026-11-24T10:00+07:00"
CHOSEN, SHARED = "RANTAU_TEST_NOW", "TESTS_CLOCK_AHEAD"


def moment(told: str) -> datetime:
    """A moment with its UTC offset, like `2028-02-29T10:00+07:00`."""
    found = datetime.fromisoformat(told)
    assert found.tzinfo is not None, f"{told} names no time zone"
    return found


def ahead() -> timedelta:
    """How far the tests' clock is ahead of the machine's; computed once and passed to all processes."""
    chosen = os.environ.pop(CHOSEN, "") or USUAL
    if SHARED not in os.environ:
        found = moment(chosen) - clock.machine_now()
        os.environ[SHARED] = str(found.total_seconds())
    return timedelta(seconds=float(os.environ[SHARED]))


AHEAD = ahead()


def setting() -> dict[str, str]:
    """The variable that gives a program the tests' clock."""
    seconds = AHEAD.total_seconds()
    return {"RANTAU_CLOCK_AHEAD": f"{'-' if seconds < 0 else ''}PT{abs(seconds):.6f}S"}


clock.rehearse(AHEAD)
