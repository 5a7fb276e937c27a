"""Handovers: begun at once, passed on, held by one coordinator, ended by somebody or by the hour, erased."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.people import Chat, Person, Role, handovers
from bot.people.enquiries import MOST_AN_HOUR, NobodyToAsk, TooManyEnquiries
from bot.people.handovers import (
    AFTER_END,
    LASTS,
    EndedBy,
    Handover,
    HandoverEnded,
    HandoverLine,
    NoSuchHandover,
    TakenByAnother,
)
from bot.people.outbox import Notice
from tests.support import rows
from tests.support.rows import NOON

SITI, ANI, WATI, BUDI = 101, 102, 103, 104
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(tables_url) as session:
        for one in (SITI, ANI, WATI, BUDI):
            session.add(Person(id=one, name=f"{one}", language="id", created_at=NOON))
            await session.flush()
            session.add(Chat(id=one, channel="here", bot_id="", chat_id=f"{one}", person_id=one))
        await session.flush()
        await people.grant(session, WATI, Role.COORDINATOR, NOON)
        await people.grant(session, BUDI, Role.OWNER, NOON)
        yield session


async def begun(db: AsyncSession) -> Handover:
    return await handovers.begin(db, SITI, SITI, [["person", "halo"]], NOON)


async def told(db: AsyncSession) -> Sequence[tuple[str, int]]:
    found = await db.execute(select(Notice.kind, Notice.chat_id).order_by(Notice.id))
    return [(str(kind), chat) for kind, chat in found]


async def test_every_coordinator_is_told_once_and_the_open_one_is_begun_only_once(db: AsyncSession) -> None:
    first = await begun(db)
    assert await begun(db) is first
    assert await told(db) == [("handover", WATI), ("handover", BUDI)]
    assert first.before == [["person", "halo"]]


async def test_without_a_coordinator_nothing_is_begun(db: AsyncSession) -> None:
    await people.remove(db, WATI, Role.COORDINATOR, NOON)
    await people.remove(db, BUDI, Role.OWNER, NOON)
    with pytest.raises(NobodyToAsk):
        await begun(db)
    assert await db.scalar(select(func.count()).select_from(Handover)) == 0


async def test_who_begins_too_many_within_an_hour_waits(db: AsyncSession) -> None:
    for _ in range(MOST_AN_HOUR):
        await handovers.end(db, await begun(db), EndedBy.CUSTOMER, SITI, NOON)
    with pytest.raises(TooManyEnquiries):
        await begun(db)
    assert await handovers.begin(db, SITI, SITI, [], NOON + LASTS)


async def test_the_first_who_answers_has_it_and_hears_the_rest(db: AsyncSession) -> None:
    found = await begun(db)
    await handovers.say(db, found, "ada orang?", "", NOON)
    await handovers.answer(db, found.code, WATI, "Ada, Kak", "", NOON)
    with pytest.raises(TakenByAnother):
        await handovers.answer(db, found.code, BUDI, "Saya juga", "", NOON)
    await handovers.say(db, found, "baik", "", NOON)
    assert (await told(db))[2:] == [
        ("handover_line", WATI),
        ("handover_line", BUDI),
        ("handover_answer", SITI),
        ("handover_line", WATI),
    ]
    await handovers.take_over(db, found.code, BUDI)
    await handovers.say(db, found, "halo?", "", NOON)
    assert (await told(db))[-1] == ("handover_line", BUDI)


async def test_when_its_coordinator_leaves_everybody_hears_again(db: AsyncSession) -> None:
    found = await begun(db)
    await handovers.answer(db, found.code, WATI, "Ada, Kak", "", NOON)
    await people.remove(db, WATI, Role.COORDINATOR, NOON)
    await handovers.say(db, found, "halo?", "", NOON)
    assert (await told(db))[-1] == ("handover_line", BUDI)


async def test_the_hour_begins_anew_with_each_answer_and_not_with_what_the_customer_writes(
    db: AsyncSession,
) -> None:
    found = await begun(db)
    await handovers.say(db, found, "halo?", "", NOON + 30 * MINUTE)
    assert await handovers.end_due(db, NOON + LASTS - MINUTE) == 0
    await handovers.answer(db, found.code, WATI, "Ada", "", NOON + 50 * MINUTE)
    assert await handovers.end_due(db, NOON + LASTS) == 0
    assert await handovers.end_due(db, NOON + 50 * MINUTE + LASTS) == 1
    assert found.ended_how == EndedBy.HOUR
    assert (await told(db))[-2:] == [("handover_ended", SITI), ("handover_over", WATI)]


async def test_an_hour_that_passed_while_no_program_ran_ends_it_at_the_next_word(db: AsyncSession) -> None:
    found = await begun(db)
    assert await handovers.listens(db, SITI, NOON + timedelta(days=3)) is None
    assert found.ended_how == EndedBy.HOUR
    with pytest.raises(HandoverEnded):
        await handovers.answer(db, found.code, WATI, "maaf", "", NOON + timedelta(days=3))
    assert await handovers.end_due(db, NOON + timedelta(days=3)) == 0
    assert [kind for kind, _chat in await told(db)].count("handover_ended") == 1


async def test_the_second_end_changes_nothing(db: AsyncSession) -> None:
    found = await begun(db)
    await handovers.end(db, found, EndedBy.COORDINATOR, WATI, NOON)
    before = await told(db)
    await handovers.end(db, found, EndedBy.CUSTOMER, SITI, NOON + MINUTE)
    assert (found.ended_how, found.ended_at) == (EndedBy.COORDINATOR, NOON)
    assert await told(db) == before
    assert before[-1] == ("handover_ended", SITI)


async def test_nobody_else_has_it_and_identity_numbers_are_hidden(db: AsyncSession) -> None:
    found = await begun(db)
    with pytest.raises(NoSuchHandover):
        await handovers.of(db, ANI, found.code)
    await handovers.say(db, found, "paspor saya A1234567890", "", NOON)
    assert "A1234567890" not in found.lines[0].text


async def test_it_is_erased_thirty_days_after_its_end_and_not_before(db: AsyncSession) -> None:
    found = await begun(db)
    await handovers.say(db, found, "halo", "", NOON)
    assert await handovers.erase_due(db, NOON + 10 * AFTER_END) == 0
    await handovers.end(db, found, EndedBy.CUSTOMER, SITI, NOON)
    assert await handovers.erase_due(db, NOON + AFTER_END - MINUTE) == 0
    assert await handovers.erase_due(db, NOON + AFTER_END) == 1
    assert await db.scalar(select(func.count()).select_from(HandoverLine)) == 0
