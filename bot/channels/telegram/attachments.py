"""Reads the attachments of Telegram messages, and recognises messages that nobody wrote."""

from __future__ import annotations

import json
from typing import Any

from bot.conversation.events import Attachment

Raw = dict[str, Any]

WITH_FILE = ("document", "voice", "sticker", "video")
OTHER_FILES = ("animation", "audio", "video_note")
SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "boost_added",
    "users_shared",
    "chat_shared",
    "connected_website",
    "proximity_alert_triggered",
    "new_chat_members",
    "left_chat_member",
    "gift",
    "unique_gift",
    "checklist_tasks_done",
    "checklist_tasks_added",
)


def attachment_of(message: Raw) -> Attachment | None:
    """The attachment of a message, if it has one; kinds we do not know are `other`."""
    if "photo" in message:
        largest = message["photo"][-1]
        return Attachment("photo", largest["file_id"], size=largest.get("file_size", 0))
    for kind in OTHER_FILES:  # before the documents: an animation comes as a document too
        if kind in message:
            return _of_file("other", message[kind])
    for kind in WITH_FILE:
        if kind in message:
            return _of_file(kind, message[kind])
    if "contact" in message:
        contact = message["contact"]
        return Attachment("contact", name=str(contact.get("first_name", "")))
    if "location" in message:  # a venue, which has a name and an address, comes with one too
        return Attachment("location", name=str((message.get("venue") or {}).get("title", "")))
    return None if "text" in message else Attachment("other")


def _of_file(kind: str, file: Raw) -> Attachment:
    name = str(file.get("file_name") or "").replace("\0", "")
    return Attachment(kind, file["file_id"], name=name, size=file.get("file_size", 0))


def details_of(message: Raw) -> str:
    """A contact or a location in full, as JSON (`phone_number`, `latitude`, …); otherwise nothing."""
    for kind in ("contact", "location"):
        if kind in message:
            return json.dumps(message[kind])
    return ""


def is_service(message: Raw) -> bool:
    """Whether the message is a report of the client (pinned, wallpaper changed), not written to us."""
    return any(kind in message for kind in SERVICE)
