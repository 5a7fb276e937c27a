"""The demo: three seats side by side in the browser, and a clock that can be moved on by a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from bot import kept, people
from bot.catalog import Umkm
from bot.channels.browser import SEATS, Browser
from bot.clock import Clock
from bot.conversation import sessions
from bot.conversation.events import Address, Event
from bot.db import Database, session_on
from bot.people import Chat, Role

AHEAD = "demo_ahead_seconds"
DAY = timedelta(days=1)
_ROLES = {"umkm": (Role.UMKM, Role.UMKM), "coordinator": (Role.OWNER, Role.COORDINATOR)}  # held, in use
_NAMES = {"customer": "Rina", "umkm": "Bu Sri", "coordinator": "Pak Bayu"}


def _seat(name: str) -> Event:
    address = Address(Browser.name, "web", SEATS[name])
    return Event(address, f"seat-{name}", "text", language="id", name=_NAMES[name])


async def set_up(db: Database, clock: Clock) -> None:
    """Gives the seats their roles, and the clock what it was moved by before."""
    now = clock.now()
    async with db.writing() as connection:
        found = await sessions.open_chats(connection, [_seat(name) for name in SEATS], now)
        clock.ahead = timedelta(seconds=int(await kept.get(connection, AHEAD) or 0))
        async with session_on(connection) as objects:
            umkm_ids = (await objects.scalars(select(Umkm.id).order_by(Umkm.id))).all()
            for name, (held, in_use) in _ROLES.items():
                person = found[_seat(name).address].person
                for umkm_id in umkm_ids if held is Role.UMKM else [None]:
                    await people.grant(objects, person.id, held, now, umkm_id)
                await objects.execute(
                    update(Chat).where(Chat.chat_id == SEATS[name], Chat.screen == "").values(role=in_use)
                )
            await objects.commit()


async def put_away(db: Database, now: datetime) -> None:
    """Outside the demo the seats hold no role and hear nothing."""
    async with db.writing() as connection, session_on(connection) as objects:
        seats = select(Chat.person_id).where(Chat.channel == Browser.name, Chat.chat_id.in_(SEATS.values()))
        for person_id in (await objects.scalars(seats)).all():
            if person_id is not None:
                for held, _in_use in _ROLES.values():
                    await people.remove(objects, person_id, held, now)
        await objects.commit()


async def next_day(db: Database, clock: Clock) -> datetime:
    """Moves the demo's clock on by a day, for good; returns the new now."""
    clock.ahead += DAY
    async with db.writing() as connection:
        await kept.put(connection, AHEAD, str(int(clock.ahead.total_seconds())))
    return clock.now()


def seat_person_ids() -> Select[int | None]:
    """A select of the people on the demo's seats."""
    return select(Chat.person_id).where(Chat.channel == Browser.name, Chat.chat_id.in_(SEATS.values()))
