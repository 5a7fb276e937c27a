"""Converts rupiah to other currencies, for display only, by `config/rates.yaml` and its overrides.

No floats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Final

from babel.core import get_global
from babel.numbers import get_currency_precision
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.core.clock import Clock
from bot.core.config_files import read_yaml
from bot.core.typed_signs import keyed

FRESH_FOR = timedelta(days=7)
"""How long after its own day a rate counts as fresh."""
_WRITTEN = re.compile(r"\d[\d.,]{0,19}", re.ASCII)


def _from_text(written: Any) -> Decimal:
    """Accepts only text: YAML would read a number as a float."""
    if not isinstance(written, str):
        raise ValueError("write the rate as quoted text, as in '535.20'")
    try:
        return Decimal(written)
    except InvalidOperation as garbled:
        raise ValueError(f"no number: {written}") from garbled


def rate_written(text: str, last: Decimal | None = None) -> Decimal | None:
    """A rate as people write it, `531,20`, `531.20` or `12.770`; None if its meaning is unclear.

    Where a sign may separate thousands or decimals (`12.770`), the number near the last rate is meant.
    """
    plain = keyed(text).strip()
    if not _WRITTEN.fullmatch(plain):
        return None
    numbers = sorted({*_numbers_meant(plain)})
    if len(numbers) > 1:
        numbers = [one for one in numbers if last is not None and not strays(one, last)]
    return numbers[0] if len(numbers) == 1 and numbers[0] > 0 else None


def strays(rate: Decimal, last: Decimal) -> bool:
    """Whether a rate is more than 30 % off the last one, so that it is probably mistyped."""
    return abs(rate - last) * 100 > last * 30


def _numbers_meant(text: str) -> Iterator[Decimal]:
    """The numbers that a text may mean: a sign before groups of three digits may separate thousands."""
    for decimal, thousands in (",.", ".,"):
        whole, sign, part = text.partition(decimal)
        groups = whole.split(thousands)
        grouped = len(groups) == 1 or (0 < len(groups[0]) <= 3 and groups[0][0] != "0")
        if decimal in part or thousands in part or not grouped or any(len(one) != 3 for one in groups[1:]):
            continue
        if bool(sign) == bool(part):
            yield Decimal("".join(groups) + (f".{part}" if part else ""))


def is_currency(code: str) -> bool:
    """Whether this is the code of a currency of any country, today or earlier."""
    return code in get_global("all_currencies")


def _is_currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(f"no currency: {code}")
    return code


CurrencyCode = Annotated[str, AfterValidator(_is_currency)]


class RateEntry(BaseModel):
    """The rupiah for one unit of a currency on a day, with its source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rupiah: Annotated[Decimal, BeforeValidator(_from_text), Field(gt=0, allow_inf_nan=False)]
    on: date = Field(alias="date")  # YAML reads a bare `on` as "yes"
    source: str = Field(min_length=1)
    example: bool = False


class RatesFile(BaseModel):
    """The whole of `config/rates.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rates: dict[CurrencyCode, RateEntry]


@dataclass(frozen=True, slots=True)
class ConvertedAmount:
    """An amount in a foreign currency, rounded to its minor units, with the day of its rate.

    `example`: the rate is made up; `stale`: it is more than seven days old.
    """

    amount: Decimal
    currency: str
    on: date
    example: bool
    stale: bool = False


class Rates:
    """The dated rates by currency; `today` gives the day from which their age counts."""

    def __init__(self, rates: Mapping[str, RateEntry], today: Callable[[], date] | None = None) -> None:
        self._rates: Final = dict(rates)
        self._today: Final = today or Clock().today

    @classmethod
    def read(cls, config_dir: Path) -> Rates:
        """Reads the file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        return cls(read_yaml(config_dir / "rates.yaml", RatesFile).rates)

    def with_overrides(self, overrides: Mapping[str, RateEntry], today: Callable[[], date]) -> Rates:
        """These rates with overrides, which win over them."""
        return Rates({**self._rates, **overrides}, today)

    def currencies(self) -> list[str]:
        """The codes of the currencies that have a rate, sorted."""
        return sorted(self._rates)

    def of(self, currency: str) -> RateEntry | None:
        """The rate of a currency; None if there is none."""
        return self._rates.get(currency)

    def is_stale(self, rate: RateEntry) -> bool:
        """Whether a rate is more than seven days old."""
        return self._today() - rate.on > FRESH_FOR

    def convert(self, rupiah: int, currency: str) -> ConvertedAmount | None:
        """Converts rupiah to `currency`, rounded half up to its minor units; None without a rate."""
        rate = self._rates.get(currency)
        if rate is None:
            return None
        smallest = Decimal(1).scaleb(-get_currency_precision(currency))
        amount = (Decimal(rupiah) / rate.rupiah).quantize(smallest, rounding=ROUND_HALF_UP)
        return ConvertedAmount(amount, currency, rate.on, rate.example, self.is_stale(rate))
