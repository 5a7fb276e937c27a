"""The last lines of a customer's chat: what was typed, tapped and shown, for the person who takes over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from bot.conversation.events import Event
from bot.conversation.screens import Screen, shorten
from bot.conversation.sessions import Session
from bot.core.redaction import as_kept, readable
from bot.people import Role

MOST, LENGTH = 10, 160
KEPT = timedelta(days=7)
"""How long the last lines of a quiet chat are kept."""
PERSON, SHOP = "person", "shop"
FILE_SENT = "(file)"
"""What stands for a photo or file; whoever reads it words it."""


def note(session: Session, event: Event, screen: Screen, labels: Mapping[str, str], private: bool) -> None:
    """Notes what a customer did, and what the shop answered; `labels` are those the person looked at.

    What is typed to a `private` question is hidden. Chats in other roles show other people's data, and are
    not noted.
    """
    if session.role is not Role.CUSTOMER:
        session.last_lines = ""
        return
    done = as_kept(readable(event.text), private) or _tapped(event, labels) or _sent(event)
    lines = [*read(session.last_lines), [PERSON, done], [SHOP, screen.title]]
    kept = [[who, shorten(text, LENGTH)] for who, text in lines if text][-MOST:]
    session.last_lines = json.dumps(kept, ensure_ascii=False)


def _tapped(event: Event, labels: Mapping[str, str]) -> str:
    return next((f"[{label}]" for label, route in labels.items() if route == event.route), "")


def _sent(event: Event) -> str:
    return FILE_SENT if event.attachment else ""


def read(noted: str) -> list[list[str]]:
    """The noted lines, oldest first, as (who, text)."""
    lines: list[list[str]] = json.loads(noted) if noted else []
    return lines
