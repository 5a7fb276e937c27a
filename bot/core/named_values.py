"""What is made once and kept by name: a webhook's secret, a cookie's key, how far the demo's clock moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from sqlalchemy import String, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.clock import Clock
from bot.core.database import Base, insert_or_leave, insert_or_update


class NamedValue(Base):
    """A text kept under a name. `at` knows nothing of the demo's clock, which is kept here itself."""

    __tablename__ = "kept"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


_kept = cast(Table, NamedValue.__table__)


def _dialect(db: AsyncConnection | AsyncSession) -> str:
    return (db.get_bind() if isinstance(db, AsyncSession) else db).dialect.name


async def get(db: AsyncConnection | AsyncSession, name: str) -> str | None:
    """What is kept under the name, if anything is."""
    return cast("str | None", await db.scalar(select(_kept.c.value).where(_kept.c.name == name)))


async def put(db: AsyncConnection | AsyncSession, name: str, value: str) -> None:
    """Keeps the value, in place of an earlier one."""
    insert = insert_or_update(_dialect(db), _kept, key=["name"], changed=["value", "at"])
    await db.execute(insert.values(name=name, value=value, at=Clock().now()))


async def keep_once(db: AsyncConnection | AsyncSession, name: str, make: Callable[[], str]) -> str:
    """What is kept under the name; made now if nothing is. Of two at once, both get the first one's."""
    if (found := await get(db, name)) is not None:
        return found
    insert = insert_or_leave(_dialect(db), _kept)
    await db.execute(insert.values(name=name, value=make(), at=Clock().now()))
    return cast("str", await get(db, name))
