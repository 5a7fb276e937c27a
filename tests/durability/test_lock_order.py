"""Two programs on PostgreSQL lock the same chats: no deadlock, and a conflict never parks an event."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from bot.conversation import sessions
from bot.conversation.events import Event
from bot.conversation.sessions import Answered
from bot.core.database import Database, is_conflict, session_on
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import tap


@pytest.fixture
async def process(shared_url: str) -> Any:
    async with one_process(shared_url) as one:
        yield one


async def _rows(process: OneProcess, *events: Event) -> list[int]:
    async with process.db.writing() as connection:
        opened = await sessions.open_chats(connection, events, process.shop.clock.now())
    return [opened[event.address].id for event in events]


async def test_chats_that_are_recorded_and_handled_are_locked_in_one_order(process: OneProcess) -> None:
    first, second = tap("7", "e1", "home"), tap("8", "e2", "home")
    await process.take(first, second)
    row_of_first, row_of_second = await _rows(process, first, second)

    async def record_one_and_handle_the_other(handled: Event, recorded: int) -> None:
        now = process.shop.clock.now()
        answered = [Answered(None, recorded, "1", "text", now, True)]
        for _ in range(30):
            async with process.db.writing() as connection:
                await sessions.lock(connection, [handled], answered)
                await sessions.record(connection, answered, now)
                await asyncio.sleep(0.005)
                await sessions.open_chats(connection, [handled], now)

    async with asyncio.timeout(30):
        await asyncio.gather(
            record_one_and_handle_the_other(first, row_of_second),
            record_one_and_handle_the_other(second, row_of_first),
        )


async def test_a_notice_is_put_for_a_chat_that_is_locked(process: OneProcess) -> None:
    event = tap("7", "e1", "home")
    await process.take(event)
    (row,) = await _rows(process, event)
    now = process.shop.clock.now()
    async with process.db.writing() as locking, process.db.writing() as other, asyncio.timeout(5):
        await sessions.lock(locking, [event], ())
        async with session_on(other) as db:
            await outbox.put(db, NoticeKind.DATES_MOVED, "shipment/1", [row], 1, now)


async def test_a_conflict_is_no_fault_of_the_event(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadlock = await _deadlock(process.db)
    assert is_conflict(deadlock)

    async def undone(*_args: object) -> None:
        raise deadlock

    with monkeypatch.context() as broken:
        broken.setattr(sessions, "lock", undone)
        with pytest.raises(DBAPIError, match="deadlock"):
            await process.dispatcher.take([tap("7", "e1", "test/count/a")])
    assert await process.inbox() == {}
    await process.take(tap("7", "e1", "test/count/a"))
    await process.close()
    assert (process.counted, await process.inbox()) == (["a"], {"e1": (True, "")})


async def _deadlock(db: Database) -> DBAPIError:
    """The error of a real deadlock, between two transactions that take two locks crosswise."""

    both_hold_one = asyncio.Barrier(2)

    async def take(first: int, second: int) -> None:
        async with db.writing() as connection:
            await connection.execute(sql(f"SELECT pg_advisory_xact_lock({first})"))
            await both_hold_one.wait()
            await connection.execute(sql(f"SELECT pg_advisory_xact_lock({second})"))

    outcomes = await asyncio.gather(take(1, 2), take(2, 1), return_exceptions=True)
    (failure,) = [one for one in outcomes if isinstance(one, DBAPIError)]
    return failure
