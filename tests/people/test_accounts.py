"""Roles, and the chats that return to the customer's role when a role is taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.core.database import Base, Database, session_on
from bot.people import Chat, Invite, InviteRefused, Person, Role, TooManyGuesses, accounts, invite_guesses

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


async def test_an_invite_has_128_bits(db: AsyncSession) -> None:
    code = await people.invite(db, Role.COORDINATOR, NOW)
    assert len(set(accounts.INVITE_LETTERS)) ** len(code) >= 2**128
    assert set(code) <= set(accounts.INVITE_LETTERS)
    assert len(f"i_{code}") <= 64  # as long as the payload of a link may be


async def test_an_invite_of_an_earlier_release_is_accepted(db: AsyncSession) -> None:
    short, wati = "23456789ABCD", await somebody(db)
    code_hash = "95eb9ee025a117eb84601c79cdabc251930f02845569da22ae9c76163fc7f345"
    db.add(Invite(code_hash=code_hash, role=Role.OWNER, made_at=NOW, expires_at=NOW + timedelta(days=7)))
    await db.flush()
    assert (await people.accept(db, f" {short.lower()} ", wati, NOW)).role == Role.OWNER


async def wrong(db: AsyncSession, person_id: int, at: datetime = NOW) -> None:
    with pytest.raises(InviteRefused):
        await people.accept(db, "WRONG", person_id, at)


async def test_who_guesses_waits_and_nobody_else_does(db: AsyncSession) -> None:
    guesser, wati = await somebody(db), await somebody(db)
    code, later = await people.invite(db, Role.COORDINATOR, NOW), NOW + invite_guesses.WINDOW
    for _ in range(invite_guesses.MOST_OF_ONE):
        await wrong(db, guesser)
    with pytest.raises(TooManyGuesses):
        await people.accept(db, code, guesser, later - timedelta(seconds=1))
    assert (await people.accept(db, code, wati, NOW)).role == Role.COORDINATOR
    await wrong(db, guesser, later)


async def test_many_who_guess_a_little_each_make_everybody_wait(db: AsyncSession) -> None:
    for _ in range(invite_guesses.MOST_OF_ALL // 2):
        guesser = await somebody(db)
        await wrong(db, guesser)
        await wrong(db, guesser)
    code, wati = await people.invite(db, Role.OWNER, NOW), await somebody(db)
    with pytest.raises(TooManyGuesses):
        await people.accept(db, code, wati, NOW)
    assert (await people.accept(db, code, wati, NOW + invite_guesses.WINDOW)).role == Role.OWNER


async def test_an_invite_that_was_used_is_no_guess(db: AsyncSession) -> None:
    code = await people.invite(db, Role.OWNER, NOW)
    await people.accept(db, code, await somebody(db), NOW)
    late = await somebody(db)
    for _ in range(2 * invite_guesses.MOST_OF_ONE):
        with pytest.raises(InviteRefused):
            await people.accept(db, code, late, NOW)
