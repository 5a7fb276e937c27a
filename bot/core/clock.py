"""What time it is: one clock for the whole house, which the demo and a rehearsal may move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
_rehearsal = timedelta()


def solo_day(at: datetime) -> date:
    """The day that a moment is on in Solo."""
    return at.astimezone(WIB).date()


def rehearse(ahead: timedelta) -> None:
    """From here on every clock of this process goes so far ahead of the machine's, or behind it."""
    global _rehearsal
    _rehearsal = ahead


def machine_now() -> datetime:
    """The machine's own time, UTC: what files on the disk are dated by, also in a rehearsal."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    """Now, in UTC. `ahead` is how far the demo has moved it."""

    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """The present moment, UTC, to the microsecond."""
        return machine_now() + _rehearsal + self.ahead

    def today(self) -> date:
        """Today's date in Solo."""
        return solo_day(self.now())
