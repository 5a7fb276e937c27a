"""The chats and messages of the server."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.bot_api.keyboards import Rows


@dataclass
class Message:
    """One message: the bot's when `sender` is None. `cut_off`: the bot never learned that it arrived."""

    chat: Chat
    id: int
    date: int
    sender: dict[str, Any] | None = None
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    photo: str = ""
    document: dict[str, Any] | None = None
    rows: Rows = field(default_factory=list)
    edited: int = 0
    arrived: float = field(default_factory=time.monotonic)
    cut_off: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    def content(self) -> tuple[Any, ...]:
        """The content; an edit that does not change it is refused."""
        return self.text, self.entities, self.photo, self.rows

    def as_json(self, bot: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender or bot,
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.more,
        }
        captioned = bool(self.photo or self.document or told.keys() & {"photo", "document", "video", "voice"})
        if self.photo:
            told["photo"] = [size_of(f"small-{self.photo}", 90), size_of(self.photo, 800)]
        if self.text:
            told["caption" if captioned else "text"] = self.text
        if self.entities:
            told["caption_entities" if captioned else "entities"] = self.entities
        optional = {"document": self.document, "edit_date": self.edited}
        told |= {name: value for name, value in optional.items() if value}
        return told | ({"reply_markup": {"inline_keyboard": self.rows}} if self.rows else {})


def size_of(file_id: str, side: int) -> dict[str, Any]:
    unique = f"unique-{file_id}"
    return {"file_id": file_id, "file_unique_id": unique, "width": side, "height": side, "file_size": side}


@dataclass
class Chat:
    """One chat. `version` grows with everything the bot does there; `moved` wakes those who wait for that."""

    id: int
    kind: str = "private"
    names: dict[str, Any] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    blocked: str = ""
    version: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, **self.names}

    def add(self, date: int, **content: Any) -> Message:
        message = Message(self, len(self.messages) + 1, date, **content)
        self.messages[message.id] = message
        return message

    def touch(self) -> None:
        self.version += 1
        self.moved.set()
        self.moved = asyncio.Event()

    @property
    def from_bot(self) -> list[Message]:
        return [message for message in self.messages.values() if message.sender is None]
