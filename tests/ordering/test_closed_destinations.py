"""A closed destination takes no orders; placed ones stay."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.catalog import Product
from bot.core.clock import solo_day
from bot.destinations import overrides
from bot.ordering import actors, carts, placement
from bot.ordering.placement import DestinationClosed
from bot.orders import Order, OrderState
from bot.people import Role
from tests.support import placed_orders, rows
from tests.support.trade import Trade

COUNTED = 2  # a product with a stock figure


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        yield await Trade.begin(db)


async def drafted(trade: Trade) -> tuple[Order, str]:
    """A cart that is ready to be placed, and its seal."""
    made = await placed_orders.draft(trade.db, trade.shop, trade.customers[0], {COUNTED: 3}, trade.now)
    return made, carts.read(made, trade.shop, solo_day(trade.now)).seal


async def place(trade: Trade, made: Order, seal: str) -> Order:
    actor = actors.Actor(made.customer_id, Role.CUSTOMER, trade.now)
    cadence = trade.shop.profile.cadence_of("TW")
    return await placement.place(trade.db, made.id, seal, trade.shop, cadence, actor)


async def left(trade: Trade) -> int | None:
    return (await trade.db.get_one(Product, COUNTED, populate_existing=True)).stock


async def test_reviewed_cart_is_not_placed_after_its_destination_closes(trade: Trade) -> None:
    made, seal = await drafted(trade)
    stock = await left(trade)
    await overrides.set_open(trade.db, "TW", False, trade.now)
    with pytest.raises(DestinationClosed):
        await place(trade, made, seal)
    assert (made.state, made.number, made.shipment_id, await left(trade)) == (
        OrderState.DRAFT,
        None,
        None,
        stock,
    )
    assert len(made.lines) == 1
    await overrides.set_open(trade.db, "TW", True, trade.now)
    assert (await place(trade, made, seal)).state == OrderState.PLACED
    assert await left(trade) == (stock or 0) - 3


async def test_placed_order_stays_when_its_destination_closes(trade: Trade) -> None:
    made, seal = await drafted(trade)
    number = (await place(trade, made, seal)).number
    await overrides.set_open(trade.db, "TW", False, trade.now)
    again = await place(trade, made, seal)  # a double tap
    assert (again.state, again.number) == (OrderState.PLACED, number)
