"""A label of a notice that is typed is its tap, once; where it could mean two orders it answers neither."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import people
from bot.core.database import session_on
from bot.orders import Order, OrderLine
from bot.people import Role
from bot.people.outbox import Notice, NoticeState
from tests.support import placed_orders
from tests.support.one_process import Stand
from tests.support.recording_channel import bodies, tap, text

MAKER, SITI = "5", "7"
CAN = "Bisa semua"


@pytest.fixture
async def shop(stand: Stand) -> Stand:
    """Siti, and somebody of the UMKM that makes intip manis, in a customer's chat and not in the UMKM's."""
    await stand.take(tap(MAKER, "m0", "to/TW"), tap(SITI, "s0", "to/TW"))
    maker = await stand.person(MAKER)
    async with stand.db.writing() as connection, session_on(connection) as db:
        umkm_id = stand.house.catalogue.by_sku["SOLO-001"].umkm_id
        await people.grant(db, maker.id, Role.UMKM, stand.house.clock.now(), umkm_id)
        await db.commit()
    return stand


async def order(shop: Stand, pieces: int) -> None:
    """Siti orders intip manis, and everybody is told."""
    who = await shop.person(SITI)
    async with shop.db.writing() as connection, session_on(connection) as db:
        wanted = {shop.house.catalogue.by_sku["SOLO-001"].id: pieces}
        await placed_orders.place(db, shop.house, who, wanted, shop.house.clock.now())
        await db.commit()
    await shop.worker.deliver_notices()
    await shop.worker.settled()


async def confirmed(shop: Stand) -> list[int | None]:
    """What the maker has answered, order by order."""
    async with shop.db.reading() as connection:
        return list(await connection.scalars(select(OrderLine.confirmed).order_by(OrderLine.order_id)))


async def states(shop: Stand, kind: str) -> list[str]:
    async with shop.db.reading() as connection:
        return list(await connection.scalars(select(Notice.state).where(Notice.kind == kind)))


async def test_a_typed_label_is_the_tap_of_its_notice(shop: Stand) -> None:
    await order(shop, 3)
    [placed] = shop.paper.notices[SITI]
    await shop.take(text(SITI, "s1", placed.buttons[0].label.upper()))
    assert shop.paper.shown[SITI][-1].route == "order/1/page/1"
    assert await states(shop, "placed") == [NoticeState.ANSWERED]


async def test_it_answers_once_however_often_it_comes(shop: Stand) -> None:
    await order(shop, 3)
    shop.paper.plagues(MAKER, RuntimeError("the line is cut"))
    event = text(MAKER, "m1", CAN)
    await shop.reception.take([event])
    await shop.until(lambda: not shop.paper.trouble[MAKER])
    await shop.take(event)
    assert "3 × Intip manis: bisa" in shop.paper.shown[MAKER][-1].body
    await shop.take(event)
    assert (await confirmed(shop), await states(shop, "umkm_order")) == ([3], [NoticeState.ANSWERED])
    async with shop.db.reading() as connection:
        assert await connection.scalar(select(Order.answers)) == 1


async def test_with_two_orders_it_is_asked_which_one(shop: Stand) -> None:
    await order(shop, 3)
    await order(shop, 1)
    await shop.take(text(MAKER, "m1", CAN))
    asked = shop.paper.shown[MAKER][-1]
    assert asked.title == "Pesanan yang mana?"
    assert (await confirmed(shop), await states(shop, "umkm_order")) == (
        [None, None],
        [NoticeState.SENT, NoticeState.SENT],
    )
    await shop.take(text(MAKER, "m2", asked.buttons[1].label))
    assert (await confirmed(shop), await states(shop, "umkm_order")) == (
        [None, 1],
        [NoticeState.SENT, NoticeState.ANSWERED],
    )


async def test_the_question_which_one_is_drawn_again(shop: Stand) -> None:
    await order(shop, 3)
    await order(shop, 1)
    shop.paper.plagues(MAKER, RuntimeError("the line is cut"))
    await shop.reception.take([text(MAKER, "m1", CAN)])
    await shop.until(lambda: not shop.paper.trouble[MAKER])
    await shop.take(text(MAKER, "m1", CAN))
    assert "Pesanan yang mana?" in bodies(shop.paper.shown[MAKER])[-1]
    assert await confirmed(shop) == [None, None]
