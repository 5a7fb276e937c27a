"""The shop's own cart, reading and order, copied and pasted back, mean the same goods again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.catalog import Product
from bot.conversation import sessions
from bot.conversation.engine import Conversation
from bot.conversation.events import Address, Event
from bot.core.database import session_on
from bot.handlers import serving
from bot.ordering import proposals
from bot.ordering.proposal_parts import Change
from tests.support import placed_orders
from tests.support.reader import lines
from tests.support.running_shop import fresh_shop, opened

WANTED = {"001": 3, "002": 2, "051": 1, "106": 12}


@pytest.mark.parametrize("language", ["id", "en", "jv"])
@pytest.mark.parametrize("place", ["cart", "order/{order}", "reading/{code}"])
async def test_what_the_shop_wrote_is_read_as_it_was_meant(
    sqlite_url: str, filled_database: Path, language: str, place: str
) -> None:
    shop = fresh_shop()
    async with opened(sqlite_url, filled_database) as db, db.writing() as connection:
        await shop.refresh(connection)
        event = Event(Address("browser", "web", "somebody"), "1", "text", language=language)
        session = (await sessions.open_chats(connection, [event], shop.clock.now()))[event.address]
        session.person.destination, session.person.language = "TW", language
        async with session_on(connection) as read:
            rows = (await read.execute(select(Product.sku, Product.id))).all()
            ids = {sku.removeprefix("SOLO-"): one for sku, one in rows}
            goods = {ids[sku]: pieces for sku, pieces in WANTED.items()}
            order = await placed_orders.place(read, shop, session.person, goods, shop.clock.now())
            await placed_orders.draft(read, shop, session.person, goods, shop.clock.now())
            proposal = await proposals.begin(read, session.person.id, "", shop.clock.now())
            proposal.set_changes([Change(one, "set", pieces) for one, pieces in goods.items()])
            await read.commit()
        route = place.format(order=order.id, code=proposal.code)
        tap = Event(session.address, route, "tap", route=route)
        screen, error = await Conversation(serving(shop)).answer(connection, tap, session, shop.clock.now())
        assert screen is not None, error
        assert lines(f"{screen.title}\n\n{screen.body}") == WANTED, screen.body
