"""A placed order is amended as a whole, exactly as its preview showed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot import ordering, orders
from bot.ordering import Actor, commercial, history
from bot.people import Chat, HeldRole, Person, Role
from bot.people.outbox import Notice
from bot.shipping import manifests
from tests.support.amendable_order import (
    COUNTED,
    FEATHER,
    FEW,
    HONEY,
    LAST,
    MORE,
    PLAIN,
    PORK,
    TWO_MAKERS,
    amend,
    line_of,
    ordered,
    seen,
    stock,
    trade_with_borders,
    what_happened,
)
from tests.support.trade import Trade


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    async with trade_with_borders() as made:
        yield made


async def test_several_lines_change_at_once_with_one_history_entry(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, COUNTED: 3, FEW: 1})
    revision = order.revision
    await amend(trade, order, {PLAIN: 5, COUNTED: 0, MORE: 4})
    assert ordering.as_it_stands(order) == {PLAIN: 5, COUNTED: 0, FEW: 1, MORE: 4}
    assert order.revision == revision + 1
    assert [line.changed_in for line in order.lines] == [revision + 1, revision + 1, 1, revision + 1]
    names = [{"sku": f"SOLO-00{n}", "name_id": f"Barang {n}", "name_en": f"Goods {n}"} for n in range(5)]
    noted = [
        names[PLAIN] | {"before": 2, "after": 5},
        names[COUNTED] | {"before": 3, "after": 0},
        names[MORE] | {"added": 4, "rupiah": 16_000},
    ]
    assert await what_happened(trade, order) == [("placed", None), ("changed", noted)]
    assert [await stock(trade, one) for one in (COUNTED, FEW, MORE)] == [12, 3, 26]


async def test_each_umkm_is_notified_once_of_its_changed_lines(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, COUNTED: 3})
    for umkm_id in (1, 2):
        maker = Person(name=f"Maker {umkm_id}", created_at=trade.now)
        trade.db.add(maker)
        await trade.db.flush()
        trade.db.add(HeldRole(person_id=maker.id, role=Role.UMKM, umkm_id=umkm_id, granted_at=trade.now))
        trade.db.add(Chat(channel="browser", bot_id="1", chat_id=f"{umkm_id}", person_id=maker.id))
    await trade.db.flush()
    await amend(trade, order, {PLAIN: 3, FEW: 1, LAST: 1})  # all of UMKM 2
    queued = (await trade.db.execute(select(Notice.kind, Notice.subject, Notice.version))).all()
    assert [tuple(one) for one in queued] == [("umkm_order", f"{order.id}/2", order.revision)]


async def test_changed_line_needs_a_new_answer_and_others_keep_theirs(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, FEW: 3, LAST: 2})
    await trade.do(("answer", 0, 2, 4))
    await amend(trade, order, {PLAIN: 4, FEW: 3, LAST: 2})
    assert {line.product_id: line.confirmed for line in order.lines} == {PLAIN: None, FEW: 3, LAST: 2}


async def test_added_goods_have_todays_price_and_become_a_snapshot(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 1})
    await trade.reprice(COUNTED, 3300)
    await trade.shop.refresh(trade.db)
    await amend(trade, order, {COUNTED: 2})
    line = line_of(order, COUNTED)
    assert (line.unit_rupiah, line.gross_grams, line.sku, line.umkm_id) == (3300, 34, "SOLO-002", 1)
    assert (line.action, line.rule_version) == ("allow", trade.shop.restrictions.version)
    assert (line.reserved, line.confirmed, line.risk_accepted_at, line.choice) == (2, None, None, "")
    assert order.goods_rupiah == 1000 + 2 * 3300
    await trade.reprice(COUNTED, 9000)
    await trade.db.refresh(order)
    assert line.unit_rupiah == 3300


async def test_existing_lines_keep_their_price_from_placing(trade: Trade) -> None:
    order = await ordered(trade, TWO_MAKERS)
    await amend(trade, order, {PLAIN: 0})
    await trade.reprice(PLAIN, 7700)
    await trade.reprice(COUNTED, 7700)
    await trade.shop.refresh(trade.db)
    await amend(trade, order, {PLAIN: 1, COUNTED: 4})
    assert order.goods_rupiah == 1000 + 4 * 2000


async def test_a_repeat_changes_nothing(trade: Trade) -> None:
    order, wanted = await ordered(trade, TWO_MAKERS), {PLAIN: 1, COUNTED: 0, FEW: 2}
    seal = seen(trade, order, wanted).seal
    await amend(trade, order, wanted, seal)
    before = await trade.written()
    assert await amend(trade, order, wanted, seal) is order
    assert await trade.written() == before
    assert seen(trade, order, wanted).changes_nothing
    assert seen(trade, order, ordering.as_it_stands(order)).changes_nothing


async def test_an_open_shortage_is_no_change(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 4, FEW: 4})
    await trade.do(("answer", 0, 2, 2))
    assert ordering.as_it_stands(order) == {PLAIN: 2, FEW: 2}
    for wanted in ({PLAIN: 2, FEW: 2}, {PLAIN: 4, FEW: 4}):
        assert seen(trade, order, wanted).changes_nothing
    await trade.do(("choose", 0, orders.Choice.TAKE))
    assert seen(trade, order, {PLAIN: 2}).changes_nothing
    assert not seen(trade, order, {PLAIN: 4}).changes_nothing
    await trade.do(("choose", 0, orders.Choice.DROP))
    assert seen(trade, order, {FEW: 0}).changes_nothing


async def test_added_goods_accept_their_risk_or_wait_for_their_paper(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 1})
    await amend(trade, order, {HONEY: 1, FEATHER: 2})
    honey, feather = line_of(order, HONEY), line_of(order, FEATHER)
    assert (honey.action, honey.risk_accepted_at) == ("warn", trade.now)
    assert (feather.lacks_document, feather.paper("en")[:10], feather.due) == (True, "quarantine", 2)
    row = (await history.history(trade.db, order.id))[-1]
    assert row.facts["risks"] == [{"name_id": "Barang 8", "name_en": "Goods 8"}]
    assert row.facts["papers"] == [{"name_id": "Barang 9", "name_en": "Goods 9"}]
    assert row.facts["rules"] == trade.shop.restrictions.version
    (held,) = await ordering.hold_back(trade.db, order, Actor(None, orders.BY_ITSELF, trade.now))
    assert held is feather


async def test_goods_added_to_commercial_stock_follow_its_rules(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 1})
    rules, actor = trade.shop.restrictions, trade.actor(1, Role.COORDINATOR)
    await commercial.turn_into(trade.db, order.id, True, order.revision, rules, actor)
    await amend(trade, order, {COUNTED: 1})
    assert line_of(order, COUNTED).lacks_document


async def test_coordinator_checks_a_paper_again_when_its_line_grows(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 1, FEATHER: 2})
    feather, coordinator = line_of(order, FEATHER), trade.actor(1, Role.COORDINATOR)
    await ordering.document(trade.db, feather.id, "Deklarasi", "7", None, coordinator)
    await amend(trade, order, {PLAIN: 3, FEATHER: 1})
    assert not feather.lacks_document
    await amend(trade, order, {PLAIN: 2, FEATHER: 3})
    assert feather.lacks_document
    assert [what for what, _lines in await what_happened(trade, order)][-2:] == ["changed", "paper_outgrown"]


async def test_paid_order_that_costs_more_is_no_longer_paid(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2})
    await ordering.mark_paid(trade.db, order.id, True, trade.actor(1, Role.COORDINATOR))
    await amend(trade, order, {COUNTED: 1})
    assert (order.paid_at, order.paid_rupiah, order.goods_rupiah) == (None, 2000, 4000)
    await amend(trade, order, {COUNTED: 0})
    assert [what for what, _lines in await what_happened(trade, order)][-3:] == [
        "changed",
        "owes_more",
        "changed",
    ]


async def test_order_takes_over_the_freight_estimate_of_the_preview(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2})
    shown = seen(trade, order, {PLAIN: 20, LAST: 3})
    assert (shown.quote.grams, shown.quote.goods_rupiah) == (20 * 110 + 3 * 550, 35_000)
    await amend(trade, order, {PLAIN: 20, LAST: 3})
    assert order.freight_estimate_rupiah == shown.quote.freight_rupiah
    assert order.chargeable_grams_estimate == shown.quote.chargeable_grams
    assert shown.quote.chargeable_grams > 500
    assert (order.gross_grams, order.goods_rupiah) == (shown.quote.grams, shown.quote.goods_rupiah)


async def test_preview_shows_each_changed_line_and_writes_nothing(trade: Trade) -> None:
    order = await ordered(trade, TWO_MAKERS)
    before = await trade.written()
    shown = seen(trade, order, {PLAIN: 0, COUNTED: 5, FEW: 9, PORK: 1, FEATHER: 0})
    shown_lines = [(one.ware.id, one.before, one.after, one.unit_rupiah, one.trouble) for one in shown.lines]
    assert shown_lines == [
        (PLAIN, 2, 0, 1000, ""),
        (COUNTED, 3, 5, 2000, ""),
        (FEW, 0, 9, 3000, "short"),
        (PORK, 0, 1, 7000, "refused"),
    ]
    assert ([one.ware.id for one in shown.troubled], shown.may_be_done) == ([FEW, PORK], False)
    assert (shown.lines[2].left, shown.lines[1].left) == (4, 9)
    assert await trade.written() == before
    assert not trade.db.new


async def test_coordinator_may_amend_after_the_freeze(trade: Trade) -> None:
    order = await ordered(trade, TWO_MAKERS)
    await manifests.close(trade.db, order.shipment_id or 0, trade.shop, trade.now)
    wanted, actor = {PLAIN: 1, FEW: 2}, trade.actor(1, Role.COORDINATOR)
    seal = seen(trade, order, wanted).seal
    await ordering.amend(trade.db, order.id, wanted, seal, trade.shop, actor)
    newer = await manifests.keep_up(trade.db, order.shipment_id or 0, trade.shop, trade.now, "because")
    assert newer is not None
    assert ordering.as_it_stands(order) == {PLAIN: 1, COUNTED: 3, FEW: 2}
