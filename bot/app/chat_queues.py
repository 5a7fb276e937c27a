"""Queues of waiting events: one per chat, each served one event at a time, and who writes now first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.app.floods import Floods
from bot.conversation.events import Address, Event

BATCH = 100
PAUSE_SECONDS = 1.0
"""How long a chat that floods waits for its next answer."""
PATIENCE_SECONDS = 0.25
"""How long an event waits for an earlier one of its chat before it is stored: a channel waits for it."""
MOST_STORED = 200
"""The most events that are stored in one transaction, for which everybody waits."""
MOST_QUEUED = 100
"""The most events of a chat that floods in memory; those behind them wait in the inbox."""
MOST_IN_MEMORY = 20_000
"""The most events in memory; late ones beyond them wait in the inbox."""
MOST_LATE, FEW_LATE = 64, 8
"""The most chats with late events that are served at a time; few while more late events come in."""
COMING_SECONDS = 0.5
"""So long after a late event more are expected."""
REFILLED = 20
"""Chats whose waiting events are read from the inbox at a time."""


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

    What has to wait is stored in the inbox, so that neither its channel nor anybody who was fetched with it
    waits: what comes behind a file or a slow answer, in a flood (whose chat is held a while longer), or late.
    Late events come by the thousand; they are handled after those of people who write now, one of each chat
    in turn.
    """

    _queues: dict[Address, deque[Waiting]] = field(default_factory=dict)
    _line: dict[Address, None] = field(default_factory=dict)
    """Chats whose first event is not late, longest unserved first; then those whose first event is."""
    _late_line: dict[Address, None] = field(default_factory=dict)
    _held: set[Address] = field(default_factory=set)
    fetching: set[Address] = field(default_factory=set)
    floods: Floods = field(default_factory=Floods)
    in_inbox: dict[Address, None] = field(default_factory=dict)
    """The chats of which newer events stand in the inbox only, so that they fill no memory."""
    _late: set[Address] = field(default_factory=set)
    _late_came_at: float = -COMING_SECONDS
    _to_store: dict[Address, None] = field(default_factory=dict)
    _storing: set[Address] = field(default_factory=set)
    _refilling: set[Address] = field(default_factory=set)
    _wakeup: asyncio.Event = field(default_factory=asyncio.Event)

    def join(self, events: Sequence[Event]) -> list[asyncio.Future[None]]:
        """Appends the events to their chats' queues, in order."""
        loop = asyncio.get_running_loop()
        joined = [Waiting(event, loop.create_future()) for event in events]
        for waiting in joined:
            self._append(waiting, loop.time())
        self._wakeup.set()
        return [waiting.done for waiting in joined]

    def _append(self, waiting: Waiting, now: float) -> None:
        address = waiting.event.address
        queue = self._queues.setdefault(address, deque())
        queue.append(waiting)
        if len(queue) == 1:
            self._line_up(address)
        if len(queue) > 1 or address in self._held:
            asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._lose_patience, waiting)
        if waiting.event.late:
            self._late.add(address)
            self._late_came_at = now
        else:
            self.floods.note(address, len(queue), now)
        if any(address in waits for waits in (self.fetching, self.floods.slowed, self._late, self.in_inbox)):
            self._to_store[address] = None

    def _lose_patience(self, waiting: Waiting) -> None:
        if not waiting.done.done() and not waiting.stored:
            self._to_store[waiting.event.address] = None
            self._wakeup.set()

    async def wait_for_work(self) -> None:
        """Waits until an event joins or a chat is released."""
        self._wakeup.clear()
        await self._wakeup.wait()

    def next_batch(self) -> list[Waiting]:
        """Takes the first event of each chat that is not held, late ones last, and holds these chats."""
        now_writing = list(islice(filter(self._is_free, self._line), BATCH))
        room = min(self._room_for_late(), BATCH - len(now_writing))
        served = [*now_writing, *islice(filter(self._is_free, self._late_line), room)]
        self._held.update(served)
        batch = [self._queues[address].popleft() for address in served]
        for address in served:
            self._line_up(address)
        return batch

    def _room_for_late(self) -> int:
        coming = asyncio.get_running_loop().time() - self._late_came_at < COMING_SECONDS
        return max(0, (FEW_LATE if coming else MOST_LATE) - len(self._held & self._late))

    def _line_up(self, address: Address) -> None:
        """Puts a chat behind all others of its kind, or nowhere when nothing of it waits."""
        self._line.pop(address, None)
        self._late_line.pop(address, None)
        if queue := self._queues.get(address):
            (self._late_line if queue[0].event.late else self._line)[address] = None
        else:
            self._queues.pop(address, None)

    def hold_for_fetch(self, address: Address) -> None:
        """Notes that a file of a held chat is fetched, or something long read for it."""
        self.fetching.add(address)
        self._to_store[address] = None

    def waiting_unstored(self) -> list[Waiting]:
        """The first events that have to wait and are not stored yet; their chats are left alone meanwhile."""
        found: list[Waiting] = []
        for address in [one for one in self._to_store if one not in self._storing]:
            found += [waiting for waiting in self._queues.get(address, ()) if not waiting.stored]
            if len(found) > MOST_STORED:
                break
            del self._to_store[address]
        self._storing.update(waiting.event.address for waiting in found[:MOST_STORED])
        return found[:MOST_STORED]

    def leave_in_inbox(self, stored: Sequence[Waiting]) -> None:
        """Lets go of just stored events that would fill the memory."""
        ids = set(map(id, stored))
        is_full = sum(map(len, self._queues.values())) > MOST_IN_MEMORY
        for address in dict.fromkeys(waiting.event.address for waiting in stored):
            if address in self.in_inbox or (is_full and address in self._late):
                self._keep(address, 0, ids)
            elif address in self.floods.slowed:
                self._keep(address, MOST_QUEUED, ids)
            self._storing.discard(address)
        self._wakeup.set()

    def _keep(self, address: Address, most: int, stored: set[int]) -> None:
        queue = self._queues.pop(address, deque())
        kept = [one for at, one in enumerate(queue) if at < most or id(one) not in stored]
        if len(kept) < len(queue):
            self.in_inbox[address] = None
        self._queues[address] = deque(kept)
        self._line_up(address)

    def wait_in_inbox(self, addresses: Iterable[Address]) -> None:
        """Notes chats of which events were found in the inbox, unless these are known.

        What has come since then has to wait behind them.
        """
        for address in addresses:
            is_known = any(waiting.stored for waiting in self._queues.get(address, ()))
            if not is_known and address not in self._held:
                self.in_inbox[address] = self._to_store[address] = None
        self._wakeup.set()

    def drained(self) -> list[Address]:
        """Some chats of which events wait in the inbox only; they are to be given to `rejoin`."""
        busy = (self._queues, self._held, self._refilling)
        empty = (one for one in self.in_inbox if not any(one in chats for chats in busy))
        found = list(islice(empty, REFILLED))
        self._refilling.update(found)
        return found

    def rejoin(self, address: Address, stored: Sequence[Event] | None) -> None:
        """Queues the oldest events that a drained chat has in the inbox; without any it waits for nothing.

        None: they could not be read, and are to be read again.
        """
        self._refilling.discard(address)
        if stored:
            done = asyncio.get_running_loop().create_future()
            done.set_result(None)
            oldest = [Waiting(event, done, stored=True) for event in stored]
            self._queues[address] = deque([*oldest, *self._queues.get(address, ())])
            self._line_up(address)
            self._late |= {address} if any(event.late for event in stored) else set()
            self._wakeup.set()
        elif stored is not None and address not in self._queues:
            self._end(address)

    def has_more(self, address: Address) -> bool:
        """Whether newer events of a held chat wait in memory behind the one that it is held for."""
        return bool(self._queues.get(address))

    def requeue_first(self, waiting: Waiting) -> None:
        """Puts an event whose file is fetched back at the head of its chat's queue."""
        address = waiting.event.address
        self.fetching.discard(address)
        self._queues.setdefault(address, deque()).appendleft(waiting)
        self._line_up(address)
        self.release(address)

    def release(self, address: Address) -> None:
        """Lets the chat's next event be taken; after PAUSE_SECONDS if it floods."""
        if address in self.floods.slowed:
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._free, address)
        else:
            self._free(address)

    def _free(self, address: Address) -> None:
        self._held.discard(address)
        if address not in self._queues and address not in self.in_inbox:
            self._end(address)
        self._wakeup.set()

    def _end(self, address: Address) -> None:
        self.in_inbox.pop(address, None)
        self._late.discard(address)
        self.floods.end(address)

    def acknowledge(self, batch: Sequence[Waiting]) -> None:
        """Tells those who wait for these events that they are committed."""
        for waiting in batch:
            if not waiting.done.done():
                waiting.done.set_result(None)

    def reject(self, batch: Sequence[Waiting], failure: Exception) -> None:
        """Fails events that were taken, and all that wait behind them in their chats.

        Events that were acknowledged before are read from the inbox again.
        """
        self.reject_waiting(batch, failure)
        for waiting in batch:
            self._free(waiting.event.address)

    def reject_waiting(self, waiting: Sequence[Waiting], failure: Exception) -> None:
        """Fails events, and all that wait behind them, which must not overtake them; keeps chats held."""
        for first in waiting:
            address = first.event.address
            failed = [first, *self._queues.pop(address, ())]
            self._line_up(address)
            if any(one.done.done() for one in failed):
                self.in_inbox[address] = None
            _fail(failed, failure)
            self._storing.discard(address)

    def _is_free(self, address: Address) -> bool:
        """Whether a chat's first event may be taken: not before older ones that stand in the inbox."""
        first = self._queues[address][0]
        is_to_be_stored = (first.event.late or address in self.in_inbox) and not first.stored
        busy = (self._held, self._storing, self._refilling)
        return not is_to_be_stored and not any(address in chats for chats in busy)


def _fail(events: Sequence[Waiting], failure: Exception) -> None:
    for waiting in events:
        if not waiting.done.done():
            waiting.done.set_exception(failure)
