"""Dates as coordinators type them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.core.clock import WIB
from bot.handlers.shared.typed_dates import day_typed, moment_typed, period_typed

TODAY = date(2026, 11, 23)
EVENING = time(20)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4/12/2026 20:00", datetime(2026, 12, 4, 20)),
        ("04-12-2026 09.30", datetime(2026, 12, 4, 9, 30)),
        ("4.12.2026 20.00 WIB", datetime(2026, 12, 4, 20)),
        ("2026-12-04T18:15", datetime(2026, 12, 4, 18, 15)),
        ("4 Des 2026 jam 7.05", datetime(2026, 12, 4, 7, 5)),
        ("4 December 2026, 19:00", datetime(2026, 12, 4, 19)),
        ("  2026-12-04 ", datetime(2026, 12, 4, 20)),
        ("4/12", datetime(2026, 12, 4, 20)),
        ("4 januari 20:30", datetime(2027, 1, 4, 20, 30)),
    ],
)
def test_moment_is_read_in_many_formats(typed: str, expected: datetime) -> None:
    assert moment_typed(typed, TODAY, EVENING) == expected.replace(tzinfo=WIB)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "besok",
        "31/2/2026",
        "4/13/2026",
        "4/12/2026 25:00",
        "4/12/2026 20:61",
        "4/12/9999",
        "12",
        "😀",
        "x" * 4096,
    ],
)
def test_text_that_is_no_moment_gives_none(typed: str) -> None:
    assert moment_typed(typed, TODAY, EVENING) is None


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("1/11/2026 - 30/11/2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-11-01 – 2026-11-30", date(2026, 11, 1), date(2026, 11, 30)),
        ("1/11 sampai 30/11", date(2026, 11, 1), date(2026, 11, 30)),
        ("30/11/2026 to 1/11/2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("5 Nov 2026", date(2026, 11, 5), date(2026, 11, 5)),
    ],
)
def test_period_is_read_in_many_formats(typed: str, first: date, last: date) -> None:
    assert period_typed(typed, TODAY) == (first, last)


@pytest.mark.parametrize("typed", ["", "November", "1/11 - 30/11 - 4/12", "1/11/2026 - besok"])
def test_text_that_is_no_period_gives_none(typed: str) -> None:
    assert period_typed(typed, TODAY) is None


def test_day_without_a_year_is_in_this_year_or_the_next_one_ahead() -> None:
    assert day_typed("1/11", TODAY) == date(2026, 11, 1)
    assert day_typed("1/11", TODAY, ahead=True) == date(2027, 11, 1)
    assert day_typed("29/2", TODAY, ahead=True) is None
