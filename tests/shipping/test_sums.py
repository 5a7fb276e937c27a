"""The sums agree: customers = UMKM = manifest = totals, whatever is ordered, answered and cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.catalog import Product
from bot.orders import Choice, Order, OrderLine, OrderState
from bot.shipments import Shipment, ShipmentState
from bot.shipping import manifests, reports
from bot.shipping.manifests import Manifest, ManifestLine, Parcel, Pick
from bot.shipping.reports import By
from tests.support import rows
from tests.support.rows import country_name
from tests.support.trade import STOCKS, Step, Trade

PIECES = st.integers(0, 40)
ORDER = st.integers(0, 9)
GOODS = st.integers(1, len(STOCKS))
CARTS = st.dictionaries(GOODS, st.integers(1, 6), min_size=1, max_size=3)
AMENDED = st.dictionaries(GOODS, st.integers(0, 12), min_size=1, max_size=4)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("order"), st.integers(0, 2), CARTS),
    st.tuples(st.just("answer"), ORDER, st.integers(1, 2), st.integers(0, 5)),
    st.tuples(st.just("choose"), ORDER, st.sampled_from([Choice.TAKE, Choice.DROP])),
    st.tuples(st.just("change"), ORDER, st.integers(0, 2), PIECES, st.booleans()),
    st.tuples(st.just("amend"), ORDER, AMENDED, st.booleans()),
    st.tuples(st.just("cancel"), ORDER, st.booleans()),
    st.tuples(st.just("need_paper"), ORDER),
    st.tuples(st.just("document"), ORDER),
    st.tuples(st.just("resell"), ORDER, st.booleans()),
    st.tuples(st.just("pay"), ORDER, st.booleans()),
    st.tuples(st.just("close"), st.integers(0, 2)),
    st.tuples(st.just("wait"), st.sampled_from([1, 3, 20])),
    st.tuples(st.just("reprice"), GOODS, st.integers(1, 9000)),
)
BEGINNINGS = st.lists(st.tuples(st.just("order"), st.integers(0, 2), CARTS), min_size=3, max_size=5)
Sums = tuple[int, int, int]
Frozen = dict[int, list[Any]]


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beginning=BEGINNINGS, steps=st.lists(STEPS, min_size=5, max_size=15))
def test_customers_umkm_manifests_and_totals_agree_after_any_steps(
    runner: asyncio.Runner, beginning: list[Step], steps: list[Step]
) -> None:
    runner.run(traded([*beginning, *steps]))


async def traded(steps: list[Step]) -> None:
    """Trades these steps and checks the sums after each. Raises AssertionError."""
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        trade = await Trade.begin(db)
        frozen: Frozen = {}
        for step in steps:
            await trade.do(step)
            await _stock_is_given_back_once(trade)
            await _frozen_stays(trade, frozen)
        await _check(trade, frozen)
        await trade.do(("wait", 60))
        await _check(trade, frozen)
        assert await db.scalar(select(func.count()).where(Shipment.state == ShipmentState.OPEN)) in (0, None)


async def _check(trade: Trade, frozen: Frozen) -> None:
    placed = await trade.placed()
    await _stock_is_given_back_once(trade)
    await _totals_agree(trade, placed)
    for shipment in (await trade.db.scalars(select(Shipment))).all():
        mine = [order for order in placed if order.shipment_id == shipment.id]
        assert all(order.destination == shipment.destination for order in mine)
        assert all(order.commercial == shipment.commercial for order in mine), "the kinds are mixed"
        assert shipment.importer_id is None or {order.customer_id for order in mine} <= {shipment.importer_id}
        assert shipment.commercial == (shipment.importer_id is not None)
        await _umkm_agree(trade, shipment, mine)
        await _manifest_agrees(trade, shipment, mine)
    await _frozen_stays(trade, frozen)
    assert await trade.histories() == trade.changes, "a change without its line of history, or the reverse"


def _sum(orders: list[Order]) -> Sums:
    return (
        sum(order.pieces for order in orders),
        sum(order.gross_grams for order in orders),
        sum(order.goods_rupiah for order in orders),
    )


async def _stock_is_given_back_once(trade: Trade) -> None:
    reserved = select(OrderLine.product_id, func.sum(OrderLine.reserved)).group_by(OrderLine.product_id)
    held = {row[0]: row[1] for row in await trade.db.execute(reserved)}
    for product_id, stock in (await trade.db.execute(select(Product.id, Product.stock))).all():
        began = STOCKS[product_id - 1]
        if began is None:
            assert stock is None
            continue
        assert stock >= 0
        assert stock + held.get(product_id, 0) + trade.lost.get(product_id, 0) == began


async def _totals_agree(trade: Trade, placed: list[Order]) -> None:
    customers = _sum(placed)
    for by in (By.COUNTRY, By.UMKM, By.PRODUCT, By.SHIPMENT):
        found = await reports.totals(trade.db, by, None, None, "id", country_name)
        assert _added([(one.pieces, one.grams, one.rupiah) for one in found]) == customers, by
    everything = await reports.sum_of_all(trade.db, None, None)
    assert (everything.pieces, everything.grams, everything.rupiah) == customers
    assert everything.orders == len(placed)
    assert everything.paid_rupiah == sum(order.goods_rupiah for order in placed if order.paid_at)


def _added(some: list[Sums]) -> Sums:
    return sum(one[0] for one in some), sum(one[1] for one in some), sum(one[2] for one in some)


async def _umkm_agree(trade: Trade, shipment: Shipment, mine: list[Order]) -> None:
    to_make = [one for umkm in (1, 2) for one in await reports.to_prepare(trade.db, umkm, shipment.id)]
    assert (sum(one.pieces for one in to_make), sum(one.grams for one in to_make)) == _sum(mine)[:2]
    summary = (await reports.shipment_summaries(trade.db, [shipment.id]))[shipment.id]
    assert (summary.pieces, summary.grams, summary.rupiah) == _sum(mine)
    lines = [line for order in mine for line in order.lines]
    lacking = [one for one in lines if one.lacks_document and one.ordered and one.choice != Choice.DROP]
    assert summary.undocumented == len(lacking)
    frozen = await manifests.newest(trade.db, shipment.id)
    assert summary.parcels == (len((await manifests.whole(trade.db, frozen.id)).parcels) if frozen else 0)


async def _manifest_agrees(trade: Trade, shipment: Shipment, mine: list[Order]) -> None:
    manifest = await manifests.newest(trade.db, shipment.id)
    if shipment.state == ShipmentState.OPEN or manifest is None:
        assert manifest is None
        assert shipment.state == ShipmentState.OPEN or not mine
        return
    manifest = await manifests.whole(trade.db, manifest.id)
    lines = [line for parcel in manifest.parcels for line in parcel.lines]
    figures = [
        (one.quantity, one.quantity * one.gross_grams, one.quantity * one.unit_rupiah) for one in lines
    ]
    assert _added(figures) == _sum(mine)
    assert {line.order_id for line in lines} == {order.id for order in mine if order.pieces}
    assert manifest.commercial == shipment.commercial
    most = trade.shop.destinations[shipment.destination].max_piece_grams
    for parcel in manifest.parcels:
        grams = [(line.quantity, line.gross_grams) for line in parcel.lines]
        assert sum(pieces * gram for pieces, gram in grams) <= most or [one[0] for one in grams] == [1]
    picks = (await trade.db.scalars(select(Pick).where(Pick.manifest_id == manifest.id))).all()
    assert (sum(one.pieces for one in picks), sum(one.grams for one in picks)) == _sum(mine)[:2]
    assert await manifests.sums(trade.db, manifest.id) == await manifests.counted(trade.db, manifest.id)
    assert len({parcel.key for parcel in manifest.parcels}) == len(manifest.parcels)


async def _frozen_stays(trade: Trade, frozen: Frozen) -> None:
    for manifest_id in (await trade.db.scalars(select(Manifest.id))).all():
        written = await _written(trade, manifest_id)
        assert frozen.setdefault(manifest_id, written) == written, "a frozen version has changed"


async def _written(trade: Trade, manifest_id: int) -> list[Any]:
    parcels, lines = Parcel.__table__, ManifestLine.__table__
    of_parcels = select(parcels).where(parcels.c.manifest_id == manifest_id).order_by(parcels.c.id)
    of_lines = select(lines).join(parcels, lines.c.parcel_id == parcels.c.id).order_by(lines.c.id)
    of_lines = of_lines.where(parcels.c.manifest_id == manifest_id)
    return [[tuple(row) for row in (await trade.db.execute(query)).all()] for query in (of_parcels, of_lines)]


async def test_drafts_count_nowhere() -> None:
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        trade = await Trade.begin(db)
        await trade.do(("order", 0, {1: 2}))
        draft = await db.scalar(select(func.count()).where(Order.state == OrderState.DRAFT))
        assert draft == 0
        assert (await reports.sum_of_all(db, None, None)).pieces == 2
