"""Everything that is kept of one person, gathered for the file that they get; runs where files are made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Umkm
from bot.channels.browser import Browser
from bot.channels.browser.message_store import BrowserMessage
from bot.conversation.inbox import InboxRow
from bot.core.clock import solo_day
from bot.core.redaction import masked
from bot.destinations.prices.rate_card_drafts import CardDraft
from bot.documents import XLSX_MIME, Job
from bot.documents.own_data import OwnDataFacts, OwnSheet, texts
from bot.ordering import cases
from bot.ordering.case_tables import Case, CaseEntry
from bot.ordering.identity_numbers import Identity
from bot.ordering.proposals import Proposal
from bot.ordering.recipient_changes import RecipientChange
from bot.orders import Order, OrderHistory, OrderLine, OrderState
from bot.people import Chat, HeldRole, Person, friends, handovers, waiting_list
from bot.people.enquiries import Enquiry, EnquiryAnswer
from bot.people.handovers import Handover, HandoverLine
from bot.people.outbox import Notice
from bot.shipments import Shipment
from bot.shipping.freight_bill import FreightShare

# fmt: off
OF_AN_ORDER = (
    "Nomor", "Keadaan", "Dibuat", "Dipesan", "Dibatalkan", "Sampai", "Negara", "Kiriman", "Penerima", "HP",
    "Alamat", "Alamat baku", "Catatan", "Nomor identitas", "Barang (Rp)", "Dibayar (Rp)", "Dibayar pada",
    "Perkiraan ongkir (Rp)", "Ongkir (Rp)", "Barang niaga", "Nama dihapus",
)
OF_A_LINE = (
    "Pesanan", "SKU", "Barang", "Dipesan", "Disanggupi", "Harga (Rp)", "Untuk", "Pilihan", "Risiko disetujui",
    "Surat", "Nomor surat", "Surat dicatat", "Berkas",
)
# fmt: on
COPIES = "data-saya-"
"""How the names of all files with somebody's data begin; the person's number follows."""
_COPY = re.compile(rf"{COPIES}([1-9][0-9]*)-", re.ASCII)
_REFERENCE = re.compile(r"mydata/([1-9][0-9]{0,8})", re.ASCII)


def person_of(ref: str) -> int | None:
    """The person whose data a file reference names; None for any other reference."""
    found = _REFERENCE.fullmatch(ref)
    return int(found[1]) if found else None


def person_of_copy(name: str) -> int | None:
    """The person whose data a file of this name holds; None for any other name."""
    found = _COPY.match(name)
    return int(found[1]) if found else None


async def job(db: AsyncSession, ref: str, person_id: int, now: datetime) -> Job:
    """The file to make of a person's data."""
    name = f"{COPIES}{person_id}-{solo_day(now):%Y%m%d}.xlsx"
    return Job(ref, name, XLSX_MIME, await gather(db, person_id, now))


async def gather(db: AsyncSession, person_id: int, now: datetime) -> OwnDataFacts:
    """Reads all that is kept of a person, whatever it is for."""
    chats = (await db.scalars(select(Chat).where(Chat.person_id == person_id).order_by(Chat.id))).all()
    chat_ids = [chat.id for chat in chats]
    sheets = (
        await _person(db, person_id, chats),
        await _orders(db, person_id),
        await _goods(db, person_id),
        await _history(db, Order.customer_id == person_id, "Riwayat"),
        await _history(db, (OrderHistory.who_id == person_id) & (Order.customer_id != person_id), "Tindakan"),
        await _enquiries(db, person_id),
        await _complaints(db, person_id),
        await _talks(db, person_id),
        await _notices(db, chat_ids),
        await _messages(db, chats),
        await _unfinished(db, person_id, chats),
    )
    return OwnDataFacts(f"Data nomor {person_id}", now, sheets)


async def _person(db: AsyncSession, person_id: int, chats: Sequence[Chat]) -> OwnSheet:
    person = await db.get_one(Person, person_id)
    rows: list[tuple[Any, ...]] = [
        ("Nama", person.name, person.created_at),
        ("Bahasa", f"{person.language} (dipilih)" if person.language_chosen else person.language, None),
        ("Negara tujuan", person.destination, None),
    ]
    rows += [("Chat", f"{chat.channel} {chat.chat_id}", chat.shown_at) for chat in chats]
    rows += [("Layar terakhir", chat.screen, chat.shown_at) for chat in chats]
    rows += [("Baris terakhir di chat", chat.last_lines, chat.shown_at) for chat in chats if chat.last_lines]
    rows += [("Negara yang ditanyakan", chat.closed_country, None) for chat in chats if chat.closed_country]
    waits = await waiting_list.of_person(db, person_id)
    rows += [("Menunggu dibukanya", one.iso2, one.since_at) for one in waits]
    held = select(HeldRole.role, Umkm.name, HeldRole.granted_at, HeldRole.removed_at)
    held = held.outerjoin(Umkm, Umkm.id == HeldRole.umkm_id).where(HeldRole.person_id == person_id)
    for role, umkm, since, until in await db.execute(held.order_by(HeldRole.id)):
        rows.append(("Peran", " ".join(filter(None, [role, umkm])), since))
        rows += [("Peran selesai", role, until)] if until else []
    return OwnSheet("Saya", ("Bagian", "Isi", "Sejak"), texts(rows))


async def _orders(db: AsyncSession, person_id: int) -> OwnSheet:
    mine: Any = (
        select(Order, Shipment.code, Identity.kind, Identity.number, FreightShare.rupiah)
        .outerjoin(Shipment, Shipment.id == Order.shipment_id)
        .outerjoin(Identity, Identity.order_id == Order.id)
        .outerjoin(FreightShare, FreightShare.order_id == Order.id)
        .where(Order.customer_id == person_id)
        .order_by(Order.id)
    )
    rows = [_order(*row) for row in await db.execute(mine)]
    return OwnSheet("Pesanan", OF_AN_ORDER, texts(rows))


def _order(
    order: Order, code: str | None, kind: str | None, number: str | None, freight: int | None
) -> tuple[Any, ...]:
    when = (order.made_at, order.placed_at, order.cancelled_at, order.delivered_at)
    unlisted = {f"{name} (belum dikenal)": value for name, value in order.unlisted.items()}
    typed, usual = _said(order.address_typed | unlisted), _said(order.address)
    identity = f"{kind}: {number or 'dihapus'}" if kind else None
    consignee = (order.consignee_name, order.mobile, typed, usual, order.note, identity)
    paid = (order.goods_rupiah, order.paid_rupiah, order.paid_at, order.freight_estimate_rupiah, freight)
    name = order.number or ("keranjang" if order.state == OrderState.DRAFT else "")
    state = (name, order.state, *when, order.destination, code)
    return (*state, *consignee, *paid, "ya" if order.commercial else "tidak", order.erased_at)


def _said(facts: Mapping[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value)


async def _goods(db: AsyncSession, person_id: int) -> OwnSheet:
    mine = select(Order.number, OrderLine).join(Order, Order.id == OrderLine.order_id)
    mine = mine.where(Order.customer_id == person_id).order_by(OrderLine.id)
    rows = []
    for number, line in await db.execute(mine):
        paper = (line.document_name, line.document_number, line.documented_at, line.document_file)
        goods = (line.sku, line.name_id, line.ordered, line.confirmed, line.unit_rupiah)
        for_whom = friends.worded(line.stated_shares)
        rows.append((number or "keranjang", *goods, for_whom, line.choice, line.risk_accepted_at, *paper))
    return OwnSheet("Barang", OF_A_LINE, texts(rows))


async def _history(db: AsyncSession, whose: ColumnElement[bool], name: str) -> OwnSheet:
    """The history of the person's orders, or what the person did in a role with the orders of others."""
    columns = (Order.number, OrderHistory.at, OrderHistory.role, OrderHistory.what, OrderHistory.facts)
    rows = await db.execute(
        select(*columns)
        .join(Order, Order.id == OrderHistory.order_id)
        .where(whose)
        .order_by(OrderHistory.at, OrderHistory.id)
    )
    told = [(*row[:4], _as_text(row[4]) if row[4] else None) for row in rows]
    return OwnSheet(name, ("Pesanan", "Kapan", "Sebagai", "Apa", "Rincian"), texts(told))


async def _enquiries(db: AsyncSession, person_id: int) -> OwnSheet:
    """The questions with their answers, and the answers that the person gave to others."""
    mine = select(Enquiry).where(Enquiry.customer_id == person_id).order_by(Enquiry.id)
    rows: list[tuple[Any, ...]] = []
    for one in await db.scalars(mine):
        rows.append((one.made_at, "pertanyaan", one.text, one.sent_at))
        rows += [(answer.at, "jawaban", answer.text, None) for answer in one.answers]
    given = select(EnquiryAnswer).where(EnquiryAnswer.by_id == person_id).order_by(EnquiryAnswer.id)
    rows += [(one.at, "jawaban dari saya", one.text, None) for one in await db.scalars(given)]
    return OwnSheet("Pertanyaan", ("Kapan", "Jenis", "Isi", "Diteruskan"), texts(rows))


async def _complaints(db: AsyncSession, person_id: int) -> OwnSheet:
    """The complaints with each step, and what the person did about those of others."""
    rows: list[tuple[Any, ...]] = []
    for one in await cases.of_customer(db, person_id):
        rows.append((one.made_at, one.number, one.kind, one.wish, one.state, one.outcome))
        rows += [(each.at, one.number, each.what, each.text, each.file, None) for each in one.entries]
    by_me = select(CaseEntry, Case.number).join(Case, Case.id == CaseEntry.case_id)
    by_me = by_me.where(CaseEntry.by_id == person_id, Case.customer_id != person_id).order_by(CaseEntry.id)
    rows += [
        (one.at, nth, f"{one.what} (dari saya)", one.text, one.file, None)
        for one, nth in await db.execute(by_me)
    ]
    heads = ("Kapan", "Nomor", "Jenis", "Isi", "Berkas atau keadaan", "Hasil")
    return OwnSheet("Keluhan", heads, texts(rows))


async def _talks(db: AsyncSession, person_id: int) -> OwnSheet:
    """The conversations with a coordinator, and what the person wrote in those of others."""
    rows: list[tuple[Any, ...]] = []
    for one in await handovers.of_customer(db, person_id):
        rows += [(one.opened_at, f"sebelumnya ({who})", text, None) for who, text in one.before]
        rows += [
            (line.at, "saya" if one.by_customer(line) else "koordinator", line.text, line.file)
            for line in one.lines
        ]
        rows += [(one.ended_at, "selesai", one.ended_how, None)] if one.ended_at else []
    by_me = select(HandoverLine).join(Handover, Handover.id == HandoverLine.handover_id)
    by_me = by_me.where(HandoverLine.by_id == person_id, Handover.customer_id != person_id)
    rows += [
        (one.at, "dari saya", one.text, one.file) for one in await db.scalars(by_me.order_by(HandoverLine.id))
    ]
    return OwnSheet("Obrolan", ("Kapan", "Siapa", "Isi", "Berkas"), texts(rows))


async def _notices(db: AsyncSession, chat_ids: Sequence[int]) -> OwnSheet:
    theirs = select(Notice).where(Notice.chat_id.in_(chat_ids)).order_by(Notice.id)
    rows = [
        (
            one.put_at,
            one.kind,
            one.subject,
            one.title,
            one.state,
            one.sent_at,
            _as_text([one.facts, one.told]),
        )
        for one in await db.scalars(theirs)
    ]
    heads = ("Dibuat", "Jenis", "Tentang", "Judul", "Keadaan", "Terkirim", "Rincian")
    return OwnSheet("Pemberitahuan", heads, texts(rows))


async def _messages(db: AsyncSession, chats: Sequence[Chat]) -> OwnSheet:
    """What stands in the person's browser chats; a messenger keeps its chats itself."""
    ids = [chat.chat_id for chat in chats if chat.channel == Browser.name]
    said = select(BrowserMessage).where(BrowserMessage.chat_id.in_(ids)).order_by(BrowserMessage.id)
    rows = [(one.at, one.who, _message(one.content)) for one in await db.scalars(said)]
    return OwnSheet("Percakapan", ("Kapan", "Siapa", "Isi"), texts(rows))


def _message(content: Mapping[str, Any]) -> str:
    file = (content.get("file") or {}).get("name", "")
    return "\n".join(filter(None, [content.get("title", ""), content.get("body", ""), file]))


async def _unfinished(db: AsyncSession, person_id: int, chats: Sequence[Chat]) -> OwnSheet:
    """What was read of messages and not confirmed, drafts, and events that are kept with what they said."""
    rows: list[tuple[Any, ...]] = []
    for one in await db.scalars(select(Proposal).where(Proposal.customer_id == person_id)):
        read = [one.standing, one.before]
        rows.append((one.made_at, "pesan yang dibaca", _as_text(read)))
    of_own = select(RecipientChange).join(Order, Order.id == RecipientChange.order_id)
    for change in await db.scalars(of_own.where(Order.customer_id == person_id)):
        number = masked(change.number) if change.number else ""
        address = [change.address_typed, change.unlisted]
        wanted = [change.consignee_name, change.mobile, number, *address, change.note]
        rows.append((change.made_at, "penerima yang diubah", _as_text(wanted)))
    for draft in await db.scalars(select(CardDraft).where(CardDraft.person_id == person_id)):
        rows.append((draft.at, "kartu tarif", _as_text(draft.given)))
    here = [
        and_(
            InboxRow.channel == chat.channel, InboxRow.bot_id == chat.bot_id, InboxRow.chat_id == chat.chat_id
        )
        for chat in chats
    ]
    kept = select(InboxRow).where(or_(*here), or_(InboxRow.error != "", InboxRow.unhandled != ""))
    for event in await db.scalars(kept.order_by(InboxRow.received_at)):
        rows.append((event.received_at, "belum tertangani", event.unhandled or event.payload))
    return OwnSheet("Lain-lain", ("Kapan", "Jenis", "Isi"), texts(rows))


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
