"""What falls due by itself besides notices: cut-offs, manifests, tidying; each duty with its interval."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot import shipments, understanding
from bot.app import file_sender
from bot.conversation import inbox
from bot.core.clock import machine_now
from bot.core.database import Database, session_on
from bot.core.deployment import Deployment
from bot.core.media import Media
from bot.destinations import exchange_feed
from bot.ordering import identity_numbers, permit_files, proposals
from bot.ordering.shop import Shop
from bot.people import enquiries
from bot.shipping import manifests

log = structlog.get_logger(__name__)
HOUR = 3600.0
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a duty works with; `ring` says that there may be notices to deliver."""

    db: Database
    shop: Shop
    deployment: Deployment
    ring: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """Work that looks for what is due and not yet done; `seconds` between two looks, None: once at the start.

    What fails is logged and looked for again: a duty needs no repetition of its own.
    """

    work: Callable[[JobContext], Awaitable[None]]
    seconds: float | None


async def keep_dates(hands: JobContext) -> None:
    """Closes what is past its cut-off, and opens what open destinations lack."""
    shop, now = hands.shop, hands.shop.clock.now()
    async with hands.db.reading() as connection, session_on(connection) as db:
        overdue = await shipments.past_cutoff(db, now)
        lacking = [
            one.iso2
            for one in shop.destinations
            if one.open and await shipments.joining(db, one.iso2, now) is None
        ]
    for shipment_id in overdue:
        await _in_turn(hands, manifests.close, shipment_id, shop, now)
    for iso2 in lacking:
        await _in_turn(hands, shipments.ensure_open, iso2, shop.profile.cadence_of(iso2), now)
    if overdue:
        hands.ring()


async def _in_turn(hands: JobContext, work: Any, *facts: Any) -> None:
    try:
        async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
            await work(db, *facts)
            await db.commit()
    except Exception:  # the edge of due work: one that fails stays due, and keeps no other from its turn
        log.exception("a date is not kept yet", of=facts[0])


async def refresh_rates(hands: JobContext) -> None:
    """Fetches the exchange rates of the day, where an address is set; whatever fails is tried again later."""
    shop = hands.shop
    url = hands.deployment.exchange_url
    if not url:
        return
    async with hands.db.reading() as connection:
        if not await exchange_feed.is_due(connection, shop.clock.today()):
            return
    done = await exchange_feed.refresh(hands.db, url, shop.currencies(), shop.rates, shop.clock)
    if done.doubted:
        log.warning("exchange rates are over 30 % off; state them by hand", currencies=done.doubted)
    log.info("exchange rates refreshed", stated=len(done.stated), unchanged=len(done.unchanged))


async def make_manifests(hands: JobContext) -> None:
    """Makes the manifests that were too big for the transaction that closed their shipment."""
    if await manifests.make_due(hands.db, hands.shop, hands.shop.clock.now):
        hands.ring()


async def fill_in(hands: JobContext) -> None:
    """Manifests of an older program get what later ones are frozen with."""
    await manifests.fill_in(hands.db)


async def tidy(hands: JobContext) -> None:
    """Forgets answered events that no channel would bring again."""
    async with hands.db.writing(patient=True) as connection:
        await inbox.forget_answered(connection, hands.shop.clock.now())


async def erase_enquiries(hands: JobContext) -> None:
    """Erases questions to the coordinator that have served, and those that were never sent."""
    async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
        await enquiries.erase_due(db, hands.shop.clock.now())
        await db.commit()


async def erase_identities(hands: JobContext) -> None:
    """Erases identity numbers that have served, and the files made with them.

    A file made just before may be remembered just after: those of the last day are forgotten again.
    """
    now = hands.shop.clock.now()
    async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
        await identity_numbers.erase_due(db, now)
        await file_sender.forget_manifests(db, await identity_numbers.erased_since(db, now - DAY))
        await db.commit()


async def erase_papers(hands: JobContext) -> None:
    """Erases the files of papers that have served, and files that people sent and nothing refers to."""
    media = Media(hands.deployment.media)
    async with hands.db.writing(patient=True) as connection, session_on(connection) as db:
        await permit_files.erase_due(db, media, hands.shop.clock.now())
        await permit_files.erase_unused(db, media, machine_now())
        await db.commit()


async def forget_readings(hands: JobContext) -> None:
    """Forgets what customers typed and never said yes to."""
    async with hands.db.writing(patient=True) as connection:
        await proposals.forget_old(connection, hands.shop.clock.now())


async def learn_names(hands: JobContext) -> None:
    """Reads a renamed catalogue anew for those who read messages, while taps go on."""
    shop = hands.shop
    known = (shop.catalogue, shop.vocabulary, shop.files.destinations)
    if understanding.is_due(*known):
        await asyncio.to_thread(understanding.renew, *known)


async def settle_database(hands: JobContext) -> None:
    """Keeps SQLite's log short: a long one makes some tap wait for the disk."""
    await hands.db.settle()


DUTIES: tuple[ScheduledJob, ...] = (
    ScheduledJob(settle_database, 1.0),
    ScheduledJob(keep_dates, 5.0),
    ScheduledJob(refresh_rates, HOUR),
    ScheduledJob(make_manifests, 1.0),
    ScheduledJob(fill_in, None),
    ScheduledJob(tidy, HOUR),
    ScheduledJob(forget_readings, HOUR),
    ScheduledJob(erase_enquiries, HOUR),
    ScheduledJob(learn_names, 5.0),
    ScheduledJob(erase_identities, HOUR),
    ScheduledJob(erase_papers, HOUR),
)
"""Every duty of the house. A new one is a function of `Hands` and a line here."""
