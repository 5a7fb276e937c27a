"""The data that an UMKM may see: its own lines of orders and pick lists, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipments
from bot.catalog import Umkm
from bot.conversation.routing import Redirect
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn
from bot.ordering import order_numbers
from bot.orders import Choice, NoSuchOrder, Order, OrderLine, OrderState
from bot.people import Role
from bot.shipments import Shipment, ShipmentState
from bot.shipping.manifests import Manifest, Pick

NEWEST = 200
_WAITS = OrderLine.confirmed.is_(None)
_STANDING = and_(
    Order.state == OrderState.PLACED,
    OrderLine.ordered > 0,
    OrderLine.choice != Choice.DROP,
    OrderLine.held_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """An order as one of its UMKM sees it."""

    order: Order
    umkm: Umkm
    lines: Sequence[OrderLine]
    shipment: Shipment

    @property
    def to_make(self) -> list[OrderLine]:
        """The lines that the UMKM still has to make."""
        if self.order.state != OrderState.PLACED:
            return []
        return [line for line in self.lines if line.wanted]

    def takes_answers(self, now: datetime) -> bool:
        """Whether the UMKM can still answer."""
        return bool(self.to_make) and shipments.takes_changes(self.shipment, now)


async def umkm_ids(turn: Turn) -> list[int]:
    """The ids of the UMKM that this person belongs to."""
    return [
        held.umkm_id for held in await turn.roles() if held.role == Role.UMKM and held.umkm_id is not None
    ]


async def belongs(turn: Turn, umkm_id: int) -> bool:
    """Whether the person belongs to this UMKM."""
    return umkm_id in await umkm_ids(turn)


async def read(db: AsyncSession, order_id: int, umkm_id: int) -> OwnOrder:
    """An UMKM's part of an order. Raises NoSuchOrder when it has none."""
    query = select(Order).where(Order.id == order_id, Order.state != OrderState.DRAFT)
    order = await db.scalar(query.execution_options(populate_existing=True))
    lines = [line for line in order.lines if line.umkm_id == umkm_id] if order else []
    umkm = await db.get(Umkm, umkm_id)
    if order is None or umkm is None or not lines or order.shipment_id is None:
        raise NoSuchOrder
    return OwnOrder(order, umkm, lines, await db.get_one(Shipment, order.shipment_id))


async def order(turn: Turn, order_id: int, umkm_id: int) -> OwnOrder:
    """The part of an order of this person's UMKM. Raises Redirect home when it has none, or is another's."""
    if not await belongs(turn, umkm_id):
        raise not_yours()
    try:
        return await read(turn.db, order_id, umkm_id)
    except NoSuchOrder:
        raise not_yours() from None


def not_yours() -> Redirect:
    """The redirect home with a kind no, for whatever is not this UMKM's."""
    return Redirect("u", _("There is no such order or list of your UMKM."))


async def by_number(turn: Turn, number: str) -> tuple[int, int] | None:
    """The ids of order and UMKM for an order number; None without lines of this person's UMKM."""
    found = await order_numbers.by_number(turn.db, number)
    own_ids = set(await umkm_ids(turn))
    makers = sorted({line.umkm_id for line in found.lines if line.umkm_id in own_ids}) if found else []
    return (found.id, makers[0]) if found and makers and makers[0] is not None else None


def _listed(mine: Sequence[int], now: datetime) -> tuple[Any, ColumnElement[bool]]:
    unanswered = func.sum(case((_WAITS, 1), else_=0))
    opened = and_(Shipment.state == ShipmentState.OPEN, Shipment.cutoff_at > now)
    listing = (
        select(
            Order.id,
            Order.number,
            OrderLine.umkm_id,
            Umkm.name,
            func.sum(OrderLine.ordered).label("pieces"),
            func.count(OrderLine.id).label("lines"),
            Shipment.hand_in_at,
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Umkm, Umkm.id == OrderLine.umkm_id)
        .join(Shipment, Shipment.id == Order.shipment_id)
        .where(_STANDING, OrderLine.umkm_id.in_(mine))
        .group_by(Order.id, Order.number, OrderLine.umkm_id, Umkm.name, Shipment.hand_in_at)
        .group_by(Shipment.state, Shipment.cutoff_at)
    )
    return listing, and_(unanswered > 0, opened)


@dataclass(frozen=True, slots=True)
class _Orders:
    """Rows of all orders of these UMKM: however few are shown, each has to be looked at."""

    rows: Callable[[Sequence[int], datetime], Any]
    mine: tuple[int, ...]
    now: datetime = field(compare=False)

    async def read(self, db: AsyncSession) -> Sequence[Any]:
        """The rows."""
        return (await db.execute(self.rows(self.mine, self.now))).all()


async def _rows(turn: Turn, rows: Callable[[Sequence[int], datetime], Any]) -> Sequence[Any]:
    return await turn.read_beside(_Orders(rows, tuple(await umkm_ids(turn)), turn.now))


async def waiting(turn: Turn) -> Sequence[Any]:
    """Orders that still wait for an answer, nearest cut-off first."""
    return await _rows(turn, _waiting)


def _waiting(mine: Sequence[int], now: datetime) -> Any:
    listing, open_question = _listed(mine, now)
    return listing.having(open_question).order_by(Shipment.cutoff_at, Order.id).limit(NEWEST)


async def settled(turn: Turn) -> Sequence[Any]:
    """Orders that are answered or past their cut-off, newest first."""
    return await _rows(turn, _settled)


def _settled(mine: Sequence[int], now: datetime) -> Any:
    listing, open_question = _listed(mine, now)
    return listing.having(~open_question).order_by(Order.id.desc()).limit(NEWEST)


async def gathering(turn: Turn) -> Sequence[Any]:
    """The open shipments that this person's UMKM have something to prepare for."""
    return await _rows(turn, _gathering)


def _gathering(mine: Sequence[int], _now: datetime) -> Any:
    return (
        select(OrderLine.umkm_id, Umkm.name, Shipment.id, Shipment.code, Shipment.hand_in_at)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Umkm, Umkm.id == OrderLine.umkm_id)
        .join(Shipment, Shipment.id == Order.shipment_id)
        .where(_STANDING, OrderLine.umkm_id.in_(mine), Shipment.state == ShipmentState.OPEN)
        .distinct()
        .order_by(Shipment.hand_in_at, Shipment.id, OrderLine.umkm_id)
    )


async def pick_lists(turn: Turn) -> Sequence[Any]:
    """The manifest versions that hold lines of this person's UMKM, newest first."""
    columns = (Manifest.shipment_id, Manifest.version, Manifest.number, Manifest.hand_in_at, Manifest.id)
    rows = (
        select(Pick.umkm_id, *columns)
        .join(Manifest, Manifest.id == Pick.manifest_id)
        .where(Pick.umkm_id.in_(await umkm_ids(turn)))
        .distinct()
        .order_by(Manifest.id.desc(), Pick.umkm_id)
        .limit(NEWEST)
    )
    found: Sequence[Any] = (await turn.db.execute(rows)).all()
    return found
