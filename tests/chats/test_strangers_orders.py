"""Every route of an order, typed by somebody whose order it is not: nothing is shown, and nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.engine import Conversation
from bot.conversation.events import Address, Event
from bot.conversation.routing import Route
from bot.conversation.sessions import Session
from bot.core.database import session_on
from bot.handlers import ROUTES, serving
from bot.people import Role
from tests.support import placed_orders
from tests.support.database_digest import digest
from tests.support.running_shop import fresh_shop, opened

OF_AN_ORDER = [line for line in ROUTES if line.role is Role.CUSTOMER and "order_id" in line.convert]
OWNER, STRANGER = "Ratmi", "Siti"


def route_of(line: Route, order_id: int) -> str:
    values = {name: 1 if kind is int else "x" for name, kind in line.convert.items()}
    return line.pattern.format(**(values | {"order_id": order_id}))


@pytest.mark.parametrize("line", OF_AN_ORDER, ids=lambda line: line.name)
async def test_strangers_route_shows_and_changes_nothing(
    sqlite_url: str, filled_database: Path, line: Route
) -> None:
    shop = fresh_shop()
    async with opened(sqlite_url, filled_database) as db:
        now = shop.clock.now()
        async with db.writing() as connection, session_on(connection) as objects:
            await shop.refresh(connection)
            owner = await placed_orders.customer(objects, now, OWNER)
            order = await placed_orders.place(objects, shop, owner, {1: 2}, now)
            stranger = await placed_orders.customer(objects, now, STRANGER)
            await objects.commit()
        before = await digest(db)
        session = Session(1, Address("browser", "web", "stranger"), stranger, Role.CUSTOMER)
        event = Event(session.address, "1", "tap", route=route_of(line, order.id))
        async with db.writing() as connection:
            screen, error = await Conversation(serving(shop)).answer(connection, event, session, now)
        assert not error
        assert screen is not None
        shown = f"{screen.title} {screen.body} {[button.route for button in screen.buttons]}"
        assert order.number not in shown
        assert OWNER not in shown
        assert f"order/{order.id}" not in shown
        assert await digest(db) == before


def test_there_are_such_routes():
    assert len(OF_AN_ORDER) > 10
