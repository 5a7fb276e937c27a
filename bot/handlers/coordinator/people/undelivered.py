"""Undelivered notices: those that failed for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, later, ngettext
from bot.handlers.shared import formatting
from bot.handlers.shared.names import names_of
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.orders import Order
from bot.people import Chat, Role, undelivered
from bot.people.notice_kinds import NoticeKind
from bot.people.outbox import BLOCKED, Notice
from bot.shipments import Shipment

EVERYWHERE = 0
KINDS: Mapping[NoticeKind, str] = {
    NoticeKind.UMKM_ORDER: later("an order for the UMKM"),
    NoticeKind.PICK_LIST: later("the pick list"),
    NoticeKind.PLACED: later("the order's confirmation"),
    NoticeKind.SHORTAGE: later("a shortage, to the customer"),
    NoticeKind.CHANGED_FOR_YOU: later("a change of the order"),
    NoticeKind.PAYMENT: later("the payment"),
    NoticeKind.RECIPIENT_CHANGED: later("another recipient, to the customer"),
    NoticeKind.DELIVERED: later("the delivery"),
    NoticeKind.FREIGHT_SETTLED: later("the real freight"),
    NoticeKind.SHORTAGE_SEEN: later("a shortage"),
    NoticeKind.MANIFEST: later("the manifest"),
    NoticeKind.ENQUIRY: later("a customer's question"),
    NoticeKind.ENQUIRY_ANSWER: later("the answer to a question"),
    NoticeKind.CASE: later("a complaint"),
    NoticeKind.CASE_STEP: later("the answer to a complaint"),
    NoticeKind.HANDOVER: later("a customer who wants to talk"),
    NoticeKind.HANDOVER_LINE: later("what a customer writes"),
    NoticeKind.HANDOVER_ANSWER: later("what a coordinator writes"),
    NoticeKind.HANDOVER_ENDED: later("the end of a conversation, to the customer"),
    NoticeKind.HANDOVER_OVER: later("the end of a conversation"),
    NoticeKind.COUNTRY_OPEN: later("the opening of a country, to who waits for it"),
    NoticeKind.CLOSED: later("the closing of a shipment"),
    NoticeKind.DATES_MOVED: later("new dates, to the customer"),
    NoticeKind.KIND_CHANGED: later("commercial stock, to the customer"),
    NoticeKind.HELD_BACK: later("a line that stays behind, to the customer"),
    NoticeKind.DOCUMENTED: later("a recorded paper, to the customer"),
    NoticeKind.UMKM_DATES: later("new dates, to the UMKM"),
    NoticeKind.PAID_CHANGED: later("a paid order with another sum"),
    NoticeKind.HELD_BACK_SEEN: later("lines that stay behind"),
    NoticeKind.PAPER_OUTGROWN: later("a paper for fewer pieces than ordered"),
    NoticeKind.PAPER_FILE_GONE: later("the lost file of a paper"),
    NoticeKind.RULES_TOUCH: later("newer rules"),
}
OF_SHIPMENT = (NoticeKind.PICK_LIST, NoticeKind.MANIFEST)


@place("c/unreached/{shipment_id}/{page}", role=Role.COORDINATOR)
async def unreached(turn: Turn, shipment_id: int, page: int) -> Screen:
    """Notices that reached nobody, newest first; 0 stands for all shipments."""
    failed = await undelivered.unreached(turn.db)
    subjects = await _subjects(turn, failed)
    wanted = _of(shipment_id, failed, subjects)
    names = await _names(turn, {notice.chat_id for notice in wanted})
    lines = [_row(notice, names, subjects[notice.id][1]) for notice in wanted]
    route = f"c/unreached/{shipment_id}/{{page}}"
    leave = back(f"c/shipment/{shipment_id}" if shipment_id else "c")
    again = [Button(_("Send all again"), f"c/unreached/{shipment_id}/again")] if wanted else []
    return leaf(_("Not reached"), lines or [_("Everybody was reached.")], page, route, [*again, leave])


@action("c/unreached/{shipment_id}/again", role=Role.COORDINATOR)
async def send_again(turn: Turn, shipment_id: int) -> Redirect:
    """Sends the notices of this list again; what has nothing left to say is dropped when it is worded."""
    failed = await undelivered.unreached(turn.db)
    wanted = _of(shipment_id, failed, await _subjects(turn, failed))
    await undelivered.send_again(turn.db, [notice.id for notice in wanted], turn.now)
    note = ngettext("{count} notice is sent again.", "{count} notices are sent again.", len(wanted))
    return Redirect(f"c/unreached/{shipment_id}/1", note.format(count=len(wanted)))


def _of(
    shipment_id: int, failed: Sequence[Notice], subjects: Mapping[int, tuple[int, str]]
) -> Sequence[Notice]:
    return [notice for notice in failed if shipment_id in (EVERYWHERE, subjects[notice.id][0])]


def _row(notice: Notice, names: Mapping[int, str], subject: str) -> str:
    why = _("has blocked us") if notice.error == BLOCKED else shorten(notice.error, 80)
    return _("{name}, {moment}: {kind} {subject}. {why}").format(
        name=names.get(notice.chat_id, "?"),
        moment=formatting.moment(notice.put_at),
        kind=_(KINDS[NoticeKind(notice.kind)]),
        subject=subject,
        why=why,
    )


async def _names(turn: Turn, chats: set[int]) -> Mapping[int, str]:
    rows = await turn.db.execute(select(Chat.id, Chat.person_id).where(Chat.id.in_(chats)))
    whose = {chat_id: person_id for chat_id, person_id in rows if person_id is not None}
    names = await names_of(turn.db, set(whose.values()))
    return {chat_id: names[person_id] for chat_id, person_id in whose.items()}


async def _subjects(turn: Turn, failed: Sequence[Notice]) -> Mapping[int, tuple[int, str]]:
    """The shipment and the name of the subject, by notice id."""
    orders = await _orders(turn, {_subject_id(notice) for notice in failed if notice.kind not in OF_SHIPMENT})
    shipments = await _shipments(
        turn, {_subject_id(notice) for notice in failed if notice.kind in OF_SHIPMENT}
    )
    unknown = (EVERYWHERE, "")
    return {
        notice.id: (shipments if notice.kind in OF_SHIPMENT else orders).get(_subject_id(notice), unknown)
        for notice in failed
    }


def _subject_id(notice: Notice) -> int:
    first = notice.subject.split("/")[0]
    return int(first) if first.isdecimal() else 0


async def _orders(turn: Turn, ids: set[int]) -> Mapping[int, tuple[int, str]]:
    rows = await turn.db.execute(select(Order.id, Order.shipment_id, Order.number).where(Order.id.in_(ids)))
    return {row.id: (row.shipment_id or EVERYWHERE, row.number or "") for row in rows}


async def _shipments(turn: Turn, ids: set[int]) -> Mapping[int, tuple[int, str]]:
    rows = await turn.db.execute(select(Shipment.id, Shipment.code).where(Shipment.id.in_(ids)))
    return {row.id: (row.id, row.code) for row in rows}
