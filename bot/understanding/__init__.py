"""Reads how people really order: free text in; intent, lines, destination and unclear things out. Pure."""

from __future__ import annotations

from bot.understanding.cache import is_due, reader_of, renew, understand
from bot.understanding.decide.choosing import Choosing
from bot.understanding.known import NOTHING, Known
from bot.understanding.lexicon.language import Aspect
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.pipeline import Interpreter
from bot.understanding.result import (
    Doubt,
    DoubtKind,
    Edit,
    Intent,
    Interpretation,
    Line,
    Op,
    OrderQuestion,
    Share,
    Topic,
    Unclear,
)

__all__ = [
    "NOTHING",
    "Aspect",
    "Choosing",
    "Doubt",
    "DoubtKind",
    "Edit",
    "Intent",
    "Interpretation",
    "Interpreter",
    "Known",
    "Line",
    "Op",
    "OrderQuestion",
    "Share",
    "Topic",
    "Unclear",
    "Vocabulary",
    "is_due",
    "reader_of",
    "renew",
    "understand",
]
