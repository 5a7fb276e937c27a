"""Which products are ordered most: counted in placed orders, and only once there are enough of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import WIB
from bot.orders import Order, OrderLine, OrderState

LEAST_ORDERS = 10
"""With fewer orders in the period, which product leads is chance."""
LEAST_EACH = 3
"""A product that fewer orders have is no best seller."""
DAYS = 180


@dataclass(frozen=True, slots=True)
class BestSellers:
    """The reading of the orders since a day: ids with the number of orders that have them, most first.

    It reads every order of the period, so it is read beside the turns.
    """

    since: date
    most: int = 7

    async def read(self, db: AsyncSession) -> tuple[int, list[tuple[int, int]]]:
        """How many orders there are, and the products; none while there are too few orders."""
        start = datetime.combine(self.since, time(), WIB)
        placed = (Order.state == OrderState.PLACED, Order.placed_at >= start)
        orders = await db.scalar(select(func.count()).select_from(Order).where(*placed)) or 0
        if orders < LEAST_ORDERS:
            return orders, []
        times = func.count(OrderLine.id)
        counted = (
            select(OrderLine.product_id, times)
            .join(Order, Order.id == OrderLine.order_id)
            .where(*placed, OrderLine.ordered > 0)
            .group_by(OrderLine.product_id)
            .having(times >= LEAST_EACH)
            .order_by(times.desc(), OrderLine.product_id)
            .limit(self.most)
        )
        return orders, [(product_id, many) for product_id, many in await db.execute(counted)]
