"""The slots of a bot: as many as messages are allowed in a second.

Every message takes one, and it is free again a second after the message arrived. So no second, wherever it
begins, sees more than is allowed, however unevenly the machine or the network works.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Protocol

A_SECOND = 1.0
ON_THE_WAY = 2.0
"""The longest time in seconds that a message is taken to be on its way; then its slot's second begins.

Too short, and a busy machine sends more in a second than it may; too long, and slow chats keep slots from
others.
"""
EVENLY, OF_LAST = 0.9, 2
"""The share of their even distance that a notice and the last so many messages before it keep at least."""
AFTER_A_BAN = 600.0
"""A slot rests for these seconds after the whole bot was told to slow down: we allow ourselves less."""
AT_LEAST = 0.5
"""The share of slots that stay in use however often that happens: it may have been chats, and not the bot."""
MOST_QUIET_CHATS = 1000


class Urgency(IntEnum):
    """Who goes first."""

    REPLY = 0
    """A person waits for it."""
    LATE = 1
    """A person has waited for it through an outage, and others have only begun to."""
    NOTICE = 2
    """Nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What one chat may get: a message every `every` seconds, and after a rest `burst` of them at once."""

    every: float
    burst: int

    def wait(self, full_at: float, urgency: Urgency, now: float) -> float:
        """The seconds until the next message; `full_at` is when the whole burst is free again.

        A notice leaves the burst free: a person who taps meanwhile is answered at once.
        """
        usable = 0 if urgency is Urgency.NOTICE else self.burst - 1
        return max(0.0, full_at - usable * self.every - now)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel's server allows: messages a second in all, and the pace in one chat or one group."""

    a_second: int
    chat: Pace
    group: Pace


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet. `of_chat`: because of this chat alone; others may be sent to."""

    seconds: float
    of_chat: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot that a message has taken, and when it is free again if nobody says that it arrived."""

    number: int
    free_at: float


class Slots(Protocol):
    """The slots of one bot, of this process alone or shared by all that serve a database."""

    async def take(self, chat: str, pace: Pace, urgency: Urgency) -> Slot | Wait:
        """Takes a slot for a message to the chat."""

    async def arrived(self, slot: Slot) -> None:
        """The message arrived: the slot is free in a second."""

    async def rest(self, seconds: float, chat: str | None) -> None:
        """The chat's burst is free only after so long, or (None) nothing is sent to anybody for so long."""


@dataclass(frozen=True, slots=True)
class Used:
    """When a slot was last taken, and when it is free again."""

    taken_at: float = -A_SECOND
    free_at: float = 0.0


def choose(used: Sequence[Used], urgency: Urgency, now: float) -> int | Wait:
    """The slot to take, by its number.

    Anything but a reply keeps a distance, so that slots come free evenly: then a reply, which goes first,
    soon finds one, though none is kept free for it. The distance is that of the last few messages together:
    the next makes up for one that went late on a busy machine.
    """
    number = min(range(len(used)), key=lambda number: used[number].free_at)
    free_at = used[number].free_at
    if urgency is not Urgency.REPLY:
        last = min(OF_LAST, len(used))
        earlier = sorted(one.taken_at for one in used)[-last]
        free_at = max(free_at, earlier + last * EVENLY * A_SECOND / len(used))
    return number if free_at <= now else Wait(free_at - now, of_chat=False)


def rested(used: Sequence[Used], until: float) -> list[Used]:
    """The slots when nothing may be sent until then; one more rests longer, while enough are left.

    What was under way when the server began to refuse is refused too, which says nothing new.
    """
    slots = [replace(one, free_at=max(until, one.free_at)) for one in used]
    first = min(range(len(slots)), key=lambda number: used[number].free_at)
    is_known = used[first].free_at > until - A_SECOND  # the server asks for whole seconds
    in_use = sum(one.free_at <= until + ON_THE_WAY + A_SECOND for one in used)
    if in_use > max(1.0, AT_LEAST * len(slots)) and not is_known:
        slots[first] = replace(slots[first], free_at=until + AFTER_A_BAN)
    return slots


@dataclass(slots=True)
class OwnSlots:
    """The slots of a process that serves its database alone. Times are those of `now`, in seconds."""

    a_second: int
    now: Callable[[], float] = time.monotonic
    _used: list[Used] = field(init=False)
    _full_at: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._used = [Used()] * self.a_second

    async def take(self, chat: str, pace: Pace, urgency: Urgency) -> Slot | Wait:
        """Takes a slot for a message to the chat."""
        now = self.now()
        full_at = self._full_at.get(chat, 0.0)
        if wait := pace.wait(full_at, urgency, now):
            return Wait(wait, of_chat=True)
        number = choose(self._used, urgency, now)
        if isinstance(number, Wait):
            return number
        slot = Slot(number, now + ON_THE_WAY + A_SECOND)
        self._used[number] = Used(now, slot.free_at)
        self._full_at[chat] = max(full_at, now) + pace.every
        self._forget_quiet_chats(now)
        return slot

    def _forget_quiet_chats(self, now: float) -> None:
        if len(self._full_at) > MOST_QUIET_CHATS:
            self._full_at = {chat: full_at for chat, full_at in self._full_at.items() if full_at > now}

    async def arrived(self, slot: Slot) -> None:
        """The message arrived: the slot is free in a second, unless it was taken again meanwhile."""
        used = self._used[slot.number]
        if used.free_at == slot.free_at:
            self._used[slot.number] = replace(used, free_at=min(slot.free_at, self.now() + A_SECOND))

    async def rest(self, seconds: float, chat: str | None) -> None:
        """The chat's burst is free only after so long, or (None) nothing is sent to anybody for so long."""
        until = self.now() + seconds
        if chat is not None:
            self._full_at[chat] = max(self._full_at.get(chat, 0.0), until)
        else:
            self._used = rested(self._used, until)
