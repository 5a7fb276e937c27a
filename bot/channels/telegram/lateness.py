"""Tells what has waited at Telegram, with many others, from what people write now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.conversation.events import Event
from bot.core.clock import machine_now

BEHIND_SECONDS = 2.0
"""Full batches one after the other for so long mean that Telegram holds many more."""
UNEVEN = timedelta(seconds=10)
"""How far our clock may be ahead of Telegram's."""


@dataclass(slots=True)
class Lateness:
    """Marks events as late while batch after batch is full, except those that were written since then.

    A full batch that comes first, or after Telegram was out of reach, means so at once. A tap says nothing
    about when it was made: in a full batch it counts as late.
    """

    full: int
    clock: Callable[[], float]
    now: Callable[[], datetime] = machine_now
    _full_since: float | None = field(default=None, init=False)
    _began_at: datetime | None = field(default=None, init=False)

    def note(self, count: int, first: bool) -> None:
        """Notes how many updates the server had at once, and whether it was the `first` time in a while."""
        if count < self.full:
            self._full_since = self._began_at = None
        elif self._full_since is None:
            self._full_since = self.clock() - (BEHIND_SECONDS if first else 0.0)
            self._began_at = self.now()

    def marked(self, events: Sequence[Event]) -> Sequence[Event]:
        """The events of the batch that was noted last."""
        since, began_at = self._full_since, self._began_at
        if since is None or began_at is None or self.clock() - since < BEHIND_SECONDS:
            return events
        return [one if _is_new(one, began_at) else replace(one, late=True) for one in events]


def _is_new(event: Event, began_at: datetime) -> bool:
    return event.sent_at is not None and event.sent_at > began_at - UNEVEN
