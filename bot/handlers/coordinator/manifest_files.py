"""The files of a frozen manifest: which of them go out by themselves, and what each is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.shipping import handling_log

FROZEN = ("xlsx", "csv")
"""What a coordinator gets when a manifest is frozen, before anything is weighed."""
HANDED_OVER = ("xlsx", "csv", "packing", "invoice", "labels")
"""What the carrier needs: goes out with a forward."""


async def references(db: AsyncSession, shipment_id: int, version: int, kinds: Iterable[str]) -> Sequence[str]:
    """The references of documents as things stand: with all that was weighed and numbered so far."""
    seq = await handling_log.newest(db, shipment_id)
    start = f"manifest/{shipment_id}/v{version}{f'/w{seq}' if seq else ''}"
    return [f"{start}/{kind}" for kind in kinds]
