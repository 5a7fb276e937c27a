"""Late events wait for those of people who write now, one of each chat in turn, and fill no memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import chat_queues
from bot.app.chat_queues import FEW_LATE, MOST_STORED, ChatQueues
from bot.conversation.events import Event
from tests.support.recording_channel import tap
from tests.support.stored_events import store_all


def late(chat: int, number: int) -> Event:
    return replace(tap(str(chat), f"{number:05}", "cart"), late=True)


def served(queues: ChatQueues) -> list[Event]:
    batch = [one.event for one in queues.next_batch()]
    for event in batch:
        queues.release(event.address)
    return batch


async def test_late_events_are_stored_before_any_is_handled() -> None:
    queues = ChatQueues()
    acknowledged = queues.join([late(number, number) for number in range(MOST_STORED + 5)])
    assert queues.next_batch() == []
    assert len(store_all(queues)) == MOST_STORED + 5
    assert all(one.done() for one in acknowledged)


async def test_who_writes_now_goes_first() -> None:
    queues = ChatQueues()
    queues.join([late(number, number) for number in range(50)])
    store_all(queues)
    queues.join([tap("now", "1", "cart")])
    batch = served(queues)
    assert (batch[0].event_id, len(batch)) == ("1", 1 + FEW_LATE)
    queues.join([tap("now", "2", "cart")])
    assert served(queues)[0].event_id == "2"


async def test_chats_take_turns_and_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_queues, "COMING_SECONDS", 0)
    monkeypatch.setattr(chat_queues, "MOST_LATE", 1)
    queues = ChatQueues()
    queues.join([late(0, 0), late(0, 1), late(0, 2), late(1, 3), late(1, 4)])
    store_all(queues)
    assert [served(queues)[0].event_id for _ in range(5)] == ["00000", "00003", "00001", "00004", "00002"]


async def test_few_late_chats_are_under_way_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_queues, "COMING_SECONDS", 0)
    monkeypatch.setattr(chat_queues, "MOST_LATE", 3)
    queues = ChatQueues()
    queues.join([late(number, number) for number in range(10)])
    store_all(queues)
    assert (len(queues.next_batch()), queues.next_batch()) == (3, [])


async def test_what_somebody_writes_behind_late_events_waits_for_them_and_holds_up_nobody() -> None:
    queues = ChatQueues()
    queues.join([late(7, 1)])
    store_all(queues)
    [written] = queues.join([tap("7", "00002", "cart")])
    assert [event.event_id for event in store_all(queues)] == ["00002"]
    assert written.done()
    assert [served(queues)[0].event_id for _ in range(2)] == ["00001", "00002"]


async def test_late_events_beyond_what_fits_into_memory_stay_in_the_inbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat_queues, "MOST_IN_MEMORY", 20)
    monkeypatch.setattr(chat_queues, "COMING_SECONDS", 0)
    queues = ChatQueues()
    inbox: list[Event] = []
    for first in range(0, 100, 10):
        queues.join([late(number % 10, number) for number in range(first, first + 10)])
        inbox += store_all(queues)
        assert sum(map(len, queues._queues.values())) <= 20
    seen: list[Event] = []
    while batch := served(queues) or queues.drained():
        for one in batch:
            if isinstance(one, Event):
                seen.append(one)
            else:
                queues.rejoin(
                    one, [event for event in inbox if event.address == one and event not in seen][:2]
                )
    assert sorted(event.event_id for event in seen) == [f"{number:05}" for number in range(100)]
    for chat in {event.address for event in seen}:
        ids = [event.event_id for event in seen if event.address == chat]
        assert ids == sorted(ids)
    assert (queues._queues, queues.in_inbox, queues._late) == ({}, {}, set())


async def test_what_could_not_be_read_is_read_again() -> None:
    queues = ChatQueues()
    queues.wait_in_inbox([late(7, 1).address])
    [chat] = queues.drained()
    assert queues.drained() == []
    queues.rejoin(chat, None)
    assert queues.drained() == [chat]


async def test_acknowledged_events_behind_a_failure_are_read_again() -> None:
    queues = ChatQueues()
    queues.join([late(7, 1), late(7, 2)])
    store_all(queues)
    batch = queues.next_batch()
    queues.reject(batch, OSError())
    assert queues.next_batch() == []
    assert queues.drained() == [batch[0].event.address]
