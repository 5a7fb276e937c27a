"""A typed label of a notice counts as one tap; if it could mean two orders, the shop asks which."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import people
from bot.core.database import session_on
from bot.orders import Order, OrderLine
from bot.people import Role
from bot.people.outbox import Notice, NoticeState
from tests.support import placed_orders
from tests.support.one_process import OneProcess
from tests.support.recording_channel import bodies, tap, text

MAKER, SITI = "5", "7"
CAN = "Bisa semua"


@pytest.fixture
async def process(process: OneProcess) -> OneProcess:
    """Siti, and a person of the UMKM that makes intip manis who is in the role of a customer."""
    await process.take(tap(MAKER, "m0", "to/TW"), tap(SITI, "s0", "to/TW"))
    maker = await process.person(MAKER)
    async with process.db.writing() as connection, session_on(connection) as db:
        umkm_id = process.shop.catalogue.by_sku["SOLO-001"].umkm_id
        await people.grant(db, maker.id, Role.UMKM, process.shop.clock.now(), umkm_id)
        await db.commit()
    return process


async def order(process: OneProcess, pieces: int) -> None:
    """Siti orders intip manis, and everybody is told."""
    who = await process.person(SITI)
    async with process.db.writing() as connection, session_on(connection) as db:
        wanted = {process.shop.catalogue.by_sku["SOLO-001"].id: pieces}
        await placed_orders.place(db, process.shop, who, wanted, process.shop.clock.now())
        await db.commit()
    await process.worker.deliver_notices()
    await process.worker.settled()


async def confirmed(process: OneProcess) -> list[int | None]:
    """The quantities that the maker has confirmed, per order."""
    async with process.db.reading() as connection:
        return list(await connection.scalars(select(OrderLine.confirmed).order_by(OrderLine.order_id)))


async def states(process: OneProcess, kind: str) -> list[str]:
    async with process.db.reading() as connection:
        return list(await connection.scalars(select(Notice.state).where(Notice.kind == kind)))


async def test_a_typed_label_counts_as_a_tap_on_its_notice(process: OneProcess) -> None:
    await order(process, 3)
    [placed] = process.channel.notices[SITI]
    await process.take(text(SITI, "s1", placed.buttons[0].label.upper()))
    assert process.channel.shown[SITI][-1].route == "order/1/page/1"
    assert await states(process, "placed") == [NoticeState.ANSWERED]


async def test_a_typed_label_sent_many_times_answers_once(process: OneProcess) -> None:
    await order(process, 3)
    process.channel.plagues(MAKER, RuntimeError("the line is cut"))
    event = text(MAKER, "m1", CAN)
    await process.dispatcher.take([event])
    await process.until(lambda: not process.channel.trouble[MAKER])
    await process.take(event)
    assert "3 × Intip manis: bisa" in process.channel.shown[MAKER][-1].body
    await process.take(event)
    assert (await confirmed(process), await states(process, "umkm_order")) == ([3], [NoticeState.ANSWERED])
    async with process.db.reading() as connection:
        assert await connection.scalar(select(Order.answers)) == 1


async def test_a_label_of_two_orders_makes_the_shop_ask_which_one(process: OneProcess) -> None:
    await order(process, 3)
    await order(process, 1)
    await process.take(text(MAKER, "m1", CAN))
    asked = process.channel.shown[MAKER][-1]
    assert asked.title == "Pesanan yang mana?"
    assert (await confirmed(process), await states(process, "umkm_order")) == (
        [None, None],
        [NoticeState.SENT, NoticeState.SENT],
    )
    await process.take(text(MAKER, "m2", asked.buttons[1].label))
    assert (await confirmed(process), await states(process, "umkm_order")) == (
        [None, 1],
        [NoticeState.SENT, NoticeState.ANSWERED],
    )


async def test_the_question_which_order_is_drawn_again(process: OneProcess) -> None:
    await order(process, 3)
    await order(process, 1)
    process.channel.plagues(MAKER, RuntimeError("the line is cut"))
    await process.dispatcher.take([text(MAKER, "m1", CAN)])
    await process.until(lambda: not process.channel.trouble[MAKER])
    await process.take(text(MAKER, "m1", CAN))
    assert "Pesanan yang mana?" in bodies(process.channel.shown[MAKER])[-1]
    assert await confirmed(process) == [None, None]
