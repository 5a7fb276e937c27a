"""The shop's clock, which the demo and a rehearsal may move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
_rehearsal = timedelta()


def solo_day(at: datetime) -> date:
    """The date in Solo at a moment."""
    return at.astimezone(WIB).date()


def rehearse(ahead: timedelta) -> None:
    """Sets every clock of this process ahead of the machine's, or behind it when `ahead` is negative."""
    global _rehearsal
    _rehearsal = ahead


def machine_now() -> datetime:
    """The machine's own time, UTC. Files on disk are dated by it, even in a rehearsal."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    """Now, in UTC. `ahead` is how far the demo has moved it."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """The present moment in UTC, to the microsecond."""
        return machine_now() + _rehearsal + self.ahead

    def today(self) -> date:
        """Today's date in Solo."""
        return solo_day(self.now())
