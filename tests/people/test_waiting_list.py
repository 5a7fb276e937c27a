"""The waiting list: one row a person and country, told once, taken back, forgotten with the person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import Chat, Person, waiting_list
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice
from tests.support import rows
from tests.support.rows import NOON

SITI, ANI = 101, 102
LATER = NOON + timedelta(days=1)


@pytest.fixture
async def db(tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(tables_url) as session:
        for one in (SITI, ANI):
            session.add(Person(id=one, name=f"{one}", language="id", created_at=NOON))
            await session.flush()
            session.add(Chat(id=one, channel="here", bot_id="", chat_id=f"{one}", person_id=one))
        await session.flush()
        yield session


async def told(db: AsyncSession) -> list[tuple[str, int]]:
    of_kind = select(Notice).where(Notice.kind == NoticeKind.COUNTRY_OPEN).order_by(Notice.id)
    return [(one.subject[:2], one.chat_id) for one in await db.scalars(of_kind)]


async def test_nobody_waits_twice_for_one_country(db: AsyncSession) -> None:
    assert await waiting_list.join(db, SITI, "DE", NOON)
    assert not await waiting_list.join(db, SITI, "DE", LATER)
    assert await waiting_list.join(db, SITI, "NL", NOON)
    assert await waiting_list.join(db, ANI, "DE", NOON)
    assert await waiting_list.counts(db) == {"DE": 2, "NL": 1}
    assert [one.iso2 for one in await waiting_list.of_person(db, SITI)] == ["DE", "NL"]


async def test_an_opening_is_told_to_each_once_and_to_nobody_else(db: AsyncSession) -> None:
    await waiting_list.join(db, SITI, "DE", NOON)
    await waiting_list.join(db, ANI, "NL", NOON)
    assert await waiting_list.is_due(db, ["DE", "SG"])
    await waiting_list.tell(db, ["DE", "SG"], LATER)
    await waiting_list.tell(db, ["DE", "SG"], LATER)
    assert await told(db) == [("DE", SITI)]
    assert not await waiting_list.is_due(db, ["DE", "SG"])
    assert await waiting_list.counts(db) == {"NL": 1}


async def test_who_waits_again_is_told_again(db: AsyncSession) -> None:
    await waiting_list.join(db, SITI, "DE", NOON)
    await waiting_list.tell(db, ["DE"], NOON)
    await waiting_list.join(db, SITI, "DE", LATER)
    await waiting_list.tell(db, ["DE"], LATER)
    assert await told(db) == [("DE", SITI), ("DE", SITI)]


async def test_a_wish_is_taken_back_and_forgotten(db: AsyncSession) -> None:
    await waiting_list.join(db, SITI, "DE", NOON)
    await waiting_list.join(db, SITI, "NL", NOON)
    await waiting_list.leave(db, SITI, "DE")
    assert not await waiting_list.is_on(db, SITI, "DE")
    await waiting_list.join(db, ANI, "NL", NOON)
    await waiting_list.forget(db, SITI)
    assert await waiting_list.counts(db) == {"NL": 1}
