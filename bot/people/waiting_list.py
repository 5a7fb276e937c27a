"""The waiting list: who wants to hear when a country that takes no orders yet is opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, String, Table, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base, insert_or_leave
from bot.people import accounts, outbox
from bot.people.notice_kinds import NoticeKind

AT_ONCE = 200


class Waiting(Base):
    """A person who waits for a country (ISO code, ours or not); the row goes once they are told."""

    __tablename__ = "waiting_list"
    __table_args__ = (UniqueConstraint("person_id", "iso2"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    iso2: Mapped[str] = mapped_column(String(2), index=True)
    since_at: Mapped[datetime]


async def join(db: AsyncSession, person_id: int, iso2: str, now: datetime) -> bool:
    """Puts a person on the list of a country; returns False if they were on it already."""
    insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, Waiting.__table__))
    done = await db.execute(insert.values(person_id=person_id, iso2=iso2, since_at=now))
    return bool(getattr(done, "rowcount", 0) > 0)


async def leave(db: AsyncSession, person_id: int, iso2: str) -> None:
    """Takes a person off the list of a country."""
    await db.execute(delete(Waiting).where(Waiting.person_id == person_id, Waiting.iso2 == iso2))


async def forget(db: AsyncSession, person_id: int) -> None:
    """Takes a person off every list."""
    await db.execute(delete(Waiting).where(Waiting.person_id == person_id))


async def is_on(db: AsyncSession, person_id: int, iso2: str) -> bool:
    """Whether a person waits for a country."""
    found = select(Waiting.id).where(Waiting.person_id == person_id, Waiting.iso2 == iso2)
    return await db.scalar(found) is not None


async def of_person(db: AsyncSession, person_id: int) -> Sequence[Waiting]:
    """What a person waits for."""
    return (
        await db.scalars(select(Waiting).where(Waiting.person_id == person_id).order_by(Waiting.id))
    ).all()


async def counts(db: AsyncSession) -> Mapping[str, int]:
    """How many wait, by country; the most awaited first."""
    many = func.count()
    rows = await db.execute(
        select(Waiting.iso2, many).group_by(Waiting.iso2).order_by(many.desc(), Waiting.iso2)
    )
    return {row.iso2: row[1] for row in rows}


async def is_due(db: AsyncConnection | AsyncSession, opened: Collection[str]) -> bool:
    """Whether anybody waits for one of these countries."""
    return await db.scalar(select(Waiting.id).where(Waiting.iso2.in_(opened)).limit(1)) is not None


async def tell(db: AsyncSession, opened: Collection[str], now: datetime) -> None:
    """Queues a notice to who has waited longest for one of these countries, and takes them off the list.

    Both in one transaction, so that nobody hears of it twice, and nobody is forgotten by a crash. At most
    AT_ONCE of them, so that others can write; the next run tells the next.
    """
    due = select(Waiting).where(Waiting.iso2.in_(opened)).order_by(Waiting.id).limit(AT_ONCE)
    told = (await db.scalars(due.with_for_update(skip_locked=True))).all()
    chats = await accounts.chats_by_person(db, {one.person_id for one in told})
    # The moment makes the subject unique: who waits again later is told again.
    subjects = [
        (f"{one.iso2}/{one.since_at:%Y%m%d%H%M%S%f}", chat, 1)
        for one in told
        for chat in chats[one.person_id]
    ]
    await outbox.put_all(db, NoticeKind.COUNTRY_OPEN, subjects, now)
    await db.execute(delete(Waiting).where(Waiting.id.in_([one.id for one in told])))
