"""The countries of the world by ISO code: their names in many languages, and their flags."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

UNIONS = frozenset({"EU", "UN"})
"""Codes that have a flag and are no country."""
NO_COUNTRY = UNIONS | {"EZ", "QO", "XA", "XB", "ZZ"}
"""Codes that Babel names but that are no country: unions, pseudo locales, "unknown region"."""
FLAG_A = 0x1F1E6


@lru_cache(maxsize=16)
def territories(language: str) -> Mapping[str, str]:
    """The countries of the world by ISO code, named in `language` (`id`, `en`, `zh_Hant` …)."""
    named = Locale.parse(language).territories
    return {code: name for code, name in named.items() if len(code) == 2 and code not in NO_COUNTRY}


def territory_name(iso2: str, language: str) -> str:
    """The name of a country outside the file; the code itself if Babel does not know it."""
    return territories("en" if language == "en" else "id").get(iso2, iso2)


def flag_codes(text: str) -> list[str]:
    """The two-letter codes that the flag emoji of a text spell; they may be no country's."""
    letters = [chr(ord(sign) - FLAG_A + ord("A")) for sign in text if is_flag_letter(sign)]
    return ["".join(letters[at : at + 2]) for at in range(0, len(letters), 2)]


def is_flag_letter(sign: str) -> bool:
    """Whether the character is half of a flag emoji."""
    return FLAG_A <= ord(sign) < FLAG_A + 26
