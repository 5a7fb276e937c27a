"""What the browser chat serves over HTTP: the page and its assets, its WebSocket, and files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.browser import protocol
from bot.channels.browser.connections import Connections, Page
from bot.channels.browser.message_store import BrowserMessage, Messages
from bot.channels.browser.visitors import Door, Visitor
from bot.channels.browser.websocket import Listener, language_of

STATIC = Path(__file__).parent.parent / "static"
NO_SESSION = 4401
SECONDS_BETWEEN_PINGS = 25.0


class HttpRoutes:
    """The request handlers. The door admits each request first."""

    def __init__(
        self,
        mode: str,
        door: Door,
        messages: Messages,
        connections: Connections,
        listener: Listener,
        now: Callable[[], datetime],
        on_next_day: Callable[[], Awaitable[datetime]] | None,
    ) -> None:
        self._mode, self._door, self._messages = mode, door, messages
        self._connections, self._listener = connections, listener
        self._now = now
        self._on_next_day = on_next_day if mode == "demo" else None

    def routes(self) -> list[web.RouteDef]:
        """All routes; moving the day exists in the demo only."""
        served = [
            web.get("/", self._guarded(self._page)),
            web.get("/chat/static/{name}", self._guarded(self._static)),
            web.get("/chat/socket", self._guarded(self._socket), allow_head=False),
            web.get("/chat/file/{id}", self._guarded(self._file)),
        ]
        if self._on_next_day:
            served.append(web.post("/demo/next-day", self._guarded(self._next_day)))
        return served

    def _guarded(self, handler: Handler) -> Handler:
        async def admitted(request: web.Request) -> web.StreamResponse:
            self._door.admit(request)
            return await handler(request)

        return admitted

    async def _page(self, request: web.Request) -> web.StreamResponse:
        response = web.FileResponse(STATIC / "chat.html", headers={"Cache-Control": "no-store"})
        self._door.greet(request, response)
        return response

    async def _static(self, request: web.Request) -> web.StreamResponse:
        parts = {one.name: one for one in STATIC.iterdir() if one.suffix in (".css", ".js", ".svg")}
        if (path := parts.get(request.match_info["name"])) is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=SECONDS_BETWEEN_PINGS, max_msg_size=protocol.FRAME_BYTES)
        await socket.prepare(request)
        visitor = self._door.visitor(request)
        if visitor is None:
            # A page cannot see why a handshake fails; it can see the code of a close.
            await socket.close(code=NO_SESSION)
            return socket
        page = Page(socket, visitor, language_of(request))
        page.tell(protocol.welcome(self._mode, visitor, self._now(), self._on_next_day is not None))
        await self._listener.converse(page)
        return socket

    async def _file(self, request: web.Request) -> web.StreamResponse:
        row = await self._own_message(request)
        file = await self._messages.file(row.file_id) if row.file_id else None
        if file is None or not file.content:  # emptied because its content had to be erased
            raise web.HTTPNotFound
        headers = {"Content-Disposition": _attachment(file.name), "Cache-Control": "private, no-store"}
        return web.Response(body=file.content, content_type=file.mime, headers=headers)

    async def _own_message(self, request: web.Request) -> BrowserMessage:
        visitor = self._door.visitor(request) or Visitor({})
        for chat_id in visitor.seats.values():
            if row := await self._messages.of(chat_id, request.match_info["id"]):
                return row
        raise web.HTTPNotFound

    async def _next_day(self, _request: web.Request) -> web.StreamResponse:
        if self._on_next_day is None:
            raise web.HTTPNotFound
        day = protocol.day(await self._on_next_day())
        self._connections.tell_all({"type": "day", "day": day})
        return web.json_response(day)


def _attachment(name: str) -> str:
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_. ") else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
