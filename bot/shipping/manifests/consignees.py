"""Takes the persons out of frozen manifests: parcels and lines stay as figures, and all sums with them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.shipping.manifests.tables import ManifestLine, Parcel


async def forget_consignees(db: AsyncSession, order_ids: Collection[int]) -> None:
    """Empties names, addresses and notes in every version's parcels of these orders, and friends' names.

    A parcel that several orders share is that of its first order.
    """
    parcels = update(Parcel).where(Parcel.order_id.in_(order_ids))
    nobody = {"consignee_name": "", "consignee_name_native": "", "mobile": "", "note": ""}
    nowhere: dict[str, object] = {"address": {}, "address_lines": [], "address_lines_native": []}
    await db.execute(parcels.values(**nobody, **nowhere))
    lines = update(ManifestLine).where(ManifestLine.order_id.in_(order_ids))
    await db.execute(lines.where(ManifestLine.shares.is_not(None)).values(shares=None))
