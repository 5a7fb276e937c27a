"""What time it is: one clock for the whole house, which the demo may move forward."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


def solo_day(at: datetime) -> date:
    """The day that a moment is on in Solo."""
    return at.astimezone(WIB).date()


@dataclass(slots=True)
class Clock:
    """Now, in UTC. `ahead` is how far the demo has moved it."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """The present moment, UTC, to the microsecond."""
        return datetime.now(UTC) + self.ahead

    def today(self) -> date:
        """Today's date in Solo."""
        return solo_day(self.now())
