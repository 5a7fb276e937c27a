"""A locked or full database, a conflict, a blocked chat: nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import DBAPIError

from bot.app import delivery, turns
from bot.channels.base import Blocked, TryLater
from bot.conversation.events import Address, Event
from bot.core.database import engine
from bot.people import Chat
from bot.people.outbox import LEASE
from tests.support.one_process import SOON, OneProcess, one_process
from tests.support.recording_channel import BOT, RecordingChannel, tap, text


@pytest.fixture
async def hasty(shop_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OneProcess]:
    """One process on SQLite that waits only a moment for a lock."""
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    async with one_process(shop_url) as one:
        await one.take(tap("7", "s7", "to/TW"), tap("8", "s8", "to/TW"))
        yield one


@asynccontextmanager
async def locked(shop_file: Path) -> AsyncIterator[sqlite3.Connection]:
    """Another program's lock on the database; it is waited for in a thread, as our own writing may go on."""
    with closing(sqlite3.connect(shop_file, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        yield other


async def test_events_that_come_while_the_database_is_locked_are_answered_afterwards(
    hasty: OneProcess, shop_file: Path
) -> None:
    events = [tap("7", "e1", "test/count/a"), tap("7", "e2", "test/count/b"), tap("8", "e3", "test/count/c")]
    async with locked(shop_file) as other:
        with pytest.raises(DBAPIError, match="locked"):
            await hasty.dispatcher.take(events)
        assert (hasty.counted, len(hasty.channel.shown["7"])) == ([], 1)
        other.execute("ROLLBACK")
    await hasty.take(*events)
    await hasty.close()
    assert sorted(hasty.counted) == ["a", "b", "c"]
    assert all(seen == (True, "") for seen in (await hasty.inbox()).values())


async def test_a_delivery_is_recorded_once_the_lock_is_released(hasty: OneProcess, shop_file: Path) -> None:
    await hasty.dispatcher.take([tap("7", "e1", "test/count/a")])
    async with locked(shop_file) as other:
        await hasty.answered([tap("7", "e1", "")])
        await asyncio.sleep(0.4)
        other.execute("ROLLBACK")
    await hasty.take(tap("8", "e2", "test/count/b"))
    await hasty.close()
    assert await hasty.inbox() | {"e1": (True, "")} == await hasty.inbox()


async def test_a_turn_that_meets_another_programs_lock_is_not_parked_and_comes_again(
    shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCKED_MILLISECONDS", 50)
    other = await asyncpg.connect(shared_url.replace("+asyncpg", ""))
    async with one_process(shared_url) as process:
        await process.take(tap("7", "s7", "to/TW"))
        async with other.transaction():
            await other.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(DBAPIError, match="lock timeout"):
                await process.dispatcher.take([tap("7", "e1", "cart")])
        await process.take(tap("7", "e1", "cart"))
        await process.close()
        assert (await process.inbox())["e1"] == (True, "")
    await other.close()


async def test_a_notice_whose_sending_cannot_be_written_down_yet_is_not_sent_again(
    hasty: OneProcess, shop_file: Path
) -> None:
    await hasty.take(tap("7", "c1", await hasty.confirm_route("7", {"SOLO-001": 1})))
    hasty.channel.plagues("7", held := asyncio.Event())
    await hasty.worker.deliver_notices()
    async with locked(shop_file) as other:
        held.set()
        await hasty.until(lambda: hasty.channel.notices["7"])
        await asyncio.sleep(0.2)
        other.execute("ROLLBACK")
    await hasty.worker.settled()
    hasty.shop.clock.ahead += 2 * LEASE
    await hasty.worker.deliver_notices()
    await hasty.worker.settled()
    assert len(hasty.channel.notices["7"]) == 1


async def test_a_file_whose_sending_cannot_be_written_down_yet_is_not_sent_again(
    hasty: OneProcess, shop_file: Path
) -> None:
    hasty.channel.plagues("7", held := asyncio.Event())
    address, refs = Address("telegram", BOT, "7"), ["totals/country/2026-01-01/2026-12-31"]
    sending = asyncio.create_task(hasty.worker.file_sender.send("k", address, refs, "id"))
    await hasty.until(lambda: not hasty.channel.trouble["7"])
    async with locked(shop_file) as other:
        held.set()
        await hasty.until(lambda: hasty.channel.files["7"])
        await asyncio.sleep(0.2)
        other.execute("ROLLBACK")
    await sending
    await hasty.worker.file_sender.send("k", address, refs, "id")
    assert len(hasty.channel.files["7"]) == 1


async def test_events_that_come_while_the_disk_is_full_are_answered_afterwards(hasty: OneProcess) -> None:
    full = False

    def begun(connection: object) -> None:
        most = "(SELECT * FROM pragma_page_count)" if full else 1_000_000
        pages = connection.exec_driver_sql(f"SELECT {most}").scalar()  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    event.listen(hasty.db.engine.sync_engine, "begin", begun)
    full = True
    last = text("n", "none", "")
    with pytest.raises(DBAPIError, match="full"):  # noqa: PT012  # somewhere on the way
        for number in range(400):
            last = text(f"{number}", f"e{number}-{'x' * 80}", "/start")
            await hasty.dispatcher.take([last])
    assert last.event_id not in await hasty.inbox()
    full = False
    await hasty.take(last)
    await hasty.close()
    assert all(seen == (True, "") for seen in (await hasty.inbox()).values())


async def test_a_conflict_leaves_no_trace_in_the_catalogue_in_memory(
    process: OneProcess, channel: RecordingChannel
) -> None:
    product = process.shop.catalogue.by_sku["SOLO-001"]
    await process.take(tap("7", "e1", f"test/take/{product.id}"), tap("8", "e2", "test/count/a"))
    assert process.counted.count("a") == 1 or set(process.counted) == {"conflict", "a"}
    async with process.db.reading() as connection:
        await process.shop.refresh(connection)
    assert process.shop.catalogue.by_id[product.id].stock == product.stock
    await process.close()
    inbox = await process.inbox()
    assert (inbox["e1"][0], inbox["e2"]) == (True, (True, ""))
    assert "no_such_function" in inbox["e1"][1]
    assert len(channel.shown["7"]) == 1


async def test_a_person_who_blocked_the_bot_is_noted_and_can_return(
    process: OneProcess, channel: RecordingChannel
) -> None:
    channel.plagues("7", Blocked("bot was blocked by the user"))
    await process.dispatcher.take([tap("7", "e1", "test/count/a")])
    await process.until(lambda: not channel.trouble["7"])
    async with asyncio.timeout(SOON):
        while not await _is_blocked(process, "7"):  # noqa: ASYNC110  # nothing signals a change in the database
            await asyncio.sleep(0.01)
    await process.take(tap("7", "e2", "test/count/b"))
    assert not await _is_blocked(process, "7")
    assert len(channel.shown["7"]) == 1


async def _is_blocked(process: OneProcess, chat: str) -> bool:
    async with process.db.reading() as connection:
        blocked = select(Chat.blocked_at).where(Chat.chat_id == chat)
        return await connection.scalar(blocked) is not None


async def test_a_busy_channel_is_retried(process: OneProcess, channel: RecordingChannel) -> None:
    channel.plagues("7", TryLater(0.05), TryLater(None), TryLater(0.05))
    await process.take(tap("7", "e1", "test/count/a"))
    assert (process.counted, len(channel.shown["7"])) == (["a"], 1)


async def test_notices_missed_while_blocked_are_sent_when_the_customer_writes_again(
    process: OneProcess, channel: RecordingChannel
) -> None:
    await process.take(tap("7", "s", "to/TW"))
    await _block(process, "7")
    route = await process.confirm_route("7", {"SOLO-001": 1})
    await process.dispatcher.take([Event(Address("telegram", BOT, "7"), "r1", "reach", reachable=False)])
    await process.take(tap("8", "s8", "to/TW"))
    async with process.db.writing() as connection:
        moved = update(Chat).where(Chat.chat_id == "8")
        owner = select(Chat.person_id).where(Chat.chat_id == "7").scalar_subquery()
        await connection.execute(moved.values(person_id=owner))
    await process.take(tap("8", "e1", route))
    await process.worker.deliver_notices()
    await process.worker.settled()
    assert (len(channel.notices["7"]), len(channel.notices["8"])) == (0, 1)
    await process.take(tap("7", "e2", "cart"))
    await process.worker.deliver_notices()
    await process.worker.settled()
    assert len(channel.notices["7"]) == 1


async def _block(process: OneProcess, chat: str) -> None:
    blocked = Event(Address("telegram", BOT, chat), "block", "reach", reachable=False)
    await process.dispatcher.take([blocked])


@pytest.mark.parametrize(("first", "screens"), [("test/count/a", 3), ("to/TW", 3), ("cart", 2)])
async def test_only_a_screen_that_tells_of_nothing_done_gives_way_to_a_later_one(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch, first: str, screens: int
) -> None:
    await process.take(tap("7", "s7", "to/TW"))
    monkeypatch.setattr(delivery, "HOLD_SECONDS", 0.05)
    monkeypatch.setattr(turns, "HOLD_SECONDS", 0.05)
    process.channel.plagues("7", TryLater(0.3), TryLater(0.3))
    await process.take(replace(tap("7", "e1", first), receipt="r1"), tap("7", "e2", "orders"))
    assert len(process.channel.shown["7"]) == screens
