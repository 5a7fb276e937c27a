"""What a relation needs to tell a message otherwise: its labels, its goods and countries by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar
from zlib import crc32

from bench.labelled import CONFIG, Labels, demo_wares
from bot.catalog import Ware
from bot.destinations import Destinations
from bot.understanding import Vocabulary

One = TypeVar("One")
PASTED = re.compile(r"^\s*[>\[~]|orward|iteruskan|^\s*-{3,}", re.MULTILINE)
NEGATION = re.compile(
    r"\b(g[ak]+|gk|gak\w*|ngg?a\w*|engg?a\w*|ndak|ora|mboten|boten|tidak|tdk|bukan|bkn|jangan|jgn|ojo|aja|no|not"
    r"|don'?t|batal\w*|cancel\w*|without|tanpa|selain)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A message told otherwise, and what its reading names in place of what it named before."""

    text: str
    goods: Mapping[str, str] = field(default_factory=dict)
    country: str | None = None


Tell = Callable[[Labels], "Variant | str | None"]


def picked(labels: Labels, choices: Sequence[One]) -> One:
    """One of the choices, always the same for a message."""
    return choices[crc32(labels["id"].encode()) % len(choices)]


def is_pasted(text: str) -> bool:
    """Whether it holds quotes, chats or forms, behind which added words might be somebody else's."""
    return PASTED.search(text) is not None


def does(labels: Labels) -> bool:
    """Whether it orders or changes something."""
    return labels["intent"] in ("order", "edit")


def asks_or_does(labels: Labels) -> bool:
    """Whether it is more than a greeting or talk, to which a word of thanks would belong."""
    return does(labels) or labels["intent"] == "question"


def skus_of(labels: Labels) -> list[str]:
    """The goods of the lines and edits."""
    return [one["sku"] for one in [*labels["lines"], *labels.get("edits", ())]]


def quantities_of(labels: Labels) -> list[int | None]:
    """All labelled quantities."""
    rows = [*labels["lines"], *labels.get("edits", ()), *labels["unclear"]]
    return [one["quantity"] for one in rows]


@cache
def wares() -> dict[str, Ware]:
    return {one.sku: one for one in demo_wares()}


@cache
def names_of(sku: str) -> tuple[str, ...]:
    """The Indonesian names that mean this product alone, the longest first."""
    own = {name.lower() for name in (wares()[sku].name_id, *wares()[sku].aliases)}
    others = [one for one in wares().values() if one.sku != sku]
    words = {tuple(name.lower().split()) for one in others for name in (one.name_id, *one.aliases)}
    alone = [one for one in own if not any(_holds(other, one.split()) for other in words)]
    return tuple(
        sorted((one for one in alone if not re.search(r"\d", one)), key=lambda one: (-len(one), one))
    )


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words)))


def named_in(text: str, sku: str) -> re.Match[str] | None:
    """Where the text names this product by one of its own names: None if it also speaks of it otherwise."""
    found = [*_mentions(text, names_of(sku))]
    if len(found) != 1:
        return None
    rest = text[: found[0].start()] + text[found[0].end() :]
    return None if any(word in rest.lower() for word in _words_of(sku)) else found[0]


@cache
def _words_of(sku: str) -> frozenset[str]:
    """The words of all its names, without short ones."""
    names = (wares()[sku].name_id, wares()[sku].name_en, *wares()[sku].aliases)
    return frozenset(word for name in names for word in re.findall(r"\w{4,}", name.lower()))


def _mentions(text: str, names: Sequence[str]) -> Iterator[re.Match[str]]:
    if names:
        pattern = "|".join(map(re.escape, names))
        yield from re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE)


def put_in(text: str, found: re.Match[str], instead: str) -> str:
    """The text with something else in this place, in capitals where it was in capitals."""
    if found[0].isupper():
        instead = instead.upper()
    elif found[0][0].isupper():
        instead = instead.capitalize()
    return text[: found.start()] + instead + text[found.end() :]


COUNTRIES = {
    "TW": "taiwan",
    "HK": "hongkong",
    "SG": "singapura",
    "MY": "malaysia",
    "KR": "korea",
    "JP": "jepang",
    "NL": "belanda",
    "AU": "australia",
    "DE": "jerman",
    "QA": "qatar",
    "BN": "brunei",
}


@cache
def place_names(iso2: str) -> tuple[str, ...]:
    """What the files call a country and its places, but for the short codes."""
    entry = next(one.entry for one in Destinations.read(CONFIG) if one.iso2 == iso2)
    names = [entry.name_id, entry.name_en, *entry.aliases, *entry.cities]
    names += Vocabulary.read(CONFIG).places.get(iso2, ())
    return tuple(sorted({one.lower() for one in names if len(one) > 3 or not one.isascii()}))


@cache
def known_words() -> frozenset[str]:
    """All words that mean something to the shop or the language."""
    vocabulary = Vocabulary.read(CONFIG)
    return frozenset(goods_words() | vocabulary.ordinary | vocabulary.single.keys())


@cache
def goods_words() -> frozenset[str]:
    """All words of the names of goods."""
    names = [name for one in wares().values() for name in (one.name_id, one.name_en, *one.aliases)]
    return frozenset(word for name in names for word in name.lower().split())
