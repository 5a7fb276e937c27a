"""Runs the chats and the calendar tests on ten days of two years: `make test-dates`.

Each day is one in question somewhere: `python -m tests.dates --list` names them, and by their names some of
them are chosen. Where a machine stands changes nothing either: each day has a time zone of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

MOMENTS = {
    "usual": ("2026-11-24T10:00+07:00", "UTC"),
    "cut-off": ("2026-12-04T15:00+07:00", "Asia/Jakarta"),
    "year-end": ("2026-12-31T10:00+07:00", "UTC"),
    "new-york-spring": ("2027-03-14T01:55-05:00", "America/New_York"),
    "berlin-spring": ("2027-03-28T01:55+01:00", "Europe/Berlin"),
    "berlin-autumn": ("2027-10-31T02:55+02:00", "Europe/Berlin"),
    "new-york-autumn": ("2027-11-07T01:55-04:00", "America/New_York"),
    "leap-day": ("2028-02-29T10:00+07:00", "UTC"),
    "far-west": ("2028-07-05T20:00-11:00", "Pacific/Pago_Pago"),
    "far-east": ("2028-10-06T02:00+14:00", "Pacific/Kiritimati"),
}
ROOT = Path(__file__).parents[1]
PLACES = [
    "tests/chats",
    "tests/cli",
    "tests/destinations/test_exchange_feed.py",
    "tests/destinations/test_exchange_rates.py",
    "tests/destinations/test_overrides.py",
    "tests/ordering/test_commercial.py",
    "tests/ordering/test_permit_files.py",
    "tests/ordering/test_permits.py",
    "tests/ordering/test_quotes.py",
    "tests/shipping/test_sums.py",
]


def played(name: str, processes: int, whole: bool) -> bool:
    """Whether all of these tests, or the whole suite, pass on that day."""
    moment, zone = MOMENTS[name]
    print(f"\n{name}: {moment}, TZ={zone}", flush=True)
    begun = time.monotonic()
    words = [sys.executable, "-m", "pytest", "-n", str(processes), "-q", *([] if whole else PLACES)]
    environment = {**os.environ, "RANTAU_TEST_NOW": moment, "TZ": zone}
    done = subprocess.run(words, cwd=ROOT, env=environment, check=False)
    print(f"{name}: {'red' if done.returncode else 'green'} in {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode == 0


def main() -> int:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("days", nargs="*", metavar="DAY", help="by their names; all without any")
    told.add_argument("--processes", type=int, default=2)
    told.add_argument("--whole", action="store_true", help="all tests, not only chats and calendar")
    told.add_argument("--list", action="store_true", help="only name the days")
    given = told.parse_args()
    if unknown := [name for name in given.days if name not in MOMENTS]:
        told.error(f"no such day: {', '.join(unknown)}; --list names them")
    if given.list:
        print("\n".join(f"{name:16} {moment} TZ={zone}" for name, (moment, zone) in MOMENTS.items()))
        return 0
    red = [name for name in given.days or MOMENTS if not played(name, given.processes, given.whole)]
    print(f"\nred on: {', '.join(red)}" if red else "\ngreen on each of them")
    return len(red)


if __name__ == "__main__":
    sys.exit(main())
