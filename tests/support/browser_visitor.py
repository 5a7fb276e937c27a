"""Somebody on the chat page: the page's WebSocket without a browser around it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

Message = dict[str, Any]


@dataclass
class Visitor:
    """One visitor with an own session. `chat` holds the latest version of each message by id."""

    base: str
    http: ClientSession
    socket: ClientWebSocketResponse
    chat: dict[int, Message] = field(default_factory=dict)
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    _hearing: asyncio.Task[None] | None = None

    @classmethod
    async def come(cls, base: str, language: str = "id") -> Visitor:
        """Opens the page, takes its cookie and connects."""
        http = ClientSession(cookie_jar=CookieJar(unsafe=True))
        async with http.get(base) as page:
            assert page.status == 200, page.status
        visitor = cls(base, http, await http.ws_connect(f"{base}/chat/socket?lang={language}"))
        visitor._hearing = asyncio.create_task(visitor._hear())
        return visitor

    async def leave(self) -> None:
        if self._hearing:
            self._hearing.cancel()
            await asyncio.gather(self._hearing, return_exceptions=True)
        await self.socket.close()
        await self.http.close()

    async def _hear(self) -> None:
        async for frame in self.socket:
            self._heard(frame.json())
            self.moved.set()
            self.moved = asyncio.Event()

    def _heard(self, word: Message) -> None:
        kind = word["type"]
        if kind == "message":
            self.chat[word["message"]["id"]] = word["message"]
        elif kind == "history":
            self.chat |= {one["id"]: one for one in word["messages"]}
        elif kind in ("ack", "done", "refused"):
            heard = {"ack": self.acknowledged, "done": self.done, "refused": self.refused}[kind]
            heard.add(word.get("id") or word.get("action", ""))

    @property
    def messages(self) -> list[Message]:
        """The shop's messages, oldest first."""
        return [one for one in sorted(self.chat.values(), key=lambda one: one["id"]) if one["who"] == "shop"]

    async def say(self, text: str) -> str:
        """Types a text; returns the action's id."""
        return await self._act(type="text", text=text)

    async def tap(self, route: str, message: object) -> str:
        """Taps a route on a message; any route, as a forger could."""
        return await self._act(type="tap", route=route, message=message)

    async def attach(self, name: str, content: bytes) -> str:
        """Attaches a file, by its name alone where none is asked for; returns the action's id, or ""."""
        action = str(uuid4())
        query = {"seat": "me", "id": action, "name": name, "lang": "id"}
        async with self.http.post(f"{self.base}/chat/upload", params=query, data=BytesIO(content)) as answer:
            assert answer.status in (200, 409, 415), await answer.text()
            status = answer.status
        if status == 409:
            return await self._act(type="file", name=name, bytes=len(content))
        return action if status == 200 else ""

    async def _act(self, **said: object) -> str:
        action = str(uuid4())
        await self.socket.send_json({"id": action, "seat": "me", **said})
        return action

    async def file(self, message: Message) -> bytes:
        """Downloads the file of a message."""
        async with self.http.get(f"{self.base}{message['file']['href']}") as answer:
            assert answer.status == 200, answer.status
            return await answer.read()
