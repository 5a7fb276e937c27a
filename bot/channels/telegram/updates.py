"""Reads Telegram's updates into events.

Read from plain dictionaries and not through the library's Update, which costs about 180 µs each and
fails a whole batch when it does not know the shape of one update.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.attachments import attachment_of, details_of, is_service
from bot.channels.telegram.inline_results import is_card, opening
from bot.conversation.events import Address, Event

Raw = dict[str, Any]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
AWAY = ("kicked", "left")
LONGEST_ID = 64
LONGEST_REPLIED_TO = 400
NUMBERS_BELOW = 2**63
TOO_DEEP = "nested too deeply to be kept"
SHAPE_ERRORS = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
    OSError,
    RecursionError,
)


@dataclass(slots=True)
class Reader:
    """Reads the updates of one bot. `username` is "" until the server has told it."""

    bot_id: str
    username: str = ""

    def events(self, updates: Sequence[Any]) -> list[Event]:
        """The events of a batch, in its order.

        Each part of an album is an event that names the album; of a batch the first has the caption of any.
        Group talk that does not name the bot and reports of the client (a pinned message) give no event;
        an update that cannot be read gives one. A card of ours posted into the private chat becomes the
        command that opens it.
        """
        albums: dict[str, int] = {}
        events: list[Event] = []
        for update in updates:
            event = self._event(update)
            if event is None:
                continue
            album = _album_of(update, event)
            if album:
                event = replace(event, event_id=f"{album}/{event.message_id}", album=album)
                first = albums.setdefault(album, len(events))
                if first < len(events):
                    events[first] = replace(events[first], text=events[first].text or event.text)
                    event = replace(event, text="")
            events.append(event)
        return events

    def _event(self, update: Any) -> Event | None:
        try:
            return _storable(self._readable(update))
        except SHAPE_ERRORS:
            return self._unreadable(update)

    def _readable(self, update: Raw) -> Event | None:
        event_id = str(int(update["update_id"]))
        if "message" in update:
            return self._message(event_id, update["message"])
        if "callback_query" in update:
            return self._tap(event_id, update["callback_query"])
        if "edited_message" in update:
            if "location" in update["edited_message"]:  # a live location has moved: nobody wrote anything
                return None
            event = self._message(event_id, update["edited_message"])
            return replace(event, edited=True) if event else None
        if "my_chat_member" in update:
            return self._reach(event_id, update["my_chat_member"])
        if "inline_query" in update:  # `inline_mode` answers it
            return None
        raise ValueError("an update of no kind that was asked for")

    def _message(self, event_id: str, message: Raw) -> Event | None:
        private = message["chat"]["type"] == "private"
        attachment = attachment_of(message)
        text = clean(own_words(message))
        if is_card(message, self.bot_id):
            if not private:
                return None
            text = opening(message) or text
        if not private and not self._is_for_us(text):
            return None
        if is_service(message):
            return None
        sender = message.get("from") or {}
        return Event(
            self._address(message["chat"], message),
            event_id,
            "text",
            text=self._without_username(text),
            attachment=attachment,
            language=sender.get("language_code") or "",
            name=name_of(sender),
            sent_at=datetime.fromtimestamp(message["date"], UTC),
            message_id=str(message["message_id"]),
            forwarded="forward_origin" in message,
            private=private,
            payload=details_of(message),
            replied_to=self._replied_to(message),
        )

    def _replied_to(self, message: Raw) -> str:
        """The text of our own message that this one replies to, or what it quotes of that; "" for none."""
        other = message.get("reply_to_message") or {}
        if str((other.get("from") or {}).get("id", "")) != self.bot_id:
            return ""
        quoted = (message.get("quote") or {}).get("text")
        return clean(quoted or other.get("text") or other.get("caption") or "")[:LONGEST_REPLIED_TO]

    def _tap(self, event_id: str, query: Raw) -> Event:
        sender = query["from"]
        message = query.get("message") or {"chat": {"id": sender["id"], "type": "private"}}
        return Event(
            self._address(message["chat"], message),
            event_id,
            "tap",
            route=clean(query.get("data") or ""),
            language=sender.get("language_code") or "",
            name=name_of(sender),
            message_id=str(message.get("message_id", "")),
            message_kind="photo" if "photo" in message else "text" if "text" in message else "",
            receipt=str(query["id"]),
            private=message["chat"]["type"] == "private",
        )

    def _reach(self, event_id: str, change: Raw) -> Event:
        now = change["new_chat_member"]
        sender = change["from"]
        return Event(
            self._address(change["chat"]),
            event_id,
            "reach",
            language=sender.get("language_code") or "",
            name=name_of(sender),
            sent_at=datetime.fromtimestamp(change["date"], UTC),
            private=change["chat"]["type"] == "private",
            reachable=now["status"] not in AWAY and now.get("is_member", True),
        )

    def _unreadable(self, update: Any) -> Event:
        try:
            payload = json.dumps(update)
        except RecursionError:
            payload = TOO_DEEP
        number = update.get("update_id") if isinstance(update, dict) else None
        known = isinstance(number, int) and not isinstance(number, bool) and abs(number) < NUMBERS_BELOW
        digest = hashlib.sha256(payload.encode()).hexdigest()[:32]
        event_id = str(number) if known else f"unnumbered-{digest}"
        return Event(Address("telegram", self.bot_id, ""), event_id, "unreadable", payload=payload)

    def _address(self, chat: Raw, message: Raw | None = None) -> Address:
        """The address of a chat, of a topic in a group with the topic behind a slash."""
        chat_id, said = str(int(chat["id"])), message or {}
        if said.get("is_topic_message") and chat["type"] != "private":
            chat_id = f"{chat_id}/{int(said['message_thread_id'])}"
        return Address("telegram", self.bot_id, chat_id)

    def _is_for_us(self, text: str) -> bool:
        if self.username and f"@{self.username}".casefold() in text.casefold():
            return True
        return text.startswith("/") and "@" not in text.split(maxsplit=1)[0]

    def _without_username(self, text: str) -> str:
        if not text.startswith("/") or not self.username:
            return text
        command = text.split(maxsplit=1)[0]
        ours = command.casefold().endswith(f"@{self.username}".casefold())
        return command[: -len(self.username) - 1] + text[len(command) :] if ours else text


def own_words(message: Raw) -> str:
    """The text or caption; what is struck out in it stands between `~`, as elsewhere, and is not ordered.

    Telegram counts offsets in UTF-16 units: https://core.telegram.org/bots/api#messageentity
    """
    in_caption = not message.get("text")
    text: str = message.get("caption" if in_caption else "text") or ""
    entities = message.get("caption_entities" if in_caption else "entities") or ()
    struck = [(one["offset"], one["length"]) for one in entities if one["type"] == "strikethrough"]
    if not struck:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    for offset, length in sorted(struck, reverse=True):
        start, end = 2 * offset, 2 * (offset + length)
        inner = units[start:end].decode("utf-16-le", "surrogatepass")
        marked = "\n".join(f"~{line.strip()}~" if line.strip() else line for line in inner.split("\n"))
        units = units[:start] + marked.encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


def clean(text: str) -> str:
    """The text without what no database takes: NUL and lone surrogates."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _storable(event: Event | None) -> Event | None:
    """The event, if it holds what a database takes: short ids, and texts that `clean` leaves as they are.

    Raises ValueError or TypeError; the update is then kept as one that cannot be read.
    """
    if event is None:
        return None
    address = event.address
    ids = (event.event_id, address.chat_id, event.message_id, event.receipt, event.language)
    file = (event.attachment.file_id, event.attachment.name) if event.attachment else ()
    if any(clean(text) != text for text in (*ids, *file)) or max(map(len, ids)) > LONGEST_ID:
        raise ValueError("no database takes this")
    if event.attachment and not isinstance(event.attachment.size, int):
        raise TypeError("a file's size is a number")
    return event


def name_of(sender: Raw) -> str:
    """First and last name in one line."""
    names = (sender.get("first_name"), sender.get("last_name"))
    return clean(" ".join(name for name in names if name))


def _album_of(update: Any, event: Event) -> str:
    if event.kind != "text" or event.attachment is None:
        return ""
    album = (update.get("message") or {}).get("media_group_id")
    is_id = isinstance(album, str) and album and len(album) <= LONGEST_ID and clean(album) == album
    return f"album/{event.address.chat_id}/{album}" if is_id else ""
