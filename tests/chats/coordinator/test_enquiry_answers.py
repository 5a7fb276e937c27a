"""Coordinators' side of an enquiry: what they may read, what is refused, and what is told no more."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.screens import Screen
from bot.conversation.translation import speaking
from bot.core.database import Base, Database, session_on
from bot.handlers import ROUTES
from bot.handlers.chat import enquiry_view as to_customer
from bot.handlers.notices import coordinator as to_coordinator
from bot.people import Role, enquiries
from bot.people.enquiries import LONGEST_ANSWER, EnquiryAnswer
from bot.people.outbox import Notice
from tests.support import small_shop
from tests.support.following_redirects import screen_behind
from tests.support.small_shop import COORDINATOR, CUSTOMER, NOW


@pytest.fixture
async def connection(sqlite_tables_url: str) -> AsyncIterator[AsyncConnection]:
    database = Database(sqlite_tables_url)
    async with database.writing() as writing:
        await writing.run_sync(Base.metadata.create_all)
        async with session_on(writing) as db:
            await small_shop.fill(db)
            await db.commit()
        yield writing
    await database.close()


async def asked(connection: AsyncConnection, text: str = "Boleh nego?", send: bool = True) -> str:
    async with session_on(connection) as db:
        code = (await enquiries.note(db, CUSTOMER, CUSTOMER, text, NOW)).code
        if send:
            await enquiries.send(db, CUSTOMER, code, NOW)
        await db.commit()
    return code


async def go(connection: AsyncConnection, route: str, text: str = "") -> Screen:
    assert ROUTES.match(route)[0].role is Role.COORDINATOR
    turn = await small_shop.turn(connection, COORDINATOR, "en", text)
    with speaking("en"):
        screen = await screen_behind(turn, route)
    await turn.db.commit()
    return screen


async def given(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).select_from(EnquiryAnswer)) or 0


async def test_what_its_customer_has_not_sent_is_not_there_for_coordinators(
    connection: AsyncConnection,
) -> None:
    before, code = await given(connection), await asked(connection, "Jangan dibaca", send=False)
    for route in (f"c/enquiry/{code}", f"c/more/{code}", f"c/answer/{code}/0"):
        screen = await go(connection, route, "Ya")
        assert screen.body.startswith("That question is no longer here.")
        assert "Jangan dibaca" not in str(screen)
    assert await given(connection) == before


@pytest.mark.parametrize("text", ["x" * (LONGEST_ANSWER + 1), "\u200b", "  "])
async def test_an_answer_that_does_not_fit_is_asked_again(connection: AsyncConnection, text: str) -> None:
    before, code = await given(connection), await asked(connection)
    screen = await go(connection, f"c/answer/{code}/0", text)
    assert screen.body.startswith(f"At most {LONGEST_ANSWER} letters, please.")
    assert screen.asks is not None
    assert screen.asks.route == f"c/answer/{code}/0"
    assert await given(connection) == before


async def test_the_longest_answer_to_the_longest_question_fits_and_keeps_its_lines(
    connection: AsyncConnection,
) -> None:
    code = await asked(connection, "tanya " * 900)
    answer = "\n".join(["y" * 99] * 7)
    screen = await go(connection, f"c/answer/{code}/0", answer)
    assert screen.body.startswith("Your answer is on its way to the customer.")
    async with session_on(connection) as db:
        notice = Notice(kind="enquiry_answer", subject=f"{code}/1", chat_id=CUSTOMER, version=1)
        with speaking("en"):
            worded = await to_customer.answered(db, small_shop.shop(), notice)
    assert worded is not None
    assert answer in worded.screen.body


async def test_what_is_typed_after_an_answer_is_no_second_one(connection: AsyncConnection) -> None:
    code = await asked(connection)
    screen = await go(connection, f"c/answer/{code}/0", "Boleh")
    assert screen.asks is None
    more = await go(connection, f"c/more/{code}")
    assert more.asks is not None
    assert more.asks.route == f"c/answer/{code}/1"


async def test_a_question_that_is_answered_or_erased_is_told_no_more(connection: AsyncConnection) -> None:
    code = await asked(connection)
    notice = Notice(kind="enquiry", subject=code, chat_id=COORDINATOR, version=1)
    async with session_on(connection) as db:
        with speaking("en"):
            told = await to_coordinator.enquiry(db, small_shop.shop(), notice)
            assert told is not None
            assert "Open orders: TW-4K09, TW-4K08, TW-4K07" in told.screen.body
            await enquiries.answer(db, code, 0, "Boleh", COORDINATOR, NOW)
            assert await to_coordinator.enquiry(db, small_shop.shop(), notice) is None
            notice.subject = "qgone"
            assert await to_coordinator.enquiry(db, small_shop.shop(), notice) is None
            notice.subject = "qgone/1"
            assert await to_customer.answered(db, small_shop.shop(), notice) is None
