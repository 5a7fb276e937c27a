"""Queues of waiting events: one per chat, each served one event at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.app.floods import Floods
from bot.conversation.events import Address, Event

BATCH = 100
PAUSE_SECONDS = 1.0
"""How long a chat that floods waits for its next answer."""
MOST_STORED = 200
"""The most events that are stored in one transaction, for which everybody waits."""
MOST_QUEUED = 100
"""The most events of a chat that floods in memory; those behind them wait in the inbox."""


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
    """Decides which event is next. A chat is held while its event is handled or its file is `fetching`.

    A chat that floods is held a while longer, and what waits of it is stored in the inbox, so that neither
    its channel nor anybody who was fetched with it waits for that.
    """

    _queues: dict[Address, deque[Waiting]] = field(default_factory=dict)
    _held: set[Address] = field(default_factory=set)
    fetching: set[Address] = field(default_factory=set)
    floods: Floods = field(default_factory=Floods)
    _wakeup: asyncio.Event = field(default_factory=asyncio.Event)

    def join(self, events: Sequence[Event]) -> list[asyncio.Future[None]]:
        """Appends the events to their chats' queues, in order."""
        loop = asyncio.get_running_loop()
        joined = [Waiting(event, loop.create_future()) for event in events]
        for waiting in joined:
            queue = self._queues.setdefault(waiting.event.address, deque())
            queue.append(waiting)
            self.floods.note(waiting.event.address, len(queue), loop.time())
        self._wakeup.set()
        return [waiting.done for waiting in joined]

    async def wait_for_work(self) -> None:
        """Waits until an event joins or a chat is released."""
        self._wakeup.clear()
        await self._wakeup.wait()

    def next_batch(self) -> list[Waiting]:
        """Takes the first event of each chat that is not held, and holds these chats."""
        free = [address for address in self._queues if self._is_free(address)][:BATCH]
        batch = [self._queues[address].popleft() for address in free]
        for address in free:
            self._drop_if_empty(address)
        self._held.update(free)
        return batch

    def waiting_unstored(self) -> list[Waiting]:
        """The first events that wait behind a file being fetched, or in a flood, and are not stored yet."""
        queues = (self._queues.get(address, ()) for address in self.fetching | self.floods.slowed)
        waiting = (waiting for queue in queues for waiting in queue if not waiting.stored)
        return list(islice(waiting, MOST_STORED))

    def leave_in_inbox(self, stored: Sequence[Waiting]) -> None:
        """Lets go of just stored events of chats that flood, once MOST_QUEUED are in memory."""
        ids = set(map(id, stored))
        for address in {waiting.event.address for waiting in stored} & self.floods.slowed:
            queue = self._queues.pop(address, deque())
            most = 0 if address in self.floods.in_inbox else MOST_QUEUED
            kept = [one for at, one in enumerate(queue) if at < most or id(one) not in ids]
            if len(kept) < len(queue):
                self.floods.in_inbox.add(address)
            if kept:
                self._queues[address] = deque(kept)

    def drained(self) -> list[Address]:
        """The chats of which events wait in the inbox, and none any more in memory."""
        return [one for one in self.floods.in_inbox if one not in self._queues and one not in self._held]

    def rejoin(self, address: Address, stored: Sequence[Event]) -> None:
        """Queues the oldest events that a drained chat has in the inbox; without any its flood is over."""
        if stored:
            done = asyncio.get_running_loop().create_future()
            done.set_result(None)
            oldest = [Waiting(event, done, stored=True) for event in stored]
            self._queues[address] = deque([*oldest, *self._queues.get(address, ())])
            self._wakeup.set()
        elif address not in self._queues:
            self.floods.end(address)

    def requeue_first(self, waiting: Waiting) -> None:
        """Puts an event whose file is fetched back at the head of its chat's queue."""
        address = waiting.event.address
        self.fetching.discard(address)
        self._queues.setdefault(address, deque()).appendleft(waiting)
        self.release(address)

    def release(self, address: Address) -> None:
        """Lets the chat's next event be taken; after PAUSE_SECONDS if it floods."""
        if address in self.floods.slowed:
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._free, address)
        else:
            self._free(address)

    def _free(self, address: Address) -> None:
        self._held.discard(address)
        if address not in self._queues and address not in self.floods.in_inbox:
            self.floods.end(address)
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
                self._free(address)

    def _is_free(self, address: Address) -> bool:
        """Whether a chat's first event may be taken: not before older ones that stand in the inbox."""
        behind = address in self.floods.in_inbox and not self._queues[address][0].stored
        return address not in self._held and not behind

    def _drop_if_empty(self, address: Address) -> None:
        if not self._queues[address]:
            del self._queues[address]


def _fail(events: Sequence[Waiting], failure: Exception) -> None:
    for waiting in events:
        if not waiting.done.done():
            waiting.done.set_exception(failure)
