"""Notices who sends more than a person can: such a chat is told so once, and then served slowly."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.conversation.events import Address

MOST_EVENTS, WITHIN_SECONDS = 30, 10.0
LEAST_WAITING = 10
"""So many of a chat's events must wait: who waits for each answer floods nobody, however quick."""


@dataclass
class Floods:
    """The chats that flood: from MOST_EVENTS within WITHIN_SECONDS until nothing of theirs waits."""

    slowed: set[Address] = field(default_factory=set)
    _told: set[Address] = field(default_factory=set)
    _arrivals: dict[Address, deque[float]] = field(default_factory=dict)

    def note(self, address: Address, waiting: int, now: float) -> None:
        """Notes that an event has come, and how many of its chat wait with it; `now` in seconds."""
        arrivals = self._arrivals.setdefault(address, deque(maxlen=MOST_EVENTS + 1))
        arrivals.append(now)
        many = len(arrivals) > MOST_EVENTS and now - arrivals[0] < WITHIN_SECONDS
        if many and waiting >= LEAST_WAITING:
            self.slowed.add(address)

    def is_to_be_told(self, address: Address) -> bool:
        """Whether a chat floods and was not told so yet; it counts as told from now on."""
        told = address not in self.slowed or address in self._told
        self._told |= {address} & self.slowed
        return not told

    def end(self, address: Address) -> None:
        """Forgets a chat of which nothing waits any more."""
        self._arrivals.pop(address, None)
        self.slowed.discard(address)
        self._told.discard(address)
