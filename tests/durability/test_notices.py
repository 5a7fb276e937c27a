"""A notice reaches everybody it is for, whatever happens to other notices."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import people
from bot.channels.base import TryLater
from bot.core.database import session_on
from bot.handlers import notices
from bot.people import Role
from bot.people.outbox import LEASE, Notice
from bot.shipments import Shipment, ShipmentState
from bot.shipping import manifests
from bot.shipping.manifests import Manifest
from tests.support.one_process import OneProcess
from tests.support.recording_channel import tap

FILES_OF_A_MANIFEST = 2
FILE = "totals/country/2026-01-01/2026-12-31"


@pytest.fixture
async def process(process: OneProcess) -> OneProcess:
    """A coordinator (1), and two customers (7, 8) who have ordered and been told so."""
    await process.take(*(tap(chat, f"s{chat}", "to/TW") for chat in ("1", "7", "8")))
    who = await process.person("1")
    async with process.db.writing() as connection, session_on(connection) as db:
        await people.grant(db, who.id, Role.COORDINATOR, process.shop.clock.now())
        await db.commit()
    routes = {chat: await process.confirm_route(chat, {"SOLO-001": 2}) for chat in ("7", "8")}
    await process.take(*(tap(chat, f"c{chat}", route) for chat, route in routes.items()))
    return process


async def delivered(process: OneProcess) -> None:
    await process.worker.deliver_notices()
    await process.worker.settled()


async def states(process: OneProcess) -> dict[str, int]:
    async with process.db.reading() as connection:
        found = (await connection.scalars(select(Notice.state))).all()
    return {state: found.count(state) for state in set(found)}


async def close_all(process: OneProcess) -> None:
    """The cut-off of every shipment passes."""
    process.shop.clock.ahead += timedelta(days=60)
    await process.worker.keep_dates()


async def test_a_notice_that_cannot_be_worded_does_not_hold_back_others(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = notices.WORDINGS["placed"]

    async def broken(db: Any, shop: Any, notice: Notice) -> Any:
        if notice.chat_id == 2:
            await db.execute(select(func.no_such_function()))
        return await placed(db, shop, notice)

    monkeypatch.setitem(notices.WORDINGS, "placed", broken)
    await delivered(process)
    assert sorted(map(len, (process.channel.notices["7"], process.channel.notices["8"]))) == [0, 1]
    monkeypatch.setitem(notices.WORDINGS, "placed", placed)
    process.shop.clock.ahead += timedelta(hours=1)
    await delivered(process)
    assert sorted(map(len, (process.channel.notices["7"], process.channel.notices["8"]))) == [1, 1]


async def test_a_crash_repeats_a_notice_and_loses_none(process: OneProcess) -> None:
    process.channel.plagues("7", asyncio.CancelledError())
    await process.worker.deliver_notices()
    await asyncio.gather(*process.worker._underway.values(), return_exceptions=True)
    assert len(process.channel.notices["7"]) == 0
    process.shop.clock.ahead += LEASE
    await delivered(process)
    assert (len(process.channel.notices["7"]), len(process.channel.notices["8"])) == (1, 1)


async def test_documents_of_a_manifest_that_could_not_be_sent_at_first_are_sent_later(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    await delivered(process)
    await close_all(process)
    process.channel.plagues("1", 0.0, *[TryLater(0.01, "flood")] * 6)
    await delivered(process)
    told = len(process.channel.notices["1"])
    for _ in range(8):
        process.shop.clock.ahead += timedelta(minutes=20)
        await delivered(process)
    assert len(set(process.channel.files["1"])) == len(process.channel.files["1"]) == FILES_OF_A_MANIFEST
    assert len(process.channel.notices["1"]) == told, "the notice itself is not repeated for its files"


async def test_a_killed_file_builder_process_is_replaced(process: OneProcess) -> None:
    await delivered(process)
    first = await process.worker.file_sender.make(FILE, "id")
    pool = process.worker.file_sender._pool
    assert pool is not None
    for builder in pool._processes.values():
        builder.kill()
    again = await process.worker.file_sender.make(FILE, "id")
    assert first.path.read_bytes() == again.path.read_bytes()


SHOP_WITH_A_FILE_BUILDER = """
import asyncio, sys
from pathlib import Path
from bot.app.file_sender import FileSender
from tests.support.running_shop import fresh_shop
file_sender = FileSender(None, fresh_shop(), {}, Path())
file_sender._workers().submit(len, "warm").result()
print(*file_sender._pool._processes, flush=True)
sys.stdin.read()
"""


def test_the_file_builder_process_ends_when_the_program_is_killed() -> None:
    words = [sys.executable, "-c", SHOP_WITH_A_FILE_BUILDER]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        maker = Path(f"/proc/{int(program.stdout.readline())}/cmdline")
        assert b"python" in maker.read_bytes()
        program.kill()
    until = time.monotonic() + 60
    while maker.exists() and maker.read_bytes() and time.monotonic() < until:
        time.sleep(0.05)
    assert not maker.exists() or not maker.read_bytes()


async def test_a_shipment_that_cannot_be_closed_does_not_keep_others_open(
    process: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process.db.writing() as connection:
        sick = await connection.scalar(
            select(Shipment.id).where(Shipment.state == ShipmentState.OPEN).limit(1)
        )
    close = manifests.close

    async def closes(db: Any, shipment_id: int, *facts: Any) -> Manifest | None:
        if shipment_id == sick:
            raise RuntimeError("a fault of ours")
        return await close(db, shipment_id, *facts)

    monkeypatch.setattr(manifests, "close", closes)
    await process.worker.keep_dates()
    await close_all(process)
    async with process.db.reading() as connection:
        query = select(Shipment.id).where(
            Shipment.cutoff_at < process.shop.clock.now(), Shipment.state == ShipmentState.OPEN
        )
        assert (await connection.scalars(query)).all() == [sick]


async def test_a_missed_cutoff_is_carried_out_once(process: OneProcess) -> None:
    process.shop.clock.ahead += timedelta(days=30)
    await asyncio.gather(*(process.worker.keep_dates() for _ in range(4)))
    async with process.db.reading() as connection:
        versions = (await connection.scalars(select(Manifest.version))).all()
        closed = (
            await connection.scalars(select(Shipment.id).where(Shipment.state == ShipmentState.CLOSED))
        ).all()
        destinations = (
            await connection.scalars(select(Shipment.destination).where(Shipment.state == ShipmentState.OPEN))
        ).all()
    assert (list(versions), len(set(closed)) >= 1) == ([1], True)
    assert len(set(destinations)) == len(destinations) == sum(one.open for one in process.shop.destinations)


async def test_a_notice_is_postponed_as_long_as_the_channel_asks(process: OneProcess) -> None:
    process.channel.plagues("7", TryLater(30, "flood"))
    await delivered(process)
    process.shop.clock.ahead += timedelta(seconds=20)
    await delivered(process)
    assert process.channel.notices["7"] == []
    process.shop.clock.ahead += timedelta(seconds=15)
    await delivered(process)
    assert len(process.channel.notices["7"]) == 1
