"""Identity numbers from the order through the freeze to the printed paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents
from bot.app import tables
from bot.documents import PaperShop
from bot.ordering import identity_numbers
from bot.shipping import manifests
from tests.support import read_pdf, rows
from tests.support.rows import NOON, Wanted
from tests.support.trade import read_once

NUMBER = "P987654321012"
DAY = timedelta(days=1)
assert tables.metadata


@pytest.fixture
def db(makers_db: AsyncSession) -> AsyncSession:
    return makers_db


async def paper(db: AsyncSession, kind: str) -> bytes:
    """A document of the first version, made now."""
    job = await documents.gather(db, f"manifest/1/v1/{kind}", "id", NOON, PaperShop(rows.country_name))
    return documents.make(job).data


async def test_identity_number_of_a_frozen_order_is_printed_until_it_is_erased(db: AsyncSession) -> None:
    goods = await rows.product_or_new(db, 1, 1)
    into = await rows.shipment_or_new(db, 1, "TW-261204")
    order = await rows.order(db, into, [Wanted(goods, 2)], number="TW-4K7M")
    await identity_numbers.give(db, order, "pccc", NUMBER, NOON)
    await manifests.close(db, into.id, read_once(), NOON)
    (page,) = read_pdf.pages(await paper(db, "invoice"))
    assert f"PCCC: {NUMBER}" in page
    assert f",pccc,{NUMBER}," in (await paper(db, "csv")).decode()
    assert NUMBER not in read_pdf.pages(await paper(db, "labels"))[0]
    order.delivered_at = NOON + DAY
    await db.flush()
    given = await identity_numbers.of_order(db, order.id)
    assert given is not None
    assert await identity_numbers.erase_due(db, [given.id], NOON + 31 * DAY) == [order.id]
    (page,) = read_pdf.pages(await paper(db, "invoice"))
    assert "PCCC: dihapus" in page
    assert NUMBER not in page
    assert ",pccc,dihapus," in (await paper(db, "csv")).decode()
