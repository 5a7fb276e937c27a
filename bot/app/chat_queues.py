"""The lines in which events wait: one for each chat, served one event at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversation.events import Address, Event

BATCH = 100


@dataclass(slots=True)
class Waiting:
    """An event in its chat's line. `done` is set once it is committed, or with what kept it from that.

    What is `kept` stands in the inbox, to be handled later: nobody waits for it any more.
    """

    event: Event
    done: asyncio.Future[None]
    kept: bool = False


@dataclass
class ChatQueues:
    """Who is next. A chat is held while its event is at work, and while a file of it is `fetching`."""

    _lines: dict[Address, deque[Waiting]] = field(default_factory=dict)
    _held: set[Address] = field(default_factory=set)
    fetching: set[Address] = field(default_factory=set)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    def join(self, events: Sequence[Event]) -> list[asyncio.Future[None]]:
        """The events get in line, in their order."""
        loop = asyncio.get_running_loop()
        joined = [Waiting(event, loop.create_future()) for event in events]
        for one in joined:
            self._lines.setdefault(one.event.address, deque()).append(one)
        self._bell.set()
        return [one.done for one in joined]

    async def news(self) -> None:
        """Waits until somebody joins or is released."""
        self._bell.clear()
        await self._bell.wait()

    def next_batch(self) -> list[Waiting]:
        """The first of each line that is not held; their chats are held from now on."""
        free = [address for address in self._lines if address not in self._held][:BATCH]
        batch = [self._lines[address].popleft() for address in free]
        for address in free:
            self._let_empty_go(address)
        self._held.update(free)
        return batch

    def behind_files(self) -> list[Waiting]:
        """What waits behind a file that is being fetched, and is not kept yet."""
        lines = (self._lines.get(address, ()) for address in self.fetching)
        return [one for line in lines for one in line if not one.kept]

    def back_to_the_front(self, one: Waiting) -> None:
        """It is its turn once more, before all others of its chat."""
        address = one.event.address
        self.fetching.discard(address)
        self._lines.setdefault(address, deque()).appendleft(one)
        self.release(address)

    def release(self, address: Address) -> None:
        """The chat's next event may come."""
        self._held.discard(address)
        self._bell.set()

    def acknowledge(self, batch: Sequence[Waiting]) -> None:
        """They are committed."""
        for one in batch:
            if not one.done.done():
                one.done.set_result(None)

    def turn_away(self, batch: Sequence[Waiting], failure: Exception) -> None:
        """They are not committed, and with them all that waits behind them, which must not overtake.

        What was acknowledged before stands in the inbox, and is found there.
        """
        for one in batch:
            address = one.event.address
            _refuse([one, *self._lines.pop(address, ())], failure)
            if address not in self.fetching:
                self._held.discard(address)

    def _let_empty_go(self, address: Address) -> None:
        if not self._lines[address]:
            del self._lines[address]


def _refuse(refused: Sequence[Waiting], failure: Exception) -> None:
    for one in refused:
        if not one.done.done():
            one.done.set_exception(failure)
