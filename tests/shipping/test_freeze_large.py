"""A big manifest is made in portions: it is invisible until complete, and then has every placed order."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from bot import ordering
from bot.ordering import Actor
from bot.orders import NEEDS_DOCUMENT, Order, OrderLine
from bot.people import Role
from bot.people.outbox import Notice
from bot.shipping import manifests
from bot.shipping.manifests import (
    IN_THE_MAKING,
    Change,
    Freeze,
    Manifest,
    ManifestLine,
    NotFrozen,
    Parcel,
    Pick,
)
from bot.shipping.manifests.freeze_large import HOLD
from tests.support.large_shipment import HOUSE, BigShipment, big_shipment, figures, own_house
from tests.support.rows import NOON

ORDERS = 120
MANY = 300
ROOT = Path(__file__).parents[2]
BY_COORDINATOR = Actor(None, Role.COORDINATOR, NOON, "because")
MAKE = """
import asyncio, sys
from datetime import datetime
from bot.core.database import Database
from bot.ordering import identity_numbers
from bot.shipping import handling_log
from bot.shipping.manifests import make_due, write
from tests.support.large_shipment import HOUSE
from tests.support.rows import NOON
write.PORTION = 1
asyncio.run(make_due(Database(sys.argv[1]), HOUSE, lambda: NOON))
"""


@pytest.fixture
async def shop(tables_url: str) -> AsyncIterator[BigShipment]:
    async with big_shipment(tables_url, ORDERS) as found:
        yield found


async def count_of(shop: BigShipment, table: Any, *where: Any) -> int:
    return await shop.read(lambda db: db.scalar(select(func.count()).select_from(table).where(*where))) or 0


async def test_a_hold_from_before_the_clock_was_moved_back_ends(shop: BigShipment) -> None:
    await shop.close()
    held = {"maker": "gone", "held_until": NOON + timedelta(days=1)}
    await shop.write(lambda db: db.execute(update(Freeze).values(**held)))
    assert await shop.make() == [shop.id]
    await shop.keep_up()
    await shop.write(lambda db: db.execute(update(Freeze).values(maker="x", held_until=NOON + HOLD)))
    assert await shop.make() == []


async def half_made(shop: BigShipment) -> None:
    """Waits until a manifest in the making has some parcels."""
    while True:
        if await count_of(shop, Parcel):
            return
        await asyncio.sleep(0.002)


async def written(shop: BigShipment, manifest: Manifest) -> list[Any]:
    parcels, lines = Parcel.__table__, ManifestLine.__table__
    joined = select(parcels, lines).join(lines, lines.c.parcel_id == parcels.c.id)
    query = joined.where(parcels.c.manifest_id == manifest.id).order_by(lines.c.id)
    return [tuple(row) for row in await shop.read(lambda db: db.execute(query))]


async def test_big_shipment_closes_at_once_and_its_complete_manifest_follows(shop: BigShipment) -> None:
    assert await shop.close() is None
    assert await shop.read(lambda db: manifests.is_due(db, shop.id))
    assert await shop.newest() is None
    assert await shop.make() == [shop.id]
    manifest = await shop.newest()
    assert manifest is not None
    assert (manifest.version, manifest.number) == (1, "TW-261126-v1")
    assert figures(manifest) == await shop.standing()
    assert len(manifest.parcels) == ORDERS
    assert await shop.make() == []
    assert not await shop.read(lambda db: manifests.is_due(db, shop.id))
    assert await count_of(shop, Notice, Notice.kind == "closed") == ORDERS
    assert await count_of(shop, Notice, Notice.kind == "manifest") == 1
    assert await count_of(shop, Notice, Notice.kind == "pick_list") == 1


async def test_nobody_sees_a_manifest_that_is_being_made(shop: BigShipment) -> None:
    await shop.close()
    making = asyncio.create_task(shop.make())
    await half_made(shop)
    assert await shop.newest() is None
    assert await shop.read(lambda db: manifests.version_of(db, shop.id, IN_THE_MAKING)) is None
    with pytest.raises(NotFrozen):
        await shop.write(lambda db: manifests.forward(db, shop.id, NOON))
    assert await making == [shop.id]
    sent = await shop.write(lambda db: manifests.forward(db, shop.id, NOON))
    assert sent.version == 1


async def test_an_order_cancelled_while_the_manifest_is_made_is_not_in_it(shop: BigShipment) -> None:
    await shop.close()
    making = asyncio.create_task(shop.make())
    await half_made(shop)
    [order_id] = await shop.read(lambda db: db.scalars(select(Order.id).limit(1)))
    await shop.write(lambda db: ordering.cancel(db, order_id, BY_COORDINATOR))
    assert await shop.keep_up("pulang") is None
    assert await making == [shop.id]
    manifest = await shop.newest()
    assert manifest is not None
    assert manifest.version == 1
    assert figures(manifest) == await shop.standing()
    assert order_id not in {line.order_id for parcel in manifest.parcels for line in parcel.lines}
    assert await count_of(shop, Parcel) == ORDERS - 1
    assert await count_of(shop, Notice, Notice.kind == "closed") == ORDERS - 1


async def test_two_workers_make_it_once(shop: BigShipment) -> None:
    await shop.close()
    made = await asyncio.gather(*(shop.make() for _ in range(3)))
    assert sorted(made) == [[], [], [shop.id]]
    assert await count_of(shop, Manifest) == 1
    assert await count_of(shop, Parcel) == ORDERS


async def test_a_changed_order_makes_a_new_version_that_says_what_changed(shop: BigShipment) -> None:
    await shop.close()
    await shop.make()
    first = await shop.newest()
    assert first is not None
    before = await written(shop, first)
    [line] = await shop.read(lambda db: db.scalars(select(OrderLine).where(OrderLine.ordered > 1).limit(1)))
    await shop.write(
        lambda db: ordering.change(db, line.order_id, line.id, 1, 1, BY_COORDINATOR, own_house())
    )
    assert await shop.keep_up("salah ketik") is None
    assert await shop.keep_up("pecah") is None
    assert await shop.make() == [shop.id]
    second = await shop.newest()
    assert second is not None
    assert (second.version, second.reason) == (2, "salah ketik; pecah")
    assert figures(second) == await shop.standing()
    [change] = await shop.read(lambda db: manifests.changes(db, shop.id, 1, 2))
    assert (change.sku, change.before, change.after) == (line.sku, line.ordered, 1)
    assert await count_of(shop, Change) == 1
    assert await written(shop, first) == before


async def test_manifests_of_0_1_0_are_completed(shop: BigShipment) -> None:
    await shop.close()
    await shop.make()
    [line] = await shop.read(lambda db: db.scalars(select(OrderLine).where(OrderLine.ordered > 1).limit(1)))
    await shop.write(
        lambda db: ordering.change(db, line.order_id, line.id, 1, 1, BY_COORDINATOR, own_house())
    )
    await shop.keep_up()
    await shop.make()
    pick, change = (list(table.__table__.columns)[1:] for table in (Pick, Change))
    parcel = [Parcel.id, Parcel.contents, Parcel.net_grams, Parcel.gross_grams]
    orders = (pick[:3], change[:3], parcel[:1])
    queries = [select(*one).order_by(*by) for one, by in zip((pick, change, parcel), orders, strict=True)]
    frozen = [await shop.read(lambda db, one=one: db.execute(one)) for one in queries]
    known = [found.all() for found in frozen]

    async def as_of_old(db: Any) -> None:
        await db.execute(delete(Pick))
        await db.execute(delete(Change))
        await db.execute(update(ManifestLine).values(order_number="", order_id=None))
        await db.execute(update(Manifest).values(sums=None))
        await db.execute(update(Parcel).values(contents="", net_grams=0, gross_grams=0))

    await shop.write(as_of_old)
    assert await manifests.fill_in(shop.database) == 2
    assert await manifests.fill_in(shop.database) == 0
    found = [await shop.read(lambda db, one=one: db.execute(one)) for one in queries]
    assert [one.all() for one in found] == known
    assert len(known[1]) == 1


async def test_line_without_its_document_is_held_back_until_it_is_recorded(shop: BigShipment) -> None:
    async def need_papers(db: Any) -> int:
        lines = (await db.scalars(select(OrderLine).order_by(OrderLine.id).limit(25))).all()
        for line in lines:
            line.action = NEEDS_DOCUMENT
        return int(lines[0].id)

    line_id = await shop.write(need_papers)
    whole = await shop.standing()
    await shop.close()
    await shop.make()
    manifest = await shop.newest()
    assert manifest is not None
    assert figures(manifest) == await shop.standing() < whole
    assert await count_of(shop, OrderLine, OrderLine.held_at.is_not(None)) == 25
    await shop.write(
        lambda db: ordering.document(db, line_id, "Health certificate", "KH-1", None, BY_COORDINATOR)
    )
    await shop.keep_up()
    await shop.make()
    manifest = await shop.newest()
    assert manifest is not None
    assert figures(manifest) == await shop.standing()
    papers = {line.documents for parcel in manifest.parcels for line in parcel.lines}
    assert papers == {"", "Health certificate KH-1"}


async def test_manifest_of_a_killed_maker_is_made_again(sqlite_tables_url: str) -> None:
    async with big_shipment(sqlite_tables_url, ORDERS) as shop:
        await shop.close()
        killed = await asyncio.create_subprocess_exec(sys.executable, "-c", MAKE, sqlite_tables_url, cwd=ROOT)
        await half_made(shop)
        killed.kill()
        await killed.wait()
        left = await count_of(shop, Parcel)
        assert 0 < left < ORDERS
        assert await shop.make() == []  # it may still be at work
        later = NOON + timedelta(minutes=1)
        assert await manifests.make_due(shop.database, HOUSE, lambda: later) == [shop.id]
        manifest = await shop.newest()
        assert manifest is not None
        assert figures(manifest) == await shop.standing()
        assert await count_of(shop, Manifest) == 1
        assert await count_of(shop, Parcel) == ORDERS
        assert await count_of(shop, Notice, Notice.kind == "closed") == ORDERS


async def test_a_maker_that_is_stopped_leaves_the_manifest_to_the_next_at_once(
    sqlite_tables_url: str,
) -> None:
    async with big_shipment(sqlite_tables_url, ORDERS) as shop:
        await shop.close()
        making = asyncio.create_task(shop.make())
        await half_made(shop)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        assert await shop.make() == [shop.id]
        assert await count_of(shop, Parcel) == ORDERS
        assert await count_of(shop, Notice, Notice.kind == "closed") == ORDERS


async def test_making_a_manifest_blocks_nobody(sqlite_tables_url: str) -> None:
    """A small version of `python -m bench manifest`, which makes 5,000 orders."""
    async with big_shipment(sqlite_tables_url, MANY) as shop:
        await shop.close()
        making = asyncio.create_task(shop.make())
        waits = []
        while not making.done():
            start = time.perf_counter()
            await shop.write(lambda db: db.scalar(select(func.count(Order.id)).where(Order.id < 10)))
            waits.append(time.perf_counter() - start)
        assert await making == [shop.id]
        assert len(waits) > MANY / 25
        assert statistics.median(waits) < sum(waits) / 10
