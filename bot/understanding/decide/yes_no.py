"""Recognises a yes, a no, a lone product name, and the cancelling of everything."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want
from bot.understanding.resolve.edits import not_taken_back
from bot.understanding.result import Intent
from bot.understanding.spot.scene import Scene

LONGEST_ANSWER = 8
"""The most tokens of a yes or a no."""
BESIDE_A_NAME = ("talk", "address", "address_also_goods", "hello", "thanks", "describe", "weak", "confirm")
SAYS_MORE = (
    *("order", "add", "remove", "reduce", "change", "exclude", "to", "price", "how_much", "stock", "rules"),
    *("paid", "complaint", "shipping", "tracking", "payment", "question", "range", "for", "same_as_before"),
    "doubled",
)


def answers(message: Message) -> tuple[bool, bool]:
    """Whether a message is nothing but a yes, and whether it is nothing but a no."""
    words = message.vocabulary.answers
    if not 0 < len(message) <= LONGEST_ANSWER or "?" in message.text:
        return False, False
    said = [message.tokens[at].plain for at in range(len(message)) if message.kind(at) != "break"]
    yes = [one for one in said if one in words.yes]
    no = [one for one in said if one in words.no]
    for at, one in enumerate(said):
        known = one in words.yes or one in words.no or one in words.beside
        if not known and not message.says_at(at, "address") and one.isalnum():
            return False, False
    enough = any(f" {one} " in f" {' '.join(said)} " for one in words.enough)
    return bool(yes or enough) and not no, bool(no)


def only_names(scene: Scene) -> bool:
    """Whether a message names one product, known or not, and adds nothing but kind words."""
    message = scene.message
    if len(scene.goods) != 1 or scene.amounts or scene.ignored or scene.places or scene.away:
        return False
    named = range(scene.goods[0].start, scene.goods[0].end)
    for at in range(len(message)):
        if at in named or message.kind(at) == "break":
            continue
        if message.kind(at) != "word":
            if message.kind(at) == "number":
                return False
            continue
        if message.says_at(at, *SAYS_MORE) or not message.says_at(at, *BESIDE_A_NAME):
            return False
    return True


def all_off(scene: Scene, wants: Sequence[Want], intent: Intent) -> bool:
    """Whether a message cancels the whole order: `batalin semua`, `cancel my order`, `gajadi`."""
    message = scene.message
    every = (*scene.known, *(want.mention for want in wants))
    named = [one for one in every if not scene.is_all_held(one)]
    if intent != "edit" or named or scene.amounts or scene.places or not_taken_back(message):
        return False
    return message.has("remove") and not any(
        one.plain in message.grammar.one_of_several for one in message.tokens
    )
