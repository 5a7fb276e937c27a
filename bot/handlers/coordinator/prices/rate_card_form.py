"""The questions of a new rate card, and reading the typed answer to each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation.translation import _, later
from bot.core.typed_signs import keyed
from bot.documents.imports.rates import rupiah_written, surcharges_written
from bot.handlers.shared.typed_dates import day_typed, period_typed

MOST_RUPIAH, MOST_DAYS, LONGEST = 1_000_000_000, 365, 200
_GRAMS = re.compile(r"(?P<figure>\d{1,6}(?:[.,]\d{1,3})?)\s*(?P<unit>kilo|kg|gram|gr|g)?", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,3})(?:\s*(?:-|to|sampai|sd)\s*(\d{1,3}))?(?: (?:hari|days?))?", re.IGNORECASE)
Answer = Mapping[str, Any]
Taps = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name in a list, its text, an example, and the answers that can be tapped."""

    name: str
    asks: str
    example: str
    taps: Taps = ()


NO_SURCHARGES = later("None")
QUESTIONS: Mapping[str, Question] = {
    "first": Question(later("First step"), later("What does the first {step} cost, in rupiah?"), "95.000"),
    "next": Question(
        later("Further steps"), later("What does each {step} after it cost, in rupiah?"), "38.000"
    ),
    "minimum": Question(
        later("Minimum"),
        later("What is the least that is charged? Whole steps of {step}."),
        "1 kg",
        (("500g", "500 g"), ("1kg", "1 kg"), ("5kg", "5 kg")),
    ),
    "transit": Question(later("Days"), later("How many days is it on its way?"), "4-8"),
    "valid": Question(
        later("Validity"), later("Until which day does the price hold? Or from when to when?"), "31/3/2027"
    ),
    "surcharges": Question(
        later("Surcharges"),
        later("What comes on top? Per cent of the freight, or rupiah a parcel."),
        "bahan bakar 10%; dokumen 10.000",
        (("-", NO_SURCHARGES),),
    ),
    "source": Question(later("Source"), later("Who stated this price, and where?"), "PT Kargo, WA 23/11"),
    "step": Question(
        later("Step"),
        later("Weights are rounded up to whole steps of how much?"),
        "500 g",
        (("500g", "500 g"), ("1kg", "1 kg")),
    ),
    "divisor": Question(
        later("Volume divisor"),
        later("How many cubic centimetres count as a kilogram?"),
        "6000",
        (("6000", "6000"), ("5000", "5000")),
    ),
}


def read(field: str, text: str, today: date) -> Answer | None:
    """The card fields that an answer states; None when it cannot be read."""
    return _READERS[field](" ".join(keyed(text).split()), today)


def _price(name: str) -> Callable[[str, date], Answer | None]:
    def reads(text: str, _today: date) -> Answer | None:
        rupiah = rupiah_written(text)
        return {name: rupiah} if rupiah is not None and rupiah <= MOST_RUPIAH else None

    return reads


def grams_written(text: str) -> int | None:
    """A typed weight in grams: `500 g`, `0,5 kg`, or a bare number from 100 on. None when unclear."""
    match = _GRAMS.fullmatch(text)
    if not match:
        return None
    whole, _sign, part = match["figure"].replace(",", ".").partition(".")
    unit = (match["unit"] or "").casefold()
    if unit.startswith("k"):
        return int(whole) * 1000 + int(part.ljust(3, "0") or 0)
    return int(whole) if not part and (unit or int(whole) >= 100) else None


def _minimum(text: str, _today: date) -> Answer | None:
    grams = grams_written(text)
    return {"minimum_grams": grams} if grams is not None and grams <= 100_000 else None


def _step(text: str, _today: date) -> Answer | None:
    grams = grams_written(text)
    return {"step_grams": grams} if grams and grams <= 10_000 else None


def _divisor(text: str, _today: date) -> Answer | None:
    figure = rupiah_written(text)  # digits, with or without a thousands separator
    return {"divisor": figure} if figure and 1000 <= figure <= 10_000 else None


def _transit(text: str, _today: date) -> Answer | None:
    match = _DAYS.fullmatch(text)
    if not match:
        return None
    least, most = int(match[1]), int(match[2] or match[1])
    return {"transit_days_least": least, "transit_days_most": most} if least <= most <= MOST_DAYS else None


def _valid(text: str, today: date) -> Answer | None:
    until = day_typed(text, today, ahead=True)
    days = (today, until) if until else period_typed(text, today)
    if days is None or not today <= days[1] <= today + timedelta(days=3660):
        return None
    return {"valid_from": days[0].isoformat(), "valid_to": days[1].isoformat()}


def _surcharges(text: str, _today: date) -> Answer | None:
    try:
        return {"surcharges": [one.model_dump() for one in surcharges_written(text)][:10]}
    except ValueError:
        return None


def _source(text: str, _today: date) -> Answer | None:
    return {"source": text} if 0 < len(text) <= LONGEST else None


_READERS: Mapping[str, Callable[[str, date], Answer | None]] = {
    "first": _price("first_step_rupiah"),
    "next": _price("next_step_rupiah"),
    "minimum": _minimum,
    "transit": _transit,
    "valid": _valid,
    "surcharges": _surcharges,
    "source": _source,
    "step": _step,
    "divisor": _divisor,
}


def sorry(field: str) -> str:
    """Says that an answer cannot be read."""
    if field in ("minimum", "step"):
        return _("Grams or kilograms? Please type the unit too.")
    return _("I could not read that.")
