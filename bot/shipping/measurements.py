"""Weight and size of a parcel as people write them: `2,35 kg 40x30x25`. Exact integers, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from bot.core.errors import RantauError
from bot.core.typed_signs import keyed

MOST_GRAMS = 1_000_000
"""A tonne: a greater weight is a typing error."""
MOST_MM = 3_000
"""Three metres: no parcel has a longer side."""
CONSIGNMENT_NOTE_GRAMS = 30_000
"""Up to this gross weight a consignment note declares a parcel, above it a PEB.

Source: PMK 96/2023 as changed by PMK 4/2025, goods sent abroad, according to its commentaries.
"""
_NUMBER = r"\d{1,9}(?:[.,]\d{1,6})?"
_GRAMS = {"g", "gr", "gram", "grams"}
_WEIGHT = rf"(?P<weight>{_NUMBER})\s*(?P<unit>kilogram|kilo|kgs|kg|grams|gram|gr|g)?(?![a-z])"
_BETWEEN = r"(?:\s*[x*×]\s*|\s+)"
_SIZE = rf"{_NUMBER}\s*(?:cm|mm)?(?:{_BETWEEN}{_NUMBER}\s*(?:cm|mm)?)*"
_WHOLE = re.compile(rf"{_WEIGHT}(?:[\s,;:/]*(?P<size>{_SIZE}))?\s*", re.ASCII)
_PARTS = re.compile(r"(?<![\d.,/])(?:(\d{1,4}) )?(\d)/(\d)(?![\d.,/])", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")


class MeasureFault(StrEnum):
    """What is wrong with a weight or a size."""

    UNREADABLE = "unreadable"
    NO_UNIT = "no_unit"
    """Kilograms or grams is not clear."""
    NO_WEIGHT = "no_weight"
    """The weight is zero, or missing beside a size."""
    TOO_HEAVY = "too_heavy"
    TOO_EXACT = "too_exact"
    """Finer than a gram."""
    IN_GRAMS = "in_grams"
    """The column of a sheet is in whole grams."""
    THREE_SIDES = "three_sides"
    TOO_LONG = "too_long"


class MeasureRefused(RantauError):
    """A weight or a size cannot be accepted; `code` says why."""

    def __init__(self, code: MeasureFault) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Measured:
    """A parcel's gross grams and, if measured, its length, width and height in millimetres."""

    gross_grams: int
    sides_mm: tuple[int, int, int] | None = None


def parse_measured(typed: str) -> Measured:
    """Parses a weight with or without a size: `2,35 kg 40x30x25`, `2350 g 40 30 25 cm`, `2.35kg`.

    A weight without a unit is kilograms if it has a fraction, and refused if it has none. Sides are
    centimetres unless followed by `mm`, and rounded up to whole millimetres. Raises MeasureRefused.
    """
    plain = _PARTS.sub(_as_decimal, " ".join(keyed(typed).casefold().split()))
    found = _WHOLE.fullmatch(plain) if len(plain) <= 80 else None
    if found is None:
        raise MeasureRefused(MeasureFault.UNREADABLE)
    grams = parse_weight(found["weight"], found["unit"] or "")
    return Measured(grams, parse_sides(found["size"]) if found["size"] else None)


def _as_decimal(found: re.Match[str]) -> str:
    """`2 1/2` as `2.5`; other parts than halves, quarters, eighths and fifths stay, and are refused."""
    whole, parts, of = int(found[1] or 0), int(found[2]), int(found[3])
    exact = whole + Decimal(parts) / of if of in (2, 4, 5, 8) and parts < of else None
    return found[0] if exact is None else f"{exact:f}"


def parse_weight(number: str, unit: str) -> int:
    """Parses a number of kilograms or grams into whole grams. Raises MeasureRefused."""
    if not unit and not re.search(r"[.,]", number):
        raise MeasureRefused(MeasureFault.NO_UNIT)
    if unit in _GRAMS:
        # Nobody weighs thousandths of a gram: `1.250 g` is one and a quarter kilograms.
        plain = re.sub(r"[.,]", "", number) if _THOUSANDS.fullmatch(number) else number
        return whole_grams(Decimal(plain.replace(",", ".")))
    return whole_grams(Decimal(number.replace(",", ".")) * 1000)


def whole_grams(grams: Decimal) -> int:
    """Checks a weight, returns whole grams. Raises MeasureRefused: `too_exact`, `no_weight`, `too_heavy`."""
    if grams != int(grams):
        raise MeasureRefused(MeasureFault.TOO_EXACT)
    if grams <= 0:
        raise MeasureRefused(MeasureFault.NO_WEIGHT)
    if grams > MOST_GRAMS:
        raise MeasureRefused(MeasureFault.TOO_HEAVY)
    return int(grams)


def parse_sides(typed: str) -> tuple[int, int, int]:
    """Parses three sides into millimetres. Raises MeasureRefused: `three_sides`, `too_long`."""
    numbers = re.findall(_NUMBER, typed)
    per_unit = 1 if "mm" in typed else 10
    if len(numbers) != 3 or ("mm" in typed and "cm" in typed):
        raise MeasureRefused(MeasureFault.THREE_SIDES)
    length, width, height = (millimetres(Decimal(one.replace(",", ".")) * per_unit) for one in numbers)
    return length, width, height


def millimetres(exact: Decimal) -> int:
    """Rounds a side up to whole millimetres. Raises MeasureRefused: `three_sides`, `too_long`."""
    side = int(exact.to_integral_value(ROUND_CEILING))
    if side <= 0:
        raise MeasureRefused(MeasureFault.THREE_SIDES)
    if side > MOST_MM:
        raise MeasureRefused(MeasureFault.TOO_LONG)
    return side
