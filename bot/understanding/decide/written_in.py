"""Decides in which language a message is plainly written, and whether it asks for one."""

from __future__ import annotations

from bot.core.spelling import squeezed
from bot.understanding.annotate.message import Message

FEWEST = 4
"""The fewest different words of a language that tell it, one of which builds sentences."""
BORROWED = 8
"""Of so many words one may be of another language: `My wife is wong Solo`."""


def is_plainly(message: Message, code: str) -> bool:
    """Whether a message is plainly written in the language of this file, and in no other."""
    told = message.vocabulary.told.get(code)
    if told is None:
        return False
    words = {message.plain(at) for at in range(len(message)) if message.kind(at) == "word"}
    own, others = words & told.own, words & told.others
    plain = len(own) >= FEWEST and not own.isdisjoint(told.building)
    return plain and others.isdisjoint(told.addressing) and len(own) >= BORROWED * len(others)


def is_of_others(message: Message, code: str) -> bool:
    """Whether a message holds a word that only other languages have."""
    told = message.vocabulary.told.get(code)
    return told is not None and any(token.plain in told.others for token in message.tokens)


def asked_to_speak(message: Message, code: str) -> tuple[int, int] | None:
    """The tokens, from and to, that ask for a language within a message; None for no such request."""
    plain = [squeezed(token.plain) for token in message.tokens]
    phrases = message.vocabulary.asks_to_speak.get(code, frozenset())
    for phrase in sorted((tuple(map(squeezed, one)) for one in phrases), key=len, reverse=True):
        for at in range(len(plain) - len(phrase) + 1):
            if tuple(plain[at : at + len(phrase)]) == phrase and not _refused(message, at):
                return at, at + len(phrase)
    return None


def _refused(message: Message, at: int) -> bool:
    """`I don't speak English`, `ga paham kalau pakai bahasa inggris`; of somebody else, or in a note."""
    clause = range(message.sentence_at(at).start, at)
    refuses = any(
        message.plain(one) in message.grammar.prohibits or message.says_at(one, "no_or") for one in clause
    )
    return refuses or message.has("third", "other_label", start=clause.start, end=at)
