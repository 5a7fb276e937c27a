"""Two coordinators weigh and bill at the same time: everything is recorded once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.database import Base, Database, session_on
from bot.destinations.prices.rate_cards import AIR_CARGO
from bot.orders import OrderHistory
from bot.people.outbox import Notice
from bot.shipping import consignment, freight_bill
from bot.shipping.freight_bill import AlreadySettled, FreightBill, FreightShare, SplitMovedOn
from bot.shipping.handling_log import HandlingEntry
from bot.shipping.measurements import Measured
from bot.shipping.weighing import record
from bot.shipping.weighing.record import NumberTaken
from tests.support import weighed_shipment
from tests.support.weighed_shipment import COORDINATOR, Packed

BILL = 1_000_000


class Two:
    """Runs work in transactions of its own, as two processes would."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)

    async def do(self, work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        async with self.db.writing() as connection, session_on(connection) as db:
            result = await work(db)
            await db.commit()
            return result

    async def at_once(self, *works: Callable[[AsyncSession], Awaitable[Any]]) -> list[Any]:
        return list(await asyncio.gather(*(self.do(one) for one in works), return_exceptions=True))


@pytest.fixture
async def two(tables_url: str) -> AsyncIterator[Two]:
    one = Two(tables_url)
    async with one.db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await one.do(weighed_shipment.shipment)
    yield one
    await one.db.close()


async def count(two: Two, table: type[Base]) -> int:
    return int(await two.do(lambda db: db.scalar(select(func.count()).select_from(table))))


def settling(rupiah: int, seal: str) -> Callable[[AsyncSession], Awaitable[FreightBill]]:
    return lambda db: freight_bill.settle(db, 1, rupiah, seal, AIR_CARGO, COORDINATOR)


async def test_of_two_concurrent_bills_one_is_recorded_and_the_other_refused(two: Two) -> None:
    await two.do(lambda db: weighed_shipment.weigh(db, 1400, 2600))
    seals = [
        (await two.do(lambda db, sum=rupiah: freight_bill.preview(db, 1, sum, AIR_CARGO))).seal
        for rupiah in (BILL, 2 * BILL)
    ]
    tries = [settling(BILL, seals[0])] * 3 + [settling(2 * BILL, seals[1])] * 3
    done = await two.at_once(*tries)
    (bill,) = [one for one in done if isinstance(one, FreightBill)]
    refused = [one for one in done if isinstance(one, AlreadySettled)]
    assert len(refused) == 5
    assert {one.bill.rupiah for one in refused} == {bill.rupiah}
    counts = [await count(two, table) for table in (FreightBill, FreightShare, OrderHistory, Notice)]
    assert counts == [1, 2, 2, 2]
    shares = await two.do(lambda db: db.scalar(select(func.sum(FreightShare.rupiah))))
    assert shares == bill.rupiah


async def test_a_weight_recorded_before_the_bill_makes_the_bill_fail(two: Two) -> None:
    await two.do(lambda db: weighed_shipment.weigh(db, 1400, 2600))
    shown = await two.do(lambda db: freight_bill.preview(db, 1, BILL, AIR_CARGO))
    settled, _none = await two.at_once(
        settling(BILL, shown.seal), lambda db: weighed_shipment.weigh(db, 2100)
    )
    if isinstance(settled, SplitMovedOn):
        assert await count(two, FreightShare) == 0
    else:
        shares = await two.do(lambda db: freight_bill.shares_of(db, 1))
        assert [one.chargeable_grams for one in shares] == [1500, 3000]


async def test_concurrent_weighing_leaves_a_log_without_gaps(two: Two) -> None:
    keys = [(one.key, one.contents) for one in await two.do(weighed_shipment.cartons)]

    def weighing(number: int) -> Callable[[AsyncSession], Awaitable[int]]:
        key, contents = keys[number % 2]
        return lambda db: record.weigh(db, 1, {key: (contents, Measured(1000 + number))}, COORDINATOR)

    assert await two.at_once(*(weighing(number) for number in range(8))) == [1] * 8
    seqs = await two.do(lambda db: db.scalars(select(HandlingEntry.seq).order_by(HandlingEntry.seq)))
    assert list(seqs) == list(range(1, 9))


async def test_a_waybill_number_given_to_two_shipments_at_once_goes_to_one(two: Two) -> None:
    await two.do(lambda db: weighed_shipment.shipment(db, [Packed({"JP-4K7M": 1})], 2, "JP-261204"))
    given = ("176-12345675", "", None)
    masters = [lambda db, to=number: record.give_master(db, to, *given, COORDINATOR) for number in (1, 2)]
    own = [
        lambda db: record.number(db, 1, {"TW-4K7M/1": "HAWB01"}, COORDINATOR),
        lambda db: record.number(db, 2, {"JP-4K7M/1": "HAWB01"}, COORDINATOR),
    ]
    for works in (masters, own):
        done = await two.at_once(*works)
        assert [isinstance(one, NumberTaken) for one in done].count(True) == 1
        assert [bool(one) and not isinstance(one, Exception) for one in done].count(True) == 1
    found = await two.do(lambda db: consignment.of(db, 1)), await two.do(lambda db: consignment.of(db, 2))
    assert sorted(one.handled.mawb for one in found) == ["", "176-12345675"]
