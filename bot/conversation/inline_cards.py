"""Inline cards: what people show each other of the shop, with a link that opens it in the private chat."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation.screens import TEXT_LENGTH, TITLE_LENGTH, ScreenRefused

ID_BYTES = 64
CARD_HINT_LENGTH = 120
CARD_LABEL_LENGTH = 40
MOST_CARDS = 50
OFFSET_BYTES = 64
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _must(holds: bool, complaint: str) -> None:
    if not holds:
        raise ScreenRefused(complaint)


@dataclass(frozen=True, slots=True)
class Card:
    """One card: `title` and `hint` are shown in the list, `title` and `body` in the chat.

    `payload` is the start payload of its link, `label` the text of the button with that link, `photo` the
    reference of its picture, if it has one.
    Raises ScreenRefused beyond a limit.
    """

    id: str
    title: str
    hint: str
    body: str
    label: str
    payload: str
    photo: str = ""

    def __post_init__(self) -> None:
        _must(1 <= len(self.id.encode()) <= ID_BYTES, f"id: {self.id!r}")
        _must(0 < len(self.title) <= TITLE_LENGTH, f"title length: {self.title!r}")
        _must(len(self.title) + len(self.body) <= TEXT_LENGTH, f"text length: {self.title!r}")
        _must(len(self.hint) <= CARD_HINT_LENGTH, f"hint length: {self.hint!r}")
        _must(0 < len(self.label) <= CARD_LABEL_LENGTH, f"label length: {self.label!r}")
        _must(_PAYLOAD.fullmatch(self.payload) is not None, f"payload: {self.payload!r}")


@dataclass(frozen=True, slots=True)
class Cards:
    """One answer: some cards, and the offset of the next ones, "" when there are no more.

    `invitation` is the label of the button above them that opens the private chat, if there is one.
    Raises ScreenRefused beyond a limit.
    """

    shown: Sequence[Card] = ()
    more: str = ""
    invitation: str = ""

    def __post_init__(self) -> None:
        _must(len(self.shown) <= MOST_CARDS, f"{len(self.shown)} cards")
        _must(len({card.id for card in self.shown}) == len(self.shown), "two cards with one id")
        _must(len(self.more.encode()) <= OFFSET_BYTES, f"offset: {self.more!r}")
        _must(len(self.invitation) <= CARD_LABEL_LENGTH, f"label length: {self.invitation!r}")


Window = Callable[[str, str, str], Cards]
"""The cards for a typed text, the client's language (`id`, `en-GB`, …, "") and an offset ("" at first).

It does not know who asks: what it shows is public.
"""
