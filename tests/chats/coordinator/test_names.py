"""Nobody is without a name whose consignee is known."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.translation import speaking
from bot.handlers.shared.names import names_of
from bot.orders import Order, OrderState
from bot.people import Person
from tests.support import rows
from tests.support.rows import NOON

NAMED, NAMELESS, UNKNOWN = 101, 102, 103


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(tables_url) as session:
        for one, name in ((NAMED, "Siti 🌸"), (NAMELESS, ""), (UNKNOWN, "")):
            session.add(Person(id=one, name=name, language="id", created_at=NOON))
        await session.flush()
        for customer, name in ((NAMED, "Siti Aminah"), (NAMELESS, "Ratih"), (NAMELESS, "Ratih Dewi")):
            order = Order(customer_id=customer, state=OrderState.DRAFT, consignee_name=name, made_at=NOON)
            session.add(order)
            await session.flush()
            order.state = OrderState.CANCELLED
        session.add(Order(customer_id=NAMELESS, state=OrderState.DRAFT, consignee_name="", made_at=NOON))
        await session.flush()
        yield session


async def test_the_chats_name_comes_first_then_the_newest_consignee(db: AsyncSession) -> None:
    with speaking("en"):
        names = await names_of(db, {NAMED, NAMELESS, UNKNOWN})
    assert names == {NAMED: "Siti 🌸", NAMELESS: "Ratih Dewi", UNKNOWN: "somebody without a name"}
