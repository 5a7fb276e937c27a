"""Does the long readings that turns ask for, in transactions of their own and beside the event loop.

Questions to somebody outside are asked here too. When the chat has sent something else meanwhile, the answer
comes too late and is dropped: the turn goes on without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.conversation.events import Address, Event
from bot.conversation.long_readings import MOST_ROUNDS, LongReading, OutsideQuestion
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
    """The readings of the events that wait for them, AT_ONCE at a time. A chat has one such event.

    `has_moved_on` says whether newer events of a chat wait behind that one.
    """

    db: Database
    has_moved_on: Callable[[Address], bool] = lambda _address: False
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
            if isinstance(reading, OutsideQuestion):
                asked.done[reading] = await self._answer(event.address, reading)
                return True
            async with self._slots, self.db.reading(beside=True) as connection, session_on(connection) as db:
                asked.done[reading] = await reading.read(db)
        except Exception as failure:  # the edge of a reading: the turn meets what is wrong itself
            log.warning("not read beside", reading=type(reading).__name__, error=type(failure).__name__)
            asked.failed = True
        return True

    async def _answer(self, chat: Address, question: OutsideQuestion[Any]) -> Any:
        """The answer from outside; None for a chat that has moved on before or since."""
        answer = None if self.has_moved_on(chat) else await question.ask()
        return None if self.has_moved_on(chat) else answer
