"""What stands in the way of erasing a person, what would be erased, and a seal of just that."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.core.clock import solo_day
from bot.ordering import consignees
from bot.orders import Order, OrderState
from bot.people import HeldRole, Role
from bot.shipments import Shipment


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An order on its way, and when it counts as finished at the latest; None while its shipment is open."""

    order: Order
    last_day: datetime | None


@dataclass(frozen=True, slots=True)
class ErasureCheck:
    """A person as they may be erased: `orders` stay as numbers, `unfinished` ones come first.

    `last_owner`: nobody else could invite a coordinator. The seal holds for one day.
    """

    unfinished: Sequence[Unfinished]
    orders: int
    newest_order: int
    roles: Sequence[HeldRole]
    last_owner: bool
    day: date

    @property
    def may_be_erased(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.unfinished and not self.last_owner

    @property
    def seal(self) -> str:
        """A checksum of what the person is shown; whoever confirms it has seen exactly this, today."""
        shown = (
            self.day.isoformat(),
            self.orders,
            self.newest_order,
            [one.order.id for one in self.unfinished],
            [one.id for one in self.roles],
            self.last_owner,
        )
        return f"{zlib.crc32(repr(shown).encode()):08x}"


async def check(db: AsyncSession, person_id: int, now: datetime) -> ErasureCheck:
    """Looks at a person's orders and roles."""
    placed = select(func.count(Order.id), func.coalesce(func.max(Order.id), 0))
    placed = placed.where(Order.customer_id == person_id, Order.state != OrderState.DRAFT)
    count, newest = (await db.execute(placed)).one()
    roles = await people.roles_of(db, person_id)
    return ErasureCheck(
        unfinished=await _unfinished(db, person_id, now),
        orders=count,
        newest_order=newest,
        roles=roles,
        last_owner=await _is_last_owner(db, person_id, roles),
        day=solo_day(now),
    )


async def _unfinished(db: AsyncSession, person_id: int, now: datetime) -> list[Unfinished]:
    running = select(Order, Shipment).outerjoin(Shipment, Shipment.id == Order.shipment_id)
    running = running.where(Order.customer_id == person_id, Order.state == OrderState.PLACED)
    running = running.where(Order.erased_at.is_(None), Order.delivered_at.is_(None)).order_by(Order.id)
    return [
        Unfinished(order, consignees.last_day(shipment))
        for order, shipment in await db.execute(running)
        if not consignees.is_finished(order, shipment, now)
    ]


async def _is_last_owner(db: AsyncSession, person_id: int, roles: Sequence[HeldRole]) -> bool:
    if not any(one.role == Role.OWNER for one in roles):
        return False
    return all(one.id == person_id for one in await people.holders(db, Role.OWNER))
