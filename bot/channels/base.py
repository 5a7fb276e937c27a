"""What every channel can do: tell events, draw a screen in answer, carry a notice and a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.conversation.events import Address, Attachment, Event
from bot.conversation.screens import Screen

Take = Callable[[Sequence[Event]], Awaitable[None]]
"""Hands events in; returns when all of them are committed. The answers follow by themselves."""


class Blocked(Exception):
    """The person does not want to hear from us, or the chat is gone."""


class TryLater(Exception):
    """The channel is busy or out of reach; `seconds` is its own word on when to come back, if any."""

    def __init__(self, seconds: float | None = None, why: str = "") -> None:
        super().__init__(why or "try later")
        self.seconds = seconds


class Undeliverable(Exception):
    """The channel will never take this message: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The message that now carries a screen: its id, `text` or `photo`, and the channel's own time."""

    message_id: str
    kind: str = "text"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """A screen to be shown in a chat.

    `event` is what it answers (None for a redraw that no event asked for), `current` the message
    that has carried the chat's screen so far. `in_place` says that the tapped message may be edited:
    it is false for a notice, which stays readable and is answered below.
    """

    to: Address
    language: str
    screen: Screen
    event: Event | None = None
    current: Shown | None = None
    in_place: bool = True


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file ready to be sent. `known_id` is the channel's own id of an earlier sending, if any."""

    name: str
    path: Path
    mime: str
    known_id: str = ""


class Channel(Protocol):
    """A way to talk with people. Every sending raises Blocked, TryLater or Undeliverable."""

    name: str
    bot_id: str
    numbers_choices: bool

    async def run(self, take: Take) -> None:
        """Receives events until cancelled."""

    async def answer(self, draw: Draw) -> Shown:
        """Shows the screen; on a tap in its place, and the tap is closed."""

    async def dismiss(self, event: Event, text: str = "") -> None:
        """Closes an event without a screen: nothing to show, or one short line."""

    async def notify(self, to: Address, screen: Screen, language: str) -> Shown:
        """Shows a screen that no tap asked for, as a message of its own."""

    async def send_file(self, to: Address, file: MadeFile) -> str:
        """Sends a file as a message of its own; returns the channel's own id of it."""

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """What a person sent, piece by piece. Raises TooLarge (`bot.media`) besides."""

    def link(self, payload: str) -> str:
        """The address that opens a chat here with a start payload (`i_CODE`, `p_SKU`)."""
