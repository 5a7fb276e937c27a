"""Finds placed orders that newer rules affect. It changes none of them: coordinators decide about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.catalog import Ware
from bot.core import named_values
from bot.destinations import Action, Restrictions, Verdict
from bot.orders import Choice, Order, OrderLine, OrderState
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind
from bot.shipments import Shipment, ShipmentState

KNOWN_RULES = "restrictions_version"


_IN_OPEN_SHIPMENTS = (
    Order.state == OrderState.PLACED,
    Shipment.state == ShipmentState.OPEN,
    OrderLine.ordered > 0,
    OrderLine.choice != Choice.DROP,
    OrderLine.action != "",
)
# What a verdict depends on: there are far fewer kinds than lines.
_KIND = (Order.destination, Order.commercial, OrderLine.product_id, OrderLine.classes, OrderLine.action)


@dataclass(frozen=True, slots=True)
class AffectedLine:
    """A line of an order in an open shipment, with the verdict of today's rules.

    `before` is the action recorded at placing.
    """

    order_id: int
    number: str
    shipment_id: int
    sku: str
    name_id: str
    name_en: str
    pieces: int
    before: Action
    verdict: Verdict

    def name(self, language: str) -> str:
        """The product's name at placing."""
        return self.name_en if language == "en" else self.name_id


@dataclass(frozen=True, slots=True)
class AffectedCounts:
    """How many orders and lines today's rules affect."""

    orders: int = 0
    lines: int = 0


async def count_affected(
    db: AsyncSession, restrictions: Restrictions, wares: Mapping[int, Ware], day: date
) -> AffectedCounts:
    """How many lines `affected` has, and of how many orders, without loading them."""
    stricter = await _stricter(db, restrictions, wares, day)
    if not stricter:
        return AffectedCounts()
    counted = _of_open_shipments(select(func.count(Order.id.distinct()), func.count(OrderLine.id)))
    orders, lines = (await db.execute(counted.where(tuple_(*_KIND).in_(stricter)))).one()
    return AffectedCounts(orders, lines)


async def affected(
    db: AsyncSession,
    restrictions: Restrictions,
    wares: Mapping[int, Ware],
    day: date,
    skipped: int = 0,
    most: int | None = None,
) -> Sequence[AffectedLine]:
    """The lines of orders in open shipments that today's rules treat more strictly than those at placing.

    They come by order; of those behind the first `skipped`, `most`.
    """
    stricter = await _stricter(db, restrictions, wares, day)
    if not stricter:
        return []
    columns = (Order.id, Order.number, Order.shipment_id)
    of_line = (OrderLine.sku, OrderLine.name_id, OrderLine.name_en, OrderLine.ordered)
    lines = _of_open_shipments(select(*columns, *of_line, *_KIND)).where(tuple_(*_KIND).in_(stricter))
    rows = await db.execute(lines.order_by(Order.id, OrderLine.id).offset(skipped).limit(most))
    return [_affected(row, stricter[tuple(row[7:])]) for row in rows]


async def _stricter(
    db: AsyncSession, restrictions: Restrictions, wares: Mapping[int, Ware], day: date
) -> Mapping[tuple[Any, ...], Verdict]:
    """Today's verdicts on the kinds of lines that are treated more strictly than at their placing."""
    kinds = await db.execute(_of_open_shipments(select(*_KIND).distinct()))
    verdicts = {tuple(kind): _today(kind, restrictions, wares, day) for kind in kinds}
    return {kind: one for kind, one in verdicts.items() if one.action > Action(kind[-1])}


def _affected(row: Any, verdict: Verdict) -> AffectedLine:
    order_id, number, shipment_id, sku, name_id, name_en, pieces = row[:7]
    before = Action(row.action)
    return AffectedLine(order_id, number, shipment_id, sku, name_id, name_en, pieces, before, verdict)


def _of_open_shipments(query: Any) -> Select[Any]:
    joined = query.join_from(Order, OrderLine, OrderLine.order_id == Order.id)
    filtered: Select[Any] = joined.join(Shipment, Shipment.id == Order.shipment_id).where(*_IN_OPEN_SHIPMENTS)
    return filtered


def _today(kind: Any, restrictions: Restrictions, wares: Mapping[int, Ware], day: date) -> Verdict:
    # The goods keep the classes of their placing, except those that the rules no longer know.
    classes = [one for one in kind.classes.split(";") if one in restrictions.known_classes]
    ware = wares.get(kind.product_id)
    stays = ware.stays_because if ware else ""
    return restrictions.verdict(kind.destination or "", classes, day, kind.commercial, stays)


async def announce(
    db: AsyncSession, restrictions: Restrictions, wares: Mapping[int, Ware], now: datetime, day: date
) -> int:
    """Notifies coordinators, once per version of the rules, of affected orders; returns how many there are.

    Stores the version as known.
    """
    if await named_values.get(db, KNOWN_RULES) == restrictions.version:
        return 0
    await named_values.put(db, KNOWN_RULES, restrictions.version)
    orders = (await count_affected(db, restrictions, wares, day)).orders
    if orders:
        chats = await people.chats_of_coordinators(db)
        await outbox.put(db, NoticeKind.RULES_TOUCH, restrictions.version, chats, 1, now)
    return orders
