"""Lists of words and phrases as they are written in the files of the languages."""

from __future__ import annotations

from itertools import product
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

Phrase = tuple[str, ...]


def _words(listed: Any) -> Any:
    return listed.split() if isinstance(listed, str) else listed


def _phrases(listed: Any) -> Any:
    """Splits a list: single words up to the first comma, phrases behind it; `ga|gak jadi` is two phrases."""
    if not isinstance(listed, str):
        return listed
    first, *others = (part.strip() for part in listed.split(","))
    expanded = (product(*(word.split("|") for word in phrase.split())) for phrase in others)
    return [*first.split(), *(" ".join(words) for every in expanded for words in every)]


def _cues(listed: Any) -> Any:
    """Splits a list: single words up to the first comma, cues as they are written behind it."""
    if not isinstance(listed, str):
        return listed
    first, *others = (part.strip() for part in listed.split(","))
    return [*first.split(), *others] if "<" not in first and "+" not in first else [first, *others]


Words = Annotated[frozenset[str], BeforeValidator(_words)]
Phrases = Annotated[tuple[str, ...], BeforeValidator(_phrases)]
Cues = Annotated[tuple[str, ...], BeforeValidator(_cues)]
NONE: frozenset[str] = frozenset()


class Part(BaseModel):
    """A section of the words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
