"""Days and moments as people type them: `4/12/2026 20:00`, `2026-12-04`, `4 Des 2026 20.00`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache

from babel.dates import get_month_names

from bot.core.clock import WIB
from bot.core.typed_signs import keyed

YEARS = range(2000, 2100)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2}|[a-z]{3,})(?:[/.\- ](?P<year>\d{4}))?")
_WITHIN = re.compile(r"(?<![\d.,])(?P<day>\d{1,2})(?:st|nd|rd|th)? ?(?P<month>[a-z]{3,})\b")
_MONTH_FIRST = re.compile(r"\b(?P<month>[a-z]{3,}) (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![.,]?\d)")
_CLOCK = re.compile(r"(?:(?:jam|pukul|at) ?)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})")
_BETWEEN = re.compile(r"\s+-\s+|\s+(?:to|until|till|sampai|hingga|s/d|sd)\s+")
_LONG_DASH = re.compile("[–—]")
_MOMENT = re.compile(r"(?P<day>.+?)(?:[ ,t]+(?P<clock>(?:(?:jam|pukul|at) ?)?\d{1,2}[.:]\d{2}))?(?: wib)?")


def day_typed(text: str, today: date, ahead: bool = False) -> date | None:
    """The typed day; without a year this year's, or with `ahead` the next one. None if it is no day."""
    plain = _plain(text)
    match = _ISO.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
    month = _month(match["month"]) if match else None
    if match is None or month is None:
        return None
    day = _day(int(match["year"] or today.year), month, int(match["day"]))
    if day and not match["year"] and ahead and day < today:
        return _day(today.year + 1, month, day.day)
    return day


def day_within(text: str, today: date) -> date | None:
    """The next day that a longer text names by its month: `harus sampai sebelum 20 Des ya`."""
    plain = " ".join(keyed(text).casefold().split())
    for match in (*_WITHIN.finditer(plain), *_MONTH_FIRST.finditer(plain)):
        if (day := day_typed(f"{match['day']} {match['month']}", today, ahead=True)) is not None:
            return day
    return None


def moment_typed(text: str, today: date, usual: time) -> datetime | None:
    """The typed moment on Solo's clocks; without a time of day, at the usual one. None for no moment."""
    plain = _plain(text)
    if (day := day_typed(plain, today, ahead=True)) is not None:
        return datetime.combine(day, usual, WIB)
    match = _MOMENT.fullmatch(plain)
    day = day_typed(match["day"], today, ahead=True) if match else None
    clock = _clock(match["clock"]) if match and match["clock"] else None
    return datetime.combine(day, clock, WIB) if day and clock else None


def period_typed(text: str, today: date) -> tuple[date, date] | None:
    """First and last day of a typed period (`1/12/2026 - 31/12/2026`); one day is both. None if neither."""
    apart = _plain(_LONG_DASH.sub(" - ", text))
    typed = [day_typed(part, today) for part in _BETWEEN.split(apart)]
    days = sorted(day for day in typed if day is not None)
    if len(days) != len(typed) or len(days) not in (1, 2):
        return None
    return days[0], days[-1]


def _plain(text: str) -> str:
    return " ".join(keyed(text).casefold().split())[:60]


def _day(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    match = _CLOCK.fullmatch(text)
    if not match or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        return None
    return time(int(match["hour"]), int(match["minute"]))


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return next((number for name, number in _months() if name.startswith(text)), None)


@cache
def _months() -> Sequence[tuple[str, int]]:
    return [
        (name.casefold(), number)
        for locale in ("id_ID", "en_US")
        for number, name in get_month_names("wide", locale=locale).items()
    ]
