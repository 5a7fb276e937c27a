"""Commercial stock leaves in its importer's own shipment; a refused change changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.ordering import Actor, commercial
from bot.ordering.history import history as history_of
from bot.orders import Order, OrderMovedOn, TooLate
from bot.people import Chat, Role
from bot.people.outbox import Notice
from bot.shipments import Shipment
from bot.shipping import manifests
from tests.support import rows
from tests.support.rows import NOON
from tests.support.trade import Trade

BY_COORDINATOR = Actor(1, Role.COORDINATOR, NOON)


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    """Two customers with an order each to Taiwan, a third to Japan."""
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        made = await Trade.begin(db)
        for customer in range(3):
            assert await made.do(("order", customer, {1: 2, 2: 1}))
        yield made


async def placed(db: AsyncSession) -> list[Order]:
    return list((await db.scalars(select(Order).order_by(Order.id))).all())


async def resold(trade: Trade, order: Order, wanted: bool = True) -> Shipment:
    rules = trade.shop.restrictions
    done = await commercial.turn_into(trade.db, order.id, wanted, order.revision, rules, BY_COORDINATOR)
    return await trade.db.get_one(Shipment, done.shipment_id)


async def papers_recorded(trade: Trade, order: Order) -> None:
    for line in order.lines:
        await ordering.document(trade.db, line.id, "TFDA", "7", None, BY_COORDINATOR)


async def test_commercial_order_moves_to_its_importers_shipment_with_the_same_dates(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    left = await trade.db.get_one(Shipment, one.shipment_id)
    joined = await resold(trade, one)
    assert joined.code == f"{left.code}-K1"
    assert (joined.commercial, joined.importer_id) == (True, one.customer_id)
    assert (joined.cutoff_at, joined.hand_in_at, joined.departs_at) == (
        left.cutoff_at,
        left.hand_in_at,
        left.departs_at,
    )
    history = await history_of(trade.db, one.id)
    assert (history[-1].what, history[-1].facts["shipment"]) == ("commercial", joined.code)


async def test_each_importer_has_a_shipment_of_its_own(trade: Trade) -> None:
    one, _japan, other = await placed(trade.db)
    first, second = await resold(trade, one), await resold(trade, other)
    assert (first.code[-3:], second.code[-3:]) == ("-K1", "-K2")
    assert await trade.do(("order", 0, {1: 1}))
    again = (await placed(trade.db))[-1]
    assert not again.commercial, "a new order joins the personal parcels"
    assert (await resold(trade, again)).id == first.id


async def test_commercial_order_can_become_personal_again_and_a_repeat_changes_nothing(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    left = one.shipment_id
    await resold(trade, one)
    revision = one.revision
    await resold(trade, one)
    assert one.revision == revision
    assert (await resold(trade, one, wanted=False)).id == left
    assert not one.commercial


async def test_only_the_customer_is_notified_when_dates_stay(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    trade.db.add(Chat(channel="telegram", bot_id="1", chat_id="1", person_id=one.customer_id))
    await resold(trade, one)
    kinds = (await trade.db.scalars(select(Notice.kind).order_by(Notice.id))).all()
    assert kinds == ["kind_changed"]


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_closed_shipment_keeps_its_orders(trade: Trade, wanted: bool) -> None:
    one = (await placed(trade.db))[0]
    if not wanted:
        await resold(trade, one)
    await manifests.close(trade.db, one.shipment_id or 0, trade.shop, NOON)
    before = await trade.written()
    with pytest.raises(TooLate):
        await resold(trade, one, wanted)
    assert await trade.written() == before


async def test_changed_or_cancelled_order_keeps_its_kind(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    before, rules = await trade.written(), trade.shop.restrictions
    with pytest.raises(OrderMovedOn):
        await commercial.turn_into(trade.db, one.id, True, one.revision - 1, rules, BY_COORDINATOR)
    assert await trade.written() == before
    await ordering.cancel(trade.db, one.id, BY_COORDINATOR)
    before = await trade.written()
    with pytest.raises(TooLate):
        await resold(trade, one)
    assert await trade.written() == before


async def test_each_kind_has_its_own_manifest(trade: Trade) -> None:
    one, _japan, other = await placed(trade.db)
    personal = other.shipment_id or 0
    stock = await resold(trade, one)
    await papers_recorded(trade, one)
    for shipment_id, order, kind in ((stock.id, one, True), (personal, other, False)):
        manifest = await manifests.close(trade.db, shipment_id, trade.shop, NOON)
        assert manifest is not None
        assert manifest.commercial is kind
        whole = await manifests.whole(trade.db, manifest.id)
        assert {line.order_id for parcel in whole.parcels for line in parcel.lines} == {order.id}


async def test_the_database_refuses_an_order_in_a_shipment_of_the_other_kind(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    one.commercial = True
    with pytest.raises(IntegrityError):
        await trade.db.flush()


async def test_line_that_needs_a_paper_as_stock_is_held_back_without_it(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    assert [line.action for line in one.lines] == ["allow", "allow"]
    stock = await resold(trade, one)
    assert all(line.lacks_document and "TFDA" in line.paper("en") for line in one.lines)
    history = (await history_of(trade.db, one.id))[-1]
    assert len(history.facts["papers"]) == 2
    assert history.facts["rules"] == trade.shop.restrictions.version
    await ordering.document(trade.db, one.lines[0].id, "TFDA", "7", None, BY_COORDINATOR)
    await manifests.close(trade.db, stock.id, trade.shop, NOON)
    await trade.db.refresh(one)
    assert [line.held_at is None for line in one.lines] == [True, False]


async def test_line_needs_no_paper_once_the_order_is_personal_again(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    await resold(trade, one)
    await resold(trade, one, wanted=False)
    assert [(line.action, line.lacks_document, line.document_needed) for line in one.lines] == [
        ("allow", False, None)
    ] * 2


async def test_line_keeps_its_rules_when_both_kinds_agree(trade: Trade) -> None:
    one = (await placed(trade.db))[0]
    for line, classes in zip(one.lines, ("textile", "no_longer_a_class"), strict=True):
        line.classes, line.action, line.rule_version = classes, "warn", "old"
    await resold(trade, one)
    assert [(line.action, line.rule_version) for line in one.lines] == [("warn", "old")] * 2
