"""After an outage: who writes now is answered before all that waited, and nothing of that is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import chat_queues, dispatcher
from bot.conversation.events import Event
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, tap

CHATS, EACH = 12, 5


def waited() -> list[Event]:
    marks = [(chat, number) for number in range(EACH) for chat in range(CHATS)]
    return [
        replace(tap(f"{100 + chat}", f"{number}-{chat}", f"test/count/{number}-{chat}"), late=True)
        for chat, number in marks
    ]


def in_order(counted: list[str]) -> bool:
    of_chats = [[one for one in counted if one.endswith(f"-{chat}")] for chat in range(CHATS)]
    return all(ones == sorted(ones) for ones in of_chats)


async def test_a_newcomer_is_answered_before_what_waited(process: OneProcess) -> None:
    await process.dispatcher.take(waited())
    await process.take(tap("8", "new", "test/count/new"))
    assert len(process.counted) < CHATS * EACH
    await process.answered(waited())
    assert in_order(process.counted)


async def test_what_waits_in_the_inbox_survives_the_end_and_comes_before_anything_newer(
    ready_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_queues, "MOST_IN_MEMORY", 10)
    monkeypatch.setattr(dispatcher, "LOOK_AGAIN", -timedelta(seconds=1))  # the clock stands still
    channel = RecordingChannel()
    async with one_process(ready_url, channel) as before:
        await before.dispatcher.take(waited())
        await before.close()
    async with one_process(ready_url, channel) as after:
        newer = [tap(f"{100 + chat}", f"9-{chat}", f"test/count/9-{chat}") for chat in range(CHATS)]
        await after.take(*newer)
        await after.close()
        effects = await after.effects()
        handled = before.counted + after.counted
    assert set(effects.values()) == {1}
    assert len(effects) == CHATS * EACH + CHATS
    assert in_order(list(dict.fromkeys(handled)))
