"""Receives by webhook: Telegram posts each update to us and repeats it until we answer 200."""

from __future__ import annotations

import hmac
import json
import logging
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.base import Take
from bot.channels.telegram.polling import OnCommitted, ignore_updates
from bot.channels.telegram.updates import Reader

MOST_BYTES = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_SECONDS = "2"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram reaches us: the program's public address, and a secret that proves who posts.

    Raises ValueError for a secret that Telegram does not take: 1–256 of letters, digits, _ and -.
    """

    url: str
    secret: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.secret):
            raise ValueError("a webhook's secret is made of 1–256 letters, digits, _ and -")

    def __repr__(self) -> str:
        return f"Webhook({self.url!r})"


class Receiver:
    """Answers Telegram's posts: 200 when the event is committed, 503 when that failed.

    `on_committed` sees the updates that are committed.
    """

    def __init__(self, reader: Reader, webhook: Webhook, on_committed: OnCommitted = ignore_updates) -> None:
        self._reader = reader
        self._on_committed = on_committed
        self._secret = webhook.secret.encode()
        self.take: Take | None = None

    async def receive(self, request: web.Request) -> web.Response:
        """Takes one post. Answers 403 without the secret, 413 over 1 MB, 400 to what is no JSON."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403, text="This address is for Telegram only.")
        body = await _body(request)
        if body is None:
            return web.Response(status=413, text="Too large: at most 1 MB is taken.")
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400, text="This is no JSON.")
        return await self._hand_in(update)

    async def _hand_in(self, update: Any) -> web.Response:
        later = web.Response(status=503, text="Not now.", headers={"Retry-After": RETRY_SECONDS})
        if self.take is None:
            return later
        try:
            events = self._reader.events([update])
            if events:
                await self.take(events)
        except Exception:  # the edge of the loop: Telegram keeps the update and sends it again
            _log.exception("an update was not committed; it stays with telegram")
            return later
        self._on_committed([update])
        return web.Response()


async def _body(request: web.Request) -> bytes | None:
    if (request.content_length or 0) > MOST_BYTES:
        return None
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
