"""The demo: three seats side by side in the browser, open countries, a clock that can be moved by a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.catalog import Umkm
from bot.channels.browser import SEATS, Browser
from bot.conversation import sessions
from bot.conversation.events import Address, Event
from bot.core import named_values
from bot.core.clock import Clock
from bot.core.database import Database, session_on
from bot.destinations import Destinations, overrides
from bot.people import Chat, Role

AHEAD = "demo_ahead_seconds"
DAY = timedelta(days=1)
_ROLES = {"umkm": (Role.UMKM, Role.UMKM), "coordinator": (Role.OWNER, Role.COORDINATOR)}  # held, in use
_NAMES = {"customer": "Rina", "umkm": "Bu Sri", "coordinator": "Pak Bayu"}


def _seat(name: str) -> Event:
    address = Address(Browser.name, "web", SEATS[name])
    return Event(address, f"seat-{name}", "text", language="id", name=_NAMES[name])


async def set_up(db: Database, clock: Clock, destinations: Destinations) -> None:
    """Gives the seats their roles, the clock what it was moved by before; opens the file's open countries.

    `destinations` are those of the file. What somebody has closed stays closed.
    """
    now = clock.now()
    async with db.writing() as connection:
        found = await sessions.open_chats(connection, [_seat(name) for name in SEATS], now)
        clock.ahead = timedelta(seconds=int(await named_values.get(connection, AHEAD) or 0))
        async with session_on(connection) as objects:
            umkm_ids = (await objects.scalars(select(Umkm.id).order_by(Umkm.id))).all()
            for name, (held, in_use) in _ROLES.items():
                person = found[_seat(name).address].person
                for umkm_id in umkm_ids if held is Role.UMKM else [None]:
                    await people.grant(objects, person.id, held, now, umkm_id)
                await objects.execute(
                    update(Chat).where(Chat.chat_id == SEATS[name], Chat.screen == "").values(role=in_use)
                )
            await _open_countries(objects, destinations, now)
            await objects.commit()


async def _open_countries(db: AsyncSession, destinations: Destinations, now: datetime) -> None:
    said = (await overrides.read(db)).openings
    for one in destinations:
        if one.open and (one.iso2 not in said or said[one.iso2].by.reason == overrides.DEMO):
            await overrides.set_open(db, one.iso2, True, now, reason=overrides.DEMO)


async def put_away(db: Database, now: datetime) -> None:
    """Outside the demo the seats hold no role and hear nothing, and what they opened is not open."""
    async with db.writing() as connection, session_on(connection) as objects:
        seated = [one for one in (await objects.scalars(seat_person_ids())).all() if one is not None]
        for person_id in seated:
            for held, _in_use in _ROLES.values():
                await people.remove(objects, person_id, held, now)
        for iso2, one in (await overrides.read(objects)).openings.items():
            if one.open and (one.by.reason == overrides.DEMO or one.by.person_id in seated):
                await overrides.set_open(objects, iso2, False, now, reason=overrides.DEMO)
        await objects.commit()


async def next_day(db: Database, clock: Clock) -> datetime:
    """Moves the demo's clock on by a day, for good; returns the new now."""
    clock.ahead += DAY
    async with db.writing() as connection:
        await named_values.put(connection, AHEAD, str(int(clock.ahead.total_seconds())))
    return clock.now()


def seat_person_ids() -> Select[int | None]:
    """A select of the people on the demo's seats."""
    return select(Chat.person_id).where(Chat.channel == Browser.name, Chat.chat_id.in_(SEATS.values()))
