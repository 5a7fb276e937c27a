"""A program that stops leaves what it has claimed to others at once; only what it cuts off may come twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.app import leases
from bot.people.outbox import LEASE, Notice
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import RecordingChannel, tap


@asynccontextmanager
async def sending(process: OneProcess, held: asyncio.Event) -> AsyncIterator[asyncio.Task[None]]:
    """The worker at work with two notices to chat 7, the first of which the channel holds."""
    await process.take(tap("7", "s7", "to/TW"))
    for number in (1, 2):
        await process.take(tap("7", f"c{number}", await process.confirm_route("7", {"SOLO-001": number})))
    process.channel.plagues("7", held)
    work = asyncio.create_task(process.worker.run())
    await process.until(lambda: not process.channel.trouble["7"])
    yield work
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


def told(channel: RecordingChannel) -> list[str]:
    return sorted(f"{screen.title} {screen.body}" for screen in channel.notices["7"])


async def deliver_with_another(url: str, channel: RecordingChannel) -> None:
    """What another program that looks now sends; no lease ends meanwhile."""
    async with one_process(url, channel) as other:
        await other.worker.deliver_notices()
        await other.worker.settled()


async def test_what_waits_to_be_sent_is_given_back_at_once(process: OneProcess, ready_url: str) -> None:
    held, channel = asyncio.Event(), process.channel
    async with sending(process, held) as work:
        await deliver_with_another(ready_url, RecordingChannel())
        assert told(channel) == []
        work.cancel()
        other = RecordingChannel()
        async with asyncio.timeout(60):
            while not told(other):
                await deliver_with_another(ready_url, other)
        held.set()
    assert len({*told(channel), *told(other)}) == len(told(channel)) + len(told(other)) == 2
    await deliver_with_another(ready_url, other)
    assert len(told(other)) == 1, "what was sent is not sent again"


async def test_what_is_cut_off_is_given_back_too(
    process: OneProcess, ready_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LAST_SECONDS", 0.0)
    async with sending(process, asyncio.Event()):
        pass
    assert told(process.channel) == []
    await deliver_with_another(ready_url, process.channel)
    assert len(set(told(process.channel))) == len(told(process.channel)) == 2


async def test_what_takes_longer_to_send_than_a_lease_is_left_to_its_sender(
    process: OneProcess, ready_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEW_SECONDS", 0.01)
    held, other = asyncio.Event(), RecordingChannel()
    async with sending(process, held), one_process(ready_url, other) as second:
        process.shop.clock.ahead += 2 * LEASE
        second.shop.clock.ahead = process.shop.clock.ahead
        async with asyncio.timeout(60):
            while await _first_end_of_a_lease(process) < process.shop.clock.now():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await second.worker.deliver_notices()
        await second.worker.settled()
        held.set()
        await process.until(lambda: len(told(process.channel)) == 2)
    assert told(other) == []


async def _first_end_of_a_lease(process: OneProcess) -> datetime:
    async with process.db.reading() as connection:
        ends = await connection.scalars(select(Notice.due_at).where(Notice.attempts > 0))
        return min(ends.all())
