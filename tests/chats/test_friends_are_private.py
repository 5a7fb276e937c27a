"""Recipients named on order lines: customer and coordinator see them, and no UMKM ever does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import documents, ordering
from bot.conversation.screens import Screen
from bot.conversation.translation import LANGUAGES, speaking
from bot.core.database import Base, Database, session_on
from bot.documents import PaperShop
from bot.handlers import ROUTES
from bot.handlers.notices import FOR_UMKM, WORDINGS
from bot.handlers.shared.notice import WordedNotice
from bot.ordering import Actor
from bot.orders import OrderLine
from bot.people import Role, friends
from bot.people.friends import FriendShare
from bot.people.outbox import Notice, NoticeState
from bot.shipping import manifests
from bot.shipping.manifests import ManifestLine
from tests.support import read_pdf, small_shop
from tests.support.following_redirects import screen_behind
from tests.support.open_workbook import cells, opened, table
from tests.support.small_shop import COORDINATOR, CUSTOMER, MAKER, NOW

FRIENDS = (FriendShare("Kakak Zubaidah", 2), FriendShare("王小明", 1))
NAMES = ("zubaidah", "王小明")
BEGINNINGS = ("u", "u/recap", "u/recap/1", "u/order/1/1/1")
TYPED = ("TW-4K01", "bisa", "2 aja", "x")
BY_COORDINATOR = Actor(COORDINATOR, Role.COORDINATOR, NOW, ":asked")
PAPER_HOUSE = PaperShop(lambda code, _language: {"TW": "Taiwan"}[code])


@pytest.fixture
async def shop(sqlite_tables_url: str) -> AsyncIterator[Database]:
    """Two orders in which each line is for two friends."""
    database = Database(sqlite_tables_url)
    async with database.writing() as connection:
        await connection.run_sync(Base.metadata.create_all)
        async with session_on(connection) as db:
            await small_shop.fill(db, lines=3, orders=2)
            await db.execute(update(OrderLine).values(shares=friends.to_rows(FRIENDS)))
            await db.commit()
    yield database
    await database.close()


def words_of(screen: Screen) -> str:
    buttons = [f"{one.label} {one.hint} {one.route}" for one in screen.buttons]
    return "\n".join([screen.title, screen.body, *buttons, *screen.files]).casefold()


def named(text: str) -> list[str]:
    return [name for name in NAMES if name in text.casefold()]


async def screen_at(shop: Database, person: int, route: str, text: str, language: str = "id") -> Screen:
    """The screen of a tap or a text; its changes are rolled back."""
    async with shop.engine.connect() as connection:
        turn = await small_shop.turn(connection, person, language, text)
        with speaking(language):
            screen = await screen_behind(turn, route)
        await turn.db.close()
        await connection.rollback()
    return screen


async def walk_as_maker(shop: Database, language: str) -> dict[str, str]:
    """The words of every screen that an UMKM can reach from its home, by route and text."""
    seen: dict[str, str] = {}
    ahead = [*((route, "") for route in BEGINNINGS), *(("u/find", text) for text in TYPED)]
    while ahead:
        route, text = ahead.pop()
        if f"{route} {text}" in seen or not _known(route):
            continue
        screen = await screen_at(shop, MAKER, route, text, language)
        seen[f"{route} {text}"] = words_of(screen)
        ahead += [(route, "") for route in (screen.route, *(one.route for one in screen.buttons))]
        ahead += [(screen.asks.route, typed) for typed in TYPED if screen.asks]
    return seen


def _known(route: str) -> bool:
    return any(line.role is Role.UMKM and line.params(route) is not None for line in ROUTES)


def patterns_of(keys: Iterable[str]) -> set[str]:
    return {ROUTES.match(one.split()[0])[0].pattern for one in keys}


async def freeze_twice(shop: Database) -> None:
    """Freezes the shipment, changes it and freezes it again."""
    async with shop.writing() as connection, session_on(connection) as db:
        await manifests.close(db, 1, small_shop.shop(), NOW)
        await ordering.change(db, 1, 2, 4, 2, BY_COORDINATOR, small_shop.shop())
        await manifests.keep_up(db, 1, small_shop.shop(), NOW, "salah ketik")
        await db.commit()


async def worded(db: AsyncSession, language: str) -> dict[str, WordedNotice]:
    """Every queued notice as it would be worded now."""
    waiting = await db.scalars(select(Notice).where(Notice.state == NoticeState.QUEUED).order_by(Notice.id))
    with speaking(language):
        notices = {
            f"{one.kind} {one.subject}": await WORDINGS[one.kind](db, small_shop.shop(), one)
            for one in waiting
        }
    return {key: one for key, one in notices.items() if one is not None}


async def words_in(db: AsyncSession, ref: str) -> str:
    """All text in a file."""
    made = documents.make(await documents.gather(db, ref, "id", NOW, PAPER_HOUSE))
    if made.mime == documents.PDF_MIME:
        return " ".join(read_pdf.pages(made.data))
    if made.mime == documents.XLSX_MIME:
        return " ".join(str(cell.value) for sheet in opened(made.data) for cell in cells(sheet))
    return made.data.decode()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_umkm_screens_name_no_recipient(shop: Database, language: str) -> None:
    seen = await walk_as_maker(shop, language)
    await freeze_twice(shop)
    seen |= {f"{route} ": text for route, text in (await walk_as_maker(shop, language)).items()}
    assert patterns_of(seen) == {line.pattern for line in ROUTES if line.role is Role.UMKM}
    assert not [route for route, text in seen.items() if named(text)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_umkm_notices_name_no_recipient(shop: Database, language: str) -> None:
    notices: dict[str, WordedNotice] = {}
    async with shop.writing() as connection, session_on(connection) as db:
        notices |= await worded(db, language)
        await ordering.change(db, 1, 2, 5, 2, BY_COORDINATOR, small_shop.shop())
        await ordering.tell_dates(db, 1, NOW)
        notices |= {f"{key} changed": one for key, one in (await worded(db, language)).items()}
        await ordering.cancel(db, 2, BY_COORDINATOR)
        await manifests.close(db, 1, small_shop.shop(), NOW)
        notices |= {f"{key} closed": one for key, one in (await worded(db, language)).items()}
    to_umkm = {key: one for key, one in notices.items() if key.split()[0] in FOR_UMKM}
    assert {key.split()[0] for key in to_umkm} == FOR_UMKM
    assert not [key for key, one in to_umkm.items() if named(f"{words_of(one.screen)} {one.told}")]


async def test_pick_lists_csv_and_invoice_name_no_recipient(shop: Database) -> None:
    async with shop.reading() as connection, session_on(connection) as db:
        assert not named(await words_in(db, "recap/1/1"))
    await freeze_twice(shop)
    async with shop.reading() as connection, session_on(connection) as db:
        for paper in ("v1/pick/1", "v1/pick/2", "v2/pick/1", "v1/csv", "v2/csv", "v1/invoice"):
            assert not named(await words_in(db, f"manifest/1/{paper}")), paper
        book = opened(documents.make(await _job(db, "xlsx")).data)
    picked = [sheet for sheet in book if str(sheet["A1"].value).startswith("Daftar ambil")]
    assert len(picked) == 2
    assert not named(" ".join(str(cell.value) for sheet in picked for cell in cells(sheet)))


async def _job(db: AsyncSession, kind: str) -> documents.Job:
    return await documents.gather(db, f"manifest/1/v1/{kind}", "id", NOW, PAPER_HOUSE)


async def test_customer_and_coordinator_see_the_recipients_of_each_line(shop: Database) -> None:
    for person, route in ((CUSTOMER, "order/1"), (COORDINATOR, "c/order/1")):
        text = words_of(await screen_at(shop, person, route, ""))
        assert "untuk kakak zubaidah 2, 王小明 1" in text, route


async def test_packing_list_label_and_line_sheet_name_recipients(shop: Database) -> None:
    await freeze_twice(shop)
    async with shop.reading() as connection, session_on(connection) as db:
        packing = (await words_in(db, "manifest/1/v1/packing")).replace(" ", "")
        label = await words_in(db, "manifest/1/v1/labels")
        lines = table(opened(documents.make(await _job(db, "xlsx")).data)["Baris barang"])
    assert packing.count("For:KakakZubaidah2,王小明1") == 6
    assert "For / Untuk: Kakak Zubaidah 12, 王小明 6" in label
    assert {line["Untuk siapa"] for line in lines} == {"Kakak Zubaidah 2, 王小明 1"}


async def test_changed_names_alone_are_no_change_of_the_manifest(shop: Database) -> None:
    async with shop.writing() as connection, session_on(connection) as db:
        await manifests.close(db, 1, small_shop.shop(), NOW)
        await db.execute(update(OrderLine).values(shares=None))
        second = await manifests.keep_up(db, 1, small_shop.shop(), NOW, "nama")
        assert second is not None
        assert not await manifests.changes(db, 1, 1, 2)
        nobody = select(func.count()).where(ManifestLine.shares.is_not(None))
        assert await db.scalar(nobody) == 6  # those of the first version stay as they were frozen
        assert named(await words_in(db, "manifest/1/v1/packing"))
        assert not named(await words_in(db, "manifest/1/v2/packing"))
