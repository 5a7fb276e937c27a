"""The shop's books at one moment, read in one transaction: orders, manifests, notices, stock, inbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.catalog import Product
from bot.conversation.inbox import InboxRow
from bot.core.database import Database
from bot.orders import Order, OrderHistory, OrderLine, OrderState
from bot.people import Chat
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import Notice, NoticeState
from bot.shipments import Shipment, ShipmentState
from bot.shipping.manifests import Freeze, Manifest, ManifestLine, Parcel
from tests.support.told_notices import TITLES, Subject

DELIVERED = (NoticeState.SENT, NoticeState.ANSWERED)
OF_A_MANIFEST = (NoticeKind.PICK_LIST, NoticeKind.MANIFEST)
Pieces = dict[str, int]
"""By the product's Indonesian name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A placed order: whose, in which shipment, what was ordered, what is due, and how often it was done."""

    number: str
    chat: int
    shipment: str
    is_closed: bool
    ordered: Pieces
    due: Pieces
    history: Mapping[str, int]
    """How often its history has an entry of each kind."""


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A notice and how far it has come."""

    subject: Subject
    state: str
    attempts: int

    @property
    def is_being_sent(self) -> bool:
        """Whether some program has claimed it and not written down what became of it."""
        return self.state == NoticeState.QUEUED and self.attempts > 0


@dataclass(frozen=True, slots=True)
class Books:
    """Everything at one moment. `manifests` are the complete ones of each shipment, by order and product."""

    orders: Mapping[str, Entry]
    manifests: Mapping[str, Sequence[Mapping[str, Pieces]]]
    in_the_making: frozenset[str]
    notices: Sequence[NoticeEntry]
    stock: Mapping[str, int | None]
    updates: int
    unanswered: int
    parked: Sequence[str]
    """The errors of updates that could not be handled."""


async def read(db: Database) -> Books:
    """Reads them as of one moment, while others may be writing."""
    async with db.reading() as connection:
        if not db.is_sqlite:
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        orders, stock = await _orders(connection), await _stock(connection)
        inbox = select(
            func.count(),
            func.count().filter(InboxRow.answered_at.is_(None)),
        )
        updates, unanswered = (await connection.execute(inbox)).one()
        parked = [*await connection.scalars(select(InboxRow.error).where(InboxRow.error != ""))]
        wanted = select(Shipment.code).join(Freeze).where((Freeze.wanted > Freeze.done) | Freeze.telling)
        making = frozenset((await connection.scalars(wanted)).all())
        manifests = await _manifests(connection)
        notices = await _notices(connection)
    return Books(orders, manifests, making, notices, stock, updates, unanswered, parked)


async def _stock(connection: AsyncConnection) -> dict[str, int | None]:
    return {row[0]: row[1] for row in await connection.execute(select(Product.name_id, Product.stock))}


async def _orders(connection: AsyncConnection) -> dict[str, Entry]:
    lines = (
        select(
            Order.number, Chat.chat_id, Shipment.code, Shipment.state, OrderLine.name_id, OrderLine.ordered,
            OrderLine.due,
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Chat, Chat.person_id == Order.customer_id)
        .join(Shipment, Shipment.id == Order.shipment_id)
        .where(Order.state == OrderState.PLACED)
    )  # fmt: skip
    happened = (
        select(Order.number, OrderHistory.what, func.count())
        .join(Order)
        .group_by(Order.number, OrderHistory.what)
    )
    history: dict[str, dict[str, int]] = defaultdict(dict)
    for number, what, count in await connection.execute(happened):
        history[number][what] = count
    found: dict[str, Entry] = {}
    for number, chat, code, state, name, ordered, due in await connection.execute(lines):
        closed = state != ShipmentState.OPEN
        entry = found.setdefault(number, Entry(number, int(chat), code, closed, {}, {}, history[number]))
        entry.ordered[name], entry.due[name] = ordered, due
    return found


async def _manifests(connection: AsyncConnection) -> dict[str, list[dict[str, Pieces]]]:
    versions = (
        select(
            Shipment.code, Manifest.version, ManifestLine.order_number, ManifestLine.name_id,
            func.sum(ManifestLine.quantity),
        )
        .join(Manifest, Manifest.shipment_id == Shipment.id)
        .join(Parcel, Parcel.manifest_id == Manifest.id)
        .join(ManifestLine, ManifestLine.parcel_id == Parcel.id)
        .where(Manifest.version > 0)
        .group_by(Shipment.code, Manifest.version, ManifestLine.order_number, ManifestLine.name_id)
        .order_by(Shipment.code, Manifest.version)
    )  # fmt: skip
    found: dict[str, dict[int, dict[str, Pieces]]] = defaultdict(dict)
    for code, version, number, name, pieces in await connection.execute(versions):
        found[code].setdefault(version, {}).setdefault(number, {})[name] = int(pieces)
    return {code: [*each.values()] for code, each in found.items()}


async def _notices(connection: AsyncConnection) -> list[NoticeEntry]:
    numbers = dict((await connection.execute(select(Order.id, Order.number))).all())
    codes = dict((await connection.execute(select(Shipment.id, Shipment.code))).all())
    rows = (
        select(Chat.chat_id, Notice.kind, Notice.subject, Notice.version, Notice.state, Notice.attempts)
        .join(Chat)
        .where(Notice.kind.in_([*TITLES, NoticeKind.SHORTAGE_SEEN]))
    )
    return [
        NoticeEntry(Subject(int(chat), _kind(kind), _about(kind, subject, version, numbers, codes)), *more)
        for chat, kind, subject, version, *more in await connection.execute(rows)
    ]


def _kind(kind: str) -> str:
    """Customers and coordinators read of a shortage under the same title."""
    return NoticeKind.SHORTAGE if kind == NoticeKind.SHORTAGE_SEEN else kind


def _about(
    kind: str, subject: str, version: int, numbers: Mapping[int, str], codes: Mapping[int, str]
) -> str:
    number = int(subject.partition("/")[0])
    return f"{codes[number]}-v{version}" if kind in OF_A_MANIFEST else numbers[number]
