"""Which placed orders a newer rule touches. It changes none of them: people decide what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import kept, notifications, people
from bot.catalog import Ware
from bot.destinations import Action, Restrictions, Verdict
from bot.orders import DROP, PLACED, Order, OrderLine
from bot.shipments import OPEN, Shipment

KNOWN_RULES = "restrictions_version"


@dataclass(frozen=True, slots=True)
class Touched:
    """A line of an order whose shipment is open, and what the rules of today say to it.

    `before` is the action that was recorded at placing.
    """

    order: Order
    line: OrderLine
    before: Action
    verdict: Verdict


async def touched(
    db: AsyncSession, restrictions: Restrictions, wares: Mapping[int, Ware], day: date
) -> Sequence[Touched]:
    """The lines of orders in open shipments that today's rules treat stricter than those at placing."""
    rows = (
        select(Order, OrderLine)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Shipment, Shipment.id == Order.shipment_id)
        .where(Order.state == PLACED, Shipment.state == OPEN)
        .where(OrderLine.ordered > 0, OrderLine.choice != DROP)
        .order_by(Order.id, OrderLine.id)
    )
    looked_at = [
        Touched(order, line, Action(line.action), _today(order, line, restrictions, wares, day))
        for order, line in await db.execute(rows)
    ]
    return [one for one in looked_at if one.verdict.action > one.before]


def _today(
    order: Order, line: OrderLine, restrictions: Restrictions, wares: Mapping[int, Ware], day: date
) -> Verdict:
    # The goods are as they were bought; only a class that the rules no longer know cannot be asked about.
    classes = [one for one in line.classes.split(";") if one in restrictions.known_classes]
    ware = wares.get(line.product_id)
    stays = ware.stays_because if ware else ""
    return restrictions.verdict(order.destination or "", classes, day, order.commercial, stays)


async def announce(
    db: AsyncSession, restrictions: Restrictions, wares: Mapping[int, Ware], now: datetime, day: date
) -> int:
    """Tells the coordinators, once per version of the rules, when it touches orders; returns how many.

    Writes down which version is known by now.
    """
    if await kept.get(db, KNOWN_RULES) == restrictions.version:
        return 0
    await kept.put(db, KNOWN_RULES, restrictions.version)
    orders = {one.order.id for one in await touched(db, restrictions, wares, day)}
    if orders:
        chats = await people.chats_of_coordinators(db)
        await notifications.put(db, "rules_touch", restrictions.version, chats, 1, now)
    return len(orders)
