"""The shop's `config/`, with its dates moved to the day of the tests.

Exchange rates and rate cards are dated, and whoever runs the shop keeps them fresh. On another day than the
usual one their dates are moved along, so that a rate of yesterday is one of yesterday there too.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.clock import Clock, solo_day
from tests.support import today

SHIPPED = Path(__file__).parents[2] / "config"
KEPT_FRESH = ("rates.yaml", "freight.yaml")
DAYS = (Clock().today() - solo_day(today.moment(today.USUAL))).days
_moved = TemporaryDirectory(prefix="rantau-config-")


def moved(day: date) -> date:
    """The day of the tests that corresponds to a day in the files."""
    return day + timedelta(days=DAYS)


def _later(found: re.Match[str]) -> str:
    return moved(date.fromisoformat(found[0])).isoformat()


def _kept_fresh(folder: Path) -> Path:
    for one in SHIPPED.iterdir():
        if one.name in KEPT_FRESH:
            text = re.sub(r"\b20\d\d-\d\d-\d\d\b", _later, one.read_text("utf-8"))
            (folder / one.name).write_text(text, "utf-8")
        else:
            (folder / one.name).symlink_to(one)
    return folder


CONFIG = _kept_fresh(Path(_moved.name)) if DAYS else SHIPPED
