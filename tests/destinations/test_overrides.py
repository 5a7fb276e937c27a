"""What is stated by chat or command wins over the files, in every house on the same database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import (
    demo,
    tables,  # noqa: F401  # all tables are known
)
from bot.catalog import Catalogue
from bot.core.clock import Clock
from bot.core.database import Base, Database, session_on
from bot.destinations import overrides
from bot.destinations.overrides import DestinationOpening
from bot.destinations.prices.exchange_rates import RateEntry
from bot.destinations.prices.rate_cards import RateCard
from bot.ordering.shop import Shop, open_shop
from bot.people import Person
from tests.support.config_folder import CONFIG

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WAVE_1 = ["TW", "TH", "JP", "QA", "SG", "OM", "BN"]


@cache
def read_once() -> Shop:
    return open_shop(CONFIG)


def fresh_house() -> Shop:
    return replace(read_once(), catalogue=Catalogue(), clock=Clock())


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[Database]:
    database = Database(tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


async def refreshed(db: Database, house: Shop) -> Shop:
    async with db.reading() as connection:
        await house.refresh(connection)
    return house


async def say(db: Database, work, *facts, **more) -> None:
    async with db.writing() as connection, session_on(connection) as objects:
        await work(objects, *facts, **more)
        await objects.commit()


def opened(house: Shop) -> list[str]:
    return [one.iso2 for one in house.destinations if one.open]


def card(**said: object) -> RateCard:
    facts = {
        "service": "air_cargo",
        "first_step_rupiah": 90_000,
        "next_step_rupiah": 30_000,
        "transit_days_least": 4,
        "transit_days_most": 8,
        "valid_from": TODAY,
        "valid_to": date(2027, 3, 31),
        "surcharges": [{"name": "dokumen", "rupiah": 10_000}],
        "source": "PT Kargo Jaya",
    }
    return RateCard.model_validate(facts | said)


def rate(rupiah: str, on: date = TODAY) -> RateEntry:
    return RateEntry.model_validate({"rupiah": rupiah, "date": on, "source": "Bank Indonesia"})


async def test_nothing_is_open_that_nobody_has_opened(db: Database) -> None:
    house = fresh_house()
    assert opened(house) == WAVE_1  # as the file has it, while no database was looked at
    assert opened(await refreshed(db, house)) == []


async def test_another_house_on_the_same_database_follows(db: Database) -> None:
    first, second = await refreshed(db, fresh_house()), await refreshed(db, fresh_house())
    await say(db, overrides.set_open, "JP", True, NOON)
    await say(db, overrides.state_card, "JP", card(), NOON)
    await say(db, overrides.state_rate, "JPY", rate("108.25"), NOON)
    for house in (first, second):
        await refreshed(db, house)
        assert opened(house) == ["JP"]
        assert house.freight.card("JP", TODAY) == card()
        about = house.rates.about(10_825, "JPY")
        assert about is not None
        assert (about.amount, about.on, about.example) == (Decimal(100), TODAY, False)
    await say(db, overrides.set_open, "JP", False, NOON)
    assert opened(await refreshed(db, second)) == []
    assert opened(first) == ["JP"]  # until it looks again
    assert opened(await refreshed(db, first)) == []


async def test_a_look_that_finds_nothing_new_is_one_statement(db: Database) -> None:
    await say(db, overrides.set_open, "JP", True, NOON)
    house = await refreshed(db, fresh_house())
    house.catalogue.version = max(house.catalogue.version, 1)  # some products were read
    asked: list[str] = []
    async with db.reading() as connection:
        event.listen(
            connection.sync_connection, "before_cursor_execute", lambda *facts: asked.append(facts[2])
        )
        await house.refresh(connection)
    (only,) = [statement for statement in asked if not statement.startswith("BEGIN")]
    assert "FROM counters" in only


async def test_the_same_wish_twice_is_one_row(db: Database) -> None:
    for wanted in (False, True, True, False, False):
        await say(db, overrides.set_open, "JP", wanted, NOON)
    async with db.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(DestinationOpening)) == 3


async def test_it_is_known_who_said_it_and_when(db: Database) -> None:
    async with db.writing() as connection, session_on(connection) as objects:
        objects.add(Person(id=7, name="Pak Bayu", language="id", created_at=NOON))
        await objects.flush()
        await overrides.set_open(objects, "JP", True, NOON, by_id=7)
        await overrides.set_open(objects, "TW", True, NOON + timedelta(days=1))
        await objects.commit()
    said = (await refreshed(db, fresh_house())).overrides.openings
    assert (said["JP"].by.name, said["JP"].by.at) == ("Pak Bayu", NOON)
    assert (said["TW"].by.name, said["TW"].by.person_id) == ("", None)


async def test_what_was_read_and_undone_is_read_anew(db: Database) -> None:
    house = await refreshed(db, fresh_house())
    async with db.writing() as connection:
        await _open_and_look(connection, house)
        assert opened(house) == ["JP"]
        await connection.rollback()
    house.forget()
    assert opened(await refreshed(db, house)) == []


async def test_what_was_undone_shows_even_without_being_told(db: Database) -> None:
    house = await refreshed(db, fresh_house())
    async with db.writing() as connection:
        await _open_and_look(connection, house)
        await connection.rollback()
    assert opened(await refreshed(db, house)) == []


async def _open_and_look(connection: AsyncConnection, house: Shop) -> None:
    async with session_on(connection) as objects:
        await overrides.set_open(objects, "JP", True, NOON)
        await house.refresh(objects)
        await objects.commit()


async def test_a_real_card_ends_the_made_up_ones_of_its_destination_only(db: Database) -> None:
    await say(db, overrides.state_card, "TW", card(), NOON)
    freight = (await refreshed(db, fresh_house())).freight
    assert freight.cards("TW") == (card(),)
    assert freight.card("TW", date(2027, 4, 1)) is None  # no made-up price takes over when it ends
    assert [one.example for one in freight.cards("TH")] == [True, True]


async def test_the_newest_card_of_a_day_is_quoted_and_the_usual_service_stays_first(db: Database) -> None:
    courier = card(service="express", divisor=5000, step_grams=1000)
    dearer = card(first_step_rupiah=95_000, valid_from=date(2026, 12, 1))
    for one in (card(), dearer, courier):
        await say(db, overrides.state_card, "TW", one, NOON)
    freight = (await refreshed(db, fresh_house())).freight
    assert freight.cards("TW") == (dearer, card(), courier)
    assert freight.card("TW", TODAY) == card()
    assert freight.card("TW", date(2026, 12, 1)) == dearer
    assert freight.card("TW", TODAY, "express") == courier


async def test_a_card_stated_again_replaces_its_former_self(db: Database) -> None:
    await say(db, overrides.state_card, "TW", card(), NOON)
    await say(db, overrides.state_card, "TW", card(next_step_rupiah=31_000), NOON)
    assert (await refreshed(db, fresh_house())).freight.cards("TW") == (card(next_step_rupiah=31_000),)


async def test_a_withdrawn_card_is_gone_also_from_the_file(db: Database) -> None:
    house = fresh_house()
    filed, other = house.files.freight.cards("TW")
    await say(db, overrides.withdraw_card, "TW", filed, NOON)
    await say(db, overrides.state_card, "MY", card(), NOON)
    await say(db, overrides.withdraw_card, "MY", card(), NOON)
    await refreshed(db, house)
    assert house.freight.cards("TW") == (other,)
    assert house.freight.cards("MY") == ()
    await say(db, overrides.state_card, "MY", card(), NOON)
    assert (await refreshed(db, house)).freight.card("MY", TODAY) == card()


async def test_a_rate_is_old_when_its_own_day_is_over_a_week_ago(db: Database) -> None:
    house = fresh_house()
    today = house.clock.today()
    await say(db, overrides.state_rate, "TWD", rate("531.20", today - timedelta(days=7)), NOON)
    about = (await refreshed(db, house)).rates.about(100_000, "TWD")
    assert about is not None
    assert not about.stale
    house.clock.ahead = timedelta(days=1)  # as the demo moves it
    about = house.rates.about(100_000, "TWD")
    assert about is not None
    assert (about.stale, about.on) == (True, today - timedelta(days=7))


async def test_a_held_rate_counts_once_it_is_confirmed_by_who_stated_it(db: Database) -> None:
    async with db.writing() as connection, session_on(connection) as objects:
        objects.add_all([Person(id=one, name="", language="id", created_at=NOON) for one in (7, 8)])
        await objects.flush()
        held = await overrides.state_rate(objects, "TWD", rate("800"), NOON, 7, held=True)
        await objects.commit()
    house = await refreshed(db, fresh_house())
    assert house.rates.of("TWD") == house.files.rates.of("TWD")
    await say(db, overrides.confirm_rate, held, NOON, 8)
    assert (await refreshed(db, house)).rates.of("TWD") == house.files.rates.of("TWD")
    await say(db, overrides.confirm_rate, held, NOON, 7)
    assert (await refreshed(db, house)).rates.of("TWD") == rate("800")
    await say(db, overrides.state_rate, "TWD", rate("532"), NOON)
    await say(db, overrides.confirm_rate, held, NOON, 7)  # an old button
    assert (await refreshed(db, house)).rates.of("TWD") == rate("532")


async def test_a_rate_comes_back_digit_by_digit(db: Database) -> None:
    house = fresh_house()
    for rupiah in ("531.2", "0.63", "43170", "0.0000001234", "107.526881"):
        await say(db, overrides.state_rate, "TWD", rate(rupiah), NOON)
        assert (await refreshed(db, house)).rates.of("TWD") == rate(rupiah)


async def test_the_demo_opens_what_the_file_says_and_takes_only_that_back(db: Database) -> None:
    house = fresh_house()
    await demo.set_up(db, house.clock, house.files.destinations)
    assert opened(await refreshed(db, house)) == WAVE_1
    await say(db, overrides.set_open, "QA", False, NOON)
    await say(db, overrides.set_open, "MY", True, NOON)
    await demo.set_up(db, house.clock, house.files.destinations)
    assert opened(await refreshed(db, house)) == [one for one in WAVE_1 if one != "QA"] + ["MY"]
    await demo.put_away(db, NOON)
    assert opened(await refreshed(db, house)) == ["MY"]
    await demo.set_up(db, house.clock, house.files.destinations)
    assert opened(await refreshed(db, house)) == [one for one in WAVE_1 if one != "QA"] + ["MY"]


async def test_what_a_seat_of_the_demo_opened_is_not_open_outside_it(db: Database) -> None:
    house = fresh_house()
    await demo.set_up(db, house.clock, house.files.destinations)
    async with db.reading() as connection:
        seat = (await connection.scalars(demo.seat_person_ids())).first()
    await say(db, overrides.set_open, "MY", True, NOON, by_id=seat)
    await demo.put_away(db, NOON)
    assert opened(await refreshed(db, house)) == []
