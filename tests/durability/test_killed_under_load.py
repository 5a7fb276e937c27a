"""The program is killed again and again while people order: nothing is lost, doubled or left unanswered."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from pathlib import Path

import pytest

from bot.core.database import Database
from tests.support.bot_api import BotApi
from tests.support.final_accounts import all_told, each_confirmed_order_stands_once, stock, stock_fits
from tests.support.ordering_customers import Customer
from tests.support.patient_person import PATIENCE
from tests.support.program import Program

KILLS = 7
CUSTOMERS = 20
ORDERS_EACH = 3
SEED = 20261204
MOST_SECONDS = 5


async def _calls(api: BotApi, number: int) -> None:
    """Waits, a few seconds at most, until the program has made so many calls of any kind."""
    until = len(api.calls) + number
    with suppress(TimeoutError):
        async with asyncio.timeout(MOST_SECONDS):
            while True:
                if len(api.calls) >= until:
                    return
                await asyncio.sleep(0.002)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("many", "kills"), [(4, 2), pytest.param(CUSTOMERS, KILLS, marks=pytest.mark.long)])
async def test_a_program_killed_at_random_loses_and_doubles_no_order(
    sqlite_url: str, tmp_path: Path, many: int, kills: int
) -> None:
    chance = random.Random(SEED)
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path)
        await program.start()
        await program.open_first_wave()
        db = Database(sqlite_url)
        maker = api.person("Tini")
        await maker.say(f"/start i_{await program.invited('umkm', 'intip-pasar-gede')}", wait=60)
        stock_before = await stock(db)
        seeds = [chance.random() for _ in range(many)]
        customers = [
            Customer(api, api.person(f"Siti{n}"), random.Random(seed)) for n, seed in enumerate(seeds)
        ]
        ordering = asyncio.gather(*(one.order(ORDERS_EACH) for one in customers))
        for _ in range(kills):
            await _calls(api, chance.randint(1, 120))
            await program.kill()
            await program.start()
        await ordering
        await all_told(db)
        await program.stop()
        await each_confirmed_order_stands_once(db, customers, ORDERS_EACH)
        await stock_fits(db, stock_before)
        await db.close()
        assert api.world.taps == {}
        assert api.updates.waiting == []


async def test_a_program_killed_between_commit_and_answer_shows_the_screen_at_the_next_start(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path)
        await program.start()
        await program.open_first_wave()
        siti = api.person("Siti")
        await siti.say("/start", wait=60)
        for method in ("answerCallbackQuery", "editMessageText", "sendMessage"):
            api.hang(method, seconds=60, times=9)
        await siti.tap("Taiwan", wait=0)
        async with asyncio.timeout(PATIENCE):
            while True:
                if not api.updates.waiting:
                    break
                await asyncio.sleep(0.01)
        await program.kill()
        api.failures.clear()
        await program.start()
        await siti.sees("Kirim ke Taiwan.", wait=60)
        await program.stop()
        assert api.world.taps == {}
