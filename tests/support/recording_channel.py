"""A channel that records what is shown in each chat, and fails where a test wants it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.base import Draw, MadeFile, Shown, Take
from bot.conversation.events import Address, Attachment, Event
from bot.conversation.screens import Screen

BOT = "4242"
Trouble = Exception | float | asyncio.Event
"""What happens at the next sending to a chat: an error to raise, seconds to wait, or an event to wait for."""


@dataclass
class RecordingChannel:
    """`shown` are the answers by chat, `notices` what no event asked for, `files` the names of files.

    `sent` holds the files that people sent, by the channel's id; trouble with a file is set under that id.
    """

    name: str = "telegram"
    bot_id: str = BOT
    numbers_choices: bool = False
    shown: dict[str, list[Screen]] = field(default_factory=lambda: defaultdict(list))
    notices: dict[str, list[Screen]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[str, bytes] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    trouble: dict[str, list[Trouble]] = field(default_factory=lambda: defaultdict(list))
    _message: int = 0

    async def run(self, take: Take) -> None:
        await asyncio.Event().wait()

    async def answer(self, draw: Draw) -> Shown:
        await self._suffer(draw.to.chat_id)
        assert draw.event is not None
        self.shown[draw.to.chat_id].append(draw.screen)
        self.answered.append(draw.event.event_id)
        return self._next()

    async def dismiss(self, event: Event, text: str = "") -> None:
        await self._suffer(event.address.chat_id)
        self.answered.append(event.event_id)

    async def notify(self, to: Address, screen: Screen, language: str) -> Shown:
        await self._suffer(to.chat_id)
        self.notices[to.chat_id].append(screen)
        return self._next()

    async def send_file(self, to: Address, file: MadeFile) -> str:
        await self._suffer(to.chat_id)
        self.files[to.chat_id].append(file.name)
        return f"file-{file.name}"

    async def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        await self._suffer(attachment.file_id)
        content = self.sent[attachment.file_id]
        for start in range(0, len(content), 4):
            yield content[start : start + 4]

    def link(self, payload: str) -> str:
        return f"https://example.invalid/{payload}"

    def plagues(self, chat: str, *trouble: Trouble) -> None:
        """Sets the trouble of the next sendings to this chat."""
        self.trouble[chat] += trouble

    async def _suffer(self, of: str) -> None:
        await asyncio.sleep(0)
        if waiting := self.trouble[of]:
            what = waiting.pop(0)
            if isinstance(what, Exception):
                raise what
            await (what.wait() if isinstance(what, asyncio.Event) else asyncio.sleep(what))

    def _next(self) -> Shown:
        self._message += 1
        return Shown(str(self._message))


def text(chat: str, event_id: str, words: str) -> Event:
    return Event(Address("telegram", BOT, chat), event_id, "text", text=words, language="id", name="Siti")


def tap(chat: str, event_id: str, route: str, message: str = "1") -> Event:
    return Event(
        Address("telegram", BOT, chat),
        event_id,
        "tap",
        route=route,
        language="id",
        name="Siti",
        message_id=message,
        message_kind="text",
    )


def bodies(screens: Sequence[Screen]) -> list[str]:
    return [f"{one.title}\n{one.body}" for one in screens]


def sends(chat: str, event_id: str, file_id: str, kind: str = "document", **more: Any) -> Event:
    attachment = Attachment(kind, file_id, **{"name": "timbang.xlsx", **more})
    return replace(text(chat, event_id, ""), attachment=attachment)
