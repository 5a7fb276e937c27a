"""The frames that page and server exchange over the WebSocket, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.channels import pictures
from bot.channels.browser.message_store import BrowserMessage
from bot.channels.browser.visitors import Visitor
from bot.conversation.screens import ROUTE_BYTES
from bot.core.clock import Clock
from bot.core.media import plain_name

FRAME_BYTES = 64 * 1024
MOST_TEXT = 8192
BUBBLE_TEXT = 4096
MOST_SIZE = 2**40


class NotUnderstood(ValueError):
    """A frame that our page does not send. `action` is its id, if it gave one."""

    def __init__(self, action: str = "") -> None:
        super().__init__("not understood")
        self.action = action


@dataclass(frozen=True, slots=True)
class Action:
    """What the person did: typed `text`, tapped `route` on `message_id`, or chose a `file` that no question
    asks for, of which only name and size come. `id` is the page's uuid of it.
    """

    id: str
    seat: str
    kind: str
    text: str = ""
    route: str = ""
    message_id: str = ""
    file: str = ""
    size: int = 0

    @property
    def bubble(self) -> str:
        """The text as the chat shows it, without a start payload, which may be an invite."""
        if self.text.startswith("/start "):
            return "/start"
        return self.text if len(self.text) <= BUBBLE_TEXT else self.text[: BUBBLE_TEXT - 1] + "…"


def read_action(frame: str, seats: Mapping[str, str]) -> Action:
    """Reads one frame of the page. Raises NotUnderstood."""
    try:
        data = json.loads(frame)
    except (ValueError, RecursionError) as garbled:  # also for figures and nesting without end
        raise NotUnderstood from garbled
    if not isinstance(data, dict):
        raise NotUnderstood
    action = _uuid(data.get("id"))
    seat, kind = data.get("seat"), data.get("type")
    if not isinstance(seat, str) or seat not in seats or kind not in ("text", "tap", "file"):
        raise NotUnderstood(action)
    if kind == "text":
        return Action(action, seat, kind, text=_text(data.get("text"), action))
    if kind == "file":
        return Action(action, seat, kind, file=_name(data.get("name"), action), size=_size(data.get("bytes")))
    route, message = _route(data.get("route"), action), data.get("message")
    return Action(action, seat, kind, route=route, message_id=_message_id(message))


def _uuid(value: object) -> str:
    try:
        return str(UUID(value if isinstance(value, str) else ""))
    except ValueError as garbled:
        raise NotUnderstood from garbled


def _message_id(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""


def _text(value: object, action: str) -> str:
    if not isinstance(value, str):
        raise NotUnderstood(action)
    # Lone surrogates and NUL are valid JSON, but no database takes them.
    return value.encode("utf-8", "replace").decode().replace("\0", "")[:MOST_TEXT]


def _name(value: object, action: str) -> str:
    name = plain_name(value) if isinstance(value, str) else ""
    if not name:
        raise NotUnderstood(action)
    return name


def _size(value: object) -> int:
    return min(value, MOST_SIZE) if isinstance(value, int) and value > 0 else 0


def _route(value: object, action: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= ROUTE_BYTES:
        raise NotUnderstood(action)
    if not (value.isascii() and value.isprintable()):
        raise NotUnderstood(action)
    return value


def message_for_page(row: BrowserMessage, seat: str, has_photo: Callable[[str], bool]) -> dict[str, Any]:
    """A message as the page shows it; `has_photo` says whether there is a picture of a reference."""
    content = dict(row.content)
    buttons = content.get("buttons", []) if row.keyboard else []
    content["buttons"] = [_with_picture(one, has_photo) for one in buttons]
    if not row.keyboard:
        content.pop("accepts", None)
    photo = str(content.get("photo") or "")
    content["photo"] = pictures.address(photo) if has_photo(photo) else ""
    if row.file_id:
        content["file"] = {**content["file"], "href": f"/chat/file/{row.id}"}
    facts = {"id": row.id, "version": row.version, "who": row.who, "notice": row.notice, "at": _time(row.at)}
    facts["action"] = (row.event_id or "").rpartition("/")[2]
    return {"type": "message", "seat": seat, "message": facts | content}


def _with_picture(button: dict[str, Any], has_photo: Callable[[str], bool]) -> dict[str, Any]:
    photo = str(button.get("photo") or "")
    return {**button, "photo": pictures.address(photo) if has_photo(photo) else ""} if photo else button


def welcome(mode: str, visitor: Visitor, now: datetime, can_move: bool) -> dict[str, Any]:
    """The first frame to a page that connects."""
    return {"type": "welcome", "mode": mode, "seats": list(visitor.seats), "canMove": can_move} | {
        "day": day(now)
    }


def day(now: datetime) -> dict[str, Any]:
    """The shop's time, and by how many days it is ahead of the real time."""
    ahead = now - Clock().now()
    return {"now": _time(now), "ahead": round(ahead.total_seconds() / 86400)}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
