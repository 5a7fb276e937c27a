"""Weighing and numbering of a frozen shipment."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.destinations.prices.rate_cards import AIR_CARGO, Measure
from bot.shipping import consignment, food_permits, handling_log
from bot.shipping.consignment import Tally
from bot.shipping.handling_log import HandlingEntry
from bot.shipping.manifests import NotFrozen
from bot.shipping.measurements import MOST_GRAMS, MOST_MM, Measured
from bot.shipping.weighing import record
from bot.shipping.weighing.record import CartonChanged, NumberTaken
from tests.support import rows, weighed_shipment
from tests.support.weighed_shipment import COORDINATOR, Packed


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(tables_url) as session:
        await weighed_shipment.shipment(session)
        yield session


async def log(db: AsyncSession) -> int:
    return await db.scalar(select(func.count()).select_from(HandlingEntry)) or 0


async def test_weighed_carton_has_its_chargeable_grams(db: AsyncSession) -> None:
    first = (await weighed_shipment.cartons(db))[0]
    assert (first.key, first.net_grams, first.estimate_grams) == ("TW-4K7M/1", 300, 330)
    assert first.known.chargeable_grams(AIR_CARGO) is None
    measured = {first.key: (first.contents, Measured(2350, (400, 300, 250)))}
    assert await record.weigh(db, 1, measured, COORDINATOR) == 1
    (known, _other) = await weighed_shipment.cartons(db)
    assert (known.known.sized, known.known.chargeable_grams(AIR_CARGO)) == ((400, 300, 250), 5000)
    assert await unweighed(db) == ["TW-9XRC/1"]
    tally = await consignment.tally(db, await weighed_shipment.now(db), AIR_CARGO)
    assert tally == Tally(2, 1, 2350, 5000, 0, 0)


async def unweighed(db: AsyncSession) -> list[str]:
    left = await consignment.cartons(db, await weighed_shipment.now(db), consignment.UNWEIGHED)
    return [one.key for one in left]


async def test_known_weight_is_not_recorded_again(db: AsyncSession) -> None:
    await weighed_shipment.weigh(db, 700)
    await weighed_shipment.weigh(db, 700)
    assert await log(db) == 1
    await weighed_shipment.weigh(db, 710)
    assert (await log(db), (await weighed_shipment.cartons(db))[0].known.gross_grams) == (2, 710)


async def test_log_gives_the_state_after_any_entry(db: AsyncSession) -> None:
    await weighed_shipment.weigh(db, 700, 900)
    await weighed_shipment.weigh(db, 750)
    grams = [
        {key: one.gross_grams for key, one in (await handling_log.state(db, 1, upto)).parcels.items()}
        for upto in (0, 1, 2, 3)
    ]
    both = {"TW-4K7M/1": 700, "TW-9XRC/1": 900}
    assert grams == [{}, {"TW-4K7M/1": 700}, both, both | {"TW-4K7M/1": 750}]


async def test_a_parcel_whose_goods_changed_counts_as_not_weighed_and_keeps_its_number(
    db: AsyncSession,
) -> None:
    await weighed_shipment.weigh(db, 700, 900)
    await record.number(db, 1, {"TW-4K7M/1": "HAWB01"}, COORDINATOR)
    before = (await weighed_shipment.cartons(db))[0]
    into = await db.get_one(weighed_shipment.Shipment, 1)
    await weighed_shipment.manifest(db, into, (Packed({"TW-4K7M": 2}), weighed_shipment.TWO[1]), version=2)
    assert ((await weighed_shipment.now(db)).version, await unweighed(db)) == (2, ["TW-4K7M/1"])
    assert (await weighed_shipment.cartons(db))[0].known.hawb == "HAWB01"
    entries = await log(db)
    with pytest.raises(CartonChanged):
        await record.weigh(db, 1, {before.key: (before.contents, Measured(600))}, COORDINATOR)
    assert await log(db) == entries


async def test_open_shipment_records_no_handling(db: AsyncSession) -> None:
    await rows.shipment(db, 2, "JP-261204")
    with pytest.raises(NotFrozen):
        await record.weigh(db, 2, {}, COORDINATOR)
    assert await consignment.of(db, 2) is None


async def test_two_parcels_cannot_have_one_number(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db, [Packed({"JP-4K7M": 1})], 2, "JP-261204")
    await record.number(db, 1, {"TW-4K7M/1": "HAWB01"}, COORDINATOR)
    for shipment_id, key in ((1, "TW-9XRC/1"), (2, "JP-4K7M/1")):
        with pytest.raises(NumberTaken) as refused:
            await record.number(db, shipment_id, {key: "HAWB01"}, COORDINATOR)
        assert (refused.value.shipment_code, refused.value.key) == ("TW-261204", "TW-4K7M/1")
    assert await log(db) == 1
    await record.number(db, 1, {"TW-4K7M/1": ""}, COORDINATOR)
    assert await record.number(db, 2, {"JP-4K7M/1": "HAWB01"}, COORDINATOR) == 1


async def test_two_parcels_may_swap_their_numbers(db: AsyncSession) -> None:
    await record.number(db, 1, {"TW-4K7M/1": "HAWB01", "TW-9XRC/1": "HAWB02"}, COORDINATOR)
    await record.number(db, 1, {"TW-4K7M/1": "HAWB02", "TW-9XRC/1": "HAWB01"}, COORDINATOR)
    assert [one.known.hawb for one in await weighed_shipment.cartons(db)] == ["HAWB02", "HAWB01"]


async def test_two_shipments_cannot_have_one_master_waybill(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db, [Packed({"JP-4K7M": 1})], 2, "JP-261204")
    given = ("176-12345675", "CI762", date(2026, 12, 11))
    assert await record.give_master(db, 1, *given, COORDINATOR)
    assert not await record.give_master(db, 1, *given, COORDINATOR)
    with pytest.raises(NumberTaken) as refused:
        await record.give_master(db, 2, *given, COORDINATOR)
    assert refused.value.shipment_code == "TW-261204"
    assert await record.give_master(db, 1, "", "", None, COORDINATOR)
    assert await record.give_master(db, 2, *given, COORDINATOR)
    state = await handling_log.state(db, 2)
    assert (state.mawb, state.flight_no, state.flight_on) == given


async def test_food_that_lacks_its_permit_numbers_is_found(db: AsyncSession) -> None:
    manifest_id = (await weighed_shipment.now(db)).manifest_id
    (goods,) = await food_permits.unnumbered_goods(db, manifest_id)
    assert (goods.sku, goods.lines, goods.halal, goods.pirt_md) == ("SOLO-001", 2, True, True)
    assert await food_permits.lines_lacking(db, manifest_id) == (2, 2)


@pytest.mark.parametrize(("grams", "peb"), [(30_000, False), (30_001, True)])
async def test_a_parcel_over_thirty_kilograms_needs_a_peb(db: AsyncSession, grams: int, peb: bool) -> None:
    await weighed_shipment.weigh(db, grams)
    tally = await consignment.tally(db, await weighed_shipment.now(db), AIR_CARGO)
    assert tally.heavy == peb


MEASURES = [Measure(divisor=divisor, step_grams=step) for divisor in (5000, 6000) for step in (1, 500, 1000)]


@pytest.mark.parametrize("measure", [*MEASURES, Measure(minimum_grams=3000)])
async def test_tally_of_the_database_equals_the_sum_of_cartons(sqlite_url: str, measure: Measure) -> None:
    chance = random.Random(4)
    async with rows.fresh_session(sqlite_url) as db:
        await weighed_shipment.shipment(db, [Packed({"TW-4K7M": 1}, number, 40) for number in range(1, 41)])
        wanted = {
            one.key: (one.contents, _drawn(chance)) for one in (await weighed_shipment.cartons(db))[:35]
        }
        await record.weigh(db, 1, wanted, COORDINATOR)
        tally = await consignment.tally(db, await weighed_shipment.now(db), measure)
        cartons = await weighed_shipment.cartons(db)
        assert tally.chargeable_grams == sum(one.known.chargeable_grams(measure) or 0 for one in cartons)
        assert (tally.weighed, tally.cartons) == (35, 40)


def _drawn(chance: random.Random) -> Measured:
    sides = (chance.randint(1, 900), chance.randint(1, 900), chance.randint(1, 900))
    return Measured(chance.randint(1, 40_000), sides if chance.random() < 0.8 else None)


async def test_tally_of_the_largest_cartons_does_not_overflow(db: AsyncSession) -> None:
    largest = Measured(MOST_GRAMS, (MOST_MM, MOST_MM, MOST_MM))
    wanted = {one.key: (one.contents, largest) for one in await weighed_shipment.cartons(db)}
    await record.weigh(db, 1, wanted, COORDINATOR)
    tally = await consignment.tally(db, await weighed_shipment.now(db), AIR_CARGO)
    assert tally.chargeable_grams == 9_000_000


async def test_a_carton_is_found_by_every_order_in_it(db: AsyncSession) -> None:
    into = await db.get_one(weighed_shipment.Shipment, 1)
    both = Packed({"TW-4K7M": 1, "TW-9XRC": 1}, 1, 2)
    await weighed_shipment.manifest(db, into, (both, Packed({"TW-4K7M": 2}, 2, 2)), version=2)
    found = await weighed_shipment.now(db)
    by = {
        number: [one.key for one in await consignment.of_order(db, found, number)]
        for number in ("TW-4K7M", "TW-9XRC", "TW-4K7M/2", "TW-%")
    }
    both_keys = ["TW-4K7M/1", "TW-4K7M/2"]
    assert by == {"TW-4K7M": both_keys, "TW-9XRC": ["TW-4K7M/1"], "TW-4K7M/2": ["TW-4K7M/2"], "TW-%": []}


async def test_next_carton_to_weigh_follows_the_last_one_and_wraps_around(
    db: AsyncSession,
) -> None:
    found = await weighed_shipment.now(db)
    keys = [await consignment.next_of(db, found, consignment.UNWEIGHED, after) for after in (0, 1, 2)]
    assert [one and one.key for one in keys] == ["TW-4K7M/1", "TW-9XRC/1", "TW-4K7M/1"]
    await weighed_shipment.weigh(db, 700, 900)
    assert await consignment.next_of(db, found, consignment.UNWEIGHED, 0) is None
