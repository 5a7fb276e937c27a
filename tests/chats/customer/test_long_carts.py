"""Carts of 200 lines and names of 200 characters: every screen of the customer still fits every channel."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.catalog import Product, next_version
from bot.conversation import sessions
from bot.conversation.engine import Conversation
from bot.conversation.events import Address, Event
from bot.conversation.screens import Screen
from bot.conversation.sessions import Session
from bot.core.database import session_on
from bot.handlers import serving
from bot.ordering import proposals
from bot.ordering.proposal_parts import Change, Word
from bot.ordering.shop import Shop
from bot.people import ChatPerson
from tests.support import placed_orders
from tests.support.running_shop import fresh_shop, opened

LINES = 200
NAME = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=200, max_size=200
).filter(str.strip)
PLACES = (
    "cart",
    "cart/page/{page}",
    "checkout",
    "checkout/review/{page}",
    "browse/page/{page}",
    "shelf/food-snack/{page}",
)
PROPOSAL = "c0de"
PROPOSAL_PLACES = (
    "reading/{code}",
    "reading/{code}/page/{page}",
    "reading/{code}/change/{page}",
    "reading/{code}/word/1/{page}",
    "reading/{code}/line/{page}",
)
WORDS = (3, None, 999)  # the wanted pieces of each unclear word
ORDER_PLACES = (
    "order/{order}",
    "order/{order}/page/{page}",
    "order/{order}/change/{page}",
    "orders/{page}",
    f"reading/{PROPOSAL}/page/{{page}}",
)


async def _fill(connection: AsyncConnection, name: str) -> None:
    async with session_on(connection) as db:
        version = await next_version(db)
        row = (await db.execute(select(Product.__table__).where(Product.sku == "SOLO-002"))).one()._asdict()
        count = len((await db.scalars(select(Product.id))).all())
        copies = [row | {"id": 1000 + n, "sku": f"MANY-{n}", "aliases": ""} for n in range(LINES - count)]
        if copies:
            await db.execute(insert(Product), copies)
        await db.execute(
            update(Product).values(
                name_id=name, name_en=name[::-1], classes="snack_dry", stock=None, version=version
            )
        )
        await db.commit()


async def _screen_at(connection: AsyncConnection, shop: Shop, session: Session, route: str) -> Screen:
    event = Event(session.address, route, "tap", route=route)
    conversation = Conversation(serving(shop))
    screen, error = await conversation.answer(connection, event, session, shop.clock.now())
    assert not error, f"{route}: {error}"
    assert screen is not None
    return screen


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.long)])
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=NAME)
async def test_long_carts_and_long_names_fit(
    sqlite_url: str, filled_database: Path, language: str, name: str
) -> None:
    shop = fresh_shop()
    async with opened(sqlite_url, filled_database) as db, db.writing() as connection:
        await _fill(connection, name)
        await shop.refresh(connection)
        event = Event(Address("browser", "web", "somebody"), "1", "text", language=language)
        session = (await sessions.open_chats(connection, [event], shop.clock.now()))[event.address]
        order_id = await _place_order(connection, shop, session.person)
        for place in (*PLACES, *ORDER_PLACES):
            for page in (1, 2, 25, 50, 99):
                await _screen_at(connection, shop, session, place.format(page=page, order=order_id))
        assert "→" in (await _screen_at(connection, shop, session, f"reading/{PROPOSAL}")).title
        await _propose_for_the_cart(connection, session.person, name)
        for place in PROPOSAL_PLACES:
            for page in (1, 2, 25, 50, 99):
                await _screen_at(connection, shop, session, place.format(page=page, code=PROPOSAL))
        for _word in range(len(WORDS)):
            question = await _screen_at(connection, shop, session, f"reading/{PROPOSAL}")
            assert question.route == f"reading/{PROPOSAL}"
            await _screen_at(connection, shop, session, question.buttons[-1].route)


async def _propose_for_the_cart(connection: AsyncConnection, person: ChatPerson, name: str) -> None:
    """A proposal of everything for the cart, with words that may each mean everything, and an address."""
    async with session_on(connection) as db:
        proposal = await proposals.of(db, person.id)
        assert proposal is not None
        proposal.order_id, proposal.contact = None, [name[:100]] * 12
        proposal.set_changes([*proposal.changes, Change(1, "add", 5)])
        everything = tuple(proposal.product_ids)
        unclear = [Word(n, name, pieces, everything, "add") for n, pieces in enumerate(WORDS, start=1)]
        proposal.set_words([*unclear, Word(9, name, 3, (), "add")])
        await db.commit()


async def _place_order(connection: AsyncConnection, shop: Shop, person: ChatPerson) -> int:
    """One order of everything, the same again in the cart, and a proposal that changes the whole order."""
    now, person.destination = shop.clock.now(), "TW"
    everything = dict.fromkeys([one.id for one in shop.catalogue.goods() if one.sellable][:LINES], 7)
    async with session_on(connection) as db:
        placed = await placed_orders.place(db, shop, person, everything, now)
        await placed_orders.draft(db, shop, person, everything, now)
        proposal = await proposals.begin(db, person.id, "", now)
        proposal.code, proposal.order_id = PROPOSAL, placed.id
        proposal.set_changes(
            Change(product_id, "set", 999 if product_id % 2 else 0) for product_id in everything
        )
        await db.commit()
    return placed.id
