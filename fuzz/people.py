"""Who is in the shop that inputs meet, what they have done, and what they must never be shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import people
from bot.catalog import Product
from bot.conversation.events import Address
from bot.core.database import session_on
from bot.people import Chat, ChatPerson, Person, Role
from tests.support import lived_in, placed_orders
from tests.support.database_templates import sqlite_file
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import BOT
from tests.support.running_shop import made_ready

SITI, RATMI, TINI, LASTRI, WATI, NEW = "7", "8", "9", "10", "11", "12"
CHATS = {"siti": SITI, "ratmi": RATMI, "tini": TINI, "lastri": LASTRI, "wati": WATI, "new": NEW}
"""Two customers, somebody of the UMKM of their goods and of another, the owner, and one who never came in."""
ROLES = {TINI: {Role.UMKM}, LASTRI: {Role.UMKM}, WATI: {Role.COORDINATOR, Role.OWNER}}
RATMI_NAME, GOODS, WITH_PAPER = "Ratmi Kusumawati", "SOLO-001", "SOLO-040"
OF_SITI, OF_RATMI = tuple(map(str.casefold, lived_in.EVERYTHING)), (RATMI_NAME.casefold(),)
SECRETS = {
    SITI: OF_RATMI,
    RATMI: OF_SITI,
    LASTRI: (*OF_SITI, *OF_RATMI),
    NEW: (*OF_SITI, *OF_RATMI),
    "": (*OF_SITI, *OF_RATMI),
}
"""In small letters; "" stands for chats that are not listed."""


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="rantau-fuzz-")


def media_folder() -> Path:
    """The files that they have sent."""
    return Path(_folder().name) / "media"


@cache
def template_path() -> Path:
    """A database with all of them in it, made once; it goes with the process."""
    with ThreadPoolExecutor(1) as beside:  # this thread may run a loop already
        return beside.submit(sqlite_file, Path(_folder().name), _make).result()


async def _make(url: str) -> None:
    await made_ready(url)
    async with one_process(url, media=media_folder()) as process:
        await _come_in(process, await lived_in.lived_in(process))


async def _come_in(process: OneProcess, siti: lived_in.Lived) -> None:
    """Siti, whose first order is frozen, orders again, also what needs a paper. The others come in."""
    shop, now = process.shop, siti.now
    goods = shop.catalogue.by_sku[GOODS]
    async with process.db.writing() as connection, session_on(connection) as db:
        again = ChatPerson(siti.person_id, lived_in.NAME, "id", "TW")
        await placed_orders.place(
            db, shop, again, {goods.id: 3, shop.catalogue.by_sku[WITH_PAPER].id: 2}, now
        )
        ratmi = await placed_orders.customer(db, now, RATMI_NAME, "JP")
        await placed_orders.place(db, shop, ratmi, {goods.id: 2}, now)
        await placed_orders.draft(db, shop, ratmi, {goods.id: 1}, now)
        _chat(db, RATMI, ratmi.id, Role.CUSTOMER)
        _chat(db, WATI, siti.wati, Role.COORDINATOR)
        maker = await db.scalar(select(Product.umkm_id).where(Product.id == goods.id))
        other = await db.scalar(select(Product.umkm_id).where(Product.umkm_id != maker).limit(1))
        for chat, name, umkm_id in ((TINI, "Tini", maker), (LASTRI, "Lastri", other), (NEW, "Ani", None)):
            who = Person(name=name, language="id", created_at=now)
            db.add(who)
            await db.flush()
            if umkm_id:
                await people.grant(db, who.id, Role.UMKM, now, umkm_id)
            _chat(db, chat, who.id, Role.UMKM if umkm_id else Role.CUSTOMER)
        await db.commit()


def _chat(db: AsyncSession, chat: str, person_id: int, role: Role) -> None:
    db.add(Chat(channel="telegram", bot_id=BOT, chat_id=chat, person_id=person_id, role=role))


def address(chat: str) -> Address:
    """Where a chat of Telegram is."""
    return Address("telegram", BOT, chat)
