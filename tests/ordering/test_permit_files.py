"""The files of papers: found by reference, and erased when no longer needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import ordering
from bot.core.media import Media
from bot.ordering import Actor, permit_files
from bot.orders import Order
from bot.people import Role
from bot.shipments import Shipment
from tests.ordering.test_permits import FEATHER, PLAIN, coordinator, histories, line_of, ordered
from tests.support import rows
from tests.support.trade import Trade

DAY = timedelta(days=1)
REF = "0" * 32 + ".pdf"


@pytest.fixture
async def trade() -> AsyncIterator[Trade]:
    """The usual trade plus shuttlecocks, which need a paper in Taiwan."""
    async with rows.fresh_session("sqlite+aiosqlite:///:memory:") as db:
        made = await Trade.begin(db)
        await rows.product(db, FEATHER, 2, classes="feather", stock=20, version=99)
        await made.shop.catalogue.refresh(db)
        yield made


@pytest.fixture
def media(tmp_path: Path) -> Media:
    (tmp_path / REF).write_bytes(b"%PDF-1.7")
    return Media(tmp_path)


async def with_file(trade: Trade) -> Order:
    order = await ordered(trade, {PLAIN: 1, FEATHER: 3})
    await ordering.document(trade.db, line_of(order, FEATHER).id, "Deklarasi", "7", REF, coordinator(trade))
    return order


async def erased(trade: Trade, media: Media, now: datetime) -> bool:
    rows = await trade.db.execute(permit_files.by_age(now))
    due = [row.id for row in rows if row.is_due]
    return await permit_files.erase_due(trade.db, due, media, now) == 1


async def test_paper_file_is_found_by_its_line_under_a_readable_name(trade: Trade, media: Media) -> None:
    order = await with_file(trade)
    line = line_of(order, FEATHER)
    ref = permit_files.reference(line.id)
    assert permit_files.is_reference(ref)
    found = await permit_files.find(trade.db, media, ref)
    assert found is not None
    assert (found.path.read_bytes(), found.mime) == (b"%PDF-1.7", "application/pdf")
    assert found.name == f"{order.number}-paper-{line.id}.pdf"


async def test_line_without_a_file_has_none(trade: Trade, media: Media) -> None:
    order = await with_file(trade)
    for line_id in (line_of(order, PLAIN).id, 12345):
        assert await permit_files.find(trade.db, media, permit_files.reference(line_id)) is None
    assert not any(
        map(permit_files.is_reference, ("paper/0", "paper/1/x", "paper/../1", "manifest/1/v1/csv"))
    )


async def test_paper_file_is_erased_120_days_after_closing_and_the_history_says_so(
    trade: Trade, media: Media
) -> None:
    order = await with_file(trade)
    shipment = await trade.db.get_one(Shipment, order.shipment_id)
    assert not await erased(trade, media, trade.now + 400 * DAY)
    shipment.closed_at = trade.now
    assert not await erased(trade, media, trade.now + 119 * DAY)
    assert await media.read(REF) == b"%PDF-1.7"
    assert await erased(trade, media, trade.now + 120 * DAY)
    assert list(media.folder.iterdir()) == []
    line = line_of(order, FEATHER)
    assert (line.document_file, line.document_name, line.document_number) == (None, "Deklarasi", "7")
    assert await histories(trade, order) == ["placed", "documented", "paper_erased"]
    assert not await erased(trade, media, trade.now + 121 * DAY)


async def test_paper_file_is_erased_30_days_after_delivery(trade: Trade, media: Media) -> None:
    order = await with_file(trade)
    order.delivered_at = trade.now
    assert not await erased(trade, media, trade.now + 29 * DAY)
    assert await erased(trade, media, trade.now + 30 * DAY)


async def test_paper_file_is_erased_30_days_after_cancelling(trade: Trade, media: Media) -> None:
    order = await with_file(trade)
    await ordering.cancel(trade.db, order.id, Actor(order.customer_id, Role.CUSTOMER, trade.now))
    assert not await erased(trade, media, trade.now + 29 * DAY)
    assert await erased(trade, media, trade.now + 30 * DAY)
