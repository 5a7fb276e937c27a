"""Formats figures for printed papers in English and Indonesian: weights, money, sizes, days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date

from bot.core.clock import WIB

_UNITS = {
    "botol": "bottle",
    "buah": "piece",
    "bungkus": "pack",
    "dus": "box",
    "kaleng": "can",
    "kotak": "box",
    "lembar": "sheet",
    "pak": "pack",
    "pasang": "pair",
    "pcs": "piece",
    "pot": "pot",
    "potong": "piece",
    "sachet": "sachet",
    "set": "set",
    "slop": "tube",
    "toples": "jar",
    "unit": "unit",
}


def unit_in_english(unit: str) -> str:
    """A unit of the catalogue in English; an unknown one stays as it is."""
    return _UNITS.get(unit.casefold(), unit)


def grouped(number: int, language: str = "en") -> str:
    """A whole number with thousands separators: 1,234 in English, 1.234 in Indonesian."""
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", ".")


def kilograms(grams: int) -> str:
    """Grams as kilograms, exact: 2.360 kg."""
    return f"{Decimal(grams) / 1000:,.3f} kg"


def centimetres(size: tuple[int, int, int]) -> str:
    """Length, width and height of a carton, from millimetres: 32 × 24 × 18.5 cm."""
    return " × ".join(f"{Decimal(one) / 10:g}" for one in size) + " cm"


def day(moment: datetime | date, language: str = "en") -> str:
    """A day in words, that of Solo for a moment: 4 December 2026."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(WIB).date()
    return format_date(moment, "d MMMM y", locale=language)
