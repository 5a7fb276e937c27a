"""The machine's clock is moved back: nothing waits until it is there again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.app import moved_clock
from bot.channels.base import TryLater
from bot.channels.shared_slots import SendPace, SendSlot
from bot.conversation import inbox
from bot.people.outbox import Notice, NoticeState
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, tap

DAY = timedelta(days=1)


@pytest.fixture
async def ordered(process: OneProcess) -> OneProcess:
    """Customer 7 has ordered, and was not told yet."""
    await process.take(tap("7", "s7", "to/TW"))
    await process.take(tap("7", "c7", await process.confirm_route("7", {"SOLO-001": 2})))
    return process


async def delivered(process: OneProcess) -> None:
    await process.worker.deliver_notices()
    await process.worker.settled()


async def told(process: OneProcess, channel: RecordingChannel) -> None:
    async with asyncio.timeout(60):
        while not channel.notices["7"]:
            await delivered(process)
            await asyncio.sleep(0.02)


async def test_a_notice_that_was_put_off_comes_when_it_was_to_come(ordered: OneProcess) -> None:
    ordered.channel.plagues("7", TryLater(0.1, "flood"))
    await delivered(ordered)
    assert not ordered.channel.notices["7"]
    ordered.shop.clock.ahead -= DAY
    await told(ordered, ordered.channel)
    await delivered(ordered)
    assert len(ordered.channel.notices["7"]) == 1


async def test_a_program_that_starts_on_the_earlier_clock_sends_what_waits(
    ordered: OneProcess, ready_url: str
) -> None:
    channel = RecordingChannel()
    async with one_process(ready_url, channel) as other:
        other.shop.clock.ahead -= DAY
        await told(other, channel)
    assert len(channel.notices["7"]) == 1


async def test_what_is_claimed_after_the_clock_was_moved_is_not_claimed_again(
    ordered: OneProcess, ready_url: str
) -> None:
    async with one_process(ready_url, ordered.channel) as other:
        await other.worker._claim()  # nothing is brought forward yet: it has seen the clock
        for one in (ordered, other):
            one.shop.clock.ahead -= DAY
        async with ordered.db.writing() as connection:
            now = ordered.shop.clock.now()
            await connection.execute(update(Notice).values(state=NoticeState.QUEUED, put_at=now, due_at=now))
        assert await ordered.worker._claim()
        assert not await other.worker._claim()


async def test_an_update_without_an_answer_is_found_on_the_earlier_clock(ordered: OneProcess) -> None:
    ordered.channel.plagues("7", held := asyncio.Event())
    await ordered.dispatcher.take([tap("7", "late", "home")])
    earlier = ordered.shop.clock.now() - DAY
    async with ordered.db.reading() as connection:
        found = await inbox.unanswered(connection, earlier, timedelta(seconds=30))
    held.set()
    assert [one.event_id for one in found.newest.values()] == ["late"]


async def test_slots_and_paces_of_sending_are_forgotten(process: OneProcess) -> None:
    key = {"channel": "telegram", "bot_id": "4242"}
    async with process.db.writing() as connection:
        await connection.execute(insert(SendSlot).values(**key, number=0, taken_at=9e9, free_at=9e9))
        await connection.execute(insert(SendPace).values(**key, chat_id="7", full_at=9e9))
        watch = moved_clock.MovedClock(process.shop.clock)
        await watch.mend(connection)
        assert await connection.scalar(select(SendSlot.free_at)) == 9e9
        process.shop.clock.ahead -= DAY
        await watch.mend(connection)
        assert await connection.scalar(select(SendSlot.free_at)) == 0
        assert await connection.scalar(select(func.count()).select_from(SendPace)) == 0
