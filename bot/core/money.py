"""Money and weights as people read them: whole rupiah and grams, with their unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, format_decimal, get_currency_name, get_currency_precision

from bot.core.typed_signs import keyed

REMEMBERED = 4096
"""Amounts whose wording is cached: the same few hundred prices and sums stand on most screens."""
LOCALES = {"id": "id_ID", "en": "en_US", "jv": "jv_ID"}


def _locale(language: str) -> str:
    return LOCALES.get(language, "en_US")


@lru_cache(REMEMBERED)
def rupiah(amount: int, language: str = "id") -> str:
    """Whole rupiah with thousands separators: `Rp24.000` in Indonesian, `Rp24,000` in English."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{format_decimal(abs(amount), format='#,##0', locale=_locale(language))}"


@lru_cache(REMEMBERED)
def foreign(amount: Decimal, currency: str, language: str) -> str:
    """A foreign amount in its own minor units (none for JPY, three for OMR), for display only."""
    places = get_currency_precision(currency)
    number = "#,##0" + ("." + "0" * places if places else "")
    return format_currency(
        amount, currency, f"¤¤\xa0{number}", locale=_locale(language), currency_digits=False
    )


def currency_name(currency: str, language: str) -> str:
    """The name of a currency within a sentence: `baht Thailand`, `Thai baht`."""
    first, _blank, rest = str(get_currency_name(currency, 1, locale=_locale(language))).partition(" ")
    is_english = _locale(language) == LOCALES["en"]
    return f"{first} {rest}".strip() if is_english else f"{first.lower()} {rest}".strip()


@lru_cache(REMEMBERED)
def weight(grams: int, language: str) -> str:
    """Grams as `850 g`, from a kilogram on as `1,25 kg` with at most two decimals, rounded up."""
    if grams < 1000:
        return f"{grams} g"
    hundredths = -(-grams // 10)
    return f"{format_decimal(Decimal(hundredths) / 100, format='#,##0.##', locale=_locale(language))} kg"


def centimetres(millimetres: int, language: str) -> str:
    """Millimetres as a bare number of centimetres: `6,5`."""
    return str(format_decimal(Decimal(millimetres) / 10, format="#,##0.#", locale=_locale(language)))


def number(count: int, language: str) -> str:
    """A plain count with thousands separators."""
    return str(format_decimal(count, format="#,##0", locale=_locale(language)))


_WHOLE_RUPIAH = re.compile(
    r"(?:rp|idr)?\.?\s*(\d{1,13}|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:,-|,00|\.00)?", re.ASCII
)


def rupiah_typed(text: str) -> int | None:
    """Whole rupiah as people write them: `1.250.000`, `Rp1,250,000`, `1250000`; None for anything else.

    `1,25 juta` and `1.25` are refused: a wrong guess would be off by a factor of a thousand.
    """
    found = _WHOLE_RUPIAH.fullmatch(" ".join(keyed(text).casefold().split()))
    return int(re.sub(r"[.,]", "", found[1])) if found else None
