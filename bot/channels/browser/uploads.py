"""What a person attaches on the chat page: kept as it comes, and then an event like any other."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from bot.channels.browser.message_store import Messages
from bot.channels.browser.visitors import Door
from bot.channels.browser.websocket import Listening, language_of
from bot.channels.http_server import takes_up_to
from bot.core.media import MOST_BYTES, Media, Stored, TooLarge, plain_name

PIECE_BYTES = 256 * 1024
MOST_SECONDS = 600.0
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/gif"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """An upload as the page announces it: whose it is, under which id, and what the file is called."""

    chat_id: str
    action: str
    name: str
    kind: str


class Uploads:
    """One door: a file for the open question of one of the visitor's own chats, its bytes as the body."""

    def __init__(self, door: Door, messages: Messages, listening: Listening, media: Media) -> None:
        self._door, self._messages, self._listening, self._media = door, messages, listening, media

    def routes(self) -> list[web.RouteDef]:
        """`POST /chat/upload?seat=…&id=…&name=…`: 200 once it is committed."""
        return [web.post("/chat/upload", takes_up_to(MOST_BYTES, self._receive))]

    async def _receive(self, request: web.Request) -> web.Response:
        """403 for strangers, 409 when no file is asked for, 415 for another kind, 413, 5xx for later."""
        self._door.admit(request)
        asked = await self._asked(request)
        if self._listening.take is None:
            raise web.HTTPServiceUnavailable(text="Not now.")
        kept = await self._kept(request, asked)
        await self._listening.uploaded(asked.chat_id, asked.action, kept, language_of(request))
        return web.json_response({"id": asked.action})

    async def _asked(self, request: web.Request) -> _Asked:
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
        return _Asked(chat_id, action, name, await self._kind(chat_id, name))

    async def _kind(self, chat_id: str, name: str) -> str:
        accepted = await self._messages.accepted(chat_id)
        if not accepted:
            raise web.HTTPConflict(text="No file is asked for here.")
        is_picture = mimetypes.guess_type(name)[0] in PICTURES
        kind = "photo" if is_picture and "photo" in accepted else "document"
        if kind not in accepted:
            raise web.HTTPUnsupportedMediaType(text="Another kind of file is asked for here.")
        return kind

    async def _kept(self, request: web.Request, asked: _Asked) -> Stored:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._media.store(_pieces(request), kind=asked.kind, name=asked.name)
        except TooLarge as large:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, MOST_BYTES + 1) from large
        except (web.RequestPayloadError, ConnectionError, TimeoutError) as broken_off:
            raise web.HTTPBadRequest(text="The file did not arrive completely.") from broken_off


async def _pieces(request: web.Request) -> AsyncIterator[bytes]:
    async for piece in request.content.iter_chunked(PIECE_BYTES):
        yield piece
