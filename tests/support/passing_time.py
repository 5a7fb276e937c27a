"""Time passes in a transcript: the clock is moved, and the house has done what has become due."""

from __future__ import annotations

import asyncio

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipments
from bot.core.database import session_on
from bot.shipping.manifests import Freeze
from tests.support.chat_people import PATIENCE
from tests.support.running_shop import RunningShop

LOOK_AGAIN = 0.02


async def later(shop: RunningShop, **time: float) -> None:
    """So much later: nothing that has become due meanwhile is still to be done.

    What the next step changes is then the step's own doing, on whatever day it is played.
    """
    shop.later(**time)
    await caught_up(shop)


async def caught_up(shop: RunningShop) -> None:
    """Waits until the worker has done what is due."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if not await _behind(shop):
                return
            await asyncio.sleep(LOOK_AGAIN)


async def _behind(shop: RunningShop) -> bool:
    """Whether a shipment is to be closed, one to be opened in its place, or a manifest to be made."""
    now = shop.house.clock.now()
    undone = select(Freeze.shipment_id).where(or_(Freeze.wanted > Freeze.done, Freeze.telling)).limit(1)
    async with shop.db.reading() as connection, session_on(connection) as db:
        return (
            bool(await shipments.past_cutoff(db, now))
            or await db.scalar(undone) is not None
            or await _lacking(shop, db)
        )


async def _lacking(shop: RunningShop, db: AsyncSession) -> bool:
    now = shop.house.clock.now()
    open_ones = [one.iso2 for one in shop.house.destinations if one.open]
    return None in [await shipments.joining(db, iso2, now) for iso2 in open_ones]
