"""The files of recorded papers: sent back to coordinators when asked for, and erased in time."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.media import Media
from bot.ordering import history
from bot.orders import BY_ITSELF, Order, OrderLine
from bot.shipments import Shipment

AFTER_DELIVERY = timedelta(days=30)
AFTER_CLOSING = timedelta(days=120)
AFTER_CANCELLING = timedelta(days=30)
UNUSED = timedelta(days=30)
ERASED = "paper_erased"
_REFERENCE = re.compile(r"paper/([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Where the file of a paper is, and how it is called for people."""

    path: Path
    name: str
    mime: str


def reference(line_id: int) -> str:
    """How a screen names the file of a line's paper."""
    return f"paper/{line_id}"


def is_reference(ref: str) -> bool:
    """Whether a file reference means the file of a paper."""
    return _REFERENCE.fullmatch(ref) is not None


async def find(db: AsyncSession, media: Media, ref: str) -> PaperFile | None:
    """The file behind such a reference; None when nothing is kept. Who may have it, the caller checks."""
    line_id = int(ref.partition("/")[2])
    kept = select(OrderLine.document_file, Order.number).join(Order).where(OrderLine.id == line_id)
    row = (await db.execute(kept)).first()
    if row is None or not row.document_file:
        return None
    suffix = PurePosixPath(row.document_file).suffix
    name = f"{row.number}-paper-{line_id}{suffix}"
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return PaperFile(media.path(row.document_file), name, mime)


async def erase_due(db: AsyncSession, media: Media, now: datetime) -> int:
    """Erases the files of papers that have served, and says how many; name and number of a paper stay.

    30 days after delivery or cancelling, 120 days after the shipment's closing while delivery is unknown.
    A file is removed before its row is committed: a crash in between removes it once more.
    """
    due = (
        select(OrderLine, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Shipment, Shipment.id == Order.shipment_id)
        .where(OrderLine.document_file.is_not(None), _has_served(now))
        .order_by(OrderLine.id)
    )
    rows = [(line, order) for line, order in await db.execute(due)]
    for line, order in rows:
        await media.remove(line.document_file or "")
        line.document_file = None
        history.note_down(db, order, ERASED, now, None, BY_ITSELF, name_id=line.name_id, name_en=line.name_en)
    await db.flush()
    return len(rows)


async def erase_unused(db: AsyncSession, media: Media, now: datetime) -> int:
    """Erases files that nothing refers to 30 days after they came, and says how many.

    Filled-in sheets are read when they come, and an answer may have come too late. What else will keep a
    file that was sent must be asked here too. `now` by the clock of the machine, as the files' own times are.
    """
    old = await media.older_than(now - UNUSED)
    used = set(await db.scalars(select(OrderLine.document_file).where(OrderLine.document_file.is_not(None))))
    unused = [ref for ref in old if ref not in used]
    for ref in unused:
        await media.remove(ref)
    return len(unused)


def _has_served(now: datetime) -> ColumnElement[bool]:
    return or_(
        Order.delivered_at <= now - AFTER_DELIVERY,
        Order.cancelled_at <= now - AFTER_CANCELLING,
        Order.delivered_at.is_(None) & (Shipment.closed_at <= now - AFTER_CLOSING),
    )
