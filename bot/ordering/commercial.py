"""Commercial stock: a placed order that an importer resells leaves in a shipment of that importer's own.

Customs treat personal parcels and commercial stock as two kinds of consignment, so the two never share a
shipment, a manifest or a document.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders, people, shipments
from bot.core.clock import solo_day
from bot.core.errors import RantauError
from bot.destinations import Action, Restrictions
from bot.ordering import actors, history
from bot.ordering.actors import Actor
from bot.orders import Order, OrderLine, OrderMovedOn, OrderState, TooLate
from bot.people import outbox
from bot.people.notice_kinds import NoticeKind
from bot.shipments import Shipment

KIND = {True: "commercial", False: "personal"}


class ForbiddenThere(RantauError):
    """The destination refuses some of the goods as this kind of consignment."""


async def turn_into(
    db: AsyncSession, order_id: int, commercial: bool, revision: int, rules: Restrictions, actor: Actor
) -> Order:
    """Makes a placed order commercial stock of its customer, or a personal parcel again, for a coordinator.

    The order moves to the shipment of the new kind that leaves on the same day. Lines for which the rules of
    the two kinds differ follow those of the new kind: a line that needs a paper as stock now waits for it.
    Raises NoSuchOrder, OrderMovedOn, TooLate once either shipment takes no more changes, ForbiddenThere
    for goods that may only go as the other kind.
    """
    order = await orders.lock(db, order_id)
    if order.commercial == commercial:
        return order
    if order.revision != revision:
        raise OrderMovedOn
    if order.state != OrderState.PLACED or order.shipment_id is None:
        raise TooLate
    left = await db.get_one(Shipment, order.shipment_id)
    joined = await _other_kind(db, left, order, actor)
    for shipment_id in sorted((left.id, joined.id)):
        if not shipments.takes_changes(await shipments.lock(db, shipment_id), actor.now):
            raise TooLate
    order.shipment_id, order.commercial = joined.id, commercial
    order.revision += 1
    facts = _under_other_rules(order, rules, solo_day(actor.now))
    facts["shipment"] = joined.code
    history.note_down(db, order, KIND[commercial], actor.now, actor.person_id, actor.role, **facts)
    await db.flush()
    await _tell(db, order, left, joined, actor)
    return order


def _under_other_rules(order: Order, rules: Restrictions, day: date) -> dict[str, Any]:
    """Puts the lines under the rules of their new kind; returns the missing papers for the history."""
    for line in order.lines:
        _read_anew(line, order, rules, day)
    papers = [
        {"name_id": line.name_id, "name_en": line.name_en} for line in order.lines if line.lacks_document
    ]
    return {"papers": papers, "rules": rules.version} if papers else {}


def _read_anew(line: OrderLine, order: Order, rules: Restrictions, day: date) -> None:
    """Puts a line under the rules of its new kind; where both kinds agree it keeps its rules from placing."""
    to, classes = order.destination or "", rules.still_known(line.classes.split(";"))
    new, old = (
        rules.verdict(to, classes, day, commercial=kind) for kind in (order.commercial, not order.commercial)
    )
    if (new.action, new.documents("en")) == (old.action, old.documents("en")):
        return
    if new.blocks and line.ordered:
        raise ForbiddenThere
    line.action, line.rule_version = new.action.value, rules.version
    needs = new.action is Action.NEEDS_DOCUMENT
    line.document_needed = {code: ", ".join(new.documents(code)) for code in ("id", "en")} if needs else None


async def _other_kind(db: AsyncSession, left: Shipment, order: Order, actor: Actor) -> Shipment:
    if not shipments.takes_changes(left, actor.now):
        raise TooLate
    if left.commercial:
        found = await shipments.by_code(db, left.base_code)
        if found is None:
            raise TooLate
        return found
    return await shipments.ensure_commercial(db, left, order.customer_id, actor.now, actor.person_id)


async def _tell(db: AsyncSession, order: Order, left: Shipment, joined: Shipment, actor: Actor) -> None:
    """Notifies the customer always, UMKM only when their dates differ now."""
    await actors.tell_customer(db, NoticeKind.KIND_CHANGED, order, actor)
    if (left.cutoff_at, left.hand_in_at) == (joined.cutoff_at, joined.hand_in_at):
        return
    version = int(actor.now.timestamp())
    makers = {line.umkm_id for line in order.lines if line.umkm_id and line.due}
    chats = await people.chats_of_makers(db, makers)
    rows = [(f"{joined.id}/{umkm_id}", chat, version) for umkm_id, chat in chats]
    await outbox.put_all(db, NoticeKind.UMKM_DATES, rows, actor.now)
