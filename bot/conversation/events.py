"""One thing a person did in a chat, as every channel tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

EventKind = Literal["text", "tap", "reach", "unreadable"]


@dataclass(frozen=True, slots=True)
class Address:
    """A place to send to: the channel, which of its bots, and the chat there."""

    channel: str
    bot_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """What came with an event instead of, or beside, its text."""

    kind: str  # photo, document, voice, sticker, location, contact, video, other
    file_id: str = ""
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did in a chat.

    `kind` is `text` (typed, or an attachment with its caption), `tap` (a button: `route` and the
    message it hung on), `reach` (the chat blocked, unblocked, joined or left: `reachable`) or
    `unreadable` (parked as it is). `sent_at` (UTC) is the channel's own time, None where events
    cannot be older than the screen they answer. `receipt` is what the channel needs to close a tap.
    """

    address: Address
    event_id: str
    kind: EventKind
    text: str = ""
    route: str = ""
    attachment: Attachment | None = None
    language: str = ""
    name: str = ""
    sent_at: datetime | None = None
    message_id: str = ""
    message_kind: str = ""
    receipt: str = ""
    forwarded: bool = False
    edited: bool = False
    private: bool = True
    reachable: bool = True
    payload: str = ""
