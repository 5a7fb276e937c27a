"""The real freight of a shipment: recorded once, split over its orders without a remainder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.destinations.prices.rate_cards import AIR_CARGO, Measure
from bot.ordering import history, order_numbers
from bot.orders import OrderHistory
from bot.people.outbox import Notice
from bot.shipping import freight_bill
from bot.shipping.consignment import Carton
from bot.shipping.freight_bill import (
    AlreadySettled,
    BillRefused,
    FreightBill,
    FreightShare,
    NotWeighed,
    SplitMovedOn,
)
from bot.shipping.freight_split import received, split
from bot.shipping.handling_log import Weighed
from bot.shipping.manifests import NotFrozen
from tests.support import rows, weighed_shipment
from tests.support.weighed_shipment import COORDINATOR, Packed

GRAM_BY_GRAM = Measure(step_grams=1)


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(tables_url) as session:
        yield session


async def settled(db: AsyncSession, rupiah: int, measure: Measure = AIR_CARGO) -> FreightBill:
    shown = await freight_bill.preview(db, 1, rupiah, measure)
    return await freight_bill.settle(db, 1, rupiah, shown.seal, measure, COORDINATOR)


async def written(db: AsyncSession) -> tuple[int, ...]:
    tables = (FreightBill, FreightShare, OrderHistory, Notice)
    return tuple([await db.scalar(select(func.count()).select_from(one)) or 0 for one in tables])


async def test_orders_share_freight_by_received_weight_and_are_notified_once(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db)
    first = await order_numbers.by_number(db, "TW-4K7M")
    assert first is not None
    first.freight_estimate_rupiah = 300_000
    await weighed_shipment.weigh(db, 1400, 2600)
    await settled(db, 1_000_001)
    shares = await freight_bill.shares_of(db, 1)
    assert [(one.chargeable_grams, one.rupiah, one.difference_rupiah) for one in shares] == [
        (1500, 333_334, 33_334),
        (3000, 666_667, None),
    ]
    (entry,) = [row for row in await history.history(db, first.id) if row.what == "freight_settled"]
    assert entry.facts == {"rupiah": 333_334, "grams": 1500, "estimate": 300_000}
    notices = (await db.scalars(select(Notice).where(Notice.kind == "freight_settled"))).all()
    assert [one.subject for one in notices] == [str(one.order_id) for one in shares]


async def test_orders_in_one_carton_share_it_by_their_goods(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db, [Packed({"TW-4K7M": 1, "TW-9XRC": 3}), Packed({"TW-9XRC": 2}, 2, 2)])
    await weighed_shipment.weigh(db, 1000, 500)
    await settled(db, 900)
    shares = await freight_bill.shares_of(db, 1)
    assert [(one.chargeable_grams, one.rupiah) for one in shares] == [(250, 150), (1250, 750)]


async def test_a_shipment_is_settled_once(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db)
    await weighed_shipment.weigh(db, 1400, 2600)
    shown = await freight_bill.preview(db, 1, 1_000_000, AIR_CARGO)
    bill = await settled(db, 1_000_000)
    before = await written(db)
    for rupiah in (1_000_000, 2_000_000):
        with pytest.raises(AlreadySettled) as refused:
            await freight_bill.settle(db, 1, rupiah, shown.seal, AIR_CARGO, COORDINATOR)
        assert refused.value.bill.rupiah == bill.rupiah
    assert await written(db) == before


async def test_bill_keeps_the_measure_of_its_split(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db)
    await weighed_shipment.weigh(db, 1400, 2600)
    assert freight_bill.measure_then(await freight_bill.bill_of(db, 1), AIR_CARGO) == AIR_CARGO
    await settled(db, 1_000_000, GRAM_BY_GRAM)
    assert freight_bill.measure_then(await freight_bill.bill_of(db, 1), AIR_CARGO) == GRAM_BY_GRAM


async def test_unweighed_cartons_are_named_and_nothing_is_recorded(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db)
    await weighed_shipment.weigh(db, 1400)
    before = await written(db)
    with pytest.raises(NotWeighed) as refused:
        await freight_bill.settle(db, 1, 1_000_000, "", AIR_CARGO, COORDINATOR)
    assert [one.key for one in refused.value.cartons] == ["TW-9XRC/1"]
    assert await written(db) == before


async def test_a_split_that_was_not_shown_is_not_recorded(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db)
    await weighed_shipment.weigh(db, 1400, 2600)
    shown = await freight_bill.preview(db, 1, 1_000_000, AIR_CARGO)
    await weighed_shipment.weigh(db, 2100)
    before = await written(db)
    with pytest.raises(SplitMovedOn):
        await freight_bill.settle(db, 1, 1_000_000, shown.seal, AIR_CARGO, COORDINATOR)
    with pytest.raises(SplitMovedOn):
        await freight_bill.settle(db, 1, 1_000_001, shown.seal, AIR_CARGO, COORDINATOR)
    assert await written(db) == before


@pytest.mark.parametrize("rupiah", [0, -1, 10**12])
async def test_freight_of_zero_or_beyond_the_limit_is_refused(db: AsyncSession, rupiah: int) -> None:
    await weighed_shipment.shipment(db)
    await weighed_shipment.weigh(db, 1400, 2600)
    with pytest.raises(BillRefused):
        await freight_bill.preview(db, 1, rupiah, AIR_CARGO)


async def test_freight_of_an_open_shipment_cannot_be_split(db: AsyncSession) -> None:
    await rows.shipment(db, 1)
    with pytest.raises(NotFrozen):
        await freight_bill.settle(db, 1, 1_000_000, "", AIR_CARGO, COORDINATOR)


def carton(number: int, grams: int) -> Carton:
    known = Weighed(gross_grams=grams)
    return Carton(number, number, f"TW-{number}", 1, 1, "Sari", (f"TW-{number}",), "", 0, 0, known)


Drawn = list[tuple[int, dict[int, int]]]
DRAWN = st.lists(
    st.tuples(
        st.integers(1, 60_000),
        st.dictionaries(st.integers(1, 12), st.integers(0, 20_000), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=12,
)
BILLS = st.integers(1, 10**9)


def order_grams(drawn: Drawn) -> dict[int, int]:
    """The chargeable grams of orders, from cartons with grams and the gross grams of their goods by order."""
    cartons = [carton(number, grams) for number, (grams, _goods) in enumerate(drawn)]
    goods = {number: inside for number, (_grams, inside) in enumerate(drawn)}
    return freight_bill.order_grams(cartons, goods, AIR_CARGO)


@given(DRAWN, BILLS)
def test_weights_and_shares_add_up_to_the_cartons_and_the_bill(drawn, bill):
    grams = order_grams(drawn)
    assert sum(grams.values()) == sum(-(-weight // 500) * 500 for weight, _goods in drawn)
    assert grams.keys() == {order for _weight, goods in drawn for order in goods}
    assert sum(split(bill, grams).values()) == bill


@given(DRAWN, st.randoms())
def test_order_of_cartons_does_not_matter(drawn, random):
    shuffled = [*drawn]
    random.shuffle(shuffled)
    assert list(order_grams(shuffled).items()) == list(order_grams(drawn).items())


@given(DRAWN, BILLS)
def test_no_order_with_more_weight_pays_less(drawn, bill):
    grams = order_grams(drawn)
    shares = split(bill, grams)
    for lighter, heavier in pairwise(sorted(grams, key=lambda key: grams[key])):
        assert shares[lighter] <= shares[heavier] or grams[lighter] == grams[heavier]


@given(st.integers(1, 60_000), st.dictionaries(st.integers(1, 12), st.integers(0, 20_000), min_size=2))
def test_no_order_with_more_goods_in_a_carton_bears_less(grams, goods):
    weights = received([(grams, goods)])
    for lighter, heavier in pairwise(sorted(goods, key=lambda key: goods[key])):
        assert weights[lighter] <= weights[heavier] or goods[lighter] == goods[heavier]


def test_goods_without_weight_share_alike():
    assert received([(1001, {1: 0, 2: 0})]) == {1: 501, 2: 500}
