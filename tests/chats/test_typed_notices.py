"""Typed labels of notices: when each notice came, and what the person had seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import Screen, labels_of
from bot.conversation.translation import speaking
from bot.core.database import Base, Database, session_on
from bot.handlers import ROUTES, notices
from bot.handlers.notices import typed_labels
from bot.handlers.shared.turn import Turn
from bot.ordering import Actor, change, maker_answers
from bot.orders import OrderLine
from bot.people import Role, outbox
from bot.people.outbox import Notice, NoticeState
from tests.support import small_shop
from tests.support.following_redirects import screen_behind
from tests.support.small_shop import CUSTOMER, MAKER, NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def db(sqlite_tables_url: str) -> AsyncIterator[AsyncSession]:
    database = Database(sqlite_tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
        async with session_on(connection) as session:
            await small_shop.fill(session, lines=2, orders=2)
            with speaking("id"):
                yield session
    await database.close()


async def tell(db: AsyncSession, kind: str, subject: str, minutes: int) -> Screen:
    """Delivers the newest notice of a subject, `minutes` from now."""
    newest = select(Notice).where(Notice.kind == kind, Notice.subject == subject).order_by(Notice.id.desc())
    notice = (await db.scalars(newest)).first()
    assert notice is not None
    worded = await notices.WORDINGS[kind](db, small_shop.shop(), notice)
    assert worded is not None
    at, labels = NOW + minutes * MINUTE, labels_of(worded.screen)
    await outbox.mark_sent(db, notice.id, str(notice.id), worded.told, at, worded.screen.title, labels)
    return worded.screen


async def typing(db: AsyncSession, person: int, text: str, minutes: int | None = None) -> Turn:
    """The turn of a typed text, sent `minutes` from now, or without a time of sending."""
    turn = await small_shop.turn(await db.connection(), person, "id", text)
    turn.session.id = person
    if minutes is not None:
        turn.event = replace(turn.event, sent_at=NOW + minutes * MINUTE)
    return turn


async def line_of(db: AsyncSession, order_id: int, umkm_id: int) -> int:
    lines = select(OrderLine.id).where(OrderLine.order_id == order_id, OrderLine.umkm_id == umkm_id)
    return await db.scalar(lines) or 0


async def confirmed(db: AsyncSession) -> list[int | None]:
    """The answers of UMKM 1, order by order."""
    lines = select(OrderLine.confirmed).where(OrderLine.umkm_id == 1).order_by(OrderLine.order_id)
    return list(await db.scalars(lines))


async def make_short(db: AsyncSession) -> None:
    """Makes both orders short and tells the customer."""
    for order_id in (1, 2):
        await maker_answers.answer(
            db, order_id, 2, {await line_of(db, order_id, 2): 1}, 2, MAKER, NOW, small_shop.shop()
        )
        await tell(db, "shortage", str(order_id), order_id)


async def route_of_label(turn: Turn, on_screen: str = "") -> str:
    return await typed_labels.route_of_label(turn, ROUTES, on_screen)


async def test_label_that_could_change_two_orders_asks_which_one(db: AsyncSession) -> None:
    await make_short(db)
    turn = await typing(db, CUSTOMER, "tanpa barang ini")
    route = await route_of_label(turn)
    assert route.startswith("which/")
    asked = await screen_behind(turn, route)
    assert [one.route.split("/")[:4] for one in asked.buttons[:2]] == [
        ["order", "2", "choose", "drop"],
        ["order", "1", "choose", "drop"],
    ]


async def test_label_of_a_place_follows_the_newest_notice_and_marks_it_answered(db: AsyncSession) -> None:
    await make_short(db)
    assert await route_of_label(await typing(db, CUSTOMER, "batalkan pesanan")) == "order/2/cancel"
    newest = select(Notice.state).where(Notice.kind == "shortage", Notice.subject == "2")
    assert await db.scalar(newest) == NoticeState.ANSWERED


async def test_text_typed_before_a_notice_does_not_answer_it(db: AsyncSession) -> None:
    await make_short(db)
    assert await route_of_label(await typing(db, CUSTOMER, "tanpa barang ini", minutes=0)) == ""
    assert (await route_of_label(await typing(db, CUSTOMER, "tanpa barang ini", minutes=1))).startswith(
        "order/1/choose"
    )


async def test_open_question_leaves_only_newer_notices(db: AsyncSession) -> None:
    await make_short(db)
    turn = await typing(db, CUSTOMER, "batalkan pesanan")
    turn.session.asks, turn.session.shown_at = "checkout/give/note", NOW + 9 * MINUTE
    assert await route_of_label(turn) == ""
    turn.session.shown_at = NOW + MINUTE
    assert await route_of_label(turn) == "order/2/cancel"


async def test_label_on_screen_and_on_a_newer_notice_asks_which_one(db: AsyncSession) -> None:
    await make_short(db)
    turn = await typing(db, CUSTOMER, "tanpa barang ini")
    turn.session.shown_at = NOW + 2 * MINUTE
    assert (await route_of_label(turn, "order/1/choose/drop/1/1")).startswith("which/")
    turn.session.shown_at = NOW + 9 * MINUTE
    assert await route_of_label(turn, "order/1/choose/drop/1/1") == ""


async def test_maker_answers_the_change_in_a_newer_notice(db: AsyncSession) -> None:
    await tell(db, "umkm_order", "1/1", 1)
    await change(db, 1, await line_of(db, 1, 1), 2, 2, Actor(CUSTOMER, Role.CUSTOMER, NOW), small_shop.shop())
    early = await typing(db, MAKER, "bisa", minutes=2)
    early.session.screen = "u/order/1/1"
    await tell(db, "umkm_order", "1/1", 3)
    assert "berubah" in (await screen_behind(early, "u/find")).body
    assert await confirmed(db) == [None, None]
    late = await typing(db, MAKER, "bisa", minutes=3)
    late.session.screen, late.session.shown_at = "u/order/1/1", NOW + MINUTE
    await screen_behind(late, "u/find")
    assert await confirmed(db) == [2, None]
