"""Finds the country that a typed answer names: name, alias, city or flag, with mild typos; never guesses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.plain_text import plain_words
from bot.destinations.countries.atlas import Atlas
from bot.destinations.countries.world import UNIONS, is_flag_letter

LEADING = (
    "kirim ke",
    "kirim k",
    "kirim",
    "ke",
    "k",
    "buat",
    "untuk",
    "for",
    "di",
    "to",
    "in",
    "negara",
    "neng",
    "nang",
)
TRAILING = ("ya", "aja", "saja", "dong", "kak", "min", "please")
MOST_TYPED = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A country that somebody named; `served` if it is in our file."""

    iso2: str
    served: bool


def find(atlas: Atlas, text: str) -> Found | None:
    """The one country that the whole text names, else None."""
    if len(text) > MOST_TYPED:
        return None
    rest = plain_words("".join(sign for sign in text if not is_flag_letter(sign)))
    named = {_named(atlas, rest)} if rest else set()
    meant = named | (set(atlas.flags(text)) - UNIONS)
    iso2 = meant.pop() if len(meant) == 1 else None
    return Found(iso2, atlas.serves(iso2)) if iso2 else None


def _named(atlas: Atlas, answer: str) -> str | None:
    answers = list(dict.fromkeys(_without_particles(answer)))
    exact = next((iso2 for one in answers if (iso2 := atlas.answer(one))), None)
    return exact or atlas.nearest_answer(answers[-1])


def _without_particles(answer: str) -> Iterable[str]:
    """The answer as typed, then without a leading `ke …`, then without a trailing `… ya`."""
    yield answer
    for word in LEADING:
        if answer.startswith(f"{word} "):
            answer = answer.removeprefix(f"{word} ")
            yield answer
            break
    for word in TRAILING:
        if answer.endswith(f" {word}"):
            yield answer.removesuffix(f" {word}")
            break
