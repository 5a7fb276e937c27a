"""Troubles of the server: calls refused, done and then cut off, answered by half, and chats that are slow."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

from tests.support.bot_api.chats import Chat
from tests.support.bot_api.values import Refused

LOOK_SECONDS = 0.01
GATEWAYS = (502, 504)
Do = Callable[[str, dict[str, Any]], Awaitable[Any]]


class Kind(StrEnum):
    """What may befall a call."""

    FLOOD_CHAT = "429 for a chat"
    FLOOD_BOT = "429 for the bot"
    FAILED = "5xx"
    NOT_DONE = "cut before it was done"
    CUT_OFF = "done, then cut"
    HALF = "done, half an answer"


GATEWAY = "<html><h1>502 Bad Gateway</h1></html>"


class CutOff(Exception):
    """The connection is cut, behind half of the answer; or a gateway answers, with `code`, in its place."""

    def __init__(self, answer: bytes = b"", code: int = 0) -> None:
        super().__init__()
        self._code = code
        self._half = answer[: len(answer) // 2]
        self._length = len(answer)

    async def answered(self, request: web.Request) -> web.StreamResponse:
        """Sends what comes before the cut, and cuts."""
        if self._code:
            return web.Response(status=self._code, text=GATEWAY, content_type="text/html")
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        if self._half:
            response.content_length = self._length
            await response.prepare(request)
            await response.write(self._half)
            await asyncio.sleep(0)
        if request.transport is not None:
            request.transport.abort()
        return response


@dataclass
class Troubles:
    """Befalls a `share` of the calls, `most` in all, each with one of the `kinds`; counts them as `done`.

    Flood control lasts `flood_seconds`, for all calls of the chat or of the bot. `slow` are the seconds that
    each call of a chat takes besides. A message whose sender never learned that it came is marked as cut off.
    """

    chats: dict[int, Chat]
    kinds: tuple[Kind, ...] = ()
    share: float = 0.0
    most: int = 1_000_000
    flood_seconds: int = 2
    slow: dict[str, float] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    chance: random.Random = field(default_factory=lambda: random.Random(20261204))
    done: dict[Kind, int] = field(default_factory=dict)
    refused: int = 0
    slowed: int = 0
    _floods: dict[str, float] = field(default_factory=dict)

    async def all_done(self) -> None:
        """Waits until as many calls were befallen as may be."""
        while self.total < self.most:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)

    @property
    def total(self) -> int:
        """How many troubles there were."""
        return sum(self.done.values())

    async def befall(self, request: web.Request, method: str, arguments: dict[str, Any], do: Do) -> Any:
        """Does the call with the trouble that befalls it, if any. Raises Refused and CutOff."""
        chat = str(arguments.get("chat_id", ""))
        self._refuse_flooded(chat)
        kind = self._next(method, chat)
        if kind is not None:
            self._refuse(kind, chat)
        if chat in self.slow:
            self.slowed += 1
            await asyncio.sleep(self.slow[chat])
        result = await do(method, arguments)
        if kind is not None or request.transport is None or request.transport.is_closing():
            self._mark(result)
        if kind is not None:
            whole = json.dumps({"ok": True, "result": result}).encode()
            raise CutOff(whole if kind is Kind.HALF else b"")
        return result

    def _next(self, method: str, chat: str) -> Kind | None:
        if not self.kinds or self.total >= self.most or (self.methods and method not in self.methods):
            return None
        if self.chance.random() >= self.share:
            return None
        kind = self.chance.choice(self.kinds)
        if kind is Kind.FLOOD_CHAT and not chat:
            return None
        self.done[kind] = self.done.get(kind, 0) + 1
        return kind

    def _refuse_flooded(self, chat: str) -> None:
        left = max(self._floods.get(where, 0.0) for where in {chat, ""}) - time.monotonic()
        if left > 0:
            self.refused += 1
            whole = int(left) + 1
            raise Refused(429, f"Too Many Requests: retry after {whole}", whole)

    def _refuse(self, kind: Kind, chat: str) -> None:
        if kind in (Kind.FLOOD_CHAT, Kind.FLOOD_BOT):
            self._floods[chat if kind is Kind.FLOOD_CHAT else ""] = time.monotonic() + self.flood_seconds
            self._refuse_flooded(chat)
        if kind is Kind.FAILED:
            code = self.chance.choice((500, 502, 503, 504))
            raise CutOff(code=code) if code in GATEWAYS else Refused(code, "Internal Server Error")
        if kind is Kind.NOT_DONE:
            raise CutOff

    def _mark(self, result: Any) -> None:
        if isinstance(result, dict) and "chat" in result:
            self.chats[result["chat"]["id"]].messages[result["message_id"]].cut_off = True
