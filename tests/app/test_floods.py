"""Who counts as flooding, and what of a flooding chat stands in memory."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import chat_queues
from bot.app.chat_queues import MOST_QUEUED, ChatQueues
from bot.app.floods import LEAST_WAITING, MOST_EVENTS, WITHIN_SECONDS, Floods
from bot.conversation.events import Address, Event
from tests.support.recording_channel import tap
from tests.support.stored_events import store_all

SITI = Address("telegram", "4242", "7")


def flooded(count: int, seconds: float, waiting: int) -> bool:
    floods = Floods()
    for number in range(count):
        floods.note(SITI, min(number + 1, waiting), number * seconds / (count - 1))
    return SITI in floods.slowed


@pytest.mark.parametrize(
    ("count", "seconds", "waiting", "floods"),
    [
        (MOST_EVENTS + 1, WITHIN_SECONDS - 0.1, LEAST_WAITING, True),
        (MOST_EVENTS, 0.1, LEAST_WAITING, False),
        (MOST_EVENTS + 1, WITHIN_SECONDS + 0.1, LEAST_WAITING, False),
        (10 * MOST_EVENTS, 1.0, LEAST_WAITING - 1, False),
        (10 * MOST_EVENTS, 1.0, LEAST_WAITING, True),
    ],
)
def test_more_than_thirty_events_in_ten_seconds_that_wait_are_a_flood(
    count: int, seconds: float, waiting: int, floods: bool
) -> None:
    assert flooded(count, seconds, waiting) is floods


def test_a_chat_is_told_once_in_each_flood() -> None:
    floods = Floods({SITI})
    assert [floods.is_to_be_told(SITI), floods.is_to_be_told(SITI)] == [True, False]
    floods.end(SITI)
    assert not floods.is_to_be_told(SITI)
    floods.slowed.add(SITI)
    assert floods.is_to_be_told(SITI)


def events(first: int, count: int) -> list[Event]:
    return [tap("7", f"{number:05}", "cart") for number in range(first, first + count)]


async def test_a_flood_fills_no_memory_and_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_queues, "PAUSE_SECONDS", 0)
    queues = ChatQueues()
    acknowledged = queues.join(events(0, 1000))
    inbox = store_all(queues)
    assert (len(inbox), all(one.done() for one in acknowledged)) == (1000, True)
    assert len(queues._queues[SITI]) == MOST_QUEUED
    served: list[Event] = []
    come = 1000
    while len(served) < 1100:
        if come < 1100 and len(served) % 5 == 0:  # more comes meanwhile
            queues.join(events(come, 10))
            come += 10
        inbox += store_all(queues)
        batch = queues.next_batch()
        served += [one.event for one in batch]
        for one in batch:
            queues.release(one.event.address)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for address in queues.drained():
            queues.rejoin(address, [one for one in inbox if one not in served][:MOST_QUEUED])
        assert len(queues._queues.get(SITI, ())) <= MOST_QUEUED
    assert [one.event_id for one in served] == [one.event_id for one in events(0, 1100)]
    queues.rejoin(SITI, [])
    assert queues.floods == Floods()


async def test_no_event_goes_before_older_ones_that_stand_in_the_inbox_only() -> None:
    queues = ChatQueues(floods=Floods({SITI}), in_inbox={SITI: None})
    queues.join(events(7, 1))
    assert queues.next_batch() == []
    store_all(queues)
    assert queues.drained() == [SITI]
    queues.rejoin(SITI, events(6, 2))
    assert [one.event.event_id for one in queues.next_batch()] == ["00006"]


async def test_other_chats_are_served_meanwhile() -> None:
    queues = ChatQueues()
    queues.join([*events(0, 1000), tap("8", "x", "cart")])
    assert len(queues.waiting_unstored()) == chat_queues.MOST_STORED
    assert [one.event.event_id for one in queues.next_batch()] == ["x"]
    queues.join([tap("8", "y", "cart")])
    queues.release(Address("telegram", "4242", "8"))
    assert [one.event.event_id for one in queues.next_batch()] == ["y"]
