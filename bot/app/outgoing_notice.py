"""A notice that is worded and not yet delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.events import Address
from bot.conversation.screens import Screen


@dataclass(frozen=True, slots=True)
class OutgoingNotice:
    """A worded notice: to whom, in which language, and what it says.

    `told` is what each notice row keeps of it once it is delivered. `message_id` is set when the message
    was delivered before and only its files are missing.
    """

    chat_id: int
    notice_ids: tuple[int, ...]
    to: Address
    language: str
    screen: Screen
    told: Mapping[int, dict[str, Any]]
    attempts: int
    message_id: str = ""
