"""Erases people who have asked for it: their own rows in one transaction, then what others' rows repeat.

Orders stay as numbers for the books, and the person as a number without a name, so that who did what stays
known.
After a crash the second part is done again; until it is done, the words to look for stand in the erasure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.app import complaints_and_talks, file_sender, traces
from bot.app.complaints_and_talks import Written
from bot.app.expiry import DAY, erase_unused_files, in_transaction
from bot.catalog import next_version
from bot.core.clock import machine_now
from bot.core.database import Database
from bot.core.media import Media
from bot.destinations.overrides import STATED_VERSION
from bot.destinations.prices import rate_card_drafts
from bot.ordering import consignees, identity_numbers, proposals, recipient_changes
from bot.ordering.erasure_check import check
from bot.ordering.identity_numbers import Identity
from bot.orders import Order, OrderHistory, OrderState
from bot.people import Chat, Person, Role, erasures, waiting_list
from bot.people.erasures import Erasure
from bot.people.outbox import Notice, NoticeState
from bot.shipping import manifests
from bot.shipping.manifests import Freeze, Manifest, ManifestLine

log = structlog.get_logger(__name__)
PATIENCE = timedelta(minutes=5)
"""How long a notice under way is waited for: no delivery takes longer, but one put off waits for days."""
TYPED = ("reason", "document", "no")
"""What somebody typed in the facts of an order's history."""


async def erase_people(database: Database, media: Media, now: datetime) -> None:
    """Erases everybody who has asked for it.

    Files that nothing refers to go too: a filled-in weighing sheet names consignees. Those of the last day
    stay, as an event may still wait for its file.
    """
    async with database.reading() as connection:
        waiting = await erasures.waiting(connection)
    for erasure_id in waiting:
        erasure = await in_transaction(database, _part, erasure_id, media, now)
        if erasure is not None:
            await erase_unused_files(database, media, machine_now(), DAY)
            await traces.sweep(database, erasure, now)
            await in_transaction(database, erasures.finish, erasure_id, now)
            log.info("person erased", person=erasure.person_id)


async def _part(db: AsyncSession, erasure_id: int, media: Media, now: datetime) -> Erasure | None:
    """Erases a person's own rows, once; None while that has to wait, and when it may not be done."""
    erasure = await erasures.lock(db, erasure_id)
    if erasure is None or erasure.parted_at is not None:
        return erasure
    mine = select(Chat).where(Chat.person_id == erasure.person_id).order_by(Chat.id)
    chats = (await db.scalars(mine.with_for_update(key_share=True))).all()
    if not (await check(db, erasure.person_id, now)).may_be_erased:
        await erasures.drop(db, erasure_id)
        log.warning("person not erased: they have ordered since", person=erasure.person_id)
        return None
    written = await complaints_and_talks.of(db, erasure.person_id)
    if now - erasure.asked_at < PATIENCE and await _is_notice_underway(db, chats, written, now):
        return None
    person = await db.get_one(Person, erasure.person_id)
    orders = await _orders_of(db, person.id)
    erasure.words = traces.words_of(person, orders, written.texts)
    erasure.chats = [[chat.channel, chat.bot_id, chat.chat_id] for chat in chats]
    erasure.parted_at = now
    await complaints_and_talks.forget(db, written, media)
    await _forget_notices(db, [chat.id for chat in chats])
    await _erase_orders(db, person.id, orders, media, now)
    await _forget_reasons(db, orders, erasure.words)
    await _give_up_roles(db, person.id, now)
    await waiting_list.forget(db, person.id)
    await _forget_person(db, person, chats)
    await db.flush()
    return erasure


async def _is_notice_underway(
    db: AsyncSession, chats: Sequence[Chat], written: Written, now: datetime
) -> bool:
    """Whether a notice that names the person is being delivered: what it said is noted down afterwards."""
    theirs = Notice.chat_id.in_([chat.id for chat in chats])
    leased = (Notice.state == NoticeState.QUEUED) & (Notice.attempts > 0) & (Notice.due_at > now)
    return (
        await db.scalar(select(Notice.id).where(leased, or_(theirs, written.notices())).limit(1)) is not None
    )


async def _orders_of(db: AsyncSession, person_id: int) -> Sequence[Order]:
    """All orders of a person and their cart, locked in key order."""
    mine = select(Order).where(Order.customer_id == person_id).order_by(Order.id)
    return (await db.scalars(mine.with_for_update(key_share=True))).all()


async def _forget_notices(db: AsyncSession, chat_ids: Collection[int]) -> None:
    """Empties the notices of these chats; those not sent yet are withdrawn. Their ids stay taken."""
    theirs = update(Notice).where(Notice.chat_id.in_(chat_ids))
    unsent = theirs.where(Notice.state.in_((NoticeState.QUEUED, NoticeState.FAILED)))
    await db.execute(unsent.values(state=NoticeState.REPLACED))
    empty: dict[str, Any] = {"facts": {}, "told": {}, "labels": None}
    await db.execute(theirs.values(title="", error="", message_id="", **empty))


async def _erase_orders(
    db: AsyncSession, person_id: int, orders: Sequence[Order], media: Media, now: datetime
) -> None:
    """Erases persons and papers from orders, their history and manifests; empties the cart."""
    ids = [order.id for order in orders]
    await proposals.forget(db, person_id)
    await recipient_changes.forget(db, person_id)
    await consignees.erase(db, orders, now, person_id, Role.CUSTOMER)
    await _erase_papers(db, orders, media)
    numbers = update(Identity).where(Identity.order_id.in_(ids), Identity.number.is_not(None))
    await db.execute(numbers.values(number=None, erased_at=now))
    await manifests.forget_consignees(db, ids)
    await file_sender.forget_manifests(db, ids)
    for row in await db.scalars(select(OrderHistory).where(OrderHistory.order_id.in_(ids))):
        row.facts = {name: fact for name, fact in row.facts.items() if name not in TYPED}
    for cart in (order for order in orders if order.state == OrderState.DRAFT):
        await identity_numbers.forget(db, cart.id)
        cart.lines, cart.destination = [], None


async def _erase_papers(db: AsyncSession, orders: Sequence[Order], media: Media) -> None:
    """Erases name, number and file of the permits of these orders.

    A file is removed before its row is committed: after a crash in between it is removed again.
    """
    for line in (line for order in orders for line in order.lines):
        if line.document_file:
            await media.remove(line.document_file)
        line.document_name = line.document_number = line.document_file = None
    papers = update(ManifestLine).where(ManifestLine.order_id.in_([order.id for order in orders]))
    await db.execute(papers.where(ManifestLine.documents != "").values(documents=""))


async def _forget_reasons(db: AsyncSession, orders: Sequence[Order], words: Collection[str]) -> None:
    """Empties reasons that coordinators typed for new versions of manifests, where they name the person."""
    shipments = {order.shipment_id for order in orders if order.shipment_id is not None}
    frozen = await db.scalars(select(Manifest).where(Manifest.shipment_id.in_(shipments)))
    wanted = await db.scalars(select(Freeze).where(Freeze.shipment_id.in_(shipments)))
    for row in (*frozen, *wanted):
        row.reason = "" if traces.names_any(row.reason, words) else row.reason


async def _give_up_roles(db: AsyncSession, person_id: int, now: datetime) -> None:
    """Gives the person's roles up; everybody then reads anew who stated what, without the name."""
    for held in await people.roles_of(db, person_id):
        await people.remove(db, person_id, Role(held.role), now, person_id)
    await rate_card_drafts.drop(db, person_id)
    await next_version(db, STATED_VERSION)


async def _forget_person(db: AsyncSession, person: Person, chats: Sequence[Chat]) -> None:
    """Empties name, language and destination; the chats lead nowhere any more. Their ids stay taken."""
    person.name, person.language, person.destination = "", "", None
    person.language_chosen = False
    for chat in chats:
        chat.channel, chat.bot_id, chat.chat_id, chat.person_id = "", "", str(chat.id), None
        chat.role, chat.screen, chat.asks, chat.accepts, chat.labels = Role.CUSTOMER, "", "", "", {}
        chat.message_id, chat.message_kind, chat.shown_at = "", "", None
        chat.listener, chat.last_lines, chat.closed_country = "", "", ""
