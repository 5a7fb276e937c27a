"""Erasures: a person's wish that everything about them is erased, until it is done.

The wish is written in the transaction of the tap. A scheduled job does it; what a crash interrupts is done
again from where it is safe, so that nothing stays half erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import JSON, ForeignKey, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base, insert_or_leave

Place = tuple[str, str, str]
"""Channel, bot and chat id."""


class Erasure(Base):
    """A person's wish to be erased; at most one each, since whoever comes back is somebody new.

    At `parted_at` the person's own rows are erased. `chats` and `words` are what must still be looked for
    among others' rows; they are emptied when the erasure is done.
    """

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    asked_at: Mapped[datetime]
    parted_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    chats: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    words: Mapped[list[str]] = mapped_column(JSON, default=list)

    @property
    def places(self) -> set[Place]:
        """Where the person talked to us."""
        return {(channel, bot_id, chat_id) for channel, bot_id, chat_id in self.chats}


async def ask(db: AsyncSession, person_id: int, now: datetime) -> None:
    """Notes that a person wants to be erased; once, however often it is asked."""
    insert = insert_or_leave(db.get_bind().dialect.name, cast(Table, Erasure.__table__))
    await db.execute(insert.values(person_id=person_id, asked_at=now, chats=[], words=[]))


async def of(db: AsyncSession, person_id: int) -> Erasure | None:
    """The erasure of a person, asked for or done."""
    return await db.scalar(select(Erasure).where(Erasure.person_id == person_id))


async def waiting(db: AsyncConnection) -> Sequence[int]:
    """The ids of the erasures that are not done yet, oldest first."""
    return (await db.scalars(select(Erasure.id).where(Erasure.done_at.is_(None)).order_by(Erasure.id))).all()


async def lock(db: AsyncSession, erasure_id: int) -> Erasure | None:
    """The erasure, locked until the transaction ends; None once it is done or dropped."""
    found = select(Erasure).where(Erasure.id == erasure_id, Erasure.done_at.is_(None))
    return await db.scalar(found.with_for_update())


async def drop(db: AsyncSession, erasure_id: int) -> None:
    """Deletes a wish that cannot be fulfilled: the person has ordered since."""
    await db.execute(delete(Erasure).where(Erasure.id == erasure_id))


async def finish(db: AsyncSession, erasure_id: int, now: datetime) -> None:
    """Notes that all is erased, and forgets what was looked for."""
    done = update(Erasure).where(Erasure.id == erasure_id)
    await db.execute(done.values(done_at=now, chats=[], words=[]))
