"""A notice between its row and its message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.events import Address
from bot.conversation.screens import Screen


@dataclass(frozen=True, slots=True)
class OutgoingNotice:
    """A notice on its way: to whom, in which language, and what it says.

    `message_id` is set when the message is there already, and only its files are still to come.
    """

    chat_id: int
    notice_ids: tuple[int, ...]
    to: Address
    language: str
    screen: Screen
    told: Mapping[int, dict[str, Any]]
    attempts: int
    message_id: str = ""
