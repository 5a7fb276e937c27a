"""What sells best is counted in placed orders, and not told before there are enough of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ordering.best_sellers import LEAST_EACH, LEAST_ORDERS, BestSellers
from bot.orders import OrderState
from tests.support import rows
from tests.support.rows import NOON, Wanted

SINCE = date(2026, 6, 1)
LONG_AGO = NOON - timedelta(days=400)


@pytest.fixture
def db(makers_db: AsyncSession) -> AsyncSession:
    return makers_db


async def orders(db: AsyncSession, many: int, *product_ids: int, **other: object) -> None:
    into = await rows.shipment_or_new(db, 1, "TW-261204")
    for _number in range(many):
        wanted = [Wanted(await rows.product_or_new(db, one, 1), 5) for one in product_ids]
        await rows.order(db, into, wanted, **other)


async def test_too_few_orders_name_no_best_seller(db: AsyncSession):
    await orders(db, LEAST_ORDERS - 1, 1)
    assert await BestSellers(SINCE).read(db) == (LEAST_ORDERS - 1, [])


async def test_products_are_counted_once_an_order_and_the_most_ordered_come_first(db: AsyncSession):
    await orders(db, LEAST_ORDERS, 1)
    await orders(db, LEAST_EACH, 1, 2)
    await orders(db, LEAST_EACH - 1, 3)
    count, best = await BestSellers(SINCE).read(db)
    assert count == LEAST_ORDERS + 2 * LEAST_EACH - 1
    assert best == [(1, LEAST_ORDERS + LEAST_EACH), (2, LEAST_EACH)]


async def test_carts_cancelled_and_old_orders_do_not_count(db: AsyncSession):
    await orders(db, LEAST_ORDERS, 1)
    await orders(db, 4, 2, state=OrderState.CANCELLED)
    await orders(db, 4, 3, placed_at=LONG_AGO)
    assert await BestSellers(SINCE).read(db) == (LEAST_ORDERS, [(1, LEAST_ORDERS)])
