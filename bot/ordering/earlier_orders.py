"""What one recipient was sent lately: some borders count parcels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import WIB
from bot.orders import Order, OrderState


async def placed_for(db: AsyncSession, destination: str, mobile: str, since: date) -> Sequence[datetime]:
    """When the orders were placed that a recipient, known by the mobile number, gets there since a day."""
    begin = datetime.combine(since, time(), tzinfo=WIB)
    theirs = select(Order.placed_at).where(Order.destination == destination, Order.mobile == mobile)
    standing = theirs.where(Order.state == OrderState.PLACED, Order.placed_at >= begin)
    return [at for at in await db.scalars(standing) if at is not None]
