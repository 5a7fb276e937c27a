"""Notifies customers, UMKM and coordinators of a closed shipment and its manifest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.orders import Order
from bot.people import Chat, outbox
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice
from bot.shipping.manifests.tables import Manifest


async def tell_customers(
    db: AsyncSession, order_ids: Sequence[int], now: datetime, hold: timedelta = outbox.AT_ONCE
) -> None:
    """Notifies customers that their orders are closed, each once, even when the freeze starts again."""
    subject = cast(Order.id, String)
    notified = select(Notice.id).where(
        Notice.kind == NoticeKind.CLOSED, Notice.subject == subject, Notice.chat_id == Chat.id
    )
    query = (
        select(subject, Chat.id, Order.revision + Order.answers)
        .join(Chat, Chat.person_id == Order.customer_id)
        .where(Order.id.in_(order_ids), ~notified.exists())
        .order_by(Order.id, Chat.id)
    )
    rows = [(row[0], row[1], row[2]) for row in await db.execute(query)]
    await outbox.put_all(db, NoticeKind.CLOSED, rows, now, {"reason": ""}, hold)


async def tell_umkm(db: AsyncSession, manifest: Manifest, umkm_ids: Collection[int], now: datetime) -> None:
    """Sends each of these UMKM its final pick list."""
    chats = await people.chats_of_makers(db, umkm_ids)
    rows = [(f"{manifest.shipment_id}/{umkm_id}", chat, manifest.version) for umkm_id, chat in chats]
    await outbox.put_all(db, NoticeKind.PICK_LIST, rows, now)


async def tell_coordinators(db: AsyncSession, manifest: Manifest, now: datetime, again: bool = False) -> None:
    """Sends every coordinator the summary and the documents; `again` makes it a new notice."""
    chats = await people.chats_of_coordinators(db)
    subject = f"{manifest.shipment_id}/{now:%Y%m%d%H%M%S}" if again else str(manifest.shipment_id)
    await outbox.put(db, NoticeKind.MANIFEST, subject, chats, manifest.version, now)
