"""Final checks: confirmed orders, their notices, and the stock agree."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select, update

from bot.catalog import Product
from bot.core.database import Database
from bot.orders import Order, OrderLine, OrderState
from bot.people import Chat
from bot.people.outbox import Notice, NoticeState
from tests.support.ordering_customers import Customer
from tests.support.patient_person import PATIENCE


async def stock(db: Database) -> dict[int, int | None]:
    """What is left of each product."""
    async with db.reading() as connection:
        rows = (await connection.execute(select(Product.id, Product.stock))).all()
    return {row[0]: row[1] for row in rows}


async def all_told(db: Database) -> None:
    """Moves the clock by a minute, so that a killed worker's leases end; waits until no notice is left."""
    waiting = select(func.count()).select_from(Notice).where(Notice.state == NoticeState.QUEUED)
    failed = select(func.count()).select_from(Notice).where(Notice.state == NoticeState.FAILED)
    async with db.writing() as connection:
        await connection.execute(
            update(Notice).where(Notice.state == NoticeState.QUEUED).values(due_at=Notice.put_at)
        )
    async with asyncio.timeout(PATIENCE):
        while True:
            async with db.reading() as connection:
                if not await connection.scalar(waiting):
                    assert not await connection.scalar(failed)
                    return
            await asyncio.sleep(0.2)


async def each_confirmed_order_stands_once(db: Database, customers: list[Customer], each: int) -> None:
    """Checks that every customer has as many orders as they confirmed, and a notice of each."""
    placed = (
        select(Chat.chat_id, Order.number)
        .join(Chat, Chat.person_id == Order.customer_id)
        .where(Order.state == OrderState.PLACED)
    )
    async with db.reading() as connection:
        rows = (await connection.execute(placed)).all()
    for one in customers:
        numbers = [number for chat_id, number in rows if chat_id == str(one.person.id)]
        assert len(numbers) == one.confirmed == each
        for number in numbers:
            assert any(f"Pesanan {number} sudah dicatat" in said.text for said in one.person.messages)


async def stock_fits(db: Database, before: dict[int, int | None]) -> None:
    """Checks that what was sold was taken from the stock once."""
    sold = (
        select(OrderLine.product_id, func.sum(OrderLine.ordered))
        .join(Order)
        .where(Order.state == OrderState.PLACED)
    )
    async with db.reading() as connection:
        rows = (await connection.execute(sold.group_by(OrderLine.product_id))).all()
    now = await stock(db)
    for product_id, pieces in rows:
        was = before[product_id]
        assert was is not None
        assert now[product_id] == was - pieces
