"""The files of recorded papers: sent to coordinators who ask for them, erased when no longer needed."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.core.media import Media
from bot.ordering import history
from bot.orders import BY_ITSELF, Order, OrderLine
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind
from bot.shipments import Shipment

AFTER_DELIVERY = timedelta(days=30)
AFTER_CLOSING = timedelta(days=120)
AFTER_CANCELLING = timedelta(days=30)
ERASED = "paper_erased"
_REFERENCE = re.compile(r"paper/([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Where the file of a paper is, and the name that people see."""

    path: Path
    name: str
    mime: str


def reference(line_id: int) -> str:
    """How a screen names the file of a line's paper."""
    return f"paper/{line_id}"


def is_reference(ref: str) -> bool:
    """Whether a file reference names the file of a paper."""
    return _REFERENCE.fullmatch(ref) is not None


def is_gone(media: Media, line: OrderLine) -> bool:
    """Whether the file of a line's paper was kept, and is not there any more."""
    return bool(line.document_file) and not media.has(line.document_file or "")


async def tell_gone(db: AsyncSession, line: OrderLine, now: datetime) -> None:
    """Tells the coordinators, once a day at most, that the file of a line's paper is not there any more."""
    chats = await people.chats_of_coordinators(db)
    subject = f"{line.order_id}/{line.id}"
    await outbox.put(db, NoticeKind.PAPER_FILE_GONE, subject, chats, now.toordinal(), now)


async def find(db: AsyncSession, media: Media, ref: str) -> PaperFile | None:
    """The file behind such a reference, None when there is none. The caller checks who may have it."""
    line_id = int(ref.partition("/")[2])
    query = select(OrderLine.document_file, Order.number).join(Order).where(OrderLine.id == line_id)
    row = (await db.execute(query)).first()
    if row is None or not row.document_file:
        return None
    suffix = PurePosixPath(row.document_file).suffix
    name = f"{row.number}-paper-{line_id}{suffix}"
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return PaperFile(media.path(row.document_file), name, mime)


def by_age(now: datetime) -> Any:
    """The ids of all lines, and whether the file of its paper is due.

    A file is due 30 days after delivery or cancelling, 120 days after the shipment's closing while delivery
    is unknown.
    """
    is_due = (OrderLine.document_file.is_not(None) & _is_due(now)).label("is_due")
    lines = select(OrderLine.id, is_due).join(Order, Order.id == OrderLine.order_id)
    return lines.outerjoin(Shipment, Shipment.id == Order.shipment_id)


async def erase_due(db: AsyncSession, line_ids: Collection[int], media: Media, now: datetime) -> int:
    """Erases the files of these lines' papers that are due, returns how many; name and number stay.

    A file is removed before its row is committed: after a crash in between it is removed again.
    """
    due = (
        select(OrderLine, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Shipment, Shipment.id == Order.shipment_id)
        .where(OrderLine.id.in_(line_ids), OrderLine.document_file.is_not(None), _is_due(now))
        .order_by(OrderLine.id)
    )
    rows = [(line, order) for line, order in await db.execute(due)]
    for line, order in rows:
        await media.remove(line.document_file or "")
        line.document_file = None
        history.note_down(db, order, ERASED, now, None, BY_ITSELF, name_id=line.name_id, name_en=line.name_en)
    await db.flush()
    return len(rows)


async def erase_unused(media: Media, old: Collection[str], used: Collection[str]) -> int:
    """Erases those old files that no row refers to, and returns how many.

    Such files are filled-in sheets, which are read on arrival, and answers that came too late.
    """
    unused = [ref for ref in old if ref not in used]
    for ref in unused:
        await media.remove(ref)
    return len(unused)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(
        Order.delivered_at <= now - AFTER_DELIVERY,
        Order.cancelled_at <= now - AFTER_CANCELLING,
        Order.delivered_at.is_(None) & (Shipment.closed_at <= now - AFTER_CLOSING),
    )
