"""The exporter is frozen with a manifest: later changes of `config/shop.yaml` affect later versions only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents
from bot.app import tables
from bot.documents import OF_A_MANIFEST, PaperShop
from bot.ordering.shop_profile import Exporter, ShopProfile
from bot.shipping import manifests
from bot.shipping.manifests import Manifest
from tests.support import read_pdf, rows
from tests.support.large_shipment import HOUSE, big_shipment
from tests.support.rows import NOON, Wanted

assert tables.metadata
THEN = ShopProfile(name="Rantau", exporter=Exporter(name="Koperasi Lama (contoh)", nib="1234567890123"))
NOW = ShopProfile(
    name="Merantau", exporter=Exporter(name="PT Baru (contoh)", phone="+62 271 1", incoterm="DDP")
)


@dataclass
class Closed:
    """A shipment that was closed while the shop profile was `THEN`."""

    db: AsyncSession
    shipment_id: int

    async def paper(self, kind: str, shop: ShopProfile, version: int = 1) -> bytes:
        paper_shop = PaperShop(rows.country_name, shop)
        ref = f"manifest/{self.shipment_id}/v{version}/{kind}"
        return documents.make(await documents.gather(self.db, ref, "id", NOON, paper_shop)).data


@pytest.fixture
async def closed(tables_url: str) -> AsyncIterator[Closed]:
    async with rows.fresh_session(tables_url) as db:
        await rows.people_and_makers(db)
        goods = await rows.product_or_new(db, 1, 1)
        into = await rows.shipment_or_new(db, 1, "TW-261204")
        await rows.order(db, into, [Wanted(goods, 2)], number="TW-4K7M")
        await manifests.close(db, into.id, replace(HOUSE, profile=THEN), NOON)
        yield Closed(db, into.id)


@pytest.mark.parametrize("kind", [*OF_A_MANIFEST, "pick/1"])
async def test_papers_of_a_frozen_manifest_ignore_changes_of_the_shop(closed: Closed, kind: str) -> None:
    assert await closed.paper(kind, NOW) == await closed.paper(kind, THEN)


async def test_only_the_next_version_names_the_new_exporter(
    closed: Closed,
) -> None:
    await manifests.keep_up(closed.db, closed.shipment_id, replace(HOUSE, profile=NOW), NOON, "PT")
    (first,) = read_pdf.pages(await closed.paper("invoice", NOW))
    (second,) = read_pdf.pages(await closed.paper("invoice", THEN, version=2))
    assert "Koperasi Lama" in first
    assert "DDP" not in first
    assert "PT Baru" in second
    assert "DDP" in second


async def test_exporter_without_a_name_is_frozen_under_the_shops_name(
    closed: Closed,
) -> None:
    await manifests.keep_up(
        closed.db, closed.shipment_id, replace(HOUSE, profile=ShopProfile(name="Rantau")), NOON, ""
    )
    (page,) = read_pdf.pages(await closed.paper("invoice", ShopProfile(name="Merantau"), version=2))
    assert "Merantau" not in page


async def test_manifest_of_0_1_0_names_todays_exporter(closed: Closed) -> None:
    await closed.db.execute(update(Manifest).values(exporter=None))
    (page,) = read_pdf.pages(await closed.paper("invoice", NOW))
    assert "PT Baru" in page


async def test_big_manifest_keeps_its_exporter(tables_url: str) -> None:
    async with big_shipment(tables_url, 2 * manifests.AT_ONCE) as shop:
        assert await shop.close() is None
        await manifests.make_due(shop.database, replace(HOUSE, profile=THEN), lambda: NOON)
        made = await shop.newest()
        assert made is not None
        assert made.exporter == THEN.exporter.model_dump()
