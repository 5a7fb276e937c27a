"""Which country a typed answer names: names, aliases, cities, flags, mild typos; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from rapidfuzz.distance import OSA

from bot.core.plain_text import plain_words

LANGUAGES = ("id", "en")
# Codes that Babel names but that are no country: unions, pseudo locales, "unknown region".
NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
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
FLAG_A = 0x1F1E6
MOST_TYPED = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A country somebody named; `served` when it is in our file."""

    iso2: str
    served: bool


@lru_cache(maxsize=4)
def territories(language: str) -> Mapping[str, str]:
    """The countries of the world by ISO code, named in `language` (`id` or `en`)."""
    named = Locale.parse(language).territories
    return {code: name for code, name in named.items() if len(code) == 2 and code not in NO_COUNTRY}


def territory_name(iso2: str, language: str) -> str:
    """The name of a country outside the file; the bare code when Babel does not know it."""
    return territories("en" if language == "en" else "id").get(iso2, iso2)


class Places:
    """The names of the world's countries; ours win where a name belongs to two.

    Slips are forgiven in the names of our own countries, never in those of cities: `blangkon`, which we
    sell, is one slip from Bangkok, `sendal` from Sendai.
    """

    def __init__(
        self,
        served: Mapping[str, Iterable[str]],
        cities: Mapping[str, Iterable[str]],
        never_meant: Iterable[str] = (),
    ) -> None:
        self._served = frozenset(served)
        self._never_meant = frozenset(plain_words(word) for word in never_meant)
        world = [(iso2, [name]) for language in LANGUAGES for iso2, name in territories(language).items()]
        self._countries = _by_name([*served.items(), *world])
        self._by_name = {**_by_name(cities.items()), **self._countries}

    def find(self, text: str) -> Found | None:
        """The one country the whole of `text` names, else None."""
        if len(text) > MOST_TYPED:
            return None
        flags, rest = _flags(text)
        named = {self._named(plain_words(rest))} if plain_words(rest) else set()
        meant = named | {code for code in flags if code in territories("en")}
        iso2 = meant.pop() if len(meant) == 1 else None
        return Found(iso2, iso2 in self._served) if iso2 else None

    def _named(self, answer: str) -> str | None:
        answers = list(dict.fromkeys(_without_particles(answer)))
        for spelling in answers:
            if exact := self._by_name.get(spelling) or self._by_name.get(spelling.replace(" ", "")):
                return exact
        return self._nearest(answers[-1])

    def _nearest(self, answer: str) -> str | None:
        if answer in self._never_meant:
            return None
        distances: dict[str, int] = {}
        for name, iso2 in self._countries.items():
            longer = max(len(answer), len(name))
            allowed = 0 if longer < 6 else 1 if longer < 9 else 2
            apart = OSA.distance(answer, name, score_cutoff=allowed)
            if apart <= allowed:
                distances[iso2] = min(apart, distances.get(iso2, apart))
        nearest = _alone(distances)
        return nearest if nearest in self._served else None


def _by_name(names: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """The country by each name, with and without its blanks; the first that has a name keeps it."""
    owners: dict[str, str] = {}
    for iso2, spellings in names:
        for key in map(plain_words, spellings):
            owners.setdefault(key, iso2)
            owners.setdefault(key.replace(" ", ""), iso2)
    return owners


def _alone(distances: Mapping[str, int]) -> str | None:
    """The nearest country, unless another is as near, or nearly so when there are two slips."""
    if not distances:
        return None
    best = min(distances.values())
    near = [iso2 for iso2, apart in distances.items() if apart <= (best if best < 2 else best + 1)]
    return near[0] if len(near) == 1 else None


def _without_particles(answer: str) -> Iterable[str]:
    """The answer as typed, then without `ke …` before and `… ya` after it."""
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


def _flags(text: str) -> tuple[set[str], str]:
    """The country codes of the flag emoji in `text`, and the text without them."""
    letters = [chr(ord(sign) - FLAG_A + ord("A")) for sign in text if _is_flag_letter(sign)]
    pairs = {"".join(letters[at : at + 2]) for at in range(0, len(letters), 2)}
    return pairs, "".join(sign for sign in text if not _is_flag_letter(sign))


def _is_flag_letter(sign: str) -> bool:
    return FLAG_A <= ord(sign) < FLAG_A + 26
