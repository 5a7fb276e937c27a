"""Notices to UMKM and coordinators: first the whole order, afterwards only what differs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.conversation.translation import speaking
from bot.core.database import Base, Database, session_on
from bot.handlers.notices import coordinator as to_coordinator
from bot.handlers.notices import umkm as to_umkm
from bot.ordering import Actor, maker_answers
from bot.people import Role, outbox
from bot.people.outbox import Notice, NoticeState
from bot.shipping import manifests
from tests.support import small_shop
from tests.support.small_shop import COORDINATOR, MAKER, NOW

BY_COORDINATOR = Actor(COORDINATOR, Role.COORDINATOR, NOW, ":asked")


@pytest.fixture
async def db(sqlite_tables_url: str) -> AsyncIterator[AsyncSession]:
    database = Database(sqlite_tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
        async with session_on(connection) as session:
            await small_shop.fill(session, lines=3)
            yield session
    await database.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


async def queued(db: AsyncSession, kind: str, subject: str = "") -> Sequence[Notice]:
    query = select(Notice).where(Notice.kind == kind, Notice.state == NoticeState.QUEUED).order_by(Notice.id)
    query = query.execution_options(populate_existing=True)
    return (await db.scalars(query.where(Notice.subject == subject) if subject else query)).all()


async def tell(db: AsyncSession, subject: str) -> str:
    """Delivers the UMKM's notice about an order and returns its text; "" when it is withdrawn."""
    [notice] = await queued(db, "umkm_order", subject)
    worded = await to_umkm.umkm_order(db, small_shop.shop(), notice)
    if worded is None:
        return ""
    await outbox.mark_sent(db, notice.id, "1", worded.told, NOW)
    return f"{worded.screen.title}\n{worded.screen.body}"


async def test_first_notice_states_the_whole_order_and_the_next_one_the_difference(db: AsyncSession) -> None:
    text = await tell(db, "1/1")
    assert text.startswith("New order TW-4K01")
    assert "7 × 2 Keripik" in text
    await ordering.change(db, 1, 2, 4, 2, BY_COORDINATOR, small_shop.shop())
    text = await tell(db, "1/1")
    assert text.startswith("Order TW-4K01 changed")
    assert "7 → 4" in text


async def test_cancellation_is_sent_only_to_a_maker_who_knew_the_order(db: AsyncSession) -> None:
    await tell(db, "1/1")
    await ordering.cancel(db, 1, BY_COORDINATOR)
    await ordering.cancel(db, 2, BY_COORDINATOR)
    text = await tell(db, "1/1")
    assert text.startswith("Order TW-4K01 cancelled")
    assert "7 → 0" in text
    assert await tell(db, "2/1") == ""


async def test_change_undone_before_its_notice_sends_nothing(db: AsyncSession) -> None:
    await tell(db, "1/1")
    await ordering.change(db, 1, 2, 4, 2, BY_COORDINATOR, small_shop.shop())
    await ordering.change(db, 1, 2, 7, 3, BY_COORDINATOR, small_shop.shop())
    assert await tell(db, "1/1") == ""


async def test_many_notices_are_bundled_with_changes_first(db: AsyncSession) -> None:
    await tell(db, "3/1")
    await ordering.cancel(db, 3, BY_COORDINATOR)
    await ordering.cancel(db, 4, BY_COORDINATOR)
    waiting = [one for one in await queued(db, "umkm_order") if one.subject.endswith("/1")]
    bundle = await to_umkm.many_umkm_orders(db, small_shop.shop(), 1, waiting)
    assert bundle is not None
    assert bundle.screen.title == "8 new or changed orders"
    assert "TW-4K03: cancelled" in bundle.screen.body.splitlines()[1]
    assert (len(bundle.told), len(bundle.empty)) == (8, 1)


async def test_changes_that_do_not_fit_wait_for_the_next_bundle(db: AsyncSession) -> None:
    for order_id in range(1, 8):
        await tell(db, f"{order_id}/1")
        await ordering.cancel(db, order_id, BY_COORDINATOR)
    waiting = [one for one in await queued(db, "umkm_order") if one.subject.endswith("/1")]
    bundle = await to_umkm.many_umkm_orders(db, small_shop.shop(), 1, waiting)
    assert bundle is not None
    assert len(bundle.told) == to_umkm.MOST_CHANGES + 2
    assert not bundle.empty


async def test_shortage_notice_is_withdrawn_once_it_is_settled(db: AsyncSession) -> None:
    await maker_answers.answer(db, 1, 1, {2: 3}, 2, MAKER, NOW, small_shop.shop())
    [notice] = await queued(db, "shortage_seen")
    worded = await to_coordinator.shortage_seen(db, small_shop.shop(), notice)
    assert worded is not None
    assert "3 of 7" in worded.screen.body
    order = await ordering.change(db, 1, 2, 3, 2, BY_COORDINATOR, small_shop.shop())
    assert order.lines[1].confirmed is None
    assert await to_coordinator.shortage_seen(db, small_shop.shop(), notice) is None


async def test_pick_list_states_the_difference_from_the_last_delivered_one(
    db: AsyncSession,
) -> None:
    shop = small_shop.shop()
    await manifests.close(db, 1, shop, NOW)
    [first] = await queued(db, "pick_list", "1/1")
    worded = await to_umkm.pick_list(db, shop, first)
    assert worded is not None
    assert list(worded.screen.files) == ["manifest/1/v1/pick/1"]
    assert "Changed since" not in worded.screen.body
    await outbox.mark_sent(db, first.id, "1", worded.told, NOW)
    for quantity, revision in ((5, 2), (4, 3)):
        await ordering.change(db, 1, 2, quantity, revision, BY_COORDINATOR, small_shop.shop())
        await manifests.keep_up(db, 1, shop, NOW, "salah ketik")
    [third] = await queued(db, "pick_list", "1/1")
    worded = await to_umkm.pick_list(db, shop, third)
    assert worded is not None
    assert worded.screen.title == "Pick list TW-261121-v3"
    assert "7 → 4" in worded.screen.body


async def test_manifest_notice_has_sums_and_both_files(db: AsyncSession) -> None:
    shop = small_shop.shop()
    await manifests.close(db, 1, shop, NOW)
    [notice] = await queued(db, "manifest")
    worded = await to_coordinator.manifest(db, shop, notice)
    assert worded is not None
    assert list(worded.screen.files) == ["manifest/1/v1/xlsx", "manifest/1/v1/csv"]
    assert "2 parcels, 189 pcs" in worded.screen.body  # one customer to one address, 45 kg at 30 a carton
    assert "27 lines are not acknowledged" in worded.screen.body
