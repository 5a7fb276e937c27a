"""Exchange rates from an address: fetched over loopback, checked, and stated once a day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from aiohttp import web

from bot.app import (
    scheduled_jobs,
    tables,  # noqa: F401  # all tables are known
)
from bot.core.database import Base, Database, session_on
from bot.core.deployment import Deployment
from bot.destinations import exchange_feed, overrides
from bot.destinations.exchange_feed import ExchangeRefused, entries, fetch
from bot.destinations.prices.exchange_rates import RateEntry
from bot.ordering.shop import Shop
from tests.support.running_shop import fresh_shop

TODAY = date(2026, 11, 23)
SERVED = '{"base": "IDR", "date": "%s", "rates": {"TWD": "0.0018825", "JPY": 0.0093, "OMR": "0.0000231643"}}'
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: str | Handler) -> AsyncIterator[str]:
    """The URL of a server that gives this answer."""

    async def respond(_request: web.Request) -> web.StreamResponse:
        assert isinstance(answer, str)
        return web.Response(text=answer)

    page = web.Application()
    page.router.add_get("/idr.json", respond if isinstance(answer, str) else answer)
    runner = web.AppRunner(page)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/idr.json?key=geheim"
    finally:
        await runner.cleanup()


@pytest.fixture
async def db(sqlite_tables_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


async def refreshed(db: Database, shop: Shop) -> Shop:
    async with db.reading() as connection:
        await shop.refresh(connection)
    return shop


async def test_rates_come_with_their_day_and_the_host_as_source() -> None:
    async with serving(SERVED % TODAY) as url:
        found = await fetch(url, TODAY)
    assert set(found) == {"TWD", "JPY", "OMR"}
    assert found["TWD"] == RateEntry.model_validate(
        {"rupiah": "531.20850", "date": TODAY, "source": "127.0.0.1"}
    )
    assert found["OMR"].rupiah == Decimal("43169.878")


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ('{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": "0.002"}}', {"TWD": "500"}),
        ('{"base": "TWD", "date": "2026-11-23", "rates": {"IDR": 531.25}}', {"TWD": "531.25"}),
        (
            '{"base": "USD", "date": "2026-11-23", "rates": {"IDR": 16600, "TWD": "33.2", "KWD": 0.30}}',
            {"USD": "16600", "TWD": "500", "KWD": "55333.333"},
        ),
        (
            '{"base": "IDR", "date": "2026-11-23", "rates": {"IDR": 1, "JPY": 0.01}, "by": "x"}',
            {"JPY": "100"},
        ),
    ],
)
def test_any_base_is_converted_to_rupiah_for_one_unit(text: str, rupiah: dict[str, str]) -> None:
    found = entries(text, "bank.example", TODAY)
    assert {code: one.rupiah for code, one in found.items()} == {
        code: Decimal(one) for code, one in rupiah.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "[]",
        "[" * 100_000,
        '{"base": "IDR", "date": "2026-11-23", "rates": {}}',
        '{"base": "IDR", "date": "kemarin", "rates": {"TWD": 1}}',
        '{"base": "IDR", "date": "2026-11-25", "rates": {"TWD": 1}}',
        '{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": NaN}}',
        '{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": "Infinity"}}',
        '{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": 0}}',
        '{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": -0.1}}',
        '{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": 1e-9999999}}',
        '{"base": "IDR", "date": "2026-11-23", "rates": {"TWD": true}}',
        '{"base": "USD", "date": "2026-11-23", "rates": {"TWD": "31"}}',
        '{"base": "rupiah", "date": "2026-11-23", "rates": {"TWD": "31"}}',
    ],
)
def test_implausible_answer_is_refused(text: str) -> None:
    with pytest.raises(ExchangeRefused, match=r"bank\.example"):
        entries(text, "bank.example", TODAY)


async def test_failing_address_is_refused_without_repeating_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def gone(_request: web.Request) -> web.Response:
        raise web.HTTPNotFound

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(100):
            await answer.write(b" " * 65536)
        return answer

    async def slow(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response(text=SERVED)

    async def around(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.rel_url)

    monkeypatch.setattr(exchange_feed, "TIMEOUT_SECONDS", 0.5)
    for handler in (gone, endless, slow, around):
        async with serving(handler) as url:
            with pytest.raises(ExchangeRefused) as refused:
                await fetch(url, TODAY)
        assert "geheim" not in str(refused.value)
    with pytest.raises(ExchangeRefused):
        await fetch(url, TODAY)  # the server is gone


async def test_refresh_states_new_rates_and_doubts_those_far_off(db: Database) -> None:
    shop = await refreshed(db, fresh_shop())
    today, wanted = shop.clock.today(), {"TWD", "JPY", "QAR"}
    async with db.writing() as connection, session_on(connection) as objects:
        typed = RateEntry.model_validate(
            {"rupiah": "80", "date": today - timedelta(days=3), "source": "chat"}
        )
        await overrides.state_rate(objects, "JPY", typed, shop.clock.now())
        await objects.commit()
    await refreshed(db, shop)
    async with serving(SERVED % today) as url:
        done = await exchange_feed.refresh(db, url, wanted, shop.rates, shop.clock)
        assert (done.stated, done.doubted, done.missing) == (("TWD",), ("JPY",), ("QAR",))
        await refreshed(db, shop)
        again = await exchange_feed.refresh(db, url, wanted, shop.rates, shop.clock)
    assert again.unchanged == ("TWD",)
    held = shop.rates.of("TWD")
    assert held is not None
    assert (held.rupiah, held.on, held.source, held.example) == (
        Decimal("531.20850"),
        today,
        "127.0.0.1",
        False,
    )
    assert shop.rates.of("JPY") == typed


async def test_rate_that_a_person_stated_for_the_same_or_a_later_day_stays(db: Database) -> None:
    shop = await refreshed(db, fresh_shop())
    today = shop.clock.today()
    typed = RateEntry.model_validate({"rupiah": "530", "date": today, "source": "chat"})
    async with db.writing() as connection, session_on(connection) as objects:
        await overrides.state_rate(objects, "TWD", typed, shop.clock.now())
        await objects.commit()
    await refreshed(db, shop)
    for day in (today, today - timedelta(days=1)):
        async with serving(SERVED % day) as url:
            done = await exchange_feed.refresh(db, url, {"TWD"}, shop.rates, shop.clock)
        assert done.unchanged == ("TWD",)
    assert (await refreshed(db, shop)).rates.of("TWD") == typed


def job_context(db: Database, shop: Shop, url: str = "") -> scheduled_jobs.JobContext:
    return scheduled_jobs.JobContext(db, shop, Deployment(exchange_url=url), lambda: None)


async def test_running_shop_refreshes_rates_once_a_day_if_an_address_is_set(db: Database) -> None:
    shop, asked = await refreshed(db, fresh_shop()), []

    async def count(_request: web.Request) -> web.Response:
        asked.append(1)
        return web.Response(text=SERVED % shop.clock.today())

    await scheduled_jobs.refresh_rates(job_context(db, shop))
    async with serving(count) as url:
        context = job_context(db, shop, url)
        for _ in range(2):
            await scheduled_jobs.refresh_rates(context)
        assert len(asked) == 1
        shop.clock.ahead += timedelta(days=1)
        await scheduled_jobs.refresh_rates(context)
    assert len(asked) == 2
    assert (await refreshed(db, shop)).rates.of("TWD") is not None


async def test_failed_refresh_stays_due_and_changes_nothing(db: Database) -> None:
    shop = await refreshed(db, fresh_shop())
    before = shop.rates.of("TWD")
    async with serving("maaf") as url:
        with pytest.raises(ExchangeRefused):
            await scheduled_jobs.refresh_rates(job_context(db, shop, url))
    async with db.reading() as connection:
        assert await exchange_feed.is_due(connection, shop.clock.today())
    assert (await refreshed(db, shop)).rates.of("TWD") == before


def test_feed_wants_the_currencies_of_all_destinations_and_their_customs() -> None:
    shop = replace(fresh_shop())
    assert {"TWD", "JPY", "KWD", "OMR"} <= shop.currencies()
    assert "IDR" not in shop.currencies()
