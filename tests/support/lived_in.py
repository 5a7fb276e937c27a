"""Somebody with everything the shop can keep of a person, and a search for what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.app import tables
from bot.app.file_sender import KnownFile
from bot.channels.browser.message_store import BrowserFile, BrowserMessage
from bot.channels.shared_slots import SendPace
from bot.core.database import session_on
from bot.core.media import Media
from bot.ordering import cases, history, identity_numbers, proposals
from bot.ordering.case_tables import CaseKind
from bot.ordering.kept_files import name_of
from bot.orders import Order, OrderState
from bot.people import Chat, Person, Role, enquiries, handovers, outbox, waiting_list
from bot.people.notice_kinds import NoticeKind
from bot.shipments import Shipment
from bot.shipping import manifests
from tests.support import placed_orders
from tests.support.one_process import OneProcess

NAME, FRIEND, NUMBER, PAPER_NO = "Siti Rahmawati", "Tante Murniasih", "A123456789", "SKT/77/2026"
MOBILE, STREET, ASKED = "+886955123456", "Gang Kenanga 27 lantai 3", "Apa bisa lewat tetangga saya Bu Darmi?"
NOTE, PROPOSED, SAID = "Titip di pos satpam biru", "Jalan Cempaka 81", "ketikan yang tidak terbaca"
TALKED, LATELY, COMPLAINED = (
    "Bu Darmi sering di rumah",
    "apa bisa dititip sebelah",
    "abonnya basi semua, kardus penyok",
)
EVERYTHING = (NAME, FRIEND, NUMBER, PAPER_NO, MOBILE, STREET, ASKED, NOTE, PROPOSED, SAID, NAME[:10])
EVERYTHING += (TALKED, LATELY, COMPLAINED)
PAPER, PHOTO = "1" * 32 + ".pdf", "2" * 32 + ".jpg"
CHAT, BROWSER, OFFICE = "7", "visitor-siti", "visitor-wati"
DAY = timedelta(days=1)


@dataclass
class Lived:
    """Siti's person, her finished order and its shipment, and Wati, a coordinator."""

    process: OneProcess
    person_id: int
    order_id: int
    shipment_id: int
    wati: int

    @property
    def media(self) -> Media:
        return Media(self.process.deployment.media)

    @property
    def now(self) -> datetime:
        return self.process.shop.clock.now()

    async def finish(self) -> None:
        """The order has arrived."""
        async with self.process.db.writing() as connection, session_on(connection) as db:
            (await db.get_one(Order, self.order_id)).delivered_at = self.now
            await db.commit()


async def lived_in(process: OneProcess) -> Lived:
    """Siti has ordered and asked, in two chats; her shipment is closed, and Wati has read all of it."""
    now = process.shop.clock.now()
    async with process.db.writing() as connection, session_on(connection) as db:
        siti, wati = await _people(db, now)
        order = await _order(db, process, siti, now)
        await _questions(db, siti.id, now)
        await _complaints(db, process, siti.id, order, now)
        await manifests.close(db, order.shipment_id or 0, process.shop, now)
        await _papers(db, process, order, now)
        _messages(db, order, now)
        await db.commit()
        return Lived(process, siti.id, order.id, order.shipment_id or 0, wati.id)


async def _people(db: AsyncSession, now: datetime) -> tuple[Person, Person]:
    siti = Person(name=NAME, language="id", destination="TW", created_at=now)
    wati = Person(name="Wati", language="id", created_at=now)
    db.add_all([siti, wati])
    await db.flush()
    labels = {f"{NAME[:10]}…": "c/enquiry/q1", "Beranda": "home"}
    db.add(Chat(channel="telegram", bot_id="4242", chat_id=CHAT, person_id=siti.id))
    db.add(SendPace(channel="telegram", bot_id="4242", chat_id=CHAT, full_at=0.0))
    db.add(Chat(channel="browser", bot_id="web", chat_id=BROWSER, person_id=siti.id))
    db.add(Chat(channel="browser", bot_id="web", chat_id=OFFICE, person_id=wati.id, labels=labels))
    await db.flush()
    await people.grant(db, wati.id, Role.OWNER, now)
    return siti, wati


async def _order(db: AsyncSession, process: OneProcess, siti: Person, now: datetime) -> Order:
    who = people.ChatPerson(siti.id, NAME, "id", "TW")
    made = await placed_orders.place(
        db, process.shop, who, {process.shop.catalogue.by_sku["SOLO-001"].id: 2}, now
    )
    made.consignee_name, made.mobile, made.note = NAME, MOBILE, NOTE
    made.address_typed = made.address_typed | {"street_address": STREET}
    made.address = made.address | {"street_address": STREET}
    made.lines[0].shares = [{"name": FRIEND, "pieces": 1}]
    await db.flush()
    await identity_numbers.give(db, made, "national_id", NUMBER, now)
    again = await proposals.begin(db, siti.id, "", now)
    again.contact = [f"Alamat: {PROPOSED}"]
    await placed_orders.draft(db, process.shop, who, {}, now)
    return made


async def _questions(db: AsyncSession, siti: int, now: datetime) -> None:
    chat = (await people.chats_of(db, siti))[0]
    asked = await enquiries.note(db, siti, chat, ASKED, now)
    await waiting_list.join(db, siti, "DE", now)
    (await db.get_one(Chat, chat)).closed_country = "DE"
    await enquiries.send(db, siti, asked.code, now)
    notice = await db.scalar(select(outbox.Notice).where(outbox.Notice.kind == NoticeKind.ENQUIRY))
    assert notice is not None
    await outbox.mark_sent(db, notice.id, "5", {}, now, f"Pertanyaan dari {NAME}", {"Balas": "c/enquiry/q1"})


async def _complaints(db: AsyncSession, process: OneProcess, siti: int, order: Order, now: datetime) -> None:
    """A conversation with a person and a complaint with a photo, both of which Wati was told of."""
    chat = (await people.chats_of(db, siti))[0]
    talk = await handovers.begin(db, siti, chat, [["person", LATELY]], now)
    await handovers.say(db, talk, TALKED, "", now)
    (await db.get_one(Chat, chat)).last_lines = f'[["person", "{LATELY}"]]'
    (await db.get_one(Chat, chat)).listener = f"person/{talk.code}/say"
    case = await cases.open_case(db, siti, chat, CaseKind.DAMAGED, order.id, now)
    await cases.tell(db, case, COMPLAINED, PHOTO, now)
    process.deployment.media.mkdir(exist_ok=True)
    (process.deployment.media / PHOTO).write_bytes(NAME.encode())
    db.add(BrowserFile(id="f2", name=name_of(case.files[0]), mime="x", content=NAME.encode()))
    told = (NoticeKind.HANDOVER, NoticeKind.HANDOVER_LINE, NoticeKind.CASE)
    for notice in await db.scalars(select(outbox.Notice).where(outbox.Notice.kind.in_(told))):
        await outbox.mark_sent(db, notice.id, "6", {}, now, f"{NAME} menulis", {"Balas": "c"})


async def _papers(db: AsyncSession, process: OneProcess, order: Order, now: datetime) -> None:
    line = order.lines[0]
    line.document_name, line.document_number, line.document_file = f"Surat {NAME}", PAPER_NO, PAPER
    process.deployment.media.mkdir(exist_ok=True)
    (process.deployment.media / PAPER).write_bytes(f"%PDF {NAME}".encode())
    facts: dict[str, Any] = {"document": f"Surat {NAME}", "no": PAPER_NO, "reason": f"kata {NAME}"}
    history.note_down(db, order, "documented", now, None, Role.COORDINATOR, **facts)
    frozen = await manifests.newest(db, order.shipment_id or 0)
    assert frozen is not None
    frozen.reason = f"{NAME} minta"
    file = BrowserFile(
        id="f1", name=f"{(await _code(db, order))}-v1-manifest.xlsx", mime="x", content=NAME.encode()
    )
    db.add(file)
    ref = f"manifest/{order.shipment_id}/v1/xlsx"
    db.add(KnownFile(channel="browser", bot_id="web", ref=ref, language="id", file_id="f1"))
    await db.flush()


async def _code(db: AsyncSession, order: Order) -> str:
    return (await db.get_one(Shipment, order.shipment_id)).code


def _messages(db: AsyncSession, order: Order, now: datetime) -> None:
    """What stands in the browser chats: Siti's own words, and what Wati was shown of her."""
    shown = {"title": f"Pesanan {order.number}", "body": f"Penerima: {NAME}\nHP: {MOBILE}\n{STREET}"}
    asked = {
        "title": "Pertanyaan",
        "body": "–",
        "buttons": [{"label": f"{NAME[:10]}…", "route": "c/enquiry/q1"}],
    }
    other = {"title": "Total pesanan", "body": "2 pesanan ke Taiwan", "buttons": []}
    for chat, who, content in (
        (BROWSER, "person", {"body": STREET}),
        (BROWSER, "shop", shown),
        (OFFICE, "shop", shown),
        (OFFICE, "shop", asked),
        (OFFICE, "shop", other),
    ):
        db.add(BrowserMessage(chat_id=chat, who=who, content=content, at=now, changed_at=now))
    db.add(BrowserMessage(chat_id=OFFICE, who="shop", content={}, file_id="f1", at=now, changed_at=now))


async def every_row(process: OneProcess) -> str:
    """The whole database as text, all tables with all columns."""
    rows: list[Any] = []
    async with process.db.reading() as connection:
        for table in tables.metadata.sorted_tables:
            found = (await connection.execute(select(table))).all()
            rows += [(table.name, *(_readable(value) for value in row)) for row in found]
    return "\n".join(map(repr, rows))


def _readable(value: object) -> object:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def kept_files(process: OneProcess) -> str:
    """All files that people sent, as text."""
    return "\n".join(one.read_bytes().decode(errors="replace") for one in process.deployment.media.iterdir())


async def figures(process: OneProcess) -> list[tuple[Any, ...]]:
    """What the books need: orders, their lines and all frozen figures."""
    told: list[tuple[Any, ...]] = []
    async with process.db.reading() as connection, session_on(connection) as db:
        for order in await db.scalars(
            select(Order).where(Order.state != OrderState.DRAFT).order_by(Order.id)
        ):
            told.append(
                (order.number, order.destination, order.goods_rupiah, order.gross_grams, order.pieces)
            )
        for frozen in await db.scalars(select(manifests.Manifest).order_by(manifests.Manifest.id)):
            told.append((frozen.number, frozen.sums, await manifests.counted(db, frozen.id)))
        for line in await db.scalars(select(manifests.ManifestLine).order_by(manifests.ManifestLine.id)):
            told.append((line.order_number, line.sku, line.quantity, line.unit_rupiah, line.gross_grams))
    return told
