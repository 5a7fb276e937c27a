"""The slots of a bot that several processes serve: rows of their database, by the database's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import String, Table, bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import Mapped, mapped_column

from bot.channels.slots import (
    A_SECOND,
    ON_THE_WAY,
    Pace,
    Slot,
    Urgency,
    Used,
    Wait,
    choose,
    rested,
)
from bot.core.database import Base, Database, insert_or_leave, insert_or_update


class SendSlot(Base):
    """One of the messages that a bot may send in a second: when it was used last, and when it may be again.

    Both in seconds since 1970.
    """

    __tablename__ = "send_slots"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    bot_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    taken_at: Mapped[float]
    free_at: Mapped[float]


class SendPace(Base):
    """When (seconds since 1970) a chat may get its whole burst of messages again."""

    __tablename__ = "send_paces"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    bot_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chat_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    full_at: Mapped[float]


_slots, _paces = cast(Table, SendSlot.__table__), cast(Table, SendPace.__table__)
_CLOCK = select(func.extract("epoch", func.clock_timestamp()))
_NO_SYNC = text("SET LOCAL synchronous_commit TO off")
_OURS = (_slots.c.channel == bindparam("of_channel")) & (_slots.c.bot_id == bindparam("of_bot"))
_ONE = _OURS & (_slots.c.number == bindparam("of_number"))
_USED = select(_slots.c.taken_at, _slots.c.free_at).where(_OURS).order_by(_slots.c.number).with_for_update()
_TAKE = update(_slots).where(_ONE).values(taken_at=bindparam("now"), free_at=bindparam("at"))
_FREE = update(_slots).where(_ONE).values(free_at=bindparam("at"))
_ARRIVED = _FREE.where(_slots.c.free_at == bindparam("as_taken"))
_PACE = update(_paces).where(
    _paces.c.channel == bindparam("of_channel"),
    _paces.c.bot_id == bindparam("of_bot"),
    _paces.c.chat_id == bindparam("of_chat"),
)


@dataclass(slots=True)
class SharedSlots:
    """The slots of one bot on PostgreSQL. Those of a killed process free themselves.

    What is lost with the server's last moments does no harm, so these commits do not wait for the disk.
    """

    db: Database
    channel: str
    bot_id: str
    a_second: int
    _laid_out: bool = False

    async def take(self, chat: str, pace: Pace, urgency: Urgency) -> Slot | Wait:
        """Takes a slot for a message to the chat. Raises DBAPIError."""
        async with self.db.writing() as connection:
            await self._begin(connection)
            full_at = await self._locked_pace(connection, chat)
            now = await _now(connection)
            if wait := pace.wait(full_at, urgency, now):
                return Wait(wait, of_chat=True)
            number = choose(await self._used(connection), urgency, now)
            if isinstance(number, Wait):
                return number
            slot = Slot(number, now + ON_THE_WAY + A_SECOND)
            taken = self._of | {"of_number": number, "now": now, "at": slot.free_at}
            await connection.execute(_TAKE, taken)
            await self._set_pace(connection, chat, max(full_at, now) + pace.every)
        return slot

    async def arrived(self, slot: Slot) -> None:
        """The message arrived: the slot is free in a second, unless it was taken again meanwhile."""
        async with self.db.writing() as connection:
            await self._begin(connection)
            now = await _now(connection)
            at = min(slot.free_at, now + A_SECOND)
            which = self._of | {"of_number": slot.number, "as_taken": slot.free_at, "at": at}
            await connection.execute(_ARRIVED, which)

    async def rest(self, seconds: float, chat: str | None) -> None:
        """The chat's burst is free only after so long, or (None) nothing is sent to anybody for so long."""
        async with self.db.writing() as connection:
            await self._begin(connection)
            until = await _now(connection) + seconds
            if chat is not None:
                full_at = await self._locked_pace(connection, chat)
                await self._set_pace(connection, chat, max(full_at, until))
                return
            slots = rested(await self._used(connection), until)
            rows = [self._of | {"of_number": number, "at": one.free_at} for number, one in enumerate(slots)]
            await connection.execute(_FREE, rows)

    @property
    def _of(self) -> dict[str, Any]:
        return {"of_channel": self.channel, "of_bot": self.bot_id}

    @property
    def _key(self) -> dict[str, Any]:
        return {"channel": self.channel, "bot_id": self.bot_id}

    async def _begin(self, connection: AsyncConnection) -> None:
        await connection.execute(_NO_SYNC)
        if not self._laid_out:
            rows = [
                self._key | {"number": number, "taken_at": 0.0, "free_at": 0.0}
                for number in range(self.a_second)
            ]
            await connection.execute(insert_or_leave(connection.dialect.name, _slots), rows)
            self._laid_out = True

    async def _used(self, connection: AsyncConnection) -> list[Used]:
        rows = await connection.execute(_USED, self._of)
        return [Used(row.taken_at, row.free_at) for row in rows][: self.a_second]

    async def _locked_pace(self, connection: AsyncConnection, chat: str) -> float:
        lock = insert_or_update(
            connection.dialect.name, _paces, ["channel", "bot_id", "chat_id"], ["chat_id"]
        ).returning(_paces.c.full_at)
        found = await connection.execute(lock, self._key | {"chat_id": chat, "full_at": 0.0})
        return float(found.scalar_one())

    async def _set_pace(self, connection: AsyncConnection, chat: str, full_at: float) -> None:
        await connection.execute(_PACE.values(full_at=full_at), self._of | {"of_chat": chat})


async def forget_full_paces(connection: AsyncConnection, now: datetime) -> None:
    """Deletes the paces of chats that may get their whole burst: that is also what no row says."""
    await connection.execute(delete(_paces).where(_paces.c.full_at < now.timestamp()))


async def forget_all(connection: AsyncConnection) -> None:
    """Forgets every pace and use: the clock was moved back, and they would last until it is there again."""
    await connection.execute(delete(_paces))
    await connection.execute(update(_slots).values(taken_at=0.0, free_at=0.0))


async def _now(connection: AsyncConnection) -> float:
    return float((await connection.execute(_CLOCK)).scalar_one())
