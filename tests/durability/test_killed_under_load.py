"""The program is killed again and again while people order: nothing is lost, doubled or left unanswered."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.catalog import Product
from bot.db import Database
from bot.notifications import FAILED, QUEUED, Notice
from bot.orders import PLACED, Order, OrderLine
from bot.people import Chat
from tests.channels.bot_api import BotApi
from tests.durability.customers import PATIENCE, Customer
from tests.durability.program import Program

KILLS = 7
CUSTOMERS = 20
ORDERS_EACH = 3
SEED = 20261204


@pytest.mark.timeout(240)
async def test_killed_at_random_moments_it_loses_and_doubles_no_order(
    sqlite_url: str, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    async with BotApi() as api:
        program = Program(api, sqlite_url, tmp_path)
        await program.start()
        maker = api.person("Tini")
        await maker.say(f"/start i_{await program.invited('umkm', 'intip-pasar-gede')}")
        stock_before = await _stock(sqlite_url)
        customers = [
            Customer(api, api.person(f"Siti{n}"), random.Random(chance.random())) for n in range(CUSTOMERS)
        ]
        ordering = asyncio.gather(*(one.order(ORDERS_EACH) for one in customers))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.3, 2.5))
            await program.kill()
            await program.start()
        await ordering
        db = Database(sqlite_url)
        await _a_minute_passes(db)
        await _until_all_told(db)
        await program.stop()
        await _each_confirmed_order_stands_once(db, customers)
        await _stock_fits(db, stock_before)
        await db.close()
        assert api.world.taps == {}
        assert api.updates.waiting == []


async def _stock(url: str) -> dict[int, int | None]:
    db = Database(url)
    async with db.reading() as connection:
        rows = (await connection.execute(select(Product.id, Product.stock))).all()
    await db.close()
    return {row[0]: row[1] for row in rows}


async def _a_minute_passes(db: Database) -> None:
    """What a killed worker had taken is free again."""
    async with db.writing() as connection:
        await connection.execute(update(Notice).where(Notice.state == QUEUED).values(due_at=Notice.put_at))


async def _until_all_told(db: Database) -> None:
    waiting = select(func.count()).select_from(Notice).where(Notice.state == QUEUED)
    failed = select(func.count()).select_from(Notice).where(Notice.state == FAILED)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with db.reading() as connection:
                if not await connection.scalar(waiting):
                    assert not await connection.scalar(failed)
                    return
            await asyncio.sleep(0.2)


async def _each_confirmed_order_stands_once(db: Database, customers: list[Customer]) -> None:
    placed = (
        select(Chat.chat_id, Order.number)
        .join(Chat, Chat.person_id == Order.customer_id)
        .where(Order.state == PLACED)
    )
    async with db.reading() as connection:
        rows = (await connection.execute(placed)).all()
    for one in customers:
        numbers = [number for chat_id, number in rows if chat_id == str(one.person.id)]
        assert len(numbers) == one.confirmed == ORDERS_EACH
        for number in numbers:
            assert any(f"Pesanan {number} sudah dicatat" in said.text for said in one.person.messages)


async def _stock_fits(db: Database, before: dict[int, int | None]) -> None:
    sold = select(OrderLine.product_id, func.sum(OrderLine.ordered)).join(Order).where(Order.state == PLACED)
    async with db.reading() as connection:
        rows = (await connection.execute(sold.group_by(OrderLine.product_id))).all()
        now = {row[0]: row[1] for row in (await connection.execute(select(Product.id, Product.stock))).all()}
    for product_id, pieces in rows:
        was = before[product_id]
        assert was is not None
        assert now[product_id] == was - pieces
