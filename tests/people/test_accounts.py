"""Roles, and the chats that return to the customer's role when a role is taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.core.database import Base, Database, session_on
from bot.people import Chat, Person, Role

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
ALL = (Role.CUSTOMER, Role.UMKM, Role.COORDINATOR)


@pytest.fixture
async def db(sqlite_tables_url: str) -> AsyncIterator[AsyncSession]:
    database = Database(sqlite_tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
        async with session_on(connection) as session:
            yield session
    await database.close()


async def somebody(db: AsyncSession, *held: Role) -> int:
    """A person with these roles, and a chat for each role that can be in use."""
    person = Person(name="Wati", language="id", created_at=NOW)
    db.add(person)
    await db.flush()
    for role in ALL:
        db.add(
            Chat(channel="browser", bot_id="1", chat_id=f"{person.id}-{role}", person_id=person.id, role=role)
        )
    for role in held:
        await people.grant(db, person.id, role, NOW)
    await db.flush()
    return person.id


async def in_use(db: AsyncSession, person_id: int) -> list[str]:
    found = select(Chat.role).where(Chat.person_id == person_id).order_by(Chat.id)
    return list((await db.scalars(found)).all())


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OWNER])
async def test_former_coordinator_keeps_the_chat_of_their_umkm(db: AsyncSession, role: Role) -> None:
    wati, other = await somebody(db, role, Role.UMKM), await somebody(db, Role.COORDINATOR)
    await people.remove(db, wati, role, NOW)
    assert await in_use(db, wati) == [Role.CUSTOMER, Role.UMKM, Role.CUSTOMER]
    assert await in_use(db, other) == [*ALL]
    assert [one.role for one in await people.roles_of(db, wati)] == [Role.UMKM]


async def test_former_umkm_member_still_coordinates(db: AsyncSession) -> None:
    wati = await somebody(db, Role.COORDINATOR, Role.UMKM)
    await people.remove(db, wati, Role.UMKM, NOW)
    assert await in_use(db, wati) == [Role.CUSTOMER, Role.CUSTOMER, Role.COORDINATOR]


async def test_former_owner_with_coordinator_role_still_coordinates(db: AsyncSession) -> None:
    wati = await somebody(db, Role.OWNER, Role.COORDINATOR, Role.UMKM)
    await people.remove(db, wati, Role.COORDINATOR, NOW)
    assert await in_use(db, wati) == [*ALL]
