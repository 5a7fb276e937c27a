"""The browser chat on a real server and database, with a shop that only records events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse

from bot.app.tables import metadata
from bot.channels import pictures
from bot.channels.base import Draw, Shown
from bot.channels.browser import Browser, Mode
from bot.channels.http_server import HttpServer
from bot.conversation.events import Address, Event
from bot.conversation.screens import Screen
from bot.core.clock import Clock
from bot.core.database import Database

SECRET = b"a secret of the tests, 32 bytes."


@dataclass
class Listener:
    """Records the events it takes; it fails `failures` times first."""

    heard: list[Event] = field(default_factory=list)
    failures: int = 0

    async def take(self, events: Sequence[Event]) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the disk is full")
        self.heard.extend(events)


@dataclass
class OpenChat:
    """A running browser chat, and how tests talk with it."""

    browser: Browser
    database: Database
    listener: Listener
    http: ClientSession
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def page(self, **headers: str) -> AsyncIterator[Page]:
        headers = {"Origin": self.base} | headers
        async with self.http.ws_connect(f"{self.base}/chat/socket?lang=id-ID", headers=headers) as socket:
            yield Page(socket)

    async def answer(
        self, event: Event, screen: Screen, current: Shown | None = None, in_place: bool = True
    ) -> Shown:
        return await self.browser.answer(Draw(event.address, "id", screen, event, current, in_place))

    def seat(self, seat: str) -> Address:
        return Address("browser", "web", f"seat-{seat}")


@dataclass
class Page:
    """One WebSocket, used as the page uses it."""

    socket: ClientWebSocketResponse

    async def say(self, text: str, seat: str = "customer", action: str = "") -> str:
        action = action or str(uuid4())
        await self.socket.send_json({"type": "text", "id": action, "seat": seat, "text": text})
        return action

    async def tap(self, message: object, route: str, seat: str = "customer") -> str:
        action = str(uuid4())
        said = {"type": "tap", "id": action, "seat": seat, "message": message, "route": route}
        await self.socket.send_json(said)
        return action

    async def hears(self, kind: str, **wanted: object) -> dict[str, Any]:
        """The next frame of this type with these values; skips others."""
        while True:
            word = await asyncio.wait_for(self.socket.receive_json(), 60)
            if word["type"] == kind and wanted.items() <= word.items():
                return dict(word)

    async def history(self, seat: str = "customer") -> list[dict[str, Any]]:
        return list((await self.hears("history", seat=seat))["messages"])


def moved(days: int) -> datetime:
    return Clock().now() + timedelta(days=days)


async def database_in(folder: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{folder / 'chat.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database


@asynccontextmanager
async def open_chat(
    folder: Path, mode: Mode = "demo", base_url: str = "http://rantau.test", **more: Any
) -> AsyncIterator[OpenChat]:
    """The chat on a free loopback port."""
    database, listener = await database_in(folder), Listener()
    browser = Browser(database, mode=mode, base_url=base_url, secret=SECRET, media=folder / "media", **more)
    photo_path = more.get("photo_path", lambda _reference: None)
    server = HttpServer("127.0.0.1", 0, [*browser.routes(), *pictures.routes(photo_path)])
    await server.start()
    running = asyncio.create_task(browser.run(listener.take))
    await asyncio.sleep(0)
    try:
        origin = {"Origin": f"http://127.0.0.1:{server.port}"} if mode == "demo" else {}
        async with ClientSession(headers=origin) as http:
            yield OpenChat(browser, database, listener, http, server.port)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await server.stop()
        await database.close()
