"""An order has arrived: who may say so, when, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.app import tables
from bot.ordering import Actor, NotUnderWay
from bot.ordering.history import history
from bot.orders import NoSuchOrder, Order, OrderState
from bot.people import Chat, Person, Role
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice
from bot.shipments import ShipmentState
from tests.support import rows
from tests.support.rows import NOON, Wanted

LATER = NOON + timedelta(days=9)
assert tables.metadata


@pytest.fixture
def db(makers_db: AsyncSession) -> AsyncSession:
    return makers_db


async def an_order(db: AsyncSession, standing: str = ShipmentState.FORWARDED, **facts) -> Order:
    goods = await rows.product_or_new(db, 1, 1)
    into = await rows.shipment_or_new(db, 1, "TW-261201")
    into.state = standing
    return await rows.order(db, into, [Wanted(goods, 2)], **facts)


def customer(order: Order) -> Actor:
    return Actor(order.customer_id, Role.CUSTOMER, LATER)


async def told(db: AsyncSession) -> list[str]:
    return list(await db.scalars(select(Notice.kind).where(Notice.kind == NoticeKind.DELIVERED)))


async def test_the_customer_says_once_that_it_arrived(db: AsyncSession) -> None:
    order = await an_order(db)
    for _again in range(2):
        await ordering.mark_delivered(db, order.id, True, customer(order))
    assert order.delivered_at == LATER
    assert [one.what for one in await history(db, order.id)] == ["delivered"]
    assert await told(db) == []


async def test_it_can_be_taken_back(db: AsyncSession) -> None:
    order = await an_order(db)
    await ordering.mark_delivered(db, order.id, True, customer(order))
    await ordering.mark_delivered(db, order.id, False, customer(order))
    assert order.delivered_at is None
    assert [one.what for one in await history(db, order.id)] == ["delivered", "not_delivered"]


async def test_nobody_says_so_of_another_ones_order(db: AsyncSession) -> None:
    order = await an_order(db)
    with pytest.raises(NoSuchOrder):
        await ordering.mark_delivered(db, order.id, True, Actor(order.customer_id + 1, Role.CUSTOMER, LATER))
    assert order.delivered_at is None


@pytest.mark.parametrize(
    ("shipment", "facts"),
    [
        (ShipmentState.OPEN, {}),
        (ShipmentState.CLOSED, {}),
        (ShipmentState.FORWARDED, {"state": OrderState.CANCELLED}),
        (ShipmentState.FORWARDED, {"erased_at": NOON}),
    ],
)
async def test_only_what_the_carrier_has_can_arrive(db: AsyncSession, shipment: str, facts: dict) -> None:
    order = await an_order(db, shipment, **facts)
    with pytest.raises(NotUnderWay):
        await ordering.mark_delivered(db, order.id, True, customer(order))


async def test_the_customer_is_told_of_what_a_coordinator_records(db: AsyncSession) -> None:
    order = await an_order(db)
    db.add(Chat(channel="browser", bot_id="1", chat_id="1", person_id=order.customer_id))
    db.add(Person(id=2, created_at=NOON, name="Wati"))
    await db.flush()
    await ordering.mark_delivered(db, order.id, True, Actor(2, Role.COORDINATOR, LATER))
    assert order.delivered_at == LATER
    assert await told(db) == [NoticeKind.DELIVERED]
