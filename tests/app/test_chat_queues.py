"""An event that waits long for an earlier one of its chat is stored, so that its channel gets on."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import chat_queues
from bot.app.chat_queues import ChatQueues, Waiting
from tests.support.recording_channel import tap


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> ChatQueues:
    monkeypatch.setattr(chat_queues, "PATIENCE_SECONDS", 0)
    return ChatQueues()


async def to_store(queues: ChatQueues) -> list[Waiting]:
    for _ in range(3):
        await asyncio.sleep(0)
    return queues.waiting_unstored()


@pytest.mark.parametrize("together", [True, False])
async def test_what_waits_behind_a_held_chat_is_stored(queues: ChatQueues, together: bool) -> None:
    events = [tap("7", "e1", "cart"), tap("7", "e2", "cart")]
    queues.join(events if together else events[:1])
    [first] = queues.next_batch()
    if not together:
        queues.join(events[1:])
    assert [one.event.event_id for one in await to_store(queues)] == ["e2"]
    queues.release(first.event.address)


async def test_what_is_served_in_time_is_not_stored(queues: ChatQueues) -> None:
    queues.join([tap("7", "e1", "cart"), tap("7", "e2", "cart")])
    [first] = queues.next_batch()
    queues.acknowledge([first])
    queues.release(first.event.address)
    [second] = queues.next_batch()
    queues.acknowledge([second])
    assert await to_store(queues) == []
