"""The browser chat as a channel: shows screens, notices and files, and takes what its pages send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Draw, MadeFile, Shown, Take, TryLater, Undeliverable
from bot.channels.browser.connections import Connections
from bot.channels.browser.demo_door import DemoDoor
from bot.channels.browser.http_routes import HttpRoutes
from bot.channels.browser.message_store import BrowserFile, Messages, Target, screen_content
from bot.channels.browser.uploads import Uploads
from bot.channels.browser.visitors import Door, SessionDoor
from bot.channels.browser.websocket import Listener, kind_of
from bot.conversation.events import Address, Attachment, Event
from bot.conversation.screens import Screen
from bot.core.clock import Clock
from bot.core.database import Database, comes_of_an_outage
from bot.core.media import Media

Mode = Literal["demo", "on"]

# Other processes write into the same chats; LOOK_BACK is longer because their commits may come late.
LOOK_SECONDS = 2.0
LOOK_BACK = timedelta(seconds=30)

_CLOCK = Clock()
_log = logging.getLogger(__name__)


def _no_photo(_reference: str) -> Path | None:
    return None


class Browser:
    """The chat page and its messages. `demo`: three seats side by side, on this machine only;
    `on`: each visitor has a signed session.

    `base_url` is where the page is reached; it may be set until the first link is asked for.
    `secret` signs the sessions. `media` is the folder for what people attach. `photo_path` finds the
    picture of a reference. `on_next_day` moves the demo's clock on and returns the new time; without it
    the page has no such button.
    """

    name = "browser"
    bot_id = "web"
    numbers_choices = False

    def __init__(
        self,
        database: Database,
        *,
        mode: Mode,
        base_url: str,
        secret: bytes,
        media: Path,
        photo_path: Callable[[str], Path | None] = _no_photo,
        now: Callable[[], datetime] = _CLOCK.now,
        on_next_day: Callable[[], Awaitable[datetime]] | None = None,
    ) -> None:
        self.mode: Mode = mode
        self.base_url = base_url
        self._now, self._photo_path = now, photo_path
        self._messages = Messages(database)
        self._connections = Connections(self._has_photo)
        self._listener = Listener(self._messages, self._connections, self._address, now, self._has_photo)
        door: Door = DemoDoor() if mode == "demo" else SessionDoor(secret, base_url)
        self._http_routes = HttpRoutes(
            mode, door, self._messages, self._connections, self._listener, now, on_next_day
        )
        self._uploads = Uploads(door, self._messages, self._listener, Media(media))

    def routes(self) -> list[web.RouteDef]:
        """What the HTTP server has to serve for this channel."""
        return [*self._http_routes.routes(), *self._uploads.routes()]

    async def run(self, take: Take) -> None:
        """Takes events from the pages until cancelled, then closes their connections; they reconnect."""
        self._listener.take = take
        try:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                await self._show_changes()
        finally:
            self._listener.take = None
            await self._connections.hang_up()

    async def answer(self, draw: Draw) -> Shown:
        """Shows the screen, after a tap in the tapped message if `in_place`, else below. Raises TryLater."""
        event = draw.event
        in_tapped = event is not None and event.kind == "tap" and draw.in_place
        target = Target(
            draw.to.chat_id,
            event_id=event.event_id if event else None,
            over=event.message_id if event and in_tapped else "",
            loses_keyboard=draw.current.message_id if draw.current else "",
        )
        shown = await self._show(target, draw.screen, draw.language)
        self._close(draw.to.chat_id, event)
        return shown

    async def dismiss(self, event: Event, text: str = "") -> None:
        """Tells the page to stop waiting; `text` is shown for some seconds and not stored."""
        self._close(event.address.chat_id, event, text)

    async def notify(self, to: Address, screen: Screen, language: str) -> Shown:
        """Shows the screen as a new message; it is stored even if no page is connected. Raises TryLater."""
        return await self._show(Target(to.chat_id, notice=True), screen, language)

    async def send_file(self, to: Address, file: MadeFile) -> str:
        """Sends a message with a download; its bytes are stored once. Raises Undeliverable, TryLater."""
        async with _database_errors():
            stored = await self._store(file)
            row = await self._messages.send_file(to.chat_id, stored, self._now())
        self._connections.show([row])
        return stored.id

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """Raises Undeliverable: uploads are stored as they come, so nothing is left to fetch."""
        raise Undeliverable(f"{attachment.name}: it was not stored")
        yield b""

    def link(self, payload: str) -> str:
        """The address that opens a chat here and sends `/start PAYLOAD` in it."""
        return f"{self.base_url.rstrip('/')}/?start={payload}"

    async def _show(self, target: Target, screen: Screen, language: str) -> Shown:
        async with _database_errors():
            rows = await self._messages.show(target, screen_content(screen, language), self._now())
        self._connections.show(rows)
        carrier = rows[0]
        return Shown(str(carrier.id), kind_of(carrier.content), carrier.changed_at)

    async def _store(self, file: MadeFile) -> BrowserFile:
        known = await self._messages.file(file.known_id) if file.known_id else None
        if known is not None and known.content:  # else it was emptied, and is stored anew
            return known
        try:
            content = await asyncio.to_thread(file.path.read_bytes)
        except OSError as missing:
            raise Undeliverable(f"{file.name}: {missing.strerror}") from missing
        file_id = await self._messages.keep_file(file.name, file.mime, content)
        return BrowserFile(id=file_id, name=file.name, mime=file.mime, content=content)

    def _close(self, chat_id: str, event: Event | None, text: str = "") -> None:
        action = event.event_id.rpartition("/")[2] if event else ""
        self._connections.tell(chat_id, {"type": "done", "action": action, "toast": text})

    async def _show_changes(self) -> None:
        if not (chats := self._connections.chats()):
            return
        try:
            self._connections.show(await self._messages.changed(chats, self._now() - LOOK_BACK))
        except DBAPIError as busy:
            if not comes_of_an_outage(busy):
                _log.warning("could not look for messages of other processes: %s", busy.orig)

    def _address(self, chat_id: str) -> Address:
        return Address(self.name, self.bot_id, chat_id)

    def _has_photo(self, reference: str) -> bool:
        return bool(reference) and self._photo_path(reference) is not None


@asynccontextmanager
async def _database_errors() -> AsyncIterator[None]:
    try:
        yield
    except DBAPIError as busy:
        raise TryLater(why=str(busy.orig)) from busy


__all__ = ["Browser", "Mode"]
