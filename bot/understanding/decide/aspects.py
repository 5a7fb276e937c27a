"""Finds what is asked of a product that no topic answers: its taste, how hard it is, whom it suits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from bot.understanding.annotate.message import Message
from bot.understanding.decide.cues import cue_of, forms_of
from bot.understanding.lexicon.language import Aspect
from bot.understanding.result import Topic

ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


def aspects_of(message: Message) -> tuple[Aspect, ...]:
    """The aspects that a text speaks of, be it a question or a description."""
    cues = message.vocabulary.aspects
    return tuple(one for one in ASPECTS if _cued(message, cues.get(one, ())))


def seeks(message: Message) -> bool:
    """Whether a text looks for goods in words that name none: `ada gantinya`, `cari yang`."""
    return _cued(message, message.vocabulary.seeking)


def hears(message: Message, topic: Topic) -> bool:
    """Whether a text has a cue of this topic."""
    return _cued(message, message.vocabulary.topics.get(topic, ()))


def feasts_in(message: Message) -> tuple[str, ...]:
    """The feasts with a day of their own that a text names, each as month and day: `12-25`."""
    feasts = message.vocabulary.feasts
    return tuple(day for day, names in feasts.items() if _cued(message, names))


def _cued(message: Message, cues: Iterable[str]) -> bool:
    forms = [forms_of(message, at) for at in range(len(message))]
    every = frozenset[str]().union(*forms)
    return any(cue_of(one).in_sentence(forms, every) for one in cues)
