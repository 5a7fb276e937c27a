"""Jobs that run by themselves, each at its interval: cut-offs, manifests, exchange rates, erasures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

from bot import shipments, understanding
from bot.app import expiry, privacy
from bot.channels import shared_slots
from bot.core.clock import machine_now
from bot.core.database import Database, session_on
from bot.core.deployment import Deployment
from bot.core.media import Media
from bot.destinations import exchange_feed
from bot.ordering import cases, proposals, recipient_changes
from bot.ordering.shop import Shop
from bot.people import enquiries, handovers, waiting_list
from bot.shipping import manifests

log = structlog.get_logger(__name__)
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job works with; `wake` tells the worker that there may be notices to deliver."""

    db: Database
    shop: Shop
    deployment: Deployment
    wake: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """Work that looks for what is due, every `seconds`; None: once, at the start.

    A failure is logged, and what is due is found the next time: a job needs no retries of its own.
    """

    work: Callable[[JobContext], Awaitable[None]]
    seconds: float | None


async def keep_dates(context: JobContext) -> None:
    """Closes shipments past their cut-off, and opens the next one of each open destination."""
    shop, now = context.shop, context.shop.clock.now()
    async with context.db.reading() as connection, session_on(connection) as db:
        overdue = await shipments.past_cutoff(db, now)
        lacking = [
            country.iso2
            for country in shop.destinations
            if country.open and await shipments.joining(db, country.iso2, now) is None
        ]
    for shipment_id in overdue:
        await _in_own_transaction(context, manifests.close, shipment_id, shop, now)
    for iso2 in lacking:
        await _in_own_transaction(context, shipments.ensure_open, iso2, shop.profile.cadence_of(iso2), now)
    if overdue:
        context.wake()


async def _in_own_transaction(context: JobContext, work: Any, *facts: Any) -> None:
    try:
        async with context.db.writing(patient=True) as connection, session_on(connection) as db:
            await work(db, *facts)
            await db.commit()
    except Exception:  # the edge of a job: the one that fails stays due, the others go on
        log.exception("a date is not kept yet", of=facts[0])


async def tell_of_openings(context: JobContext) -> None:
    """Tells everybody who waits for a country that it is open, however and by whom it was opened."""
    async with context.db.reading() as connection:
        due = await waiting_list.is_due(connection, context.shop.open_countries())
    if due:
        async with context.db.writing(patient=True) as connection, session_on(connection) as db:
            await context.shop.refresh(db)  # what was opened may be undone
            await waiting_list.tell(db, context.shop.open_countries(), context.shop.clock.now())
            await db.commit()
        context.wake()


async def refresh_rates(context: JobContext) -> None:
    """Fetches the exchange rates of the day where an address is set, once a day."""
    shop = context.shop
    url = context.deployment.exchange_url
    if not url:
        return
    async with context.db.reading() as connection:
        if not await exchange_feed.is_due(connection, shop.clock.today()):
            return
    done = await exchange_feed.refresh(context.db, url, shop.currencies(), shop.rates, shop.clock)
    if done.doubted:
        log.warning("exchange rates are over 30 % off; state them by hand", currencies=done.doubted)
    log.info("exchange rates refreshed", stated=len(done.stated), unchanged=len(done.unchanged))


async def make_manifests(context: JobContext) -> None:
    """Makes manifests that were too big for the transaction that closed their shipment."""
    if await manifests.make_due(context.db, context.shop, context.shop.clock.now):
        context.wake()


async def fill_in(context: JobContext) -> None:
    """Adds to manifests of an older version of the program what later ones are frozen with."""
    await manifests.fill_in(context.db)


async def tidy(context: JobContext) -> None:
    """Deletes events, notices and messages of the browser chat that are older than the settings say."""
    about = (context.db, context.shop.clock.now(), context.deployment.retention)
    await expiry.forget_events(*about)
    await expiry.forget_notices(*about)
    await expiry.forget_messages(*about)
    await expiry.forget_last_lines(*about[:2])


async def erase_names(context: JobContext) -> None:
    """Erases names and addresses of orders that are no longer needed, also in manifests and made files."""
    await expiry.erase_names(context.db, context.shop.clock.now())


async def erase_enquiries(context: JobContext) -> None:
    """Erases enquiries, conversations and cases whose time is up, and enquiries that were never sent."""
    async with context.db.writing(patient=True) as connection, session_on(connection) as db:
        await enquiries.erase_due(db, context.shop.clock.now())
        await handovers.erase_due(db, context.shop.clock.now())
        await cases.erase_due(db, context.shop.clock.now())
        await db.commit()


async def end_handovers(context: JobContext) -> None:
    """Ends the conversations with a person whose hour has passed, and tells both."""
    now = context.shop.clock.now()
    async with context.db.reading() as connection:
        due = await handovers.has_due(connection, now)
    if due:
        async with context.db.writing() as connection, session_on(connection) as db:
            await handovers.end_due(db, now)
            await db.commit()
        context.wake()


async def erase_identities(context: JobContext) -> None:
    """Erases identity numbers that are no longer needed, and the files made with them."""
    await expiry.erase_identities(context.db, context.shop.clock.now())


async def erase_people(context: JobContext) -> None:
    """Erases everybody who has asked for it."""
    await privacy.erase_people(context.db, Media(context.deployment.media), context.shop.clock.now())


async def erase_papers(context: JobContext) -> None:
    """Erases permit files that are no longer needed, and files that people sent and nothing refers to."""
    media = Media(context.deployment.media)
    await expiry.erase_papers(context.db, media, context.shop.clock.now())
    await expiry.erase_unused_files(context.db, media, machine_now(), context.deployment.retention.files)


async def forget_proposals(context: JobContext) -> None:
    """Deletes old proposals that their customers never confirmed, and changes of recipients never saved."""
    async with context.db.writing(patient=True) as connection:
        await proposals.forget_old(connection, context.shop.clock.now())
        await recipient_changes.forget_old(connection, context.shop.clock.now())


async def forget_paces(context: JobContext) -> None:
    """Deletes what is remembered of chats that were written to and are quiet now."""
    async with context.db.writing(patient=True) as connection:
        await shared_slots.forget_full_paces(connection, machine_now())


async def learn_names(context: JobContext) -> None:
    """Rebuilds the message reader's index when names have changed, in a thread."""
    shop = context.shop
    known = (shop.catalogue, shop.vocabulary, shop.files.destinations)
    if understanding.is_due(*known):
        await asyncio.to_thread(understanding.renew, *known)


async def settle_database(context: JobContext) -> None:
    """Keeps SQLite's write-ahead log short; a long one makes a tap wait for the disk."""
    await context.db.settle()


JOBS: tuple[ScheduledJob, ...] = (
    ScheduledJob(settle_database, 1.0),
    ScheduledJob(keep_dates, 5.0),
    ScheduledJob(end_handovers, 5.0),
    ScheduledJob(tell_of_openings, 5.0),
    ScheduledJob(refresh_rates, HOUR),
    ScheduledJob(make_manifests, 1.0),
    ScheduledJob(fill_in, None),
    ScheduledJob(tidy, HOUR),
    ScheduledJob(forget_proposals, HOUR),
    ScheduledJob(forget_paces, HOUR),
    ScheduledJob(erase_enquiries, HOUR),
    ScheduledJob(learn_names, 5.0),
    ScheduledJob(erase_identities, HOUR),
    ScheduledJob(erase_papers, HOUR),
    ScheduledJob(erase_names, HOUR),
    ScheduledJob(erase_people, 1.0),
)
"""All scheduled jobs. A new one is a function of a `JobContext` and a line here."""
