"""Enquiries: private until sent, notified once, answered in turn, erased in time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.people import Chat, Person, Role, enquiries
from bot.people.enquiries import (
    LONGEST,
    MOST_AN_HOUR,
    MOST_UNSENT,
    AnsweredMeanwhile,
    Enquiry,
    EnquiryAnswer,
    NobodyToAsk,
    NoSuchEnquiry,
    TooManyEnquiries,
)
from bot.people.outbox import Notice
from tests.support import rows
from tests.support.rows import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SITI, ANI, WATI, BUDI = 101, 102, 103, 104


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


async def asked(db: AsyncSession, text: str = "Boleh nego?", who: int = SITI, sent: bool = True) -> str:
    """The code of a new enquiry."""
    code = (await enquiries.note(db, who, who, text, NOON)).code
    if sent:
        await enquiries.send(db, who, code, NOON)
    return code


async def notices(db: AsyncSession) -> Sequence[tuple[str, str, int]]:
    told = select(Notice.kind, Notice.subject, Notice.chat_id).order_by(Notice.id)
    return [tuple(row) for row in await db.execute(told)]


async def count(db: AsyncSession, what: type = Enquiry) -> int:
    return await db.scalar(select(func.count()).select_from(what)) or 0


async def test_nobody_is_told_of_an_enquiry_before_its_customer_sends_it(db: AsyncSession) -> None:
    code = await asked(db, sent=False)
    assert await notices(db) == []
    assert await enquiries.waiting(db) == 0
    assert await enquiries.listed(db) == []
    with pytest.raises(NoSuchEnquiry):
        await enquiries.sent(db, code)
    with pytest.raises(NoSuchEnquiry):
        await enquiries.answer(db, code, 0, "Boleh", WATI, NOON)
    assert await count(db, EnquiryAnswer) == 0


async def test_more_is_added_until_it_is_sent_without_identity_numbers(db: AsyncSession) -> None:
    code = await asked(db, sent=False)
    await enquiries.add(db, SITI, code, "KTP saya 3372011203990001")
    with pytest.raises(NoSuchEnquiry):
        await enquiries.add(db, ANI, code, "punya siapa?")
    await enquiries.send(db, SITI, code, NOON)
    await enquiries.add(db, SITI, code, "terlambat")
    assert (await enquiries.sent(db, code)).text == "Boleh nego?\nKTP saya ••••••"


async def test_every_coordinator_is_told_once_however_often_it_is_sent(db: AsyncSession) -> None:
    code = await asked(db)
    again = await enquiries.send(db, SITI, code, NOON + HOUR)
    assert again.sent_at == NOON
    assert await notices(db) == [("enquiry", code, WATI), ("enquiry", code, BUDI)]
    assert await enquiries.waiting(db) == 1


async def test_another_customers_enquiry_does_not_exist(db: AsyncSession) -> None:
    code = await asked(db, sent=False)
    for move in (
        enquiries.of(db, ANI, code),
        enquiries.send(db, ANI, code, NOON),
        enquiries.drop(db, ANI, code),
    ):
        with pytest.raises(NoSuchEnquiry):
            await move
    assert (await enquiries.of(db, SITI, code)).sent_at is None
    assert await notices(db) == []


async def test_identity_numbers_are_hidden_and_long_texts_cut(db: AsyncSession) -> None:
    code = await asked(db, "KTP saya 3372011203990001, paspor A12345678 ya " + "panjang " * 600, sent=False)
    kept = await enquiries.of(db, SITI, code)
    assert "3372011203990001" not in kept.text
    assert "A12345678" not in kept.text
    assert len(kept.text) == LONGEST
    assert kept.text not in repr(kept)


async def test_the_same_text_again_is_the_same_enquiry_and_only_the_newest_few_are_kept(
    db: AsyncSession,
) -> None:
    first = await asked(db, sent=False)
    assert await asked(db, sent=False) == first
    codes = [await asked(db, f"Pertanyaan {number}", sent=False) for number in range(MOST_UNSENT)]
    with pytest.raises(NoSuchEnquiry):
        await enquiries.of(db, SITI, first)
    assert [(await enquiries.of(db, SITI, one)).code for one in codes] == codes
    assert await count(db) == MOST_UNSENT


async def test_customer_may_send_only_a_few_enquiries_an_hour(db: AsyncSession) -> None:
    for number in range(MOST_AN_HOUR):
        await asked(db, f"Pertanyaan {number}")
    more = await asked(db, "Satu lagi", sent=False)
    told = await notices(db)
    with pytest.raises(TooManyEnquiries):
        await enquiries.send(db, SITI, more, NOON + HOUR - timedelta(seconds=1))
    assert (await enquiries.of(db, SITI, more)).sent_at is None
    assert await notices(db) == told
    await asked(db, who=ANI)
    await enquiries.send(db, SITI, more, NOON + HOUR)
    assert (await enquiries.of(db, SITI, more)).sent_at == NOON + HOUR


async def test_without_a_coordinator_nothing_is_sent(db: AsyncSession) -> None:
    await people.remove(db, WATI, Role.COORDINATOR, NOON)
    await people.remove(db, BUDI, Role.OWNER, NOON)
    code = await asked(db, sent=False)
    with pytest.raises(NobodyToAsk):
        await enquiries.send(db, SITI, code, NOON)
    assert (await enquiries.of(db, SITI, code)).sent_at is None


async def test_dropped_enquiry_is_gone_and_a_sent_one_stays(db: AsyncSession) -> None:
    unwanted, sent = await asked(db, "Satu", sent=False), await asked(db, "Dua")
    await enquiries.drop(db, SITI, unwanted)
    await enquiries.drop(db, SITI, sent)
    with pytest.raises(NoSuchEnquiry):
        await enquiries.of(db, SITI, unwanted)
    assert (await enquiries.of(db, SITI, sent)).sent_at == NOON


async def test_first_answer_wins_and_later_ones_add_to_it(db: AsyncSession) -> None:
    code = await asked(db)
    await enquiries.answer(db, code, 0, "Boleh", WATI, NOON + HOUR)
    with pytest.raises(AnsweredMeanwhile):
        await enquiries.answer(db, code, 0, "Tidak", BUDI, NOON + HOUR)
    found = await enquiries.answer(db, code, 1, "Di atas 20 bungkus", BUDI, NOON + 2 * HOUR)
    assert [(one.number, one.text, one.by_id) for one in found.answers] == [
        (1, "Boleh", WATI),
        (2, "Di atas 20 bungkus", BUDI),
    ]
    assert (await notices(db))[2:] == [
        ("enquiry_answer", f"{code}/1", SITI),
        ("enquiry_answer", f"{code}/2", SITI),
    ]
    assert await enquiries.waiting(db) == 0


async def test_waiting_enquiries_are_listed_first_oldest_first(db: AsyncSession) -> None:
    done, first = await asked(db, "Sudah"), await asked(db, "Pertama", who=ANI)
    late = (await enquiries.note(db, SITI, SITI, "Kedua", NOON)).code
    await enquiries.send(db, SITI, late, NOON + HOUR)
    await enquiries.answer(db, done, 0, "Ya", WATI, NOON)
    assert [one.code for one in await enquiries.listed(db)] == [first, late, done]


async def test_enquiries_are_erased_when_their_period_is_over(db: AsyncSession) -> None:
    unsent, open_, done = [await asked(db, "a", sent=False), await asked(db, "b"), await asked(db, "c")]
    await enquiries.answer(db, done, 0, "Ya", WATI, NOON)
    await enquiries.answer(db, done, 1, "Dan", BUDI, NOON + DAY)
    second = timedelta(seconds=1)
    for at, left in (
        (DAY - second, {unsent, open_, done}),
        (DAY, {open_, done}),
        (31 * DAY - second, {open_, done}),
        (31 * DAY, {open_}),
        (120 * DAY - second, {open_}),
        (120 * DAY, set()),
    ):
        await enquiries.erase_due(db, NOON + at)
        assert set(await db.scalars(select(Enquiry.code))) == left, at
    assert await count(db, EnquiryAnswer) == 0
