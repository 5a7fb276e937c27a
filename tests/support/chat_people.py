"""People in transcripts, the same on every channel: they type, tap, and see messages with labels."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any, Protocol

from tests.support.bot_api import Person
from tests.support.bot_api.person import BEFORE_HINT
from tests.support.browser_visitor import Visitor
from tests.support.running_shop import RunningProgram

PATIENCE = 120.0


@dataclass(frozen=True)
class Said:
    """A message of the shop: its text with its labels, and the route behind each label."""

    id: int
    text: str
    routes: dict[str, str]
    file: str = ""

    def __str__(self) -> str:
        buttons = " ".join(f"[{one}]" for one in self.routes)
        return "\n".join(filter(None, [self.text, buttons, f"(file {self.file})" if self.file else ""]))


class Talker(Protocol):
    """Somebody who chats."""

    def said(self) -> list[Said]:
        """The shop's messages in the chat, oldest first."""

    async def type(self, text: str) -> None:
        """Types a text and waits until it is answered."""

    async def send(self, kind: str, name: str, content: bytes) -> None:
        """Sends a `photo` or a `document` and waits until it is answered."""

    async def tap(self, route: str, on: int) -> None:
        """Taps a route on a message and waits until that is answered."""

    async def file(self, name: str) -> bytes:
        """The content of the last file of that name."""


class OnTelegram:
    """A person at the tests' Bot API server."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def said(self) -> list[Said]:
        return [self._said(one) for one in self.person.chat.from_bot]

    def _said(self, message: Any) -> Said:
        buttons = [button for row in message.rows for button in row]
        routes = {one["text"].split(BEFORE_HINT)[0]: one.get("callback_data", "") for one in buttons}
        hints = "\n".join(one["text"] for one in buttons)
        file = message.document["file_name"] if message.document else ""
        return Said(message.id, f"{_unaligned(message)}\n{hints}".strip(), routes, file)

    async def type(self, text: str) -> None:
        await self.person.say(text)

    async def send(self, kind: str, name: str, content: bytes) -> None:
        await self.person.sends(kind, name=name, content=content)

    async def tap(self, route: str, on: int) -> None:
        await self.person.tap_route(route, self.person.chat.messages[on])

    async def file(self, name: str) -> bytes:
        return self.person.file(name)


def _unaligned(message: Any) -> str:
    """The text of a message, its block of letters of one width without rules and filling blanks."""
    block = next((one for one in message.entities if one["type"] == "pre"), None)
    if block is None:
        return str(message.text)
    units = message.text.encode("utf-16-le")
    start, end = 2 * block["offset"], 2 * (block["offset"] + block["length"])
    lines = units[start:end].decode("utf-16-le").splitlines()
    sums = [re.sub(" {2,}", " ", one) for one in lines if one.strip("─")]
    before, after = (one.decode("utf-16-le") for one in (units[:start], units[end:]))
    return before + "\n".join(sums) + after


class InBrowser:
    """A visitor of the chat page."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def said(self) -> list[Said]:
        return [self._said(one) for one in self.visitor.messages]

    def _said(self, message: dict[str, Any]) -> Said:
        buttons = message.get("buttons", [])
        routes = {one["label"]: one["route"] for one in buttons}
        hints = [" ".join(filter(None, [one["label"], one["hint"]])) for one in buttons]
        sums = [f"{one['label']} {one['amount']}" for one in message.get("sums", [])]
        text = "\n".join([message.get("title", ""), message.get("body", ""), *sums, *hints]).strip()
        return Said(message["id"], text, routes, message.get("file", {}).get("name", ""))

    async def type(self, text: str) -> None:
        await self._until_answered(await self.visitor.say(text))

    async def send(self, kind: str, name: str, content: bytes) -> None:
        action = await self.visitor.attach(name, content)
        if action:  # the page offers no file of another kind than is asked for
            await self._until_answered(action)

    async def tap(self, route: str, on: int) -> None:
        await self._until_answered(await self.visitor.tap(route, on))

    async def _until_answered(self, action: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while action not in self.visitor.done:
                assert action not in self.visitor.refused, "the page's words were refused"
                await self.visitor.moved.wait()

    async def file(self, name: str) -> bytes:
        carrier = [one for one in self.visitor.messages if one.get("file", {}).get("name") == name][-1]
        return await self.visitor.file(carrier)


async def newcomer(program: RunningProgram, channel: str, name: str, language: str) -> OnTelegram | InBrowser:
    """Somebody new on a channel."""
    if channel == "telegram":
        return OnTelegram(program.api.person(name.capitalize(), language))
    return InBrowser(await program.visitor(language))
