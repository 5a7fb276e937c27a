"""Uploads from the chat page: streamed into the media folder, then handed in as events."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from bot.channels.browser.message_store import Messages
from bot.channels.browser.visitors import Door
from bot.channels.browser.websocket import Listener, language_of
from bot.channels.http_server import takes_up_to
from bot.core.media import MOST_BYTES, Media, Stored, TooLarge, plain_name

PIECE_BYTES = 256 * 1024
MOST_SECONDS = 600.0
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/gif"})


@dataclass(frozen=True, slots=True)
class _Announced:
    """An upload as the page announces it: its chat, the page's id of the action, the file's name and kind."""

    chat_id: str
    action: str
    name: str
    kind: str


class Uploads:
    """Takes a file that answers the open question of one of the visitor's chats."""

    def __init__(self, door: Door, messages: Messages, listener: Listener, media: Media) -> None:
        self._door, self._messages, self._listener, self._media = door, messages, listener, media

    def routes(self) -> list[web.RouteDef]:
        """`POST /chat/upload?seat=…&id=…&name=…`: 200 once it is committed."""
        return [web.post("/chat/upload", takes_up_to(MOST_BYTES, self._receive))]

    async def _receive(self, request: web.Request) -> web.Response:
        """Answers 403 to strangers, 409 when no file is asked for, 415 for another kind, 413, 503."""
        self._door.admit(request)
        announced = await self._announced(request)
        if self._listener.take is None:
            raise web.HTTPServiceUnavailable(text="Not now.")
        stored = await self._store(request, announced)
        await self._listener.uploaded(announced.chat_id, announced.action, stored, language_of(request))
        return web.json_response({"id": announced.action})

    async def _announced(self, request: web.Request) -> _Announced:
        visitor = self._door.visitor(request)
        if visitor is None:
            raise web.HTTPForbidden(text="There is no session.")
        chat_id = visitor.seats.get(request.query.get("seat", ""), "")
        name = plain_name(request.query.get("name", ""))
        try:
            action = str(UUID(request.query.get("id", "")))
        except ValueError as garbled:
            raise web.HTTPBadRequest(text="This is no upload of ours.") from garbled
        if not chat_id or not name or not request.body_exists:
            raise web.HTTPBadRequest(text="This is no upload of ours.")
        return _Announced(chat_id, action, name, await self._kind(chat_id, name))

    async def _kind(self, chat_id: str, name: str) -> str:
        accepted = await self._messages.accepted(chat_id)
        if not accepted:
            raise web.HTTPConflict(text="No file is asked for here.")
        is_picture = mimetypes.guess_type(name)[0] in PICTURES
        kind = "photo" if is_picture and "photo" in accepted else "document"
        if kind not in accepted:
            raise web.HTTPUnsupportedMediaType(text="Another kind of file is asked for here.")
        return kind

    async def _store(self, request: web.Request, announced: _Announced) -> Stored:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._media.store(_pieces(request), kind=announced.kind, name=announced.name)
        except TooLarge as large:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, MOST_BYTES + 1) from large
        except (web.RequestPayloadError, ConnectionError, TimeoutError) as broken_off:
            raise web.HTTPBadRequest(text="The file did not arrive completely.") from broken_off


async def _pieces(request: web.Request) -> AsyncIterator[bytes]:
    async for piece in request.content.iter_chunked(PIECE_BYTES):
        yield piece
