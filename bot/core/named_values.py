"""Named values, most generated once: webhook secret, cookie key, how far the demo's clock was moved."""

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
    """A text stored under a name. `at` is real time, as the demo's clock is itself one of these values."""

    __tablename__ = "kept"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


_values = cast(Table, NamedValue.__table__)


def _dialect(db: AsyncConnection | AsyncSession) -> str:
    return (db.get_bind() if isinstance(db, AsyncSession) else db).dialect.name


async def get(db: AsyncConnection | AsyncSession, name: str) -> str | None:
    """The value of this name; None when there is none."""
    return cast("str | None", await db.scalar(select(_values.c.value).where(_values.c.name == name)))


async def put(db: AsyncConnection | AsyncSession, name: str, value: str) -> None:
    """Stores the value, replacing an earlier one."""
    insert = insert_or_update(_dialect(db), _values, key=["name"], changed=["value", "at"])
    await db.execute(insert.values(name=name, value=value, at=Clock().now()))


async def get_or_create(db: AsyncConnection | AsyncSession, name: str, make: Callable[[], str]) -> str:
    """The value of this name, made by `make` if there is none. Concurrent callers all get the first's."""
    if (found := await get(db, name)) is not None:
        return found
    insert = insert_or_leave(_dialect(db), _values)
    await db.execute(insert.values(name=name, value=make(), at=Clock().now()))
    return cast("str", await get(db, name))
