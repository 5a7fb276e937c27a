"""The files of a frozen manifest: which of them are sent unasked, and their references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.shipping import handling_log

FROZEN = ("xlsx", "csv")
"""The kinds sent to coordinators when a manifest is frozen, before anything is weighed."""
HANDED_OVER = ("xlsx", "csv", "packing", "invoice", "labels")
"""The kinds that the carrier needs, sent when a manifest is forwarded."""


async def references(db: AsyncSession, shipment_id: int, version: int, kinds: Iterable[str]) -> Sequence[str]:
    """The references of these documents with all weights and numbers recorded so far."""
    seq = await handling_log.newest(db, shipment_id)
    start = f"manifest/{shipment_id}/v{version}{f'/w{seq}' if seq else ''}"
    return [f"{start}/{kind}" for kind in kinds]
