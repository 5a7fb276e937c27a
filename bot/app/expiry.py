"""Erases by itself what nobody needs any more, in small steps between which everybody else gets a turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import file_sender
from bot.channels.browser import old_messages
from bot.channels.browser.message_store import BrowserFile
from bot.conversation import inbox, last_lines
from bot.core.database import Database, session_on
from bot.core.database.portions import in_portions
from bot.core.media import Media
from bot.core.retention import Retention
from bot.ordering import consignees, identity_numbers, kept_files, permit_files
from bot.ordering.identity_numbers import Identity
from bot.orders import Order, OrderLine
from bot.people import Chat, old_notices
from bot.shipments import Shipment
from bot.shipping import manifests

FEW, MANY = 50, 1000
"""Rows changed in one transaction, and rows read at once when a table is only looked through."""
FEW_ORDERS = 8
"""Orders erased in one transaction: each is loaded with its lines, and takes some milliseconds."""
DAY = timedelta(days=1)


async def in_transaction(database: Database, work: Callable[..., Awaitable[Any]], *facts: Any) -> Any:
    """Does the work in a transaction that lets everybody else go first; returns what it returns."""
    await asyncio.sleep(0)
    async with database.writing(patient=True) as connection, session_on(connection) as db:
        done = await work(db, *facts)
        await db.commit()
    return done


async def until_done(database: Database, work: Callable[[AsyncSession], Awaitable[int]]) -> None:
    """Repeats the work, each time in a transaction of its own, until it did fewer than FEW."""
    while await in_transaction(database, work) >= FEW:
        pass


async def erase_names(database: Database, now: datetime) -> None:
    """Erases names and addresses of orders whose time is up, in their manifests and made files too."""
    due, lately = consignees.is_due(now), Order.erased_at >= now - DAY
    orders = _outlived(Order.id, Order.id, due, lately).outerjoin(Shipment, Shipment.id == Order.shipment_id)
    await _sweep(database, orders, Order.id, _erase_names, now)


async def erase_identities(database: Database, now: datetime) -> None:
    """Erases identity numbers whose time is up, and the files made with them."""
    due, lately = identity_numbers.is_due(now), Identity.erased_at >= now - DAY
    numbers = _outlived(Identity.id, Identity.order_id, due, lately).join(
        Order, Order.id == Identity.order_id
    )
    numbers = numbers.outerjoin(Shipment, Shipment.id == Order.shipment_id)
    await _sweep(database, numbers, Identity.id, _erase_identities, now)


def _outlived(key: Any, order_id: Any, due: Any, lately: Any) -> Any:
    return select(key, order_id.label("order_id"), due.label("due"), lately.label("lately"))


async def _sweep(
    database: Database, all_rows: Any, key: Any, erase: Callable[..., Awaitable[None]], now: datetime
) -> None:
    """Erases the rows that are due, a few in each transaction.

    A file made just before the erasure may be sent just after it, so the last day's are forgotten again.
    """
    async for rows in in_portions(database, all_rows, key):
        if again := [row.order_id for row in rows if row.lately]:
            await in_transaction(database, file_sender.forget_manifests, again)
        for few in _batches([row[0] for row in rows if row.due], FEW_ORDERS):
            await in_transaction(database, erase, few, now)


async def _erase_names(db: AsyncSession, order_ids: Sequence[int], now: datetime) -> None:
    erased = await consignees.erase_due(db, order_ids, now)
    await manifests.forget_consignees(db, erased)
    await file_sender.forget_manifests(db, erased)


async def _erase_identities(db: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    await file_sender.forget_manifests(db, await identity_numbers.erase_due(db, ids, now))


async def erase_papers(database: Database, media: Media, now: datetime) -> None:
    """Erases the files of papers that are no longer needed."""
    async for rows in in_portions(database, permit_files.by_age(now), OrderLine.id, size=MANY):
        for few in _batches([row.id for row in rows if row.is_due]):
            await in_transaction(database, permit_files.erase_due, few, media, now)


async def erase_unused_files(database: Database, media: Media, now: datetime, kept: timedelta) -> int:
    """Erases files that no row refers to so long after they came; returns how many.

    `now` is the machine's clock, as are the times of files.
    """
    old = await media.older_than(now - kept)
    used = await kept_files.used(database, MANY) if old else set[str]()
    return await permit_files.erase_unused(media, old, used)


async def forget_notices(database: Database, now: datetime, retention: Retention) -> None:
    """Deletes notices that are done with."""

    async def forget(db: AsyncSession) -> int:
        ids = await old_notices.forget(db, now - retention.notices, FEW)
        await file_sender.forget_sent(db, [f"notice:{one}" for one in ids])
        return len(ids)

    await until_done(database, forget)


async def forget_messages(database: Database, now: datetime, retention: Retention) -> None:
    """Deletes old messages of the browser chats with their files, and the bytes of files sent long ago."""

    async def forget(db: AsyncSession) -> int:
        count, files = await old_messages.forget_before(db, now - retention.messages, FEW)
        await file_sender.forget_known(db, files)
        return count

    await until_done(database, forget)
    files = old_messages.files_by_age(now - retention.files)
    async for rows in in_portions(database, files, BrowserFile.id, size=FEW):
        if old := [row.id for row in rows if row.is_old]:
            await in_transaction(database, _empty, old)


async def _empty(db: AsyncSession, file_ids: Sequence[str]) -> None:
    await old_messages.empty_files(db, file_ids)
    await file_sender.forget_known(db, file_ids)


async def forget_last_lines(database: Database, now: datetime) -> None:
    """Forgets the last lines of chats that have been quiet for longer than they are kept."""
    quiet = (Chat.last_lines != "") & (Chat.shown_at < now - last_lines.KEPT)

    async def forget(db: AsyncSession) -> int:
        few = (
            select(Chat.id)
            .where(quiet)
            .order_by(Chat.id)
            .limit(FEW)
            .with_for_update(skip_locked=True, key_share=True)
        )
        ids = (await db.scalars(few)).all()
        await db.execute(update(Chat).where(Chat.id.in_(ids)).values(last_lines=""))
        return len(ids)

    await until_done(database, forget)


async def forget_events(database: Database, now: datetime, retention: Retention) -> None:
    """Deletes events that no channel will repeat, and parked ones whose time is up."""
    events = inbox.by_age(now, now - retention.parked)
    async for rows in in_portions(database, events, *inbox.KEY, size=MANY):
        for few in _batches([tuple(row[:3]) for row in rows if row.is_old]):
            await in_transaction(database, forget_keys, few)


async def forget_keys(db: AsyncSession, keys: Sequence[inbox.Key]) -> None:
    """Deletes the inbox rows of these keys, and the notes of what was sent for them."""
    await inbox.forget(await db.connection(), keys)
    await file_sender.forget_sent(db, [":".join(key) for key in keys])


def _batches(ids: Sequence[Any], size: int = FEW) -> list[list[Any]]:
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]
