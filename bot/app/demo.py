"""The demo: three seats side by side in the browser, open countries, a clock that moves by days."""

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
    """Gives the seats their roles, restores the clock's offset, opens the countries that the file opens.

    `destinations` are those of the file. A country that somebody has closed stays closed.
    """
    now = clock.now()
    async with db.writing() as connection:
        chats = await sessions.open_chats(connection, [_seat(name) for name in SEATS], now)
        clock.ahead = timedelta(seconds=int(await named_values.get(connection, AHEAD) or 0))
        async with session_on(connection) as objects:
            umkm_ids = (await objects.scalars(select(Umkm.id).order_by(Umkm.id))).all()
            for name, (held, in_use) in _ROLES.items():
                person = chats[_seat(name).address].person
                for umkm_id in umkm_ids if held is Role.UMKM else [None]:
                    await people.grant(objects, person.id, held, now, umkm_id)
                await objects.execute(
                    update(Chat).where(Chat.chat_id == SEATS[name], Chat.screen == "").values(role=in_use)
                )
            await _open_countries(objects, destinations, now)
            await objects.commit()


async def _open_countries(db: AsyncSession, destinations: Destinations, now: datetime) -> None:
    openings = (await overrides.read(db)).openings
    for country in destinations:
        iso2 = country.iso2
        if country.open and (iso2 not in openings or openings[iso2].by.reason == overrides.DEMO):
            await overrides.set_open(db, iso2, True, now, reason=overrides.DEMO)


async def put_away(db: Database, now: datetime) -> None:
    """Takes the seats' roles away and closes the countries they opened, as the demo is off."""
    async with db.writing() as connection, session_on(connection) as objects:
        people_ids = (await objects.scalars(seat_person_ids())).all()
        seated = [person_id for person_id in people_ids if person_id is not None]
        for person_id in seated:
            for held, _in_use in _ROLES.values():
                await people.remove(objects, person_id, held, now)
        for iso2, opening in (await overrides.read(objects)).openings.items():
            if opening.open and (opening.by.reason == overrides.DEMO or opening.by.person_id in seated):
                await overrides.set_open(objects, iso2, False, now, reason=overrides.DEMO)
        await objects.commit()


async def next_day(db: Database, clock: Clock) -> datetime:
    """Moves the demo's clock on by a day, for good; returns the new now."""
    clock.ahead += DAY
    async with db.writing() as connection:
        await named_values.put(connection, AHEAD, str(int(clock.ahead.total_seconds())))
    return clock.now()


def seat_person_ids() -> Select[int | None]:
    """A query for the ids of the people on the demo's seats."""
    return select(Chat.person_id).where(Chat.channel == Browser.name, Chat.chat_id.in_(SEATS.values()))
