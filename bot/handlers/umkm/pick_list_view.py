"""A frozen pick list of an UMKM in words: until when, and how many of what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.handlers.shared import formatting
from bot.shipping.manifests import Manifest, Pick


def pick_head(manifest: Manifest) -> str:
    """Until when a pick list is to be handed in."""
    return _("Hand in by {moment}.").format(moment=formatting.moment(manifest.hand_in_at))


async def pick_lines(db: AsyncSession, manifest_id: int, umkm_id: int) -> Sequence[str]:
    """What a manifest wants of an UMKM in total, product by product."""
    columns = (Pick.name_id, Pick.name_en, Pick.pieces)
    rows = select(*columns).where(Pick.manifest_id == manifest_id, Pick.umkm_id == umkm_id).order_by(Pick.sku)
    line = _("{pieces} × {name}")
    found = (await db.execute(rows)).all()
    return [line.format(pieces=row.pieces, name=_name(row.name_id, row.name_en)) for row in found]


def _name(name_id: str, name_en: str) -> str:
    return shorten(name_en if language() == "en" else name_id, 80)
