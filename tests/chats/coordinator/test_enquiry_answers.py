"""The coordinators' side of enquiries: reading, answering, refusals, withdrawn notices."""

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


async def answer_count(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).select_from(EnquiryAnswer)) or 0


async def test_coordinators_cannot_see_an_unsent_enquiry(
    connection: AsyncConnection,
) -> None:
    before, code = await answer_count(connection), await asked(connection, "Jangan dibaca", send=False)
    for route in (f"c/enquiry/{code}", f"c/more/{code}", f"c/answer/{code}/0"):
        screen = await go(connection, route, "Ya")
        assert screen.body.startswith("That question is no longer here.")
        assert "Jangan dibaca" not in str(screen)
    assert await answer_count(connection) == before


@pytest.mark.parametrize("text", ["x" * (LONGEST_ANSWER + 1), "\u200b", "  "])
async def test_empty_or_too_long_answer_is_asked_again(connection: AsyncConnection, text: str) -> None:
    before, code = await answer_count(connection), await asked(connection)
    screen = await go(connection, f"c/answer/{code}/0", text)
    assert screen.body.startswith(f"At most {LONGEST_ANSWER} letters, please.")
    assert screen.asks is not None
    assert screen.asks.route == f"c/answer/{code}/0"
    assert await answer_count(connection) == before


async def test_longest_answer_reaches_the_customer_with_its_line_breaks(
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


async def test_text_typed_after_an_answer_is_not_a_second_answer(connection: AsyncConnection) -> None:
    code = await asked(connection)
    screen = await go(connection, f"c/answer/{code}/0", "Boleh")
    assert screen.asks is None
    more = await go(connection, f"c/more/{code}")
    assert more.asks is not None
    assert more.asks.route == f"c/answer/{code}/1"


async def test_notice_of_an_answered_or_erased_enquiry_is_withdrawn(connection: AsyncConnection) -> None:
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
