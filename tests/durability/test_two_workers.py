"""Two programs on one PostgreSQL database take webhooks side by side; one is killed and comes back."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.core.database import Database
from tests.support.bot_api import BotApi
from tests.support.final_accounts import all_told, each_confirmed_order_stands_once, stock, stock_fits
from tests.support.gate import gate
from tests.support.ordering_customers import Customer
from tests.support.program import Program

CUSTOMERS = 12
ORDERS_EACH = 3


@pytest.mark.timeout(300)
@pytest.mark.parametrize("many", [5, pytest.param(CUSTOMERS, marks=pytest.mark.long)])
async def test_two_programs_on_one_database_lose_and_double_nothing(
    postgres_url: str, tmp_path: Path, many: int
) -> None:
    async with BotApi() as api:
        programs = [Program(api, postgres_url, tmp_path) for _ in range(2)]
        async with gate([one.port for one in programs]) as public_url:
            for one in programs:
                one.public_url = public_url
                await one.start()
            await programs[0].open_first_wave()
            db = Database(postgres_url)
            stock_before = await stock(db)
            maker = api.person("Tini")
            await maker.say(f"/start i_{await programs[0].invited('umkm', 'intip-pasar-gede')}", wait=60)
            customers = [Customer(api, api.person(f"Siti{n}"), random.Random(n)) for n in range(many)]
            ordering = asyncio.gather(*(one.order(ORDERS_EACH) for one in customers))
            await asyncio.sleep(2)
            await programs[1].kill()
            await programs[1].start()
            await ordering
            await all_told(db)
            for one in programs:
                await one.stop()
        await each_confirmed_order_stands_once(db, customers, ORDERS_EACH)
        await stock_fits(db, stock_before)
        await db.close()
        assert api.world.taps == {}
        assert api.updates.waiting == []
