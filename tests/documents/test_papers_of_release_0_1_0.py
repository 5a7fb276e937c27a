"""Manifests frozen by 0.1.0, which had no cartons, still have all their papers."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents
from bot.app import tables
from bot.documents import PaperShop
from bot.shipping import manifests
from bot.shipping.manifests import Change, Manifest, ManifestLine, Parcel, Pick
from tests.support import read_pdf, rows
from tests.support.rows import NOON, Wanted
from tests.support.trade import read_once

assert tables.metadata
NUMBERS = ("TW-4K7M", "TW-9X2P")


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    """Two orders of one customer to one address, each in its own parcel, as 0.1.0 froze them."""
    async with rows.fresh_session(tables_url) as session:
        await rows.people_and_makers(session)
        goods = await rows.product_or_new(session, 1, 1)
        into = await rows.shipment_or_new(session, 1, "TW-261204")
        for number, name in zip(NUMBERS, ("Sari", "Dewi"), strict=True):
            await rows.order(session, into, [Wanted(goods, 2)], number=number, consignee_name=name)
        await manifests.close(session, into.id, read_once(), NOON)
        await _as_it_was(session)
        yield session


async def _as_it_was(db: AsyncSession) -> None:
    for table in (Change, Pick):
        await db.execute(delete(table))
    await db.execute(update(Manifest).values(sums=None, exporter=None))
    unknown = {"consignee_no": 0, "order_numbers": [], "contents": "", "net_grams": 0, "gross_grams": 0}
    await db.execute(update(Parcel).values(unknown | {"address_lines_native": []}))
    blank = dict.fromkeys(("order_number", "description_en", "rule_version", "halal_no", "pirt_md_no"), "")
    await db.execute(update(ManifestLine).values(blank | {"order_id": None, "documents": ""}))
    await db.flush()
    db.expire_all()


async def paper(db: AsyncSession, ref: str) -> bytes:
    paper_shop = PaperShop(rows.country_name)
    return documents.make(await documents.gather(db, f"manifest/1/v1/{ref}", "id", NOON, paper_shop)).data


async def test_every_paper_is_made_and_names_each_order(db: AsyncSession) -> None:
    csv_rows = list(csv.DictReader(io.StringIO((await paper(db, "csv")).decode())))
    assert [one["order_no"] for one in csv_rows] == list(NUMBERS)
    assert [one["invoice_no"] for one in csv_rows] == ["TW-261204-v1-0001", "TW-261204-v1-0002"]
    assert all(one["goods_description_en"] and one["line_value_fob"] for one in csv_rows)
    for kind in ("packing", "invoice", "labels"):
        pages = read_pdf.pages(await paper(db, kind))
        assert len(pages) == 2
        assert all(number in page for number, page in zip(NUMBERS, pages, strict=True))
    assert (await paper(db, "xlsx")).startswith(b"PK")
    assert NUMBERS[0] in read_pdf.pages(await paper(db, "pick/1"))[0]
