"""Events: what a person did in a chat, in the same form for every channel."""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal

EventKind = Literal["text", "tap", "reach", "unreadable"]
FILE_KINDS = frozenset({"photo", "document"})
"""The kinds of attachments that are fetched if the open question accepts them."""


@dataclass(frozen=True, slots=True)
class Address:
    """A place to send to: the channel, which of its bots, and the chat there."""

    channel: str
    bot_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """What came with an event instead of, or beside, its text.

    `file_id` is the channel's own id, `name` the sender's name of the file (for people, never a path).
    Once fetched, `ref` says where the file is stored (`bot.core.media`); `failed` says why it was not:
    `too_large` or `not_fetched`.
    """

    kind: str  # photo, document, voice, sticker, location, contact, video, other
    file_id: str = ""
    name: str = ""
    size: int = 0
    ref: str = ""
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a person did in a chat.

    `kind` is `text` (typed, or an attachment with its caption), `tap` (a button: `route` and the
    message it hung on), `reach` (the chat blocked, unblocked, joined or left: `reachable`) or
    `unreadable` (parked unhandled). `sent_at` (UTC) is the channel's own time, None where events
    cannot be older than the screen they answer. `receipt` is what the channel needs to close a tap.
    `replied_to` is the text of the shop's message that this one replies to.
    `album` names the album that a photo is a part of; only a question that takes several gets more than one.
    `late` says that it waited with many others, in an outage: whoever writes now goes first.
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
    replied_to: str = ""
    late: bool = False
    album: str = ""


_OPTIONAL = tuple((one.name, one.default) for one in fields(Event) if one.default is not MISSING)


def as_json(event: Event) -> str:
    """The whole event as JSON, to be stored until it is handled; what has its default value is left out."""
    told = {"address": event.address, "event_id": event.event_id, "kind": event.kind}
    told |= {name: value for name, default in _OPTIONAL if (value := getattr(event, name)) != default}
    return json.dumps(told, default=_plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else asdict(value)


def from_json(text: str) -> Event:
    """The event that `as_json` wrote."""
    told: dict[str, Any] = json.loads(text)
    sent_at, attachment = told.get("sent_at"), told.get("attachment")
    told["address"] = Address(**told["address"])
    told["attachment"] = Attachment(**attachment) if attachment else None
    told["sent_at"] = datetime.fromisoformat(sent_at) if sent_at else None
    return Event(**told)
