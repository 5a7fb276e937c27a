"""The shop that inputs meet, the same for each input, and what must hold after whatever was done in it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from bot.channels.base import Draw, MadeFile, Shown, Undeliverable
from bot.channels.browser.message_store import screen_content
from bot.channels.telegram import render
from bot.channels.telegram.updates import Reader, clean
from bot.conversation.events import Address, Attachment, Event, as_json, from_json
from bot.conversation.inbox import InboxRow
from bot.conversation.routing import NoSuchRoute, is_private
from bot.conversation.screens import Screen
from bot.core.database import Base
from bot.handlers import ROUTES
from bot.handlers.replies import Handlers
from bot.people import Role
from fuzz import people, postgres_limits
from fuzz.faults import Fault, bounded, watched
from tests.support import shared_file_builder
from tests.support.database_digest import CHANNELS_OWN, DELIVERY
from tests.support.one_process import OneProcess, one_process
from tests.support.recording_channel import BOT, RecordingChannel

BOT_NAME = "rantau_test_bot"
LONG_NUMBER = 7
SHEET = b"manifest,parcel,weight_kg\nTW-261204-v1,TW-4K7M/1,2.35\n"


class EveryChannel(RecordingChannel):
    """Records what is shown, drawn for Telegram and the page; each file that people send is a small sheet."""

    async def answer(self, draw: Draw) -> Shown:
        """Raises Fault for a screen that a channel could not show."""
        drawn = render.draw(draw.screen)
        if not drawn.text.strip() or render.units(drawn.text) > render.TEXT_UNITS:
            raise Fault("telegram could not show a screen", draw.screen.title)
        screen_content(draw.screen, draw.language)
        return await super().answer(draw)

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """Raises Undeliverable for some files."""
        if attachment.file_id.startswith("gone"):
            raise Undeliverable(attachment.file_id)
        yield SHEET

    async def send_file(self, to: Address, file: MadeFile) -> str:
        """Records the name."""
        self.files[to.chat_id].append(file.name)
        return f"file-{len(self.files[to.chat_id])}"


@dataclass
class Shop:
    """One process of the program with its people. `typed` is all that was typed, which may be repeated."""

    process: OneProcess
    channel: EveryChannel
    path: Path
    reader: Reader = field(default_factory=lambda: Reader(BOT, BOT_NAME))
    typed: str = ""
    refused: list[str] = field(default_factory=list)
    _update: int = 0

    def __post_init__(self) -> None:
        replies = self.process.dispatcher.conversation.replies
        assert isinstance(replies, Handlers)
        refuse = replies.refuse

        async def noted(turn: Any, why: str, screen: Screen) -> Screen:
            self.refused.append(why)
            return await refuse(turn, why, screen)

        replies.refuse = noted  # type: ignore[method-assign]

    def screen(self, chat: str) -> Screen | None:
        """What a chat shows."""
        return self.channel.shown[chat][-1] if self.channel.shown[chat] else None

    async def tap(self, chat: str, route: str) -> None:
        """Somebody taps a button with this route; a place, and whatever is refused, changes nothing."""
        before, refusals = self.kept(), len(self.refused)
        await self.take([self._tapped(chat, route)])
        refused = self.refused[refusals:]
        if (refused or _is_place(route)) and (after := self.kept()) != before:
            raise Fault(f"{refused or 'a place'} changed something", f"{route}: {_differing(before, after)}")

    async def say(self, chat: str, text: str) -> None:
        """Somebody types a text; digits that answer a private question are kept as that answer only."""
        screen = self.screen(chat)
        await self.take([self._said(chat, text)])
        if screen and screen.asks and is_private(screen.asks.route):
            self._look_for_copies(max(re.findall(r"[0-9]+", text), key=len, default=""))

    def _look_for_copies(self, digits: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            for name in Base.metadata.tables if len(digits) >= LONG_NUMBER else ():
                rows = connection.execute(f"SELECT * FROM {name}").fetchall()
                if name != "identities" and digits in repr(rows):
                    raise Fault("a private answer is kept", name)

    async def take(self, updates: Sequence[Any]) -> None:
        """Takes a batch of updates as Telegram sends them, and looks at what became of it. Raises Fault."""
        with watched(), bounded():
            events = self.reader.events(updates)
            for event in events:
                self.typed += f"\n{event.text} {event.name} {event.payload}".casefold()
                if from_json(as_json(event)) != event:
                    raise Fault("an event is not kept as it came", repr(event))
                if any(isinstance(one, str) and clean(one) != one for one in asdict(event).values()):
                    raise Fault("postgres could not hold it", repr(event))
            await self.process.dispatcher.take(events)
            await self.process.rest()
        await self._look(events)

    async def look_for_parked(self) -> None:
        """Raises Fault when an event was parked for another reason than its shape."""
        errors = select(InboxRow.error).where(InboxRow.error.not_in(("", "unreadable")))
        async with self.process.db.reading() as connection:
            for error in await connection.scalars(errors):
                raise Fault(f"parked: {error.partition(':')[0]}", error)

    async def _look(self, events: Sequence[Event]) -> None:
        await self.look_for_parked()
        last = {event.address.chat_id: event.event_id for event in events}
        if unanswered := set(last.values()) - set(self.channel.answered):
            raise Fault("not answered", repr(unanswered))
        for chat in last:
            self._look_at(chat)

    def _look_at(self, chat: str) -> None:
        """Raises Fault when a chat shows another role's place, another's words or another's file."""
        screen, may = self.screen(chat), {Role.CUSTOMER, *people.ROLES.get(chat, ())}
        if screen is None or Role.OWNER in may:
            return
        if screen.route and (role := ROUTES.match(screen.route)[0].role) not in may:
            raise Fault("another role's place", f"{chat} sees {screen.route} of {role}")
        told = f"{screen.title}\n{screen.body}\n{screen.buttons}\n{self.channel.files[chat]}".casefold()
        for secret in people.SECRETS.get(chat, people.SECRETS[""]):
            if secret in told and secret not in self.typed:
                raise Fault("another's words", f"{chat} sees {secret!r} at {screen.route}")

    def kept(self) -> dict[str, list[Any]]:
        """All rows that matter to the trade, by table, read beside the program."""
        with closing(sqlite3.connect(self.path)) as connection:
            return {name: connection.execute(query).fetchall() for name, query in _QUERIES.items()}

    def _said(self, chat: str, text: str) -> dict[str, Any]:
        return {"update_id": self._next(), "message": self._message(chat) | {"text": text}}

    def _tapped(self, chat: str, route: str) -> dict[str, Any]:
        message = self._message(chat) | {"text": "x", "from": {"id": int(BOT), "is_bot": True}}
        query = {"id": str(self._next()), "from": _sender(chat), "message": message, "data": route}
        return {"update_id": self._update, "callback_query": query}

    def _message(self, chat: str) -> dict[str, Any]:
        date = int(self.process.shop.clock.now().timestamp()) + 5  # after the screen that it answers
        of = {"id": int(chat), "type": "private"}
        return {"message_id": self._update, "chat": of, "from": _sender(chat), "date": date}

    def _next(self) -> int:
        self._update += 1
        return self._update


def _sender(chat: str) -> dict[str, Any]:
    return {"id": int(chat), "is_bot": False, "first_name": "Ani", "language_code": "id"}


def _is_place(route: str) -> bool:
    try:
        return ROUTES.match(clean(route))[0].kind == "place"
    except NoSuchRoute:
        return True


def _differing(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> str:
    return ", ".join(name for name in before if before[name] != after[name])


def _query(name: str) -> str:
    left_out = DELIVERY if name == "notices" else set()
    columns = [f'"{one.name}"' for one in Base.metadata.tables[name].columns if one.name not in left_out]
    return f"SELECT {', '.join(columns)} FROM {name}"


_QUERIES = {name: _query(name) for name in sorted(set(Base.metadata.tables) - CHANNELS_OWN)}


@asynccontextmanager
async def opened() -> AsyncIterator[Shop]:
    """The shop as every input finds it."""
    with TemporaryDirectory(prefix="rantau-fuzz-") as folder, shared_file_builder.shared():
        path, channel = Path(folder) / "shop.db", EveryChannel()
        shutil.copy(people.template_path(), path)
        media = shutil.copytree(people.media_folder(), Path(folder) / "media")
        async with one_process(f"sqlite+aiosqlite:///{path}", channel, media=media) as process:
            yield Shop(process, channel, path)
            postgres_limits.check(path)
