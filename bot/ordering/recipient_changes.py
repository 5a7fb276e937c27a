"""Changes of a placed order's recipient: gathered answer by answer, and saved all together.

Until the cut-off the customer may change them, afterwards a coordinator with a reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, String, Text, delete
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base
from bot.ordering import history, identity_numbers
from bot.ordering.actors import Actor, held_for, tell_customer
from bot.orders import Order, OrderMovedOn, OrderState, TooLate
from bot.people.notice_kinds import NoticeKind

KEPT = timedelta(days=7)
"""How long an unsaved change is stored: it contains names and addresses."""


class RecipientChange(Base):
    """The recipient of a placed order as somebody wants it to be, not saved yet; at most one per person.

    `before` is the checksum of the order's recipient when the change was begun. `number` is the identity
    number of another consignee; it goes with the row. The other columns are those of `Order`.
    """

    __tablename__ = "recipient_changes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    before: Mapped[str] = mapped_column(String(8))
    destination: Mapped[str] = mapped_column(String(2))
    consignee_name: Mapped[str] = mapped_column(String(200))
    mobile: Mapped[str] = mapped_column(String(20))
    address_typed: Mapped[dict[str, str]] = mapped_column(JSON)
    address: Mapped[dict[str, str]] = mapped_column(JSON)
    unlisted: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    note: Mapped[str | None] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime]

    @property
    def id(self) -> int:
        """The order's id: whoever fills in the form may hold an order or a change of one."""
        return self.order_id

    @property
    def seal(self) -> str:
        """A checksum of all that it holds: what is saved is what was seen."""
        return _short([self.order_id, self.before, self.number, checksum(self)])

    def __repr__(self) -> str:
        return f"RecipientChange(of order {self.order_id} by {self.person_id})"


def checksum(recipient: Order | RecipientChange) -> str:
    """A short checksum of consignee, telephone, address and note."""
    own = [recipient.consignee_name, recipient.mobile, recipient.note, recipient.address_typed]
    return _short(own)


def _short(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:8]


async def of(db: AsyncSession, person_id: int, order_id: int) -> RecipientChange | None:
    """The person's unsaved change of this order."""
    found = await db.get(RecipientChange, person_id, populate_existing=True)
    return found if found is not None and found.order_id == order_id else None


async def begun(db: AsyncSession, person_id: int, order: Order, now: datetime) -> RecipientChange:
    """The unsaved change of this order; a new one, not kept yet, if none fits the recipient as it is."""
    found = await of(db, person_id, order.id)
    if found is not None and found.before == checksum(order):
        return found
    return RecipientChange(
        person_id=person_id,
        order_id=order.id,
        before=checksum(order),
        destination=order.destination or "",
        consignee_name=order.consignee_name,
        mobile=order.mobile,
        address_typed=dict(order.address_typed),
        address=dict(order.address),
        unlisted=dict(order.unlisted),
        note=order.note,
        made_at=now,
    )


async def keep(db: AsyncSession, change: RecipientChange) -> None:
    """Stores what the person wants, in place of any other change of theirs."""
    if change not in db:
        await forget(db, change.person_id)
        db.add(change)
    await db.flush()


def differences(order: Order, change: RecipientChange) -> list[str]:
    """The ids of the questions whose answer changes, in a steady order."""
    named = {"name": "consignee_name", "mobile": "mobile", "note": "note"}
    own = [field for field, column in named.items() if getattr(order, column) != getattr(change, column)]
    typed, wanted = order.address_typed, change.address_typed
    parts = [one for one in {**typed, **wanted} if typed.get(one, "") != wanted.get(one, "")]
    return [*own, *parts, *(["number"] if change.number else [])]


def is_another_person(order: Order, change: RecipientChange) -> bool:
    """Whether another person receives it: an identity number belongs to one person."""
    return order.consignee_name != change.consignee_name


async def save(db: AsyncSession, order_id: int, seal: str, number_kind: str, actor: Actor) -> Order:
    """Takes the actor's change over into the order, whole, if it is still the one of this seal.

    `number_kind` is the identity number that the destination asks, or "". The history names what changed and
    not the values: those are erased with the order's own. Raises NoSuchOrder, TooLate, OrderMovedOn.
    """
    order, _shipment = await held_for(db, order_id, actor)
    if order.state != OrderState.PLACED or order.erased_at is not None:
        raise TooLate
    change = await of(db, actor.person_id or 0, order_id)
    if change is None or change.before != checksum(order) or change.seal != seal:
        raise OrderMovedOn
    fields = differences(order, change)
    if fields:
        await _take_over(db, order, change, number_kind, actor)
        facts = {"fields": fields, "reason": actor.reason}
        history.note_down(db, order, "recipient_changed", actor.now, actor.person_id, actor.role, **facts)
    await db.delete(change)
    await db.flush()
    if fields and actor.is_coordinator:
        await tell_customer(db, NoticeKind.RECIPIENT_CHANGED, order, actor, fields=fields)
    return order


async def _take_over(
    db: AsyncSession, order: Order, change: RecipientChange, number_kind: str, actor: Actor
) -> None:
    if is_another_person(order, change):
        await identity_numbers.forget(db, order.id)
    if change.number and number_kind:
        await identity_numbers.give(db, order, number_kind, change.number, actor.now)
    order.consignee_name, order.mobile, order.note = change.consignee_name, change.mobile, change.note
    order.address_typed, order.address = dict(change.address_typed), dict(change.address)
    order.unlisted = dict(change.unlisted)
    order.revision += 1


async def forget(db: AsyncSession, person_id: int) -> None:
    """Deletes what the person has not saved."""
    await db.execute(delete(RecipientChange).where(RecipientChange.person_id == person_id))


async def forget_of(db: AsyncSession, order_ids: Collection[int]) -> None:
    """Deletes what anybody has not saved of these orders: their names are erased."""
    await db.execute(delete(RecipientChange).where(RecipientChange.order_id.in_(order_ids)))


async def forget_old(connection: AsyncConnection, now: datetime) -> None:
    """Deletes what was begun long ago and never saved."""
    await connection.execute(delete(RecipientChange).where(RecipientChange.made_at < now - KEPT))
