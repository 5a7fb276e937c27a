"""Cases: opened at once, added to, wished for, answered, settled once, erased in time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.ordering import cases
from bot.ordering.case_tables import Case, CaseEntry, CaseKind, CaseState, Outcome, Wish
from bot.ordering.cases import (
    AFTER_SETTLING,
    MOST_ENTRIES,
    UNSETTLED_KEPT,
    CaseFull,
    CaseSettled,
    NoSuchCase,
)
from bot.orders import Order, OrderState
from bot.people import Chat, Person, Role
from bot.people.outbox import Notice, NoticeState
from tests.support import rows
from tests.support.rows import NOON

SITI, ANI, WATI = 101, 102, 103
FIRST, SECOND = 1, 2
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(tables_url) as session:
        for one in (SITI, ANI, WATI):
            session.add(Person(id=one, name=f"{one}", language="id", created_at=NOON))
            await session.flush()
            session.add(Chat(id=one, channel="here", bot_id="", chat_id=f"{one}", person_id=one))
        for one in (FIRST, SECOND):
            order = Order(id=one, number=f"TW-4K0{one}", customer_id=SITI, state=OrderState.CANCELLED)
            order.made_at = order.cancelled_at = NOON
            session.add(order)
        await session.flush()
        await people.grant(session, WATI, Role.COORDINATOR, NOON)
        yield session


async def opened(db: AsyncSession, order_id: int | None = FIRST) -> Case:
    return await cases.open_case(db, SITI, SITI, CaseKind.DAMAGED, order_id, NOON)


async def told(db: AsyncSession) -> Sequence[tuple[str, int]]:
    unsent = select(Notice.kind, Notice.chat_id).where(Notice.state == NoticeState.QUEUED)
    return [(str(kind), chat) for kind, chat in await db.execute(unsent.order_by(Notice.id))]


async def test_the_number_is_of_its_own_kind_and_found_however_it_is_typed(db: AsyncSession) -> None:
    case = await opened(db)
    assert case.number.startswith("KL-")
    assert await cases.named(db, case.number.lower().replace("-", " ")) is case
    with pytest.raises(NoSuchCase):
        await cases.of(db, ANI, case.number)
    with pytest.raises(NoSuchCase):
        await cases.named(db, "KL-0000")


async def test_a_second_complaint_joins_the_open_case_unless_it_is_about_another_order(
    db: AsyncSession,
) -> None:
    case = await opened(db, None)
    assert await opened(db, FIRST) is case
    assert case.order_id == FIRST
    assert await opened(db, None) is case
    assert await opened(db, SECOND) is not case


async def test_photos_and_the_wish_tell_the_coordinators_in_one_notice(db: AsyncSession) -> None:
    case = await opened(db)
    await cases.tell(db, case, "abonnya basi", "", NOON)
    await cases.tell(db, case, "", "photo", NOON)
    await cases.wish_for(db, case, Wish.REPLACE, NOON)
    await cases.wish_for(db, case, Wish.REPLACE, NOON)
    assert await told(db) == [("case", WATI)]
    assert [one.what for one in case.entries] == ["told", "told", "wished"]
    assert [one.file for one in case.files] == ["photo"]


async def test_each_step_of_the_coordinator_reaches_the_customer(db: AsyncSession) -> None:
    case = await opened(db)
    await cases.answer(db, case.number, WATI, "Maaf ya", "", NOON)
    assert case.state == CaseState.ANSWERED
    await cases.tell(db, case, "masih menunggu", "", NOON)
    assert case.state == CaseState.OPEN
    await cases.settle(db, case.number, Outcome.REPLACED, WATI, NOON)
    await cases.answer(db, case.number, WATI, "Resinya menyusul", "", NOON)
    assert (case.state, case.outcome) == (CaseState.SETTLED, Outcome.REPLACED)
    assert [kind for kind, chat in await told(db) if chat == SITI] == ["case_step"] * 3


async def test_a_settled_case_takes_nothing_more_and_is_settled_once(db: AsyncSession) -> None:
    case = await opened(db)
    await cases.settle(db, case.number, Outcome.EXPLAINED, WATI, NOON)
    entries, before = len(case.entries), await told(db)
    with pytest.raises(CaseSettled):
        await cases.settle(db, case.number, Outcome.REFUNDED, WATI, NOON)
    with pytest.raises(CaseSettled):
        await cases.tell(db, case, "lagi", "", NOON)
    with pytest.raises(CaseSettled):
        await cases.wish_for(db, case, Wish.REFUND, NOON)
    await cases.set_order(db, case, SECOND)
    assert (case.outcome, case.order_id, len(case.entries)) == (Outcome.EXPLAINED, FIRST, entries)
    assert await told(db) == before
    assert await opened(db) is not case


async def test_a_case_that_was_none_is_taken_back_until_somebody_answered(db: AsyncSession) -> None:
    assert await cases.drop(db, await opened(db))
    assert await db.scalar(select(func.count()).select_from(Case)) == 0
    case = await opened(db)
    await cases.answer(db, case.number, WATI, "Kenapa?", "", NOON)
    assert not await cases.drop(db, case)
    assert await cases.named(db, case.number) is case


async def test_a_case_is_bounded_and_hides_identity_numbers(db: AsyncSession) -> None:
    case = await opened(db)
    for _ in range(MOST_ENTRIES):
        await cases.tell(db, case, "paspor A1234567890", "", NOON)
    with pytest.raises(CaseFull):
        await cases.tell(db, case, "lagi", "", NOON)
    assert not any("A1234567890" in one.text for one in case.entries)
    await cases.settle(db, case.number, Outcome.NOTHING, WATI, NOON)
    assert case.is_settled


async def test_waiting_cases_come_first_and_a_state_can_be_asked_for(db: AsyncSession) -> None:
    old, new = await opened(db, FIRST), await opened(db, SECOND)
    old.moved_at = NOON - MINUTE
    await cases.settle(db, new.number, Outcome.NOTHING, WATI, NOON)
    newest = await cases.open_case(db, ANI, ANI, CaseKind.OTHER, None, NOON + MINUTE)
    assert list(await cases.listed(db, None)) == [old, newest, new]
    assert list(await cases.listed(db, CaseState.SETTLED)) == [new]
    assert await cases.count_waiting(db) == 2


async def test_settled_cases_are_erased_after_thirty_days_others_after_half_a_year(db: AsyncSession) -> None:
    settled, open_one = await opened(db, FIRST), await opened(db, SECOND)
    await cases.tell(db, open_one, "halo", "", NOON)
    await cases.settle(db, settled.number, Outcome.NOTHING, WATI, NOON)
    assert await cases.erase_due(db, NOON + AFTER_SETTLING - MINUTE) == 0
    assert await cases.erase_due(db, NOON + AFTER_SETTLING) == 1
    assert await cases.erase_due(db, NOON + UNSETTLED_KEPT) == 1
    assert await db.scalar(select(func.count()).select_from(CaseEntry)) == 0
