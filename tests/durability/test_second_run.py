"""The program restarts quickly, loses nothing, and catches up with what it has missed."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.core.clock import Clock
from bot.core.database import Database
from bot.shipments import Shipment
from bot.shipping.manifests import Manifest
from tests.support.bot_api import BotApi
from tests.support.ordering_customers import Customer
from tests.support.program import Program

MOST_SECONDS = 3.0
FILES = 2


def busy_seconds(pid: int) -> float:
    """CPU seconds of a process: its start-up time on an otherwise idle machine."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def test_a_second_start_is_quick_and_loses_nothing(shop_url: str, tmp_path: Path) -> None:
    async with BotApi() as api:
        program = Program(api, shop_url, tmp_path)
        await program.start()
        ani = api.person("Ani")
        await ani.say("/start")
        await ani.tap("Taiwan")
        before = ani.screen
        await program.stop()
        await program.start()
        assert program.process is not None
        assert busy_seconds(program.process.pid) < MOST_SECONDS
        assert ani.screen == before
        await ani.say("/keranjang")
        assert "Taiwan" in str(ani.screen) or "kosong" in str(ani.screen)
        await program.stop()


@pytest.mark.timeout(300)
async def test_a_cutoff_that_passed_while_the_program_was_down_is_carried_out_once(
    shop_url: str, tmp_path: Path
) -> None:
    async with BotApi() as api:
        program = Program(api, shop_url, tmp_path)
        await program.start()
        boss = api.person("Wati")
        await boss.say(f"/start i_{await program.invited('coordinator')}")
        await Customer(api, api.person("Siti"), random.Random(1)).order(1)
        await program.stop()
        await _a_week_ago(shop_url)
        await program.start()
        await boss.sees("1 paket", wait=60)
        await _until(lambda: len(boss.files) == FILES)
        await program.kill()
        await program.start()
        await boss.say("/menu")
        await asyncio.sleep(2)
        await program.stop()
        assert len([one for one in boss.messages if "1 paket" in one.text]) == 1
        assert len(boss.files) == len(set(boss.files)) == FILES
    assert await _versions(shop_url) == [1]


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while True:
            if done():
                return
            await asyncio.sleep(0.05)


async def _a_week_ago(url: str) -> None:
    db = Database(url)
    async with db.writing() as connection:
        past = Clock().now() - timedelta(days=7)
        await connection.execute(update(Shipment).where(Shipment.destination == "TW").values(cutoff_at=past))
    await db.close()


async def _versions(url: str) -> list[int]:
    db = Database(url)
    async with db.reading() as connection:
        found = list((await connection.scalars(select(Manifest.version))).all())
    await db.close()
    return found
