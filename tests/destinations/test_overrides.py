"""What is stated by chat or command wins over the files, in every shop on the same database."""

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


def fresh_shop() -> Shop:
    return replace(read_once(), catalogue=Catalogue(), clock=Clock())


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[Database]:
    database = Database(tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


async def refreshed(db: Database, shop: Shop) -> Shop:
    async with db.reading() as connection:
        await shop.refresh(connection)
    return shop


async def say(db: Database, work, *facts, **more) -> None:
    async with db.writing() as connection, session_on(connection) as objects:
        await work(objects, *facts, **more)
        await objects.commit()


def opened(shop: Shop) -> list[str]:
    return [one.iso2 for one in shop.destinations if one.open]


def card(**given: object) -> RateCard:
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
    return RateCard.model_validate(facts | given)


def rate(rupiah: str, on: date = TODAY) -> RateEntry:
    return RateEntry.model_validate({"rupiah": rupiah, "date": on, "source": "Bank Indonesia"})


async def test_no_destination_is_open_until_somebody_opens_it(db: Database) -> None:
    shop = fresh_shop()
    assert opened(shop) == WAVE_1  # as in the file, before the database is read
    assert opened(await refreshed(db, shop)) == []


async def test_another_house_on_the_same_database_follows(db: Database) -> None:
    first, second = await refreshed(db, fresh_shop()), await refreshed(db, fresh_shop())
    await say(db, overrides.set_open, "JP", True, NOON)
    await say(db, overrides.state_card, "JP", card(), NOON)
    await say(db, overrides.state_rate, "JPY", rate("108.25"), NOON)
    for shop in (first, second):
        await refreshed(db, shop)
        assert opened(shop) == ["JP"]
        assert shop.freight.card("JP", TODAY) == card()
        about = shop.rates.convert(10_825, "JPY")
        assert about is not None
        assert (about.amount, about.on, about.example) == (Decimal(100), TODAY, False)
    await say(db, overrides.set_open, "JP", False, NOON)
    assert opened(await refreshed(db, second)) == []
    assert opened(first) == ["JP"]  # until it refreshes
    assert opened(await refreshed(db, first)) == []


async def test_refresh_without_news_is_one_statement(db: Database) -> None:
    await say(db, overrides.set_open, "JP", True, NOON)
    shop = await refreshed(db, fresh_shop())
    shop.catalogue.version = max(shop.catalogue.version, 1)  # some products were read
    asked: list[str] = []
    async with db.reading() as connection:
        event.listen(
            connection.sync_connection, "before_cursor_execute", lambda *facts: asked.append(facts[2])
        )
        await shop.refresh(connection)
    (only,) = [statement for statement in asked if not statement.startswith("BEGIN")]
    assert "FROM counters" in only


async def test_opening_twice_adds_one_row(db: Database) -> None:
    for wanted in (False, True, True, False, False):
        await say(db, overrides.set_open, "JP", wanted, NOON)
    async with db.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(DestinationOpening)) == 3


async def test_override_records_who_stated_it_and_when(db: Database) -> None:
    async with db.writing() as connection, session_on(connection) as objects:
        objects.add(Person(id=7, name="Pak Bayu", language="id", created_at=NOON))
        await objects.flush()
        await overrides.set_open(objects, "JP", True, NOON, by_id=7)
        await overrides.set_open(objects, "TW", True, NOON + timedelta(days=1))
        await objects.commit()
    given = (await refreshed(db, fresh_shop())).overrides.openings
    assert (given["JP"].by.name, given["JP"].by.at) == ("Pak Bayu", NOON)
    assert (given["TW"].by.name, given["TW"].by.person_id) == ("", None)


async def test_override_read_and_rolled_back_is_read_again(db: Database) -> None:
    shop = await refreshed(db, fresh_shop())
    async with db.writing() as connection:
        await _open_and_refresh(connection, shop)
        assert opened(shop) == ["JP"]
        await connection.rollback()
    shop.forget()
    assert opened(await refreshed(db, shop)) == []


async def test_rolled_back_override_disappears_at_the_next_refresh(db: Database) -> None:
    shop = await refreshed(db, fresh_shop())
    async with db.writing() as connection:
        await _open_and_refresh(connection, shop)
        await connection.rollback()
    assert opened(await refreshed(db, shop)) == []


async def _open_and_refresh(connection: AsyncConnection, shop: Shop) -> None:
    async with session_on(connection) as objects:
        await overrides.set_open(objects, "JP", True, NOON)
        await shop.refresh(objects)
        await objects.commit()


async def test_real_card_replaces_the_made_up_ones_of_its_destination_only(db: Database) -> None:
    await say(db, overrides.state_card, "TW", card(), NOON)
    freight = (await refreshed(db, fresh_shop())).freight
    assert freight.cards("TW") == (card(),)
    assert freight.card("TW", date(2027, 4, 1)) is None  # no made-up card takes its place when it ends
    assert [one.example for one in freight.cards("TH")] == [True, True]


async def test_newest_card_of_a_day_is_quoted_and_the_usual_service_stays_first(db: Database) -> None:
    courier = card(service="express", divisor=5000, step_grams=1000)
    dearer = card(first_step_rupiah=95_000, valid_from=date(2026, 12, 1))
    for one in (card(), dearer, courier):
        await say(db, overrides.state_card, "TW", one, NOON)
    freight = (await refreshed(db, fresh_shop())).freight
    assert freight.cards("TW") == (dearer, card(), courier)
    assert freight.card("TW", TODAY) == card()
    assert freight.card("TW", date(2026, 12, 1)) == dearer
    assert freight.card("TW", TODAY, "express") == courier


async def test_card_stated_again_replaces_the_earlier_one(db: Database) -> None:
    await say(db, overrides.state_card, "TW", card(), NOON)
    await say(db, overrides.state_card, "TW", card(next_step_rupiah=31_000), NOON)
    assert (await refreshed(db, fresh_shop())).freight.cards("TW") == (card(next_step_rupiah=31_000),)


async def test_withdrawn_card_of_the_file_is_gone_too(db: Database) -> None:
    shop = fresh_shop()
    filed, other = shop.files.freight.cards("TW")
    await say(db, overrides.withdraw_card, "TW", filed, NOON)
    await say(db, overrides.state_card, "MY", card(), NOON)
    await say(db, overrides.withdraw_card, "MY", card(), NOON)
    await refreshed(db, shop)
    assert shop.freight.cards("TW") == (other,)
    assert shop.freight.cards("MY") == ()
    await say(db, overrides.state_card, "MY", card(), NOON)
    assert (await refreshed(db, shop)).freight.card("MY", TODAY) == card()


async def test_rate_is_stale_when_its_day_is_over_a_week_ago(db: Database) -> None:
    shop = fresh_shop()
    today = shop.clock.today()
    await say(db, overrides.state_rate, "TWD", rate("531.20", today - timedelta(days=7)), NOON)
    about = (await refreshed(db, shop)).rates.convert(100_000, "TWD")
    assert about is not None
    assert not about.stale
    shop.clock.ahead = timedelta(days=1)  # as the demo moves it
    about = shop.rates.convert(100_000, "TWD")
    assert about is not None
    assert (about.stale, about.on) == (True, today - timedelta(days=7))


async def test_held_rate_counts_once_the_person_who_stated_it_confirms_it(db: Database) -> None:
    async with db.writing() as connection, session_on(connection) as objects:
        objects.add_all([Person(id=one, name="", language="id", created_at=NOON) for one in (7, 8)])
        await objects.flush()
        held = await overrides.state_rate(objects, "TWD", rate("800"), NOON, 7, held=True)
        await objects.commit()
    shop = await refreshed(db, fresh_shop())
    assert shop.rates.of("TWD") == shop.files.rates.of("TWD")
    await say(db, overrides.confirm_rate, held, NOON, 8)
    assert (await refreshed(db, shop)).rates.of("TWD") == shop.files.rates.of("TWD")
    await say(db, overrides.confirm_rate, held, NOON, 7)
    assert (await refreshed(db, shop)).rates.of("TWD") == rate("800")
    await say(db, overrides.state_rate, "TWD", rate("532"), NOON)
    await say(db, overrides.confirm_rate, held, NOON, 7)  # an old button
    assert (await refreshed(db, shop)).rates.of("TWD") == rate("532")


async def test_rate_is_stored_digit_by_digit(db: Database) -> None:
    shop = fresh_shop()
    for rupiah in ("531.2", "0.63", "43170", "0.0000001234", "107.526881"):
        await say(db, overrides.state_rate, "TWD", rate(rupiah), NOON)
        assert (await refreshed(db, shop)).rates.of("TWD") == rate(rupiah)


async def test_demo_opens_the_destinations_of_the_file_and_closes_only_those(db: Database) -> None:
    shop = fresh_shop()
    await demo.set_up(db, shop.clock, shop.files.destinations)
    assert opened(await refreshed(db, shop)) == WAVE_1
    await say(db, overrides.set_open, "QA", False, NOON)
    await say(db, overrides.set_open, "MY", True, NOON)
    await demo.set_up(db, shop.clock, shop.files.destinations)
    assert opened(await refreshed(db, shop)) == [one for one in WAVE_1 if one != "QA"] + ["MY"]
    await demo.put_away(db, NOON)
    assert opened(await refreshed(db, shop)) == ["MY"]
    await demo.set_up(db, shop.clock, shop.files.destinations)
    assert opened(await refreshed(db, shop)) == [one for one in WAVE_1 if one != "QA"] + ["MY"]


async def test_destination_opened_in_the_demo_is_closed_outside_it(db: Database) -> None:
    shop = fresh_shop()
    await demo.set_up(db, shop.clock, shop.files.destinations)
    async with db.reading() as connection:
        seat = (await connection.scalars(demo.seat_person_ids())).first()
    await say(db, overrides.set_open, "MY", True, NOON, by_id=seat)
    await demo.put_away(db, NOON)
    assert opened(await refreshed(db, shop)) == []
