"""What falls due by itself besides notices: cut-offs, manifests, tidying; each duty with its interval."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot import (
    enquiries,
    exchange,
    filing,
    identities,
    manifests,
    paper_files,
    readings,
    shipments,
    understanding,
)
from bot.clock import Clock
from bot.conversation import inbox
from bot.db import Database, session_on
from bot.house import House
from bot.media import Media

log = structlog.get_logger(__name__)
HOUR = 3600.0
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hands:
    """What a duty works with; `ring` says that there may be notices to deliver."""

    db: Database
    house: House
    ring: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Duty:
    """Work that looks for what is due and not yet done; `seconds` between two looks, None: once at the start.

    What fails is logged and looked for again: a duty needs no repetition of its own.
    """

    work: Callable[[Hands], Awaitable[None]]
    seconds: float | None


async def keep_dates(hands: Hands) -> None:
    """Closes what is past its cut-off, and opens what open destinations lack."""
    house, now = hands.house, hands.house.clock.now()
    async with hands.db.reading() as connection, session_on(connection) as db:
        overdue = await shipments.past_cutoff(db, now)
        lacking = [
            one.iso2
            for one in house.destinations
            if one.open and await shipments.joining(db, one.iso2, now) is None
        ]
    for shipment_id in overdue:
        await _in_turn(hands, manifests.close, shipment_id, house, now)
    for iso2 in lacking:
        await _in_turn(hands, shipments.ensure_open, iso2, house.shop.cadence_of(iso2), now)
    if overdue:
        hands.ring()


async def _in_turn(hands: Hands, work: Any, *facts: Any) -> None:
    try:
        async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
            await work(db, *facts)
            await db.commit()
    except Exception:  # the edge of due work: one that fails stays due, and keeps no other from its turn
        log.exception("a date is not kept yet", of=facts[0])


async def refresh_rates(hands: Hands) -> None:
    """Fetches the exchange rates of the day, where an address is set; whatever fails is tried again later."""
    house = hands.house
    if not house.exchange_url:
        return
    async with hands.db.reading() as connection:
        if not await exchange.is_due(connection, house.clock.today()):
            return
    done = await exchange.refresh(hands.db, house.exchange_url, house.currencies(), house.rates, house.clock)
    if done.doubted:
        log.warning("exchange rates are over 30 % off; state them by hand", currencies=done.doubted)
    log.info("exchange rates refreshed", stated=len(done.stated), unchanged=len(done.unchanged))


async def make_manifests(hands: Hands) -> None:
    """Makes the manifests that were too big for the transaction that closed their shipment."""
    if await manifests.make_due(hands.db, hands.house, hands.house.clock.now):
        hands.ring()


async def fill_in(hands: Hands) -> None:
    """Manifests of an older program get what later ones are frozen with."""
    await manifests.fill_in(hands.db)


async def tidy(hands: Hands) -> None:
    """Forgets answered events that no channel would bring again."""
    async with hands.db.writing(patient=True) as connection:
        await inbox.forget_answered(connection, hands.house.clock.now())


async def erase_enquiries(hands: Hands) -> None:
    """Erases questions to the coordinator that have served, and those that were never sent."""
    async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
        await enquiries.erase_due(db, hands.house.clock.now())
        await db.commit()


async def erase_identities(hands: Hands) -> None:
    """Erases identity numbers that have served, and the files made with them.

    A file made just before may be remembered just after: those of the last day are forgotten again.
    """
    now = hands.house.clock.now()
    async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
        await identities.erase_due(db, now)
        await filing.forget_manifests(db, await identities.erased_since(db, now - DAY))
        await db.commit()


async def erase_papers(hands: Hands) -> None:
    """Erases the files of papers that have served, and files that people sent and nothing refers to."""
    media = Media(hands.house.media)
    async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
        await paper_files.erase_due(db, media, hands.house.clock.now())
        await paper_files.erase_unused(db, media, Clock().now())
        await db.commit()


async def forget_readings(hands: Hands) -> None:
    """Forgets what customers typed and never said yes to."""
    async with hands.db.writing(patient=True) as connection:
        await readings.forget_old(connection, hands.house.clock.now())


async def learn_names(hands: Hands) -> None:
    """Reads a renamed catalogue anew for those who read messages, while taps go on."""
    house = hands.house
    known = (house.catalogue, house.vocabulary, house.files.destinations)
    if understanding.is_due(*known):
        await asyncio.to_thread(understanding.renew, *known)


async def settle_database(hands: Hands) -> None:
    """Keeps SQLite's log short: a long one makes some tap wait for the disk."""
    await hands.db.settle()


DUTIES: tuple[Duty, ...] = (
    Duty(settle_database, 1.0),
    Duty(keep_dates, 5.0),
    Duty(refresh_rates, HOUR),
    Duty(make_manifests, 1.0),
    Duty(fill_in, None),
    Duty(tidy, HOUR),
    Duty(forget_readings, HOUR),
    Duty(erase_enquiries, HOUR),
    Duty(learn_names, 5.0),
    Duty(erase_identities, HOUR),
    Duty(erase_papers, HOUR),
)
"""Every duty of the house. A new one is a function of `Hands` and a line here."""
