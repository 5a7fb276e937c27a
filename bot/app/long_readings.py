"""Does the long readings that turns ask for, in transactions of their own and beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.conversation.events import Address, Event
from bot.conversation.long_readings import MOST_ROUNDS, LongReading
from bot.core.database import Database, session_on

log = structlog.get_logger(__name__)
AT_ONCE = 2


@dataclass(slots=True)
class _Asked:
    """What the turn of an event asked for, the last of which is still to be read, and what was read."""

    event_id: str
    wanted: LongReading[Any] | None = None
    done: dict[LongReading[Any], Any] = field(default_factory=dict)
    failed: bool = False


@dataclass
class LongReadings:
    """The readings of the events that wait for them, AT_ONCE at a time. A chat has one such event."""

    db: Database
    _asked: dict[Address, _Asked] = field(default_factory=dict)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def of(self, event: Event) -> Mapping[LongReading[Any], Any] | None:
        """What was read for an event; None when its turn is to read the rest itself."""
        asked = self._asked.get(event.address)
        if asked is None or asked.event_id != event.event_id:
            return {}
        return None if asked.failed or len(asked.done) >= MOST_ROUNDS else asked.done

    def want(self, event: Event, reading: LongReading[Any]) -> None:
        """Notes that the turn of an event asks for a reading."""
        asked = self._asked.get(event.address)
        if asked is None or asked.event_id != event.event_id:
            asked = self._asked[event.address] = _Asked(event.event_id)
        asked.wanted = reading

    def forget(self, event: Event) -> None:
        """Forgets the readings of an event that is answered."""
        self._asked.pop(event.address, None)

    async def read(self, event: Event) -> bool:
        """Reads what the turn of an event asked for; False if it asked for nothing. Raises nothing."""
        asked = self._asked.get(event.address)
        if asked is None or asked.event_id != event.event_id or asked.wanted is None:
            return False
        reading, asked.wanted = asked.wanted, None
        try:
            async with self._slots, self.db.reading(beside=True) as connection, session_on(connection) as db:
                asked.done[reading] = await reading.read(db)
        except Exception as failure:  # the edge of a reading: the turn meets what is wrong itself
            log.warning("not read beside", reading=type(reading).__name__, error=type(failure).__name__)
            asked.failed = True
        return True
