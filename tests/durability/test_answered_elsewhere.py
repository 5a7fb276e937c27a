"""Two programs on one PostgreSQL: what one is answering in a chat, the other waits for."""

from __future__ import annotations

import asyncio

from tests.support.one_process import one_process
from tests.support.recording_channel import RecordingChannel, tap


async def test_a_chat_that_another_program_is_answering_waits(shared_url: str) -> None:
    channel, shown = RecordingChannel(), asyncio.Event()
    async with one_process(shared_url, channel) as one, one_process(shared_url, channel) as other:
        await one.take(tap("7", "s7", "to/TW"))
        channel.plagues("7", shown)
        await one.dispatcher.take([tap("7", "e1", "test/count/a")])
        await other.dispatcher.take([tap("7", "e2", "test/count/b")])  # taken, so acknowledged
        await one.dispatcher.take([tap("7", "e3", "test/count/c")])  # stored behind the first
        await asyncio.sleep(0.5)
        assert (other.counted, channel.answered) == ([], ["s7"])
        shown.set()
        await other.answered([tap("7", "e2", ""), tap("7", "e3", "")])
        assert channel.answered == ["s7", "e1", "e2", "e3"]
        assert (one.counted, other.counted) == (["a", "c"], ["b"])


async def test_it_waits_three_seconds_at_most(shared_url: str) -> None:
    channel, never = RecordingChannel(), asyncio.Event()
    async with one_process(shared_url, channel) as one, one_process(shared_url, channel) as other:
        await one.take(tap("7", "s7", "to/TW"))
        channel.plagues("7", never)
        await one.dispatcher.take([tap("7", "e1", "test/count/a")])
        await other.dispatcher.take([tap("7", "e2", "test/count/b")])
        await other.answered([tap("7", "e2", "")])
        never.set()
        await one.answered([tap("7", "e1", "")])
        assert (one.counted, other.counted) == (["a"], ["b"])
