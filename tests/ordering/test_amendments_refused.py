"""A refused amendment, or one whose preview is out of date, changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot import ordering, orders
from bot.ordering import GoodsRefused, changes
from bot.ordering.stock import OutOfStock
from bot.orders import NoSuchOrder, OrderMovedOn, QuantityRefused, TooLate
from tests.support import rows
from tests.support.amendable_order import (
    COUNTED,
    FEW,
    LAST,
    PLAIN,
    PORK,
    TWO_MAKERS,
    amend,
    line_of,
    ordered,
    product_changes,
    seen,
    trade_with_borders,
    what_happened,
)
from tests.support.trade import Trade


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    async with trade_with_borders() as made:
        yield made


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({PLAIN: 1, PORK: 1}, GoodsRefused),
        ({PLAIN: 1, FEW: 5}, OutOfStock),
        ({PLAIN: 1, COUNTED: 13}, OutOfStock),
        ({PLAIN: 0, COUNTED: 0}, QuantityRefused),
        ({PLAIN: 1, LAST: 1000}, QuantityRefused),
        ({PLAIN: -1}, QuantityRefused),
    ],
)
async def test_one_refused_line_refuses_the_whole_amendment(
    trade: Trade, wanted: dict[int, int], refusal: type[Exception]
) -> None:
    order = await ordered(trade, TWO_MAKERS)
    before = await trade.written()
    with pytest.raises(refusal):
        await amend(trade, order, wanted)
    assert await trade.written() == before
    assert ordering.as_it_stands(order) == TWO_MAKERS


async def test_withdrawn_goods_cannot_be_added(trade: Trade) -> None:
    order = await ordered(trade, TWO_MAKERS)
    await product_changes(trade, FEW, offered=False)
    await trade.shop.refresh(trade.db)
    before = await trade.written()
    with pytest.raises(OutOfStock) as short:
        await amend(trade, order, {FEW: 1, COUNTED: 4})
    assert (short.value.product_id, short.value.left) == (FEW, 0)
    assert await trade.written() == before


async def test_last_line_stays_when_the_other_was_dropped(trade: Trade) -> None:
    """A dropped line does not count as goods: removing the other one would be a cancellation."""
    order = await ordered(trade, {PLAIN: 4, COUNTED: 1})
    await trade.do(("answer", 0, 2, 2))
    await trade.do(("choose", 0, orders.Choice.DROP))
    before = await trade.written()
    with pytest.raises(QuantityRefused):
        await amend(trade, order, {COUNTED: 0})
    actor, last = trade.actor(order.customer_id), line_of(order, COUNTED)
    with pytest.raises(QuantityRefused):
        await ordering.change(trade.db, order.id, last.id, 0, order.revision, actor, trade.shop)
    assert await trade.written() == before
    await amend(trade, order, {COUNTED: 0, PLAIN: 2})
    assert ordering.as_it_stands(order) == {PLAIN: 2, COUNTED: 0}


@pytest.mark.parametrize(
    "what",
    [
        {"price_rupiah": 2500},
        {"gross_grams": 5000},
        {"classes": "honey"},
        {"classes": "pork"},
        {"stock": 1},
        {"offered": False},
    ],
)
async def test_changed_new_goods_must_be_previewed_again(trade: Trade, what: dict[str, Any]) -> None:
    order, wanted = await ordered(trade, {PLAIN: 2}), {PLAIN: 1, COUNTED: 3}
    seal = seen(trade, order, wanted).seal
    await product_changes(trade, COUNTED, **what)
    before = await trade.written()
    with pytest.raises(OrderMovedOn):
        await amend(trade, order, wanted, seal)
    assert await trade.written() == before
    assert seen(trade, order, wanted).seal != seal


async def test_changed_order_must_be_previewed_again(trade: Trade) -> None:
    order, wanted = await ordered(trade, {PLAIN: 4, FEW: 4}), {PLAIN: 1}
    seal = seen(trade, order, wanted).seal
    await trade.do(("answer", 0, 2, 3))
    before = await trade.written()
    with pytest.raises(OrderMovedOn):
        await amend(trade, order, wanted, seal)
    with pytest.raises(OrderMovedOn):
        await amend(trade, order, {PLAIN: 2}, seen(trade, order, wanted).seal)
    assert await trade.written() == before


async def test_foreign_closed_or_cancelled_orders_cannot_be_amended(trade: Trade) -> None:
    order, wanted = await ordered(trade, TWO_MAKERS), {PLAIN: 1, FEW: 1}
    seal = seen(trade, order, wanted).seal
    with pytest.raises(NoSuchOrder):
        await amend(trade, order, wanted, seal, by=trade.customers[1].id)
    trade.now += timedelta(days=60)
    before = await trade.written()
    with pytest.raises(TooLate):
        await amend(trade, order, wanted, seal)
    assert await trade.written() == before
    trade.now -= timedelta(days=60)
    await ordering.cancel(trade.db, order.id, trade.actor(order.customer_id))
    with pytest.raises(TooLate):
        await amend(trade, order, wanted, seal)
    assert [what for what, _lines in await what_happened(trade, order)] == ["placed", "cancelled"]


async def test_a_product_that_has_sizes_by_now_may_become_fewer_and_not_more(trade: Trade) -> None:
    order = await ordered(trade, TWO_MAKERS)
    await rows.product(trade.db, 20, 1, option_of=f"SOLO-{PLAIN:03}", option_id="L", option_en="L", stock=9)
    trade.shop.catalogue.version = 0
    await trade.shop.catalogue.refresh(trade.db)
    assert trade.shop.catalogue.by_id[PLAIN].options
    before = await trade.written()
    with pytest.raises(OutOfStock):
        await amend(trade, order, {PLAIN: 5})
    line, actor = line_of(order, PLAIN), trade.actor(order.customer_id)
    with pytest.raises(OutOfStock):
        await changes.change(trade.db, order.id, line.id, 5, order.revision, actor, trade.shop)
    assert await trade.written() == before
    await amend(trade, order, {PLAIN: 1})
    assert ordering.as_it_stands(order)[PLAIN] == 1
