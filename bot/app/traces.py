"""What others' rows may hold of a person: the words to look for, and taking them out.

Coordinators read names, addresses and questions: their browser chats, labels and parked texts repeat them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import file_sender
from bot.app.expiry import FEW, MANY, in_transaction, until_done
from bot.channels.browser import Browser, old_messages
from bot.channels.browser.message_store import BrowserMessage
from bot.channels.shared_slots import SendPace
from bot.conversation import inbox
from bot.conversation.inbox import InboxRow
from bot.core.database import Database
from bot.core.database.portions import in_portions
from bot.orders import Order
from bot.people import Chat, HeldRole, Person, Role
from bot.people.erasures import Erasure

OF_A_REGION = {"country_area", "city", "city_area", "postal_code", "sorting_code"}
"""Parts of an address that many people share."""
SHORTEST_NAME, NAME_LENGTH = 3, 10
SHORTEST_TEXT, TEXT_LENGTH = 8, 24
"""Shorter words stand everywhere. Screens cut names and texts, but never below the greater lengths."""
GONE = {"title": "–", "body": "Isi pesan ini sudah dihapus.", "buttons": [], "photo": "", "language": "id"}
_messages, _inbox = cast(Table, BrowserMessage.__table__), cast(Table, InboxRow.__table__)
_chats = cast(Table, Chat.__table__)


def words_of(person: Person, orders: Iterable[Order], written: Iterable[str]) -> list[str]:
    """The words by which a person is recognised in others' texts, each cut to what screens leave of it."""
    names, texts = [person.name], list(written)
    for order in orders:
        names += [order.consignee_name, order.mobile]
        names += [share.name for line in order.lines for share in line.stated_shares]
        names += [line.document_number or "" for line in order.lines]
        texts += [order.note or "", *_lines_of(order.address_typed), *_lines_of(order.address)]
    cut = {one for name in names if len(one := _cut(name, NAME_LENGTH)) >= SHORTEST_NAME}
    return sorted(cut | {one for text in texts if len(one := _cut(text, TEXT_LENGTH)) >= SHORTEST_TEXT})


def _lines_of(address: Mapping[str, str]) -> list[str]:
    own = [value for key, value in address.items() if key not in OF_A_REGION]
    return [line for value in own for line in value.split("\n")]


def _cut(text: str, length: int) -> str:
    return " ".join(text.split())[:length].strip()


def names_any(text: str, words: Collection[str]) -> bool:
    """Whether a text holds any of the words."""
    flat = " ".join(text.split())
    return any(word in flat for word in words)


async def sweep(database: Database, erasure: Erasure, now: datetime) -> None:
    """Takes a person out of events, browser chats and labels; may be done again from the beginning."""
    until = erasure.parted_at or now
    await _sweep_events(database, erasure, until)
    for channel, bot_id, chat_id in sorted(erasure.places):
        await in_transaction(database, _forget_pace, channel, bot_id, chat_id)
        if channel == Browser.name:
            await _forget_chat(database, chat_id, until)
    for chat in await _coordinators(database):
        await in_transaction(database, _forget_labels, chat.id, erasure.words)
        if chat.channel == Browser.name:
            await _sweep_messages(database, chat.chat_id, erasure.words)


async def _forget_pace(db: AsyncSession, channel: str, bot_id: str, chat_id: str) -> None:
    pace = (SendPace.channel == channel, SendPace.bot_id == bot_id, SendPace.chat_id == chat_id)
    await db.execute(delete(SendPace).where(*pace))


async def _sweep_events(database: Database, erasure: Erasure, until: datetime) -> None:
    columns = (_inbox.c.chat_id, _inbox.c.received_at, _inbox.c.payload, _inbox.c.error)
    places = erasure.places
    ids = [chat_id for _channel, _bot_id, chat_id in places]
    async for rows in in_portions(database, select(*inbox.KEY, *columns), *inbox.KEY, size=MANY):
        earlier = [row for row in rows if row.received_at <= until]
        own = [tuple(row[:3]) for row in earlier if (row.channel, row.bot_id, row.chat_id) in places]
        parked = [row for row in earlier if row.error and tuple(row[:3]) not in own]
        telling = [
            tuple(row[:3]) for row in parked if names_any(row.payload + row.error, [*erasure.words, *ids])
        ]
        for start in range(0, len(own), FEW):
            await in_transaction(database, _empty_events, own[start : start + FEW], until)
        if telling:
            await in_transaction(database, _empty_texts, telling)


async def _empty_events(db: AsyncSession, keys: Sequence[inbox.Key], now: datetime) -> None:
    await inbox.disown(await db.connection(), keys, now)
    await file_sender.forget_sent(db, [":".join(key) for key in keys])


async def _empty_texts(db: AsyncSession, keys: Sequence[inbox.Key]) -> None:
    await inbox.empty(await db.connection(), keys)


async def _forget_chat(database: Database, chat_id: str, until: datetime) -> None:
    async def forget(db: AsyncSession) -> int:
        count, files = await old_messages.forget_chat(db, chat_id, until, FEW)
        await file_sender.forget_known(db, files)
        return count

    await until_done(database, forget)


async def _coordinators(database: Database) -> Sequence[Any]:
    """The chats of everybody who ever was a coordinator."""
    ever = select(HeldRole.person_id).where(HeldRole.role.in_((Role.COORDINATOR, Role.OWNER)))
    chats = select(Chat.id, Chat.channel, Chat.chat_id).where(Chat.person_id.in_(ever)).order_by(Chat.id)
    async with database.reading() as connection:
        return (await connection.execute(chats)).all()


async def _forget_labels(db: AsyncSession, chat_id: int, words: Sequence[str]) -> None:
    row = select(_chats.c.labels).where(_chats.c.id == chat_id).with_for_update(key_share=True)
    labels = await db.scalar(row) or {}
    kept = {label: route for label, route in labels.items() if not names_any(label, words)}
    if kept != labels:
        await db.execute(update(_chats).where(_chats.c.id == chat_id).values(labels=kept))


async def _sweep_messages(database: Database, chat_id: str, words: Sequence[str]) -> None:
    said = select(_messages.c.id, _messages.c.content).where(_messages.c.chat_id == chat_id)
    async for rows in in_portions(database, said, _messages.c.id):
        telling = [row.id for row in rows if names_any(_text_of(row.content), words)]
        if telling:
            await in_transaction(database, _empty_messages, telling)


def _text_of(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False).replace("\\n", " ")


async def _empty_messages(db: AsyncSession, ids: Sequence[int]) -> None:
    emptied = update(_messages).where(_messages.c.id == bindparam("message"))
    await db.execute(emptied.values(content=GONE), [{"message": one} for one in ids])


__all__ = ["names_any", "sweep", "words_of"]
