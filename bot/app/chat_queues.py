"""Queues of waiting events: one per chat, each served one event at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversation.events import Address, Event

BATCH = 100


@dataclass(slots=True)
class Waiting:
    """An event in its chat's queue. `done` is set on commit, or gets the error that prevented it.

    `stored`: the event is already in the inbox, to be handled later, so no channel waits for it.
    """

    event: Event
    done: asyncio.Future[None]
    stored: bool = False


@dataclass
class ChatQueues:
    """Decides which event is next. A chat is held while its event is handled or its file is `fetching`."""

    _queues: dict[Address, deque[Waiting]] = field(default_factory=dict)
    _held: set[Address] = field(default_factory=set)
    fetching: set[Address] = field(default_factory=set)
    _wakeup: asyncio.Event = field(default_factory=asyncio.Event)

    def join(self, events: Sequence[Event]) -> list[asyncio.Future[None]]:
        """Appends the events to their chats' queues, in order."""
        loop = asyncio.get_running_loop()
        joined = [Waiting(event, loop.create_future()) for event in events]
        for waiting in joined:
            self._queues.setdefault(waiting.event.address, deque()).append(waiting)
        self._wakeup.set()
        return [waiting.done for waiting in joined]

    async def wait_for_work(self) -> None:
        """Waits until an event joins or a chat is released."""
        self._wakeup.clear()
        await self._wakeup.wait()

    def next_batch(self) -> list[Waiting]:
        """Takes the first event of each chat that is not held, and holds these chats."""
        free = [address for address in self._queues if address not in self._held][:BATCH]
        batch = [self._queues[address].popleft() for address in free]
        for address in free:
            self._drop_if_empty(address)
        self._held.update(free)
        return batch

    def waiting_behind_files(self) -> list[Waiting]:
        """The events that wait behind a file being fetched and are not stored yet."""
        queues = (self._queues.get(address, ()) for address in self.fetching)
        return [waiting for queue in queues for waiting in queue if not waiting.stored]

    def requeue_first(self, waiting: Waiting) -> None:
        """Puts an event whose file is fetched back at the head of its chat's queue."""
        address = waiting.event.address
        self.fetching.discard(address)
        self._queues.setdefault(address, deque()).appendleft(waiting)
        self.release(address)

    def release(self, address: Address) -> None:
        """Lets the chat's next event be taken."""
        self._held.discard(address)
        self._wakeup.set()

    def acknowledge(self, batch: Sequence[Waiting]) -> None:
        """Tells those who wait for these events that they are committed."""
        for waiting in batch:
            if not waiting.done.done():
                waiting.done.set_result(None)

    def reject(self, batch: Sequence[Waiting], failure: Exception) -> None:
        """Fails these events and all that wait behind them in their chats, which must not overtake them.

        Events that were acknowledged before are in the inbox and are found there.
        """
        for waiting in batch:
            address = waiting.event.address
            _fail([waiting, *self._queues.pop(address, ())], failure)
            if address not in self.fetching:
                self._held.discard(address)

    def _drop_if_empty(self, address: Address) -> None:
        if not self._queues[address]:
            del self._queues[address]


def _fail(events: Sequence[Waiting], failure: Exception) -> None:
    for waiting in events:
        if not waiting.done.done():
            waiting.done.set_exception(failure)
