"""A frozen pick list of an UMKM in words: its hand-in date, and how many of each product."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.handlers.shared import formatting
from bot.shipping.manifests import Manifest, Pick


def pick_head(manifest: Manifest) -> str:
    """The line with the hand-in date of a pick list."""
    return _("Hand in by {moment}.").format(moment=formatting.moment(manifest.hand_in_at))


async def pick_lines(db: AsyncSession, manifest_id: int, umkm_id: int) -> Sequence[str]:
    """The total pieces of each product that a manifest wants from an UMKM."""
    columns = (Pick.name_id, Pick.name_en, Pick.pieces)
    query = (
        select(*columns).where(Pick.manifest_id == manifest_id, Pick.umkm_id == umkm_id).order_by(Pick.sku)
    )
    words = _("{pieces} × {name}")
    picks = (await db.execute(query)).all()
    return [words.format(pieces=row.pieces, name=_name(row.name_id, row.name_en)) for row in picks]


def _name(name_id: str, name_en: str) -> str:
    return shorten(name_en if language() == "en" else name_id, 80)
