"""A line that needs a paper: it can be ordered, is held back without the paper, and leaves with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot import orders
from bot.core.clock import solo_day
from bot.destinations.prices.rate_cards import estimate
from bot.ordering import changes, history, permits
from bot.ordering.actors import Actor
from bot.orders import NoSuchOrder, Order, OrderLine
from bot.people import Chat, Role
from bot.people.outbox import Notice
from bot.shipping import manifests
from tests.support import placed_orders, rows
from tests.support.trade import Trade

PLAIN, FEATHER = 1, 9


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    """The usual trade plus shuttlecocks, which need a paper in Taiwan; Siti has a chat."""
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        made = await Trade.begin(db)
        await rows.product(db, FEATHER, 2, classes="feather", stock=20, version=99)
        await made.shop.catalogue.refresh(db)
        siti = made.customers[0]
        db.add(Chat(channel="browser", bot_id="1", chat_id="1", person_id=siti.id))
        await db.flush()
        yield made


async def ordered(trade: Trade, wanted: dict[int, int]) -> Order:
    return await placed_orders.place(trade.db, trade.shop, trade.customers[0], wanted, trade.now)


def line_of(order: Order, product_id: int) -> OrderLine:
    return next(line for line in order.lines if line.product_id == product_id)


async def due_in_sql(trade: Trade, line: OrderLine) -> int:
    await trade.db.flush()
    return await trade.db.scalar(select(OrderLine.due).where(OrderLine.id == line.id)) or 0


async def notices(trade: Trade, kind: str) -> int:
    kinds = await trade.db.scalars(select(Notice.kind).where(Notice.kind == kind))
    return len(kinds.all())


async def histories(trade: Trade, order: Order) -> list[str]:
    await trade.db.flush()
    return [row.what for row in await history.history(trade.db, order.id)]


def coordinator(trade: Trade) -> Actor:
    return Actor(1, Role.COORDINATOR, trade.now)


ITSELF = orders.BY_ITSELF


async def test_line_that_needs_a_paper_can_be_ordered_and_names_the_paper(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, FEATHER: 3})
    line = line_of(order, FEATHER)
    assert (line.action, line.lacks_document, line.due) == ("needs_document", True, 3)
    assert line.paper("en").startswith("quarantine declaration")
    assert line.paper("id").startswith("deklarasi karantina")
    assert line.rule_version == trade.shop.restrictions.version
    assert line.risk_accepted_at is None
    assert order.goods_rupiah == 2 * 1000 + 3 * 9000
    (placed,) = await history.history(trade.db, order.id)
    assert placed.facts["papers"] == [{"name_id": "Barang 9", "name_en": "Goods 9"}]
    assert placed.facts["rules"] == trade.shop.restrictions.version
    assert not line_of(order, PLAIN).lacks_document


async def test_line_without_its_paper_is_held_back_once_and_not_charged(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, FEATHER: 3})
    assert await permits.papers_missing(trade.db, order.shipment_id or 0) == 1
    actor = Actor(None, ITSELF, trade.now)
    (held,) = await permits.hold_back(trade.db, order, actor)
    assert held is line_of(order, FEATHER)
    assert (held.held_at, held.due, await due_in_sql(trade, held)) == (trade.now, 0, 0)
    assert (order.goods_rupiah, order.pieces) == (2000, 2)
    assert (held.ordered, held.reserved) == (3, 3)
    assert await permits.hold_back(trade.db, order, actor) == []
    assert await histories(trade, order) == ["placed", "held_back"]
    assert await notices(trade, "held_back") == 1


async def test_manifest_has_only_lines_that_may_leave(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, FEATHER: 3})
    manifest = await manifests.close(trade.db, order.shipment_id or 0, trade.shop, trade.now, by=1)
    assert manifest is not None
    assert [line.product_id for parcel in await lines_in(trade, manifest.id) for line in [parcel]] == [PLAIN]
    await permits.document(trade.db, line_of(order, FEATHER).id, "Deklarasi", "7", None, coordinator(trade))
    newer = await manifests.keep_up(trade.db, order.shipment_id or 0, trade.shop, trade.now, "the paper came")
    assert newer is not None
    assert {(line.product_id, line.quantity) for line in await lines_in(trade, newer.id)} == {
        (PLAIN, 2),
        (FEATHER, 3),
    }


async def lines_in(trade: Trade, manifest_id: int) -> list[manifests.ManifestLine]:
    query = select(manifests.ManifestLine).join(manifests.Parcel)
    found = await trade.db.scalars(query.where(manifests.Parcel.manifest_id == manifest_id))
    return list(found.all())


async def test_recorded_paper_releases_a_held_line(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 2, FEATHER: 3})
    line = line_of(order, FEATHER)
    await permits.hold_back(trade.db, order, Actor(None, ITSELF, trade.now))
    await permits.document(trade.db, line.id, "Deklarasi karantina", "KT-7", None, coordinator(trade))
    assert (line.lacks_document, line.held_at, line.due, await due_in_sql(trade, line)) == (False, None, 3, 3)
    assert (line.document_name, line.document_number, line.documented_by) == (
        "Deklarasi karantina",
        "KT-7",
        1,
    )
    assert order.goods_rupiah == 2 * 1000 + 3 * 9000
    assert await permits.papers_missing(trade.db, order.shipment_id or 0) == 0
    assert await permits.hold_back(trade.db, order, Actor(None, ITSELF, trade.now)) == []
    assert await notices(trade, "documented") == 1


async def test_recording_a_paper_again_only_corrects_it(trade: Trade) -> None:
    order = await ordered(trade, {FEATHER: 3})
    line = line_of(order, FEATHER)
    await permits.document(trade.db, line.id, "Deklarasi", "1", "a.png", coordinator(trade))
    revision = order.revision
    await permits.document(trade.db, line.id, "Deklarasi", "1", None, coordinator(trade))
    assert await histories(trade, order) == ["placed", "documented"]
    await permits.document(trade.db, line.id, "Deklarasi", "2", None, coordinator(trade))
    assert (line.document_number, line.document_file, order.revision) == ("2", "a.png", revision)
    assert await histories(trade, order) == ["placed", "documented", "documented"]
    assert await notices(trade, "documented") == 1


async def test_a_name_alone_is_no_paper_yet(trade: Trade) -> None:
    order = await ordered(trade, {FEATHER: 1})
    line = line_of(order, FEATHER)
    await permits.name_paper(trade.db, line.id, "Deklarasi")
    assert (line.document_name, line.lacks_document) == ("Deklarasi", True)
    await permits.document(trade.db, line.id, "Deklarasi", "1", None, coordinator(trade))
    await permits.name_paper(trade.db, line.id, "something else")
    assert line.document_name == "Deklarasi"


async def test_no_paper_is_recorded_for_a_cart_or_for_nothing(trade: Trade) -> None:
    siti = trade.customers[0]
    draft = await placed_orders.draft(trade.db, trade.shop, siti, {FEATHER: 1}, trade.now)
    for line_id in (draft.lines[0].id, 12345):
        with pytest.raises(NoSuchOrder):
            await permits.document(trade.db, line_id, "Deklarasi", "1", None, coordinator(trade))
        with pytest.raises(NoSuchOrder):
            await permits.name_paper(trade.db, line_id, "Deklarasi")
    assert (draft.lines[0].document_name, draft.lines[0].documented_at) == (None, None)


async def test_lines_that_need_a_paper_are_listed_with_missing_ones_first(trade: Trade) -> None:
    first, second = [await ordered(trade, {PLAIN: 1, FEATHER: 1}) for _ in range(2)]
    await permits.document(trade.db, line_of(first, FEATHER).id, "D", "1", None, coordinator(trade))
    found = await permits.needing_papers(trade.db, first.shipment_id or 0)
    assert [order.id for order, _line in found] == [second.id, first.id]
    await changes.cancel(trade.db, second.id, coordinator(trade))
    found = await permits.needing_papers(trade.db, first.shipment_id or 0)
    assert [order.id for order, _line in found] == [first.id]


async def test_order_keeps_the_freight_estimate_that_was_shown(trade: Trade) -> None:
    shown = await ordered(trade, {PLAIN: 2})
    assert shown.chargeable_grams_estimate == 500
    card = trade.shop.freight.card("TW", solo_day(trade.now))
    assert card is not None
    assert shown.freight_estimate_rupiah == estimate(card, 500)


async def test_line_beyond_its_paper_waits_until_the_paper_is_recorded_again(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 1, FEATHER: 3})
    line, siti = line_of(order, FEATHER), Actor(order.customer_id, Role.CUSTOMER, trade.now)
    trade.db.add(Chat(channel="browser", bot_id="1", chat_id="2", person_id=1))
    await permits.document(trade.db, line.id, "Deklarasi", "7", "a.png", coordinator(trade))
    await changes.change(trade.db, order.id, line.id, 2, order.revision, siti, trade.shop)
    assert not line.lacks_document
    await changes.change(trade.db, order.id, line.id, 5, order.revision, siti, trade.shop)
    assert line.lacks_document
    assert (line.document_name, line.document_number, line.document_file) == ("Deklarasi", "7", "a.png")
    assert (await histories(trade, order))[-2:] == ["changed", "paper_outgrown"]
    assert await permits.papers_missing(trade.db, order.shipment_id or 0) == 1
    (held,) = await permits.hold_back(trade.db, order, Actor(None, ITSELF, trade.now))
    assert held is line
    await permits.document(trade.db, line.id, "Deklarasi", "7", None, coordinator(trade))
    assert (line.lacks_document, line.due) == (False, 5)


async def test_change_by_a_coordinator_keeps_the_paper(trade: Trade) -> None:
    order = await ordered(trade, {FEATHER: 3})
    line = line_of(order, FEATHER)
    await permits.document(trade.db, line.id, "Deklarasi", "7", None, coordinator(trade))
    await changes.change(trade.db, order.id, line.id, 5, order.revision, coordinator(trade), trade.shop)
    assert not line.lacks_document


async def test_no_paper_is_recorded_for_a_cancelled_order(trade: Trade) -> None:
    order = await ordered(trade, {FEATHER: 3})
    await changes.cancel(trade.db, order.id, coordinator(trade))
    before = await trade.written()
    with pytest.raises(NoSuchOrder):
        await permits.document(trade.db, order.lines[0].id, "Deklarasi", "1", None, coordinator(trade))
    with pytest.raises(NoSuchOrder):
        await permits.name_paper(trade.db, order.lines[0].id, "Deklarasi")
    assert await trade.written() == before


async def test_line_that_returns_after_the_freeze_without_its_paper_is_held_back(trade: Trade) -> None:
    order = await ordered(trade, {PLAIN: 1, FEATHER: 3})
    line, siti = line_of(order, FEATHER), Actor(order.customer_id, Role.CUSTOMER, trade.now)
    await changes.change(trade.db, order.id, line.id, 0, order.revision, siti, trade.shop)
    await manifests.close(trade.db, order.shipment_id or 0, trade.shop, trade.now)
    await changes.change(trade.db, order.id, line.id, 2, order.revision, coordinator(trade), trade.shop)
    newer = await manifests.keep_up(trade.db, order.shipment_id or 0, trade.shop, trade.now, "again")
    assert newer is not None
    assert (line.held_at is not None, line.due) == (True, 0)
    assert [one.product_id for one in await lines_in(trade, newer.id)] == [PLAIN]
