"""The history of an order: an entry for every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.orders import Order, OrderHistory


def note_down(
    db: AsyncSession, order: Order, what: str, now: datetime, who: int | None, role: str, **facts: Any
) -> None:
    """Adds an entry to an order's history."""
    db.add(OrderHistory(order_id=order.id, at=now, who_id=who, role=role, what=what, facts=facts))


async def history(db: AsyncSession, order_id: int) -> Sequence[OrderHistory]:
    """Everything that happened to an order, oldest first."""
    rows = select(OrderHistory).where(OrderHistory.order_id == order_id).order_by(OrderHistory.id)
    return (await db.scalars(rows)).all()
