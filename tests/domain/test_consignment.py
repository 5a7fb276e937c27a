"""A frozen shipment as it is weighed and numbered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import consignment, handling, recording
from bot.freight import AIR_CARGO
from bot.handling import Handling
from bot.manifests import NotFrozen
from bot.recording import CartonChanged, NumberTaken
from bot.weighing import Measured
from tests.domain import rows, weighed
from tests.domain.weighed import COORDINATOR, Packed


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(database_url) as session:
        await weighed.shipment(session)
        yield session


async def log(db: AsyncSession) -> int:
    return await db.scalar(select(func.count()).select_from(Handling)) or 0


async def test_what_is_weighed_is_known_with_what_is_charged_for_it(db: AsyncSession) -> None:
    first = (await weighed.now(db)).cartons[0]
    assert (first.key, first.net_grams, first.estimate_grams) == ("TW-4K7M/1", 300, 330)
    assert first.chargeable(AIR_CARGO) is None
    measured = {first.key: (first.contents, Measured(2350, (400, 300, 250)))}
    assert await recording.weigh(db, 1, measured, COORDINATOR) == 1
    now = await weighed.now(db)
    assert now.cartons[0].known.sized == (400, 300, 250)
    assert now.cartons[0].chargeable(AIR_CARGO) == 5000
    assert (now.gross_grams, keys_of(now.unweighed)) == (2350, ["TW-9XRC/1"])


def keys_of(cartons) -> list[str]:
    return [one.key for one in cartons]


async def test_a_weight_that_is_known_is_not_recorded_twice(db: AsyncSession) -> None:
    await weighed.weigh(db, 700)
    await weighed.weigh(db, 700)
    assert await log(db) == 1
    await weighed.weigh(db, 710)
    assert (await log(db), (await weighed.now(db)).cartons[0].known.gross_grams) == (2, 710)


async def test_the_log_tells_how_it_stood_at_any_time(db: AsyncSession) -> None:
    await weighed.weigh(db, 700, 900)
    await weighed.weigh(db, 750)
    grams = [
        {key: one.gross_grams for key, one in (await handling.state(db, 1, upto)).parcels.items()}
        for upto in (0, 1, 2, 3)
    ]
    both = {"TW-4K7M/1": 700, "TW-9XRC/1": 900}
    assert grams == [{}, {"TW-4K7M/1": 700}, both, both | {"TW-4K7M/1": 750}]


async def test_a_parcel_whose_goods_changed_counts_as_not_weighed_and_keeps_its_number(
    db: AsyncSession,
) -> None:
    await weighed.weigh(db, 700, 900)
    await recording.number(db, 1, {"TW-4K7M/1": "HAWB01"}, COORDINATOR)
    before = (await weighed.now(db)).cartons[0]
    into = await db.get_one(weighed.Shipment, 1)
    await weighed.manifest(db, into, (Packed({"TW-4K7M": 2}), weighed.TWO[1]), version=2)
    now = await weighed.now(db)
    assert (now.version, keys_of(now.unweighed)) == (2, ["TW-4K7M/1"])
    assert now.cartons[0].known.hawb == "HAWB01"
    entries = await log(db)
    with pytest.raises(CartonChanged):
        await recording.weigh(db, 1, {before.key: (before.contents, Measured(600))}, COORDINATOR)
    assert await log(db) == entries


async def test_nothing_is_recorded_for_a_shipment_that_is_not_frozen(db: AsyncSession) -> None:
    await rows.shipment(db, 2, "JP-261204")
    with pytest.raises(NotFrozen):
        await recording.weigh(db, 2, {}, COORDINATOR)
    assert await consignment.of(db, 2) is None


async def test_a_number_is_given_to_one_parcel_only(db: AsyncSession) -> None:
    await weighed.shipment(db, [Packed({"JP-4K7M": 1})], 2, "JP-261204")
    await recording.number(db, 1, {"TW-4K7M/1": "HAWB01"}, COORDINATOR)
    for shipment_id, key in ((1, "TW-9XRC/1"), (2, "JP-4K7M/1")):
        with pytest.raises(NumberTaken) as refused:
            await recording.number(db, shipment_id, {key: "HAWB01"}, COORDINATOR)
        assert (refused.value.shipment_code, refused.value.key) == ("TW-261204", "TW-4K7M/1")
    assert await log(db) == 1
    await recording.number(db, 1, {"TW-4K7M/1": ""}, COORDINATOR)
    assert await recording.number(db, 2, {"JP-4K7M/1": "HAWB01"}, COORDINATOR) == 1


async def test_two_parcels_may_change_their_numbers_with_each_other(db: AsyncSession) -> None:
    await recording.number(db, 1, {"TW-4K7M/1": "HAWB01", "TW-9XRC/1": "HAWB02"}, COORDINATOR)
    await recording.number(db, 1, {"TW-4K7M/1": "HAWB02", "TW-9XRC/1": "HAWB01"}, COORDINATOR)
    assert [one.known.hawb for one in (await weighed.now(db)).cartons] == ["HAWB02", "HAWB01"]


async def test_a_master_waybill_carries_one_shipment_only(db: AsyncSession) -> None:
    await weighed.shipment(db, [Packed({"JP-4K7M": 1})], 2, "JP-261204")
    given = ("176-12345675", "CI762", date(2026, 12, 11))
    assert await recording.give_master(db, 1, *given, COORDINATOR)
    assert not await recording.give_master(db, 1, *given, COORDINATOR)
    with pytest.raises(NumberTaken) as refused:
        await recording.give_master(db, 2, *given, COORDINATOR)
    assert refused.value.shipment_code == "TW-261204"
    assert await recording.give_master(db, 1, "", "", None, COORDINATOR)
    assert await recording.give_master(db, 2, *given, COORDINATOR)
    state = await handling.state(db, 2)
    assert (state.mawb, state.flight_no, state.flight_on) == given


async def test_food_without_its_numbers_is_found(db: AsyncSession) -> None:
    manifest_id = (await weighed.now(db)).manifest_id
    (goods,) = await consignment.unnumbered_goods(db, manifest_id)
    assert (goods.sku, goods.lines, goods.halal, goods.pirt_md) == ("SOLO-001", 2, True, True)


@pytest.mark.parametrize(("grams", "peb"), [(30_000, False), (30_001, True)])
async def test_a_parcel_over_thirty_kilograms_needs_a_peb(db: AsyncSession, grams: int, peb: bool) -> None:
    await weighed.weigh(db, grams)
    assert (await weighed.now(db)).cartons[0].needs_peb is peb
