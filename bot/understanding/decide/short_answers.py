"""Reads short answers to "how many?", and what answers no question of a form."""

from __future__ import annotations

from typing import Literal

from bot.understanding.annotate.message import Message
from bot.understanding.resolve.edits import not_taken_back
from bot.understanding.spot.quantities import Amount, amounts_of

LONGEST = 8
"""The most tokens of a short answer."""
BESIDE = (
    "talk",
    "address",
    "address_also_goods",
    "order",
    "self",
    "confirm",
    "kind_words",
    "thanks",
    "number_label",
)
ENDS = frozenset(".,!:;~()")
SMALL_TALK = ("talk", "hello", "thanks", "confirm", "remove", "no_or", "self", "question")
NONE_OF_IT = ("no_or", "stock", "other_label", "talk")
Aside = Literal["talk", "none", "stop"]
"""What a text says that answers no question of a form: small talk, that there is none, or that it stops."""


def amount_in(message: Message) -> Amount | None:
    """`tiga aja kak`, `3 bks`, `selusin`: the one quantity a message consists of; None for anything more."""
    if not 0 < len(message) <= LONGEST:
        return None
    found = amounts_of(message, ())
    if len(found) != 1 or not isinstance(found[0], Amount):
        return None
    amount = found[0]
    beside = [at for at in range(len(message)) if not amount.start <= at < amount.end]
    if amount.each or not all(_says_nothing(message, at) for at in beside):
        return None
    if any(message.says_at(at, "exclude", "remove", "add", "reduce", "question") for at in beside):
        return None
    return amount


def _says_nothing(message: Message, at: int) -> bool:
    if message.kind(at) == "word":
        return message.says_at(at, *BESIDE)
    return message.kind(at) == "break" or message.plain(at) in ENDS or not message.plain(at).isascii()


def aside_in(message: Message) -> Aside | None:
    """`nanti ya kak, lagi di jalan`, `halo`; `ga ada kak`; `ga jadi deh`. None for what may be an answer.

    A name may hold a word of small talk (`Selamat`, `Bu Tini`), so a lone word must be a greeting, thanks, a
    yes or a no, of several half must be small talk, and none is where each has a capital (`Ann Lee`). Who
    takes everything off by name says so elsewhere.
    """
    words = [at for at in range(len(message)) if message.kind(at) == "word"]
    said = [at for at in words if not message.says_at(at, "address")]
    if not words or len(words) < sum(message.kind(at) in ("word", "number") for at in range(len(message))):
        return None
    talk = [at for at in said if message.says_at(at, *SMALL_TALK)]
    if len(words) > 1 and all(message.tokens[at].text.istitle() for at in words):
        return None
    if len(talk) == len(said) and said and message.has("remove"):
        if not_taken_back(message) or message.has("question") or "?" in message.text:
            return "talk"
        return None if _names_all(message) else "stop"
    if said and all(message.says_at(at, *NONE_OF_IT) for at in said) and message.has("no_or"):
        return "none"
    most = 2 * len(talk) >= len(said)
    return "talk" if most and (len(talk) > 1 or len(talk) == len(said)) else None


def _names_all(message: Message) -> bool:
    named = {word for phrase in message.vocabulary.refers["all"] for word in phrase}
    return any(token.plain in named for token in message.tokens)
