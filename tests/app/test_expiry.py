"""What nobody needs any more goes by itself, after its term and not before; what is needed stays."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import expiry, file_sender
from bot.app.file_sender import KnownFile, SentFile
from bot.channels.browser import old_messages
from bot.channels.browser.message_store import BrowserFile, BrowserMessage
from bot.conversation import last_lines
from bot.conversation.inbox import InboxRow
from bot.core.database import Database, session_on
from bot.core.database.portions import in_portions
from bot.core.media import Media
from bot.core.retention import Retention
from bot.ordering import carts, cases, identity_numbers
from bot.ordering.case_tables import CaseKind
from bot.ordering.identity_numbers import Identity
from bot.orders import Order, OrderHistory, OrderState
from bot.people import Chat
from bot.people.outbox import Notice, NoticeState
from bot.shipping import manifests
from bot.shipping.manifests import ManifestLine, Parcel
from tests.support import rows
from tests.support.rows import NOON, Wanted
from tests.support.trade import read_once

DAY = timedelta(days=1)
ALL_NAMES = ["Sari", "+886912345678", "Xinyi", "Bel dua", "Tante"]
SHORT = Retention(notices=10 * DAY, messages=8 * DAY, files=3 * DAY, parked=5 * DAY)


@pytest.fixture
async def database(tables_url: str) -> AsyncIterator[Database]:
    made = Database(tables_url)
    yield made
    await made.close()


class Written:
    """Adds rows in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._writing = database.writing()

    async def __aenter__(self) -> AsyncSession:
        connection = await self._writing.__aenter__()
        self._session = session_on(connection)
        return self._session

    async def __aexit__(self, *failure: Any) -> None:
        await self._session.commit()
        await self._session.close()
        await self._writing.__aexit__(*failure)


async def counted(database: Database, table: type) -> int:
    async with database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def frozen_order(database: Database, **other: Any) -> int:
    """An order to Taiwan, with an address and a friend's name, in a manifest of noon."""
    async with Written(database) as db:
        await rows.people_and_makers(db)
        goods, into = await rows.product(db, 1, 1), await rows.shipment(db, 1)
        address = {"street_address": "Xinyi Road 7", "city": "Taipei"}
        facts = {"address": address, "address_typed": address, "note": "Bel dua kali", "number": "TW-4K7M"}
        facts["unlisted"] = {"city": "Taipei"}
        order = await rows.order(db, into, [Wanted(goods, 2)], **facts, **other)
        order.lines[0].shares = [{"name": "Tante", "pieces": 1}]
        await db.flush()
        await manifests.close(db, into.id, read_once(), NOON)
        db.add(
            KnownFile(channel="browser", bot_id="web", ref="manifest/1/v1/xlsx", language="id", file_id="f1")
        )
        db.add(BrowserFile(id="f1", name="TW-261204-v1-manifest.xlsx", mime="x", content=b"Sari"))
        return order.id


async def names(database: Database) -> list[str]:
    """Which of the names stand anywhere."""
    async with database.reading() as connection:
        told = [
            (await connection.execute(select(*columns))).all()
            for columns in (
                (Order.consignee_name, Order.mobile, Order.address, Order.address_typed, Order.unlisted),
                (Order.note,),
                (Parcel.consignee_name, Parcel.mobile, Parcel.address, Parcel.address_lines, Parcel.note),
                (ManifestLine.shares,),
                (BrowserFile.content,),
            )
        ]
    return [one for one in ALL_NAMES if one in repr(told)]


async def test_names_go_30_days_after_delivery_from_order_manifest_and_files(database: Database) -> None:
    order_id = await frozen_order(database, delivered_at=NOON)
    await expiry.erase_names(database, NOON + 30 * DAY - timedelta(seconds=1))
    assert await names(database) == ALL_NAMES
    async with database.reading() as connection, session_on(connection) as db:
        before = await manifests.sums(db, 1), await manifests.counted(db, 1)
    await expiry.erase_names(database, NOON + 30 * DAY)
    assert await names(database) == []
    assert await counted(database, KnownFile) == 0
    async with database.reading() as connection, session_on(connection) as db:
        order = await db.get_one(Order, order_id)
        assert (order.goods_rupiah, order.pieces, order.number) == (2000, 2, "TW-4K7M")
        assert (await manifests.sums(db, 1), await manifests.counted(db, 1)) == before
        assert await carts.last_consignee(db, 1, "TW") is None
    await expiry.erase_names(database, NOON + 31 * DAY)
    async with database.reading() as connection:
        told = (await connection.execute(select(OrderHistory.what, OrderHistory.at))).all()
    assert told == [("names_erased", NOON + 30 * DAY)]


async def test_names_go_120_days_after_closing_while_delivery_is_unknown(database: Database) -> None:
    await frozen_order(database)
    await expiry.erase_names(database, NOON + 120 * DAY - timedelta(seconds=1))
    assert await names(database) == ALL_NAMES
    await expiry.erase_names(database, NOON + 120 * DAY)
    assert await names(database) == []


async def test_files_made_just_before_the_erasure_are_forgotten_the_next_time(database: Database) -> None:
    await frozen_order(database, delivered_at=NOON)
    await expiry.erase_names(database, NOON + 30 * DAY)
    async with Written(database) as db:
        db.add(KnownFile(channel="t", bot_id="", ref="manifest/1/v1/labels", language="id", file_id="f2"))
    await expiry.erase_names(database, NOON + 30 * DAY + timedelta(hours=1))
    assert await counted(database, KnownFile) == 0


async def test_identity_numbers_go_a_few_orders_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = await frozen_order(database, delivered_at=NOON)
    async with Written(database) as db:
        goods, into = await rows.product_or_new(db, 1, 1), await rows.shipment_or_new(db, 1, "TW-261204")
        for number in range(1, 20):
            order = await rows.order(
                db, into, [Wanted(goods, 1)], number=f"TW-{number:04}", delivered_at=NOON
            )
            await identity_numbers.give(db, order, "pccc", "P1", NOON)
        await identity_numbers.give(db, await db.get_one(Order, order_id), "pccc", "P1", NOON + DAY)
    together: list[int] = []
    forget = file_sender.forget_manifests

    async def noted(db: AsyncSession, order_ids: Sequence[int]) -> None:
        together.append(len(order_ids))
        await forget(db, order_ids)

    monkeypatch.setattr(file_sender, "forget_manifests", noted)
    await expiry.erase_identities(database, NOON + 30 * DAY)
    assert (sum(together), max(together)) == (20, expiry.FEW_ORDERS)
    async with database.reading() as connection:
        assert set(await connection.scalars(select(Identity.number))) == {None}
    assert await counted(database, KnownFile) == 0
    assert "Sari" not in repr(await contents(database))
    await expiry.erase_identities(database, NOON + 30 * DAY + timedelta(hours=1))
    assert sum(together) == 40, "a file made just before may be sent just after"
    await expiry.erase_identities(database, NOON + 32 * DAY)
    assert sum(together) == 40


async def contents(database: Database) -> list[bytes]:
    async with database.reading() as connection:
        return list(await connection.scalars(select(BrowserFile.content).order_by(BrowserFile.id)))


async def test_copies_of_own_data_are_emptied_for_their_person_only(database: Database) -> None:
    order_id = await frozen_order(database)
    async with Written(database) as db:
        for number, name in enumerate(
            ("data-saya-1-20261204.xlsx", "data-saya-12-20261204.xlsx", "data.csv")
        ):
            db.add(BrowserFile(id=f"g{number}", name=name, mime="x", content=b"isi"))
        await db.flush()
        await file_sender.forget_manifests(db, [order_id])
    assert await contents(database) == [b"", b"", b"isi", b"isi"]


async def test_a_file_that_nothing_refers_to_goes_after_30_days(database: Database, tmp_path: Path) -> None:
    order_id, media = await frozen_order(database), Media(tmp_path / "media")
    media.folder.mkdir()
    old, fresh, kept = (f"{sign * 32}.pdf" for sign in "abc")
    for ref, days in ((old, 31), (fresh, 29), (kept, 400)):
        came = (NOON - days * DAY).timestamp()
        media.path(ref).write_bytes(b"sheet")
        os.utime(media.path(ref), (came, came))
    (media.folder / "somebody's own.txt").touch()
    async with Written(database) as db:
        (await db.get_one(Order, order_id)).lines[0].document_file = kept
    assert await expiry.erase_unused_files(database, media, NOON, Retention.files) == 1
    assert [media.has(one) for one in (old, fresh, kept)] == [False, True, True]
    assert (media.folder / "somebody's own.txt").exists()
    assert await expiry.erase_unused_files(database, Media(tmp_path / "none"), NOON, DAY) == 0


async def test_files_of_permits_go_with_their_time(database: Database, tmp_path: Path) -> None:
    order_id, media = await frozen_order(database, delivered_at=NOON), Media(tmp_path)
    ref = f"{'a' * 32}.pdf"
    media.path(ref).write_bytes(b"x")
    async with Written(database) as db:
        (await db.get_one(Order, order_id)).lines[0].document_file = ref
    await expiry.erase_papers(database, media, NOON + 30 * DAY - timedelta(seconds=1))
    assert media.has(ref)
    await expiry.erase_papers(database, media, NOON + 30 * DAY)
    assert not media.has(ref)


async def test_names_of_a_cart_go_only_when_its_customer_is_gone(database: Database) -> None:
    async with Written(database) as db:
        await rows.people_and_makers(db)
        goods, into = await rows.product(db, 1, 1), await rows.shipment(db, 1)
        cart = await rows.order(db, into, [Wanted(goods, 2)], state=OrderState.DRAFT, note="Bel dua kali")
        db.add(Chat(id=1, channel="t", bot_id="", chat_id="1", person_id=1, shown_at=NOON + 20 * DAY))
    await expiry.erase_names(database, NOON + 31 * DAY)
    assert "Sari" in await names(database)
    await expiry.erase_names(database, NOON + 50 * DAY)
    assert "Sari" not in await names(database)
    async with database.reading() as connection, session_on(connection) as db:
        found = await db.get_one(Order, cart.id)
        assert (found.revision, found.erased_at, len(found.lines)) == (2, None, 1)


async def test_only_done_notices_go_and_with_them_what_was_sent_for_them(database: Database) -> None:
    states = dict(enumerate(NoticeState, start=1))
    async with Written(database) as db:
        await rows.people_and_makers(db)
        db.add(Chat(id=1, channel="t", bot_id="", chat_id="1", person_id=1))
        await db.flush()
        for number, state in states.items():
            await _notice(db, number, state, NOON)
            await _notice(db, number + 10, state, NOON + 9 * DAY)
            db.add(SentFile(answering=f"notice:{number}", ref="manifest/1/v1/xlsx"))
    await expiry.forget_notices(database, NOON + 10 * DAY + timedelta(seconds=1), SHORT)
    async with database.reading() as connection:
        left = (await connection.scalars(select(Notice.id).order_by(Notice.id))).all()
        sent = (await connection.scalars(select(SentFile.answering))).all()
    queued = next(number for number, state in states.items() if state == NoticeState.QUEUED)
    assert left == [queued, *(number + 10 for number in states)]
    assert sent == [f"notice:{queued}"]


async def _notice(db: AsyncSession, number: int, state: NoticeState, due_at: datetime) -> None:
    db.add(
        Notice(
            id=number,
            kind="placed",
            subject=str(number),
            chat_id=1,
            version=1,
            state=state,
            put_at=NOON,
            due_at=due_at,
        )
    )


async def test_old_messages_go_with_their_files_and_old_files_lose_their_bytes(database: Database) -> None:
    async with Written(database) as db:
        db.add_all(BrowserFile(id=one, name=one, mime="x", content=b"isi") for one in ("old", "mid", "both"))
        await db.flush()
        for at, file in ((0, "old"), (0, "both"), (6, "mid"), (9, "both"), (0, None), (9, None)):
            when = NOON + at * DAY
            db.add(
                BrowserMessage(chat_id="c", who="shop", content={}, file_id=file, at=when, changed_at=when)
            )
        db.add(
            KnownFile(channel="browser", bot_id="web", ref="manifest/1/v1/csv", language="", file_id="mid")
        )
    await expiry.forget_messages(database, NOON + 10 * DAY, SHORT)
    async with database.reading() as connection:
        messages = select(BrowserMessage.file_id).order_by(BrowserMessage.changed_at, BrowserMessage.id)
        assert (await connection.scalars(messages)).all() == ["mid", "both", None]
        files = select(BrowserFile.id, BrowserFile.content).order_by(BrowserFile.id)
        assert (await connection.execute(files)).all() == [("both", b"isi"), ("mid", b"")]
    assert await counted(database, KnownFile) == 0


async def test_a_forgotten_message_leaves_its_id_taken(database: Database) -> None:
    async with Written(database) as db:
        for chat in ("a", "b"):
            db.add(BrowserMessage(chat_id=chat, who="shop", content={"body": chat}, at=NOON, changed_at=NOON))
        await db.flush()
        last = await db.scalar(select(func.max(BrowserMessage.id)))
        assert (await old_messages.forget_chat(db, "b", NOON, 9))[0] == 1
        assert (await old_messages.forget_chat(db, "b", NOON, 9))[0] == 0
        assert last is not None
        fresh = BrowserMessage(chat_id="b", who="shop", content={}, at=NOON, changed_at=NOON)
        db.add(fresh)
        await db.flush()
        assert fresh.id > last
        bodies = select(BrowserMessage.chat_id, BrowserMessage.content).order_by(BrowserMessage.id)
        assert (await db.execute(bodies)).all() == [("a", {"body": "a"}), ("", {}), ("b", {})]


async def test_events_go_after_14_days_parked_ones_after_their_term_waiting_ones_never(
    database: Database,
) -> None:
    async with Written(database) as db:
        for event_id, days, facts in (
            ("answered", 15, {"answered_at": NOON}),
            ("never-answered", 15, {}),
            ("fresh", 13, {"answered_at": NOON}),
            ("parked", 6, {"error": "x", "payload": "Siti"}),
            ("parked-lately", 4, {"error": "x", "payload": "Siti"}),
            ("waits", 99, {"unhandled": "{}"}),
        ):
            at = NOON - days * DAY
            db.add(InboxRow(channel="t", bot_id="1", event_id=event_id, chat_id="7", received_at=at, **facts))
        db.add(SentFile(answering="t:1:answered", ref="x"))
    await expiry.forget_events(database, NOON, SHORT)
    async with database.reading() as connection:
        left = (await connection.scalars(select(InboxRow.event_id).order_by(InboxRow.event_id))).all()
    assert left == ["fresh", "parked-lately", "waits"]
    assert await counted(database, SentFile) == 0


async def test_a_table_is_read_in_portions_and_each_row_once(database: Database) -> None:
    async with Written(database) as db:
        for number in range(7):
            facts = {"chat_id": "7", "received_at": NOON}
            db.add(InboxRow(channel="t", bot_id=str(number % 2), event_id=f"{number}", **facts))
    key = (InboxRow.channel, InboxRow.bot_id, InboxRow.event_id)
    portions = [len(some) async for some in in_portions(database, select(*key), *key, size=3)]
    assert portions == [3, 3, 1]
    read = [tuple(row) async for some in in_portions(database, select(*key), *key, size=2) for row in some]
    assert read == sorted(read)
    assert len(set(read)) == 7


async def test_the_last_lines_of_a_chat_go_when_it_was_quiet_for_a_week(database: Database) -> None:
    async with Written(database) as db:
        await rows.people_and_makers(db)
        for number, shown_at in ((1, NOON), (2, NOON + DAY)):
            one = Chat(id=number, channel="t", bot_id="", chat_id=str(number), person_id=1)
            one.shown_at, one.last_lines = shown_at, '[["person", "halo"]]'
            db.add(one)
    await expiry.forget_last_lines(database, NOON + last_lines.KEPT + timedelta(seconds=1))
    async with database.reading() as connection:
        kept = (await connection.execute(select(Chat.id, Chat.last_lines).order_by(Chat.id))).all()
    assert [tuple(row) for row in kept] == [(1, ""), (2, '[["person", "halo"]]')]


async def test_photos_of_cases_and_talks_are_used_files(database: Database, tmp_path: Path) -> None:
    media = Media(tmp_path)
    kept, lost = "a" * 32 + ".jpg", "b" * 32 + ".jpg"
    for name in (kept, lost):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (0, 0))
    async with Written(database) as db:
        await rows.people_and_makers(db)
        db.add(Chat(id=1, channel="t", bot_id="", chat_id="1", person_id=1))
        await db.flush()
        case = await cases.open_case(db, 1, 1, CaseKind.DAMAGED, None, NOON)
        await cases.tell(db, case, "pecah", kept, NOON)
    assert await expiry.erase_unused_files(database, media, NOON, DAY) == 1
    assert media.has(kept)
    assert not media.has(lost)
