"""Whose goods are somebody else's after all: `yang kopi itu buat Tono bukan Dewi`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.annotate.message import Message
from bot.understanding.spot.friends import Person
from bot.understanding.spot.scene import Scene

NEAR = 3
"""The most tokens between a denial and the name that is denied."""


@dataclass(frozen=True, slots=True)
class GivenInstead:
    """Goods are for `to`, and not for `denied`; "" for whoever has them."""

    to: str
    denied: str = ""


def given_instead(scene: Scene, names: Iterable[str]) -> GivenInstead | None:
    """Who gets goods in place of one of these people; None for a text that says nothing of the kind.

    The other one is denied (`bukan Dewi`) or stands before a word that changes (`punya Dewi ganti buat
    Tono`). A change alone (`sambalnya ganti jadi buat saya`) is in place of whoever has the goods.
    """
    message = scene.message
    at_names = {name: at for name in names if (at := _place_of(message, name)) is not None}
    denied = [name for name, at in at_names.items() if _is_denied(message, at) or _is_changed(scene, at)]
    others = [one for one in scene.persons if not any(_is_at(one, at_names[name]) for name in denied)]
    to = {message.slice(one.start, one.end) for one in others}
    if len(to) != 1 or len(denied) > 1:
        return None
    if not denied and not any(message.has("change", end=one.at) for one in others):
        return None
    return GivenInstead(to.pop(), denied[0] if denied else "")


def _place_of(message: Message, name: str) -> int | None:
    """Where a name stands whole."""
    words = re.findall(r"\w+", name.casefold())
    plain = [token.text.casefold() for token in message.tokens]
    places = (at for at in range(len(plain)) if words and plain[at : at + len(words)] == words)
    return next(places, None)


def _is_at(person: Person, at: int) -> bool:
    return person.start <= at < person.end


def _is_denied(message: Message, at: int) -> bool:
    """`bukan Dewi`, `bukan buat Mbak Dewi`."""
    for before in range(at - 1, max(at - 1 - NEAR, -1), -1):
        if message.says_at(before, "denial"):
            return True
        if not message.says_at(before, "for", "address") and message.plain(before) not in _owned(message):
            return False
    return False


def _is_changed(scene: Scene, at: int) -> bool:
    """`yang Dewi ganti jadi buat Tono`: behind the name a word changes, and another person follows."""
    message = scene.message
    follows = [one.at for one in scene.persons if one.at > at]
    led = message.plain(at - 1) in _owned(message) | message.vocabulary.options.beside
    return led and bool(follows) and message.has("change", "replaced_by", start=at, end=follows[0])


def _owned(message: Message) -> frozenset[str]:
    return frozenset(message.grammar.owned_by)
