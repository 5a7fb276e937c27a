"""Reads what is asked about a country that takes no orders yet: to be told, why not, and when.

Words such as "when?" or "let me know" may mean anything: they count only `near` such a country, where the
message names it or its page is looked at. Away from there it takes words of opening.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from bot.understanding.annotate.message import Message
from bot.understanding.decide.cues import Forms, cue_of, forms_of
from bot.understanding.lexicon.language import OpeningCue
from bot.understanding.result import OpeningAsk

Cued = Literal["tell", "list", "why", "when"]
ASKS: tuple[Cued, ...] = get_args(Cued)
"""In this order the first one counts."""
NEAR: dict[Cued, OpeningCue] = {
    "tell": "near_tell",
    "list": "near_list",
    "why": "near_why",
    "when": "near_when",
}


REFUSING = ("refused", "exclude", "remove", "denial")
"""What words say by which somebody wants not to be told."""


def opening_in(message: Message, near: bool) -> OpeningAsk | None:
    """What a message asks about the opening of a country, `leave`: not to be told; None for others."""
    sentences = [forms for forms in _sentences(message) if not _has(message, "none", forms)]
    for ask in ASKS:
        cues: tuple[OpeningCue, ...] = (ask, NEAR[ask]) if near else (ask,)
        if any(_has(message, cue, forms) for cue in cues for forms in sentences):
            return "leave" if ask == "tell" and message.has(*REFUSING) else ask
    return None


def points_there(message: Message) -> bool:
    """Whether a message points to a country that was named before."""
    return any(token.plain in message.grammar.there for token in message.tokens)


def _sentences(message: Message) -> Iterator[Forms]:
    for part in message.sentences:
        forms = [forms_of(message, at) for at in part]
        asks = message.plain(part.stop) == "?"
        yield [*forms, frozenset("?")] if asks else forms


def _has(message: Message, cue: OpeningCue, forms: Forms) -> bool:
    every = frozenset[str]().union(*forms)
    cues = message.vocabulary.openings.get(cue, ())
    message.effort.spend(len(cues))
    return any(cue_of(one).in_sentence(forms, every) for one in cues)
