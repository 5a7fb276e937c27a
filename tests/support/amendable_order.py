"""A trade with products that need a paper, are risky or may not go, and amendments of its orders."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import update

from bot import catalog
from bot.catalog import Product
from bot.core.clock import solo_day
from bot.ordering import amendments, history
from bot.ordering.amendments import Amended
from bot.orders import Order, OrderLine
from tests.support import placed_orders, rows
from tests.support.trade import Trade

PLAIN, COUNTED, FEW, MORE, LAST = 1, 2, 3, 4, 5
FEATHER, HONEY, PORK = 9, 8, 7  # in Taiwan: needs a paper, is risky, may not go
TWO_MAKERS = {PLAIN: 2, COUNTED: 3}


@asynccontextmanager
async def trade_with_borders() -> AsyncIterator[Trade]:
    """The usual trade, with products that Taiwan restricts."""
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        made = await Trade.begin(db)
        for product_id, class_ in ((FEATHER, "feather"), (HONEY, "honey"), (PORK, "pork")):
            await rows.product(db, product_id, 2, classes=class_, stock=20)
        made.shop.catalogue.version = 0
        await made.shop.catalogue.refresh(db)
        yield made


async def ordered(trade: Trade, wanted: dict[int, int]) -> Order:
    made = await placed_orders.place(trade.db, trade.shop, trade.customers[0], wanted, trade.now)
    await trade.shop.refresh(trade.db)  # as every turn begins
    return made


def seen(trade: Trade, order: Order, wanted: dict[int, int]) -> Amended:
    return amendments.preview(order, wanted, trade.shop, solo_day(trade.now))


async def amend(trade: Trade, order: Order, wanted: dict[int, int], seal: str = "", by: int = 0) -> Order:
    """Amends the order for its customer or somebody else, with the current seal or the given one."""
    actor = trade.actor(by or order.customer_id)
    seal = seal or seen(trade, order, wanted).seal
    return await amendments.amend(trade.db, order.id, wanted, seal, trade.shop, actor)


def line_of(order: Order, product_id: int) -> OrderLine:
    return next(line for line in order.lines if line.product_id == product_id)


async def stock(trade: Trade, product_id: int) -> int | None:
    return (await trade.db.get_one(Product, product_id, populate_existing=True)).stock


async def what_happened(trade: Trade, order: Order) -> list[tuple[str, Any]]:
    await trade.db.flush()
    return [(row.what, row.facts.get("lines")) for row in await history.history(trade.db, order.id)]


async def product_changes(trade: Trade, product_id: int, **values: Any) -> None:
    version = await catalog.next_version(trade.db)
    changed = update(Product).where(Product.id == product_id).values(**values, version=version)
    await trade.db.execute(changed)
