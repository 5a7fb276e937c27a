"""How much a channel may send, and who goes first: replies before notices, and within a chat in order.

Where people write so much that replies take all there is, one notice a second goes among them, the oldest
that has waited a minute: an UMKM that is to cook must hear of it even then.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError

from bot.channels.base import TryLater
from bot.channels.slots import Limits, Pace, Slot, Slots, Urgency, Wait

LONGEST_WAIT = 20.0
"""A message that would wait longer than these seconds is handed back to its sender (TryLater)."""
TOGETHER = 1.0
"""Two chats refused within these seconds: it is the whole bot that is to slow down."""
OVERDUE = 60.0
"""A notice that has waited for these seconds may go as a reply does, one every OVERDUE_EVERY seconds."""
OVERDUE_EVERY = 1.0


@dataclass(slots=True, order=True)
class _Waiting:
    urgency: Urgency
    number: int
    chat: str = field(compare=False)
    pace: Pace = field(compare=False)
    slot: asyncio.Future[Slot] = field(compare=False)
    since: float = field(compare=False)

    @property
    def asks(self) -> tuple[str, Pace, Urgency]:
        return self.chat, self.pace, self.urgency


@dataclass(slots=True)
class SendBudget:
    """One bot's budget. `async with budget.turn(chat, Urgency.REPLY):` waits until a message may be sent."""

    limits: Limits
    slots: Slots
    _waiting: list[_Waiting] = field(default_factory=list)
    _not_before: dict[tuple[str, Urgency], float] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _handing_out: asyncio.Task[None] | None = None
    _refused: tuple[str, float] = ("", -TOGETHER)
    _overdue_at: float = 0.0

    @asynccontextmanager
    async def turn(self, chat: str, urgency: Urgency, group: bool = False) -> AsyncIterator[None]:
        """Waits for a slot, and counts what is sent inside as arrived at its end.

        Raises TryLater when that would take longer than LONGEST_WAIT.
        """
        slot = await self._slot(chat, urgency, self.limits.group if group else self.limits.chat)
        try:
            yield
        finally:
            with suppress(DBAPIError, OSError):  # it was sent all the same, and its slot frees itself
                await self.slots.arrived(slot)

    async def slow_down(self, chat: str, seconds: float, group: bool = False) -> None:
        """The server refused a message to this chat, and asks to wait.

        It does not say whether it means the chat or the bot: the bot, when it refuses two chats at a time.
        """
        now = _now()
        earlier, at = self._refused
        self._refused = (chat, now)
        whole = earlier != chat and now - at < TOGETHER
        pace = self.limits.group if group else self.limits.chat
        with suppress(DBAPIError, OSError):  # then it is refused again, and we hear of it again
            if whole:
                await self.slots.rest(seconds, None)
            else:
                await self.slots.rest(seconds + pace.every * (pace.burst - 1), chat)
        self._not_before.clear()
        self._more.set()

    async def _slot(self, chat: str, urgency: Urgency, pace: Pace) -> Slot:
        slot: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()
        one = _Waiting(urgency, next(self._numbers), chat, pace, slot, _now())
        self._waiting.append(one)
        self._more.set()
        if self._handing_out is None or self._handing_out.done():
            self._handing_out = asyncio.create_task(self._hand_out())
        try:
            return await slot
        finally:
            with suppress(ValueError):
                self._waiting.remove(one)

    async def _hand_out(self) -> None:
        """Works as long as anybody waits."""
        while self._waiting:
            self._more.clear()
            rest = await self._serve_all()
            with suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self._more.wait()
        self._not_before.clear()

    async def _serve_all(self) -> float:
        """Gives slots to all who may have one, the most urgent first; returns the seconds to rest."""
        rest = LONGEST_WAIT
        self._hurry_overdue()
        for one in sorted(self._waiting):
            wait = await self._serve(one)
            if wait is not None:
                rest = min(rest, wait.seconds)
                if not wait.of_chat:
                    break
        return rest

    def _hurry_overdue(self) -> None:
        """Lets the oldest notice that has waited too long go as a reply does."""
        now = _now()
        late = [one for one in self._waiting if one.urgency is Urgency.NOTICE and now - one.since > OVERDUE]
        if late and now - self._overdue_at >= OVERDUE_EVERY:
            min(late).urgency, self._overdue_at = Urgency.REPLY, now

    async def _serve(self, one: _Waiting) -> Wait | None:
        key, now = (one.chat, one.urgency), _now()
        if one.slot.done():
            return None
        known = self._not_before.get(key, now) - now
        try:
            answer = Wait(known, True) if known > 0 else await self.slots.take(*one.asks)
        except (DBAPIError, OSError) as failure:
            self._refuse(one, TryLater(None, f"no slot: {type(failure).__name__}"))
            return None
        if isinstance(answer, Slot):
            self._not_before.pop(key, None)
            self._give(one, answer)
            return None
        if answer.of_chat:
            self._not_before[key] = now + answer.seconds
        if answer.seconds > LONGEST_WAIT:
            self._refuse(one, TryLater(answer.seconds, "the channel asked us to wait"))
        return answer

    def _give(self, one: _Waiting, slot: Slot) -> None:
        if not one.slot.done():  # else its sender was cancelled meanwhile; the slot frees itself
            self._waiting.remove(one)
            one.slot.set_result(slot)

    def _refuse(self, one: _Waiting, why: TryLater) -> None:
        if not one.slot.done():
            self._waiting.remove(one)
            one.slot.set_exception(why)


def _now() -> float:
    return asyncio.get_running_loop().time()
