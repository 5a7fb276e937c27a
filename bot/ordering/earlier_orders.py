"""Recent orders for one recipient: some borders limit how many parcels a person may receive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import WIB
from bot.orders import Order, OrderState


async def placed_for(db: AsyncSession, destination: str, mobile: str, since: date) -> Sequence[datetime]:
    """When the orders to a destination for a recipient, known by mobile number, were placed since a day."""
    begin = datetime.combine(since, time(), tzinfo=WIB)
    theirs = select(Order.placed_at).where(Order.destination == destination, Order.mobile == mobile)
    recent = theirs.where(Order.state == OrderState.PLACED, Order.placed_at >= begin)
    return [at for at in await db.scalars(recent) if at is not None]
