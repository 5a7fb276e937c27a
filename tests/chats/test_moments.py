"""Moments in Solo's time and in that of the destination."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.conversation.translation import speaking
from bot.core.clock import WIB
from bot.handlers.shared.formatting import moment_there

EVENING = datetime(2026, 12, 4, 20, tzinfo=WIB)
LATE = datetime(2026, 12, 4, 23, 30, tzinfo=WIB)


@pytest.mark.parametrize(
    ("at", "zone", "place", "expected"),
    [
        (EVENING, "Asia/Bangkok", "Thailand", "Jum, 4 Des 2026 20.00 WIB"),
        (EVENING, "Asia/Taipei", "Taiwan", "Jum, 4 Des 2026 20.00 WIB (21.00 di Taiwan)"),
        (EVENING, "Asia/Qatar", "Qatar", "Jum, 4 Des 2026 20.00 WIB (16.00 di Qatar)"),
        (LATE, "Asia/Tokyo", "Jepang", "Jum, 4 Des 2026 23.30 WIB (Sab, 5 Des 2026 01.30 di Jepang)"),
    ],
)
def test_moment_shows_both_zones_where_clocks_differ(
    at: datetime, zone: str, place: str, expected: str
) -> None:
    with speaking("id"):
        assert moment_there(at, zone, place) == expected


def test_english_times_use_a_colon() -> None:
    with speaking("en"):
        assert moment_there(EVENING, "Asia/Taipei", "Taiwan") == "Fri, 4 Dec 2026 20:00 WIB (21:00 in Taiwan)"
        assert moment_there(LATE, "Asia/Tokyo", "Japan").endswith("(Sat, 5 Dec 2026 01:30 in Japan)")
