"""Every screen of UMKM and coordinators fits with the longest names and has a way on."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.conversation.screens import Screen
from bot.conversation.translation import speaking
from bot.core.database import Base, Database, session_on
from bot.handlers import ROUTES
from bot.people import Role
from tests.support import small_shop
from tests.support.following_redirects import screen_behind
from tests.support.small_shop import COORDINATOR, MAKER, STRANGER

TYPED = ("3", "0", "-1", "2.5", "9" * 12, "dua", "x" * 4096, "😀", "4/12/2026 20:00", "1/11 - 30/11")
SECRETS = re.compile("rahasia|886912", re.IGNORECASE)


@pytest.fixture
async def shop(sqlite_tables_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
        async with session_on(connection) as db:
            await small_shop.fill(db)
            await db.commit()
    yield database
    await database.close()


async def screen_at(shop: Database, person: int, route: str, text: str = "", language: str = "id") -> Screen:
    """The screen of a tap or a text; its changes are rolled back."""
    async with shop.engine.connect() as connection:
        turn = await small_shop.turn(connection, person, language, text)
        assert await turn.may(ROUTES.match(route)[0].role), route
        with speaking(language):
            screen = await screen_behind(turn, route)
        await turn.db.close()
        await connection.rollback()
    return screen


def kind_of(route: str) -> str:
    """The route with numbers and country replaced: equal for routes that lead to screens of one kind."""
    return re.sub(r"/[A-Z]{2}(?=/|$)", "/TW", re.sub(r"\d+", "1", route))


async def walk(shop: Database, person: int, home: str, language: str) -> list[Screen]:
    seen, ahead, screens = set(), [(home, "")], []
    while ahead:
        route, text = ahead.pop()
        if (kind_of(route), text) in seen:
            continue
        seen.add((kind_of(route), text))
        screen = await screen_at(shop, person, route, text, language)
        assert screen.buttons, f"no way on from {route}"
        screens.append(screen)
        ahead += [(one.route, "") for one in screen.buttons if one.route.split("/")[0] == home]
        ahead += [(screen.asks.route, text) for text in TYPED] if screen.asks else []
    return screens


@pytest.mark.parametrize("language", ["id", "en"])
async def test_umkm_screens_fit_and_show_no_customer_data(shop: Database, language: str) -> None:
    screens = await walk(shop, MAKER, "u", language)
    assert len(screens) > 15
    for screen in screens:
        assert not SECRETS.search(screen.title + screen.body), screen.route


@pytest.mark.parametrize("language", ["id", "en"])
async def test_coordinator_screens_fit(shop: Database, language: str) -> None:
    screens = await walk(shop, COORDINATOR, "c", language)
    assert len(screens) > 60
    assert any(SECRETS.search(screen.body) for screen in screens)


@pytest.mark.parametrize(
    "route",
    ["u/order/1/1", "u/can/1/1/2", "u/some/1/1/2/2", "u/line/1/1/2/2/1", "u/recap/1/1/1", "u/recap/1/1/file"],
)
async def test_order_of_another_umkm_is_neither_shown_nor_changed(shop: Database, route: str) -> None:
    screen = await screen_at(shop, STRANGER, route, language="en")
    assert screen.body.startswith("There is no such order or list of your UMKM.")
    assert "TW-4K01" not in screen.body
    assert not screen.files
    own = await screen_at(shop, MAKER, "u/order/1/1", language="en")
    assert "not answered yet" in own.body


async def test_umkm_may_not_use_coordinator_routes(shop: Database) -> None:
    async with shop.engine.connect() as connection:
        turn = await small_shop.turn(connection, MAKER, "id")
        assert not await turn.may(Role.COORDINATOR)
        await connection.rollback()


async def test_too_large_answer_for_a_line_is_asked_again(shop: Database) -> None:
    screen = await screen_at(shop, MAKER, "u/typed/1/1/2/2", "8", language="en")
    assert screen.body.startswith("Please type a whole number from 0 to 7.")
    assert screen.asks is not None
    assert screen.asks.route == "u/typed/1/1/2/2"


async def test_route_with_an_old_revision_shows_the_current_order(shop: Database) -> None:
    screen = await screen_at(shop, COORDINATOR, "c/changing/1/1/2/1", "salah ketik", language="en")
    assert screen.body.startswith("This order has changed since you saw it.")
    assert "ordered 4, not answered" in screen.body


async def test_change_beyond_the_stock_leaves_the_order_unchanged(shop: Database) -> None:
    async with shop.writing() as connection:
        await connection.exec_driver_sql("UPDATE products SET stock = 5 WHERE id = 1")
    screen = await screen_at(shop, COORDINATOR, "c/changing/1/1/9/2", "minta tambah", language="en")
    assert screen.body.startswith("The stock is too low: only 5 left. Nothing has changed.")
    assert "ordered 4, not answered" in screen.body


@pytest.mark.parametrize("route", ["u/which/all/0/0", "u/which/none/1/1"])
async def test_choice_of_orders_shows_only_those_of_the_umkm(shop: Database, route: str) -> None:
    asked = await screen_at(shop, MAKER, route)
    assert [one.label for one in asked.buttons[:2]] == ["TW-4K01", "TW-4K02"]
    assert not SECRETS.search(asked.title + asked.body)
    assert all(not one.label.startswith("TW-") for one in (await screen_at(shop, STRANGER, route)).buttons)


@pytest.mark.parametrize("text", ["TW-4K01 bisa semua", "TW-4K01", "bisa semua", "karaknya cuma 1"])
async def test_typed_answer_never_reaches_an_order_of_another_umkm(shop: Database, text: str) -> None:
    screen = await screen_at(shop, STRANGER, "u/find", text)
    assert screen.route == "u"
