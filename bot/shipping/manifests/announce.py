"""Who is told of a closed shipment and its manifest: customers, UMKM and coordinators."""

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
    """That their orders are closed, each once, also when the freeze has to begin anew."""
    subject = cast(Order.id, String)
    told = select(Notice.id).where(
        Notice.kind == NoticeKind.CLOSED, Notice.subject == subject, Notice.chat_id == Chat.id
    )
    query = (
        select(subject, Chat.id, Order.revision + Order.answers)
        .join(Chat, Chat.person_id == Order.customer_id)
        .where(Order.id.in_(order_ids), ~told.exists())
        .order_by(Order.id, Chat.id)
    )
    rows = [(row[0], row[1], row[2]) for row in await db.execute(query)]
    await outbox.put_all(db, NoticeKind.CLOSED, rows, now, {"reason": ""}, hold)


async def tell_umkm(db: AsyncSession, manifest: Manifest, umkm_ids: Collection[int], now: datetime) -> None:
    """The final pick list for each of these UMKM."""
    chats = await people.chats_of_makers(db, umkm_ids)
    rows = [(f"{manifest.shipment_id}/{umkm_id}", chat, manifest.version) for umkm_id, chat in chats]
    await outbox.put_all(db, NoticeKind.PICK_LIST, rows, now)


async def tell_coordinators(db: AsyncSession, manifest: Manifest, now: datetime, again: bool = False) -> None:
    """The summary and the documents for every coordinator."""
    chats = await people.chats_of_coordinators(db)
    subject = f"{manifest.shipment_id}/{now:%Y%m%d%H%M%S}" if again else str(manifest.shipment_id)
    await outbox.put(db, NoticeKind.MANIFEST, subject, chats, manifest.version, now)
