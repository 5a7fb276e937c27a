"""Who was not reached: notices that failed for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from bot.conversation.routing import place
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, later
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.orders import Order
from bot.people import Chat, Person, Role, outbox
from bot.people.outbox import BLOCKED, Notice
from bot.shipments import Shipment

EVERYWHERE = 0
KINDS = {
    "umkm_order": later("an order for the UMKM"),
    "pick_list": later("the pick list"),
    "placed": later("the order's confirmation"),
    "shortage": later("a shortage, to the customer"),
    "changed_for_you": later("a change of the order"),
    "payment": later("the payment"),
    "freight_settled": later("the real freight"),
    "shortage_seen": later("a shortage"),
    "manifest": later("the manifest"),
    "enquiry": later("a customer's question"),
    "enquiry_answer": later("the answer to a question"),
}
OF_SHIPMENT = ("pick_list", "manifest")


@place("c/unreached/{shipment_id}/{page}", role=Role.COORDINATOR)
async def unreached(turn: Turn, shipment_id: int, page: int) -> Screen:
    """Notices that reached nobody, newest first; 0 stands for all shipments."""
    failed = await outbox.unreached(turn.db)
    subjects = await _subjects(turn, failed)
    wanted = [one for one in failed if shipment_id in (EVERYWHERE, subjects[one.id][0])]
    names = await _names(turn, {one.chat_id for one in wanted})
    lines = [_row(one, names, subjects[one.id][1]) for one in wanted]
    route = f"c/unreached/{shipment_id}/{{page}}"
    leave = back(f"c/shipment/{shipment_id}" if shipment_id else "c")
    return leaf(_("Not reached"), lines or [_("Everybody was reached.")], page, route, [leave])


def _row(notice: Notice, names: Mapping[int, str], subject: str) -> str:
    why = _("has blocked us") if notice.error == BLOCKED else shorten(notice.error, 80)
    kind = _(KINDS[notice.kind]) if notice.kind in KINDS else notice.kind
    return _("{name}, {moment}: {kind} {subject}. {why}").format(
        name=names.get(notice.chat_id, "?"),
        moment=formatting.moment(notice.put_at),
        kind=kind,
        subject=subject,
        why=why,
    )


async def _names(turn: Turn, chats: set[int]) -> Mapping[int, str]:
    rows = select(Chat.id, Person.name).join(Person, Person.id == Chat.person_id).where(Chat.id.in_(chats))
    unnamed = _("somebody without a name")
    return {chat_id: shorten(name, 40) or unnamed for chat_id, name in await turn.db.execute(rows)}


async def _subjects(turn: Turn, failed: Sequence[Notice]) -> Mapping[int, tuple[int, str]]:
    """The shipment of each notice, and what people call its subject."""
    orders = await _orders(turn, {_first(one) for one in failed if one.kind not in OF_SHIPMENT})
    shipments = await _shipments(turn, {_first(one) for one in failed if one.kind in OF_SHIPMENT})
    nobody = (EVERYWHERE, "")
    return {
        one.id: (shipments if one.kind in OF_SHIPMENT else orders).get(_first(one), nobody) for one in failed
    }


def _first(notice: Notice) -> int:
    first = notice.subject.split("/")[0]
    return int(first) if first.isdecimal() else 0


async def _orders(turn: Turn, ids: set[int]) -> Mapping[int, tuple[int, str]]:
    rows = await turn.db.execute(select(Order.id, Order.shipment_id, Order.number).where(Order.id.in_(ids)))
    return {row.id: (row.shipment_id or EVERYWHERE, row.number or "") for row in rows}


async def _shipments(turn: Turn, ids: set[int]) -> Mapping[int, tuple[int, str]]:
    rows = await turn.db.execute(select(Shipment.id, Shipment.code).where(Shipment.id.in_(ids)))
    return {row.id: (row.id, row.code) for row in rows}
