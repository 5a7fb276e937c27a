"""An order is placed only when all questions of customs are answered, whoever places it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.clock import solo_day
from bot.destinations import overrides
from bot.ordering import actors, carts, identity_numbers, placement
from bot.orders import Order, OrderState
from bot.people import Role
from tests.support import placed_orders, rows
from tests.support.trade import Trade


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        made = await Trade.begin(db)
        await overrides.set_open(db, "KR", True, made.now)
        await made.shop.refresh(db)
        yield made


async def drafted(trade: Trade, to: str) -> Order:
    who = await placed_orders.customer(trade.db, trade.now, "Sari", to)
    return await placed_orders.draft(trade.db, trade.shop, who, {1: 2}, trade.now)


async def place(trade: Trade, made: Order) -> Order:
    seal = carts.read(made, trade.shop, solo_day(trade.now)).seal
    actor = actors.Actor(made.customer_id, Role.CUSTOMER, trade.now)
    cadence = trade.shop.profile.cadence_of(made.destination or "")
    return await placement.place(trade.db, made.id, seal, trade.shop, cadence, actor)


async def refused(trade: Trade, made: Order) -> None:
    with pytest.raises(placement.NotReady):
        await place(trade, made)
    assert (made.state, made.number, made.shipment_id, len(made.lines)) == (OrderState.DRAFT, None, None, 1)


async def test_order_to_taiwan_needs_the_ez_way_answer(trade: Trade) -> None:
    made = await drafted(trade, "TW")
    answered = made.address_typed
    (question,) = answered.keys() & {"ezway"}
    for without in ({question: ""}, {}):
        made.address_typed = {key: one for key, one in answered.items() if key != question} | without
        await refused(trade, made)
    made.address_typed = answered
    assert (await place(trade, made)).state == OrderState.PLACED


async def test_order_to_korea_needs_an_identity_number(trade: Trade) -> None:
    made = await drafted(trade, "KR")
    await identity_numbers.forget(trade.db, made.id)
    await refused(trade, made)
    given = await identity_numbers.give(trade.db, made, "pccc", "P123456789012", trade.now)
    given.number, given.erased_at = None, trade.now
    await trade.db.flush()
    await refused(trade, made)
    await identity_numbers.give(trade.db, made, "other", "P123456789012", trade.now)
    await refused(trade, made)
    await identity_numbers.give(trade.db, made, "pccc", "P123456789012", trade.now)
    assert (await place(trade, made)).state == OrderState.PLACED


@pytest.mark.parametrize("what", ["consignee_name", "mobile", "address"])
async def test_order_needs_a_consignee(trade: Trade, what: str) -> None:
    made = await drafted(trade, "JP")
    setattr(made, what, {} if what == "address" else "")
    await refused(trade, made)
