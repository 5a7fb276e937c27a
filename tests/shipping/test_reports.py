"""Totals of orders and shipments, and what an UMKM has to prepare."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.orders import Choice, OrderState
from bot.shipping import reports
from bot.shipping.reports import By, ShipmentSummary, Total
from tests.support import rows
from tests.support.rows import NOON, Wanted, country_name


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    """Two makers, three products, one shipment to Taiwan and one to Japan, four orders and a draft."""
    async with rows.fresh_session(tables_url) as session:
        await rows.people_and_makers(session)
        goods = [await rows.product(session, one, umkm_id) for one, umkm_id in ((1, 1), (2, 1), (3, 2))]
        taiwan = await rows.shipment(session, 1, "TW-261204")
        japan = await rows.shipment(session, 2, "JP-261211", cutoff_at=datetime(2026, 12, 11, tzinfo=UTC))
        first, second, third = goods
        await rows.order(
            session, taiwan, [Wanted(first, 4), Wanted(second, 2, 2), Wanted(third, 5, 3)], paid_at=NOON
        )
        await rows.order(session, taiwan, [Wanted(first, 1, 1), Wanted(third, 2, 0, Choice.DROP)])
        await rows.order(
            session,
            japan,
            [Wanted(third, 10, 4, Choice.TAKE)],
            placed_at=datetime(2026, 11, 30, 17, 0, tzinfo=UTC),
        )
        await rows.order(session, japan, [Wanted(second, 7)], state=OrderState.CANCELLED, paid_at=NOON)
        await rows.order(session, taiwan, [Wanted(second, 99)], state=OrderState.DRAFT)
        yield session


async def totals(db: AsyncSession, by: By, start: date | None = None, end: date | None = None) -> list[Total]:
    return await reports.totals(db, by, start, end, "id", country_name)


async def test_totals_by_country_count_due_pieces_of_placed_orders(db: AsyncSession) -> None:
    assert await totals(db, By.COUNTRY) == [
        Total("TW", "Taiwan", orders=2, pieces=10, grams=1980, rupiah=18000, paid_rupiah=17000),
        Total("JP", "Jepang", orders=1, pieces=4, grams=1320, rupiah=12000, paid_rupiah=0),
    ]


async def test_totals_by_umkm_count_an_order_with_several_lines_once(
    db: AsyncSession,
) -> None:
    assert await totals(db, By.UMKM) == [
        Total("maker-2", "Dapur 2", orders=2, pieces=7, grams=2310, rupiah=21000, paid_rupiah=9000),
        Total("maker-1", "Dapur 1", orders=2, pieces=7, grams=990, rupiah=9000, paid_rupiah=8000),
    ]


async def test_totals_by_product_have_the_ordered_name_in_the_readers_language(
    db: AsyncSession,
) -> None:
    english = await reports.totals(db, By.PRODUCT, None, None, "en", country_name)
    assert [(one.key, one.name, one.orders, one.pieces) for one in english] == [
        ("SOLO-003", "Goods 3", 2, 7),
        ("SOLO-001", "Goods 1", 2, 5),
        ("SOLO-002", "Goods 2", 1, 2),
    ]


async def test_renamed_product_has_one_total_under_its_latest_ordered_name(db: AsyncSession) -> None:
    shipment = await rows.shipment(db, 3, "TW-261218")
    renamed = await rows.product(db, 9, 1, sku="SOLO-009", name_id="Nama lama")
    await rows.order(db, shipment, [Wanted(renamed, 1)])
    renamed.name_id = "Nama baru"
    await rows.order(db, shipment, [Wanted(renamed, 1)])
    found = [one for one in await totals(db, By.PRODUCT) if one.key == "SOLO-009"]
    assert [(one.name, one.orders, one.pieces) for one in found] == [("Nama baru", 2, 2)]


async def test_totals_by_shipment_are_ordered_by_cutoff(db: AsyncSession) -> None:
    assert [(one.key, one.name, one.pieces) for one in await totals(db, By.SHIPMENT)] == [
        ("TW-261204", "Taiwan", 10),
        ("JP-261211", "Jepang", 4),
    ]


async def test_cancelled_orders_count_only_by_status_with_their_ordered_pieces(db: AsyncSession) -> None:
    assert await totals(db, By.STATUS) == [
        Total("placed", "placed", orders=3, pieces=14, grams=3300, rupiah=30000, paid_rupiah=17000),
        Total("cancelled", "cancelled", orders=1, pieces=7, grams=1540, rupiah=14000, paid_rupiah=None),
    ]


async def test_order_without_due_pieces_still_counts_as_placed(db: AsyncSession) -> None:
    shipment = await rows.shipment(db, 3, "TW-261218")
    nothing = await rows.product(db, 9, 1)
    await rows.order(db, shipment, [Wanted(nothing, 3, 0)])
    assert [one for one in await totals(db, By.SHIPMENT) if one.key == "TW-261218"] == [
        Total("TW-261218", "Taiwan", orders=1, pieces=0, grams=0, rupiah=0, paid_rupiah=0)
    ]
    assert "SOLO-009" not in [one.key for one in await totals(db, By.PRODUCT)]


@pytest.mark.parametrize(
    ("start", "end", "orders"),
    [
        (date(2026, 12, 1), None, 1),
        (None, date(2026, 11, 30), 2),
        (date(2026, 12, 1), date(2026, 12, 1), 1),
        (date(2026, 12, 2), None, 0),
        (date(2026, 11, 20), date(2026, 11, 20), 2),
        (date.min, date.max, 3),
        (date(2026, 12, 2), date(2026, 11, 1), 0),
    ],
)
async def test_period_is_whole_days_in_solo(
    db: AsyncSession, start: date | None, end: date | None, orders: int
) -> None:
    found = await reports.sum_of_all(db, start, end)
    assert found.orders == orders
    assert sum(one.orders for one in await totals(db, By.COUNTRY, start, end)) == orders


@pytest.mark.parametrize("by", [By.COUNTRY, By.UMKM, By.PRODUCT, By.SHIPMENT])
async def test_every_grouping_has_the_same_sum(db: AsyncSession, by: By) -> None:
    found, whole = await totals(db, by), await reports.sum_of_all(db, None, None)
    assert whole == Total("", "", orders=3, pieces=14, grams=3300, rupiah=30000, paid_rupiah=17000)
    for figure in ("pieces", "grams", "rupiah", "paid_rupiah"):
        assert sum(getattr(one, figure) for one in found) == getattr(whole, figure)


async def test_shipment_summary_counts_unanswered_lines(db: AsyncSession) -> None:
    await rows.shipment(db, 3, "TW-261218")
    assert await reports.shipment_summaries(db, [1, 3]) == {
        1: ShipmentSummary(1, 2, 10, 1980, 18000, 17000, unacknowledged=1),
        3: ShipmentSummary(3),
    }
    assert sorted(await reports.shipment_summaries(db)) == [1, 2]
    assert await reports.shipment_summaries(db, []) == {}


async def test_umkm_prepares_only_its_own_goods(db: AsyncSession) -> None:
    found = await reports.to_prepare(db, 1, 1)
    assert [
        (one.sku, one.orders, one.ordered, one.confirmed, one.unanswered, one.pieces) for one in found
    ] == [
        ("SOLO-001", 2, 5, 1, 4, 5),
        ("SOLO-002", 1, 2, 2, 0, 2),
    ]
    assert await reports.to_prepare(db, 1, 2) == []


async def test_dropped_line_is_not_prepared(db: AsyncSession) -> None:
    (found,) = await reports.to_prepare(db, 2, 1)
    assert (found.ordered, found.confirmed, found.unanswered, found.pieces, found.grams) == (5, 3, 0, 3, 990)


async def test_totals_csv_reads_back_and_contains_no_formula() -> None:
    hostile = Total("=1+1", '@SUM(1);"x"', 1, 2, 3, 4, None)
    header, line = csv.reader(io.StringIO(reports.totals_csv([hostile]), newline=""))
    assert tuple(header) == reports.TOTALS_HEADER
    assert line == ["'=1+1", '\'@SUM(1);"x"', "1", "2", "3", "4", ""]
