"""Everything at once: doubled events, failing and hanging deliveries, two processes on one database."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.app import delivery
from bot.channels.base import TryLater
from bot.conversation.events import Event
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, Trouble, tap

CHATS = 10
EACH = 6


def _trouble(rnd: random.Random) -> Trouble:
    return rnd.choice(
        [TryLater(0.02), TryLater(None, "502"), 0.3, 0.05, RuntimeError("the line is cut"), 0.0]
    )


async def _hand_in(process: OneProcess, events: list[Event], rnd: random.Random) -> None:
    """Hands events in again until they are taken, as a channel does."""
    for event in events:
        while True:
            await asyncio.sleep(rnd.random() * 0.02)
            try:
                await process.dispatcher.take([event])
                break
            except Exception:
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
async def test_each_event_is_handled_once_and_answered_despite_failures(
    shared_url: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "HOLD_SECONDS", 0.1)
    rnd, channel = random.Random(seed), RecordingChannel()
    by_chat = [
        [tap(f"{chat}", f"e{chat}-{n}", f"test/count/{chat}-{n}") for n in range(EACH)]
        for chat in range(CHATS)
    ]
    for chat in range(CHATS):
        channel.plagues(f"{chat}", *(_trouble(rnd) for _ in range(4)))
    async with one_process(shared_url, channel) as one, one_process(shared_url, channel) as other:
        both = [(process, mine) for mine in by_chat for process in (one, other, one)]
        await asyncio.gather(
            *(_hand_in(process, mine, random.Random(rnd.random())) for process, mine in both)
        )
        await _until_quiet(one, other)
        assert await one.effects() == {f"{chat}-{n}": 1 for chat in range(CHATS) for n in range(EACH)}
        assert all(channel.shown[f"{chat}"] for chat in range(CHATS))
        assert set((await one.inbox()).values()) == {(True, "")}


async def _until_quiet(*stands: OneProcess) -> None:
    async with asyncio.timeout(60):
        while not all(answered for answered, _error in (await stands[0].inbox()).values()):
            await asyncio.sleep(0.2)
            await stands[0].dispatcher.redraw_unanswered()
