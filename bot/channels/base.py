"""What every channel does: hands in events, answers them with screens, sends notices and files."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.conversation.events import Address, Attachment, Event
from bot.conversation.screens import Screen

Take = Callable[[Sequence[Event]], Awaitable[None]]
"""Takes events; returns when all of them are committed. The answers are delivered later."""


class Blocked(Exception):
    """The person has blocked us, or the chat is gone."""


class TryLater(Exception):
    """The channel is busy or out of reach; `seconds` is the wait that it asks for, if it asks for one."""

    def __init__(self, seconds: float | None = None, why: str = "") -> None:
        super().__init__(why or "try later")
        self.seconds = seconds


class Undeliverable(Exception):
    """The channel will never take this message: a bug of ours."""


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
    it is False for a notice, which stays readable and is answered below.
    """

    to: Address
    language: str
    screen: Screen
    event: Event | None = None
    current: Shown | None = None
    in_place: bool = True


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file ready to be sent. `known_id` is the channel's id from an earlier sending, if any."""

    name: str
    path: Path
    mime: str
    known_id: str = ""


class Channel(Protocol):
    """A way to talk with people. Whatever sends raises Blocked, TryLater or Undeliverable."""

    name: str
    bot_id: str
    numbers_choices: bool

    async def run(self, take: Take) -> None:
        """Receives events until cancelled."""

    async def answer(self, draw: Draw) -> Shown:
        """Shows the screen, after a tap in the tapped message, and closes the tap."""

    async def dismiss(self, event: Event, text: str = "") -> None:
        """Closes an event without a screen, with one short line if there is `text`."""

    async def notify(self, to: Address, screen: Screen, language: str) -> Shown:
        """Shows a screen that no tap asked for, as a message of its own."""

    async def send_file(self, to: Address, file: MadeFile) -> str:
        """Sends a file as a message of its own; returns the channel's id of it."""

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The file that a person sent, piece by piece. Raises TooLarge (`bot.core.media`) too."""

    def link(self, payload: str) -> str:
        """The address that opens a chat here with a start payload (`i_CODE`, `p_SKU`)."""
