"""Notices that the channel puts off, refuses or cannot deliver: none is given up for being late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import people
from bot.channels.base import Blocked, TryLater, Undeliverable
from bot.core.database import session_on
from bot.people import Role
from bot.people.outbox import LEASE, Notice, NoticeState
from tests.support.one_process import OneProcess
from tests.support.recording_channel import tap


@pytest.fixture
async def process(process: OneProcess) -> OneProcess:
    """A coordinator (1), and two customers (7, 8) who have ordered and not been told so."""
    await process.take(*(tap(chat, f"s{chat}", "to/TW") for chat in ("1", "7", "8")))
    who = await process.person("1")
    async with process.db.writing() as connection, session_on(connection) as db:
        await people.grant(db, who.id, Role.COORDINATOR, process.shop.clock.now())
        await db.commit()
    routes = {chat: await process.confirm_route(chat, {"SOLO-001": 2}) for chat in ("7", "8")}
    await process.take(*(tap(chat, f"c{chat}", route) for chat, route in routes.items()))
    return process


async def delivered_after(process: OneProcess, seconds: float = 0.0) -> None:
    process.shop.clock.ahead += timedelta(seconds=seconds)
    await process.worker.deliver_notices()
    await process.worker.settled()


async def notice(process: OneProcess, chat: str = "7") -> Notice:
    async with process.db.reading() as connection, session_on(connection) as db:
        of_chat = select(Notice).join(people.Chat).where(people.Chat.chat_id == chat)
        return (await db.scalars(of_chat)).one()


async def test_being_told_to_wait_is_no_attempt_however_often(process: OneProcess) -> None:
    process.channel.plagues("7", *[TryLater(5, "flood")] * 120)
    for _ in range(120):
        await delivered_after(process, 6)
    assert ((await notice(process)).attempts, process.channel.notices["7"]) == (0, [])
    await delivered_after(process, 6)
    assert ((await notice(process)).state, len(process.channel.notices["7"])) == (NoticeState.SENT, 1)


async def test_the_wait_is_honoured_whatever_its_length(process: OneProcess) -> None:
    process.channel.plagues("7", TryLater(7200, "flood"))
    await delivered_after(process)
    await delivered_after(process, 7000)
    assert process.channel.notices["7"] == []
    await delivered_after(process, 300)
    assert len(process.channel.notices["7"]) == 1


async def test_a_network_error_after_many_waits_is_a_first_failure(process: OneProcess) -> None:
    process.channel.plagues("7", *[TryLater(1, "flood")] * 20, TryLater(None, "cut"))
    for _ in range(21):
        await delivered_after(process, 2)
    await delivered_after(process, 3)
    assert len(process.channel.notices["7"]) == 1


async def test_an_outage_of_days_gives_no_notice_up(process: OneProcess) -> None:
    process.channel.plagues("7", *[TryLater(None, "cut")] * 150)
    for _ in range(150):
        await delivered_after(process, 601)
    await delivered_after(process, 601)
    assert len(process.channel.notices["7"]) == 1


async def test_a_slow_chat_sends_nothing_after_its_lease(process: OneProcess) -> None:
    """Its second notice would overlap with another worker's; it is put back instead."""
    outgoing = await process.worker._claim()
    process.shop.clock.ahead += LEASE
    for one in outgoing:
        if one.to.chat_id == "7":
            process.worker._underway[one.chat_id] = None  # type: ignore[assignment]
            await process.worker._deliver_in_order(one.chat_id, [one], process.shop.clock.now() - LEASE)
    assert process.channel.notices["7"] == []
    await delivered_after(process, 2)
    assert len(process.channel.notices["7"]) == 1


@pytest.mark.parametrize("why", [Blocked("bot was blocked by the user"), Undeliverable("can't parse")])
async def test_a_notice_that_reached_nobody_is_shown_and_sent_again_on_a_tap(
    process: OneProcess, why: Exception
) -> None:
    process.channel.plagues("7", why)
    await delivered_after(process)
    await delivered_after(process, 100_000)
    assert ((await notice(process)).state, process.channel.notices["7"]) == (NoticeState.FAILED, [])
    await process.take(tap("1", "u1", "c/unreached/0/1"))
    assert "Siti" in process.channel.shown["1"][-1].body
    await process.take(tap("1", "u2", "c/unreached/0/again"))
    assert "1 pemberitahuan dikirim lagi" in process.channel.shown["1"][-1].body
    await delivered_after(process)
    assert len(process.channel.notices["7"]) == 1
    await process.take(tap("1", "u3", "c/unreached/0/again"))
    await delivered_after(process)
    assert len(process.channel.notices["7"]) == 1


async def test_customers_cannot_send_notices_again(process: OneProcess) -> None:
    process.channel.plagues("7", Blocked("bot was blocked by the user"))
    await delivered_after(process)
    await process.take(tap("8", "u1", "c/unreached/0/again"))
    assert (await notice(process)).state == NoticeState.FAILED
