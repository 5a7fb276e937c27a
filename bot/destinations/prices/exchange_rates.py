"""About how much rupiah are in another currency, for display only: `config/rates.yaml` and what wins over it.

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

FRESH_FOR = timedelta(days=7)
"""How long after its own day a rate is shown without a remark."""
_WRITTEN = re.compile(r"\d[\d.,]{0,19}", re.ASCII)


def _from_text(written: Any) -> Decimal:
    """Only text is taken: what YAML reads as a number has been a float on the way."""
    if not isinstance(written, str):
        raise ValueError("write the rate as quoted text, as in '535.20'")
    try:
        return Decimal(written)
    except InvalidOperation as garbled:
        raise ValueError(f"no number: {written}") from garbled


def rate_written(text: str, last: Decimal | None = None) -> Decimal | None:
    """A rate as people write it, `531,20`, `531.20` or `12.770`; None when it cannot be told what is meant.

    Where a sign may part thousands or decimals (`12.770`), the reading near the last rate is meant.
    """
    if not _WRITTEN.fullmatch(text.strip()):
        return None
    readings = sorted({*_readings(text.strip())})
    if len(readings) > 1:
        readings = [one for one in readings if last is not None and not strays(one, last)]
    return readings[0] if len(readings) == 1 and readings[0] > 0 else None


def strays(rate: Decimal, last: Decimal) -> bool:
    """Whether a rate is so far from the last one that it is likely mistyped: more than 30 % of that."""
    return abs(rate - last) * 100 > last * 30


def _readings(text: str) -> Iterator[Decimal]:
    """The numbers a text may mean: a sign that parts groups of three may be one of thousands."""
    for decimal, thousands in (",.", ".,"):
        whole, sign, part = text.partition(decimal)
        groups = whole.split(thousands)
        grouped = len(groups) == 1 or (0 < len(groups[0]) <= 3 and groups[0][0] != "0")
        if decimal in part or thousands in part or not grouped or any(len(one) != 3 for one in groups[1:]):
            continue
        if bool(sign) == bool(part):
            yield Decimal("".join(groups) + (f".{part}" if part else ""))


def is_currency(code: str) -> bool:
    """Whether any country has or had such a currency."""
    return code in get_global("all_currencies")


def _is_currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(f"no currency: {code}")
    return code


CurrencyCode = Annotated[str, AfterValidator(_is_currency)]


class RateEntry(BaseModel):
    """One rate: so many rupiah for one unit, on a day, as somebody stated it."""

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
class About:
    """A foreign amount in the currency's minor units, with the day of its rate.

    `example`: a made-up rate; `stale`: one of more than seven days ago.
    """

    amount: Decimal
    currency: str
    on: date
    example: bool
    stale: bool = False


class Rates:
    """The dated rates by currency; `today` says the day that their age is reckoned by."""

    def __init__(self, rates: Mapping[str, RateEntry], today: Callable[[], date] | None = None) -> None:
        self._rates: Final = dict(rates)
        self._today: Final = today or Clock().today

    @classmethod
    def read(cls, config_dir: Path) -> Rates:
        """The file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        return cls(read_yaml(config_dir / "rates.yaml", RatesFile).rates)

    def laid_over(self, stated: Mapping[str, RateEntry], today: Callable[[], date]) -> Rates:
        """These rates with others that win over them."""
        return Rates({**self._rates, **stated}, today)

    def currencies(self) -> list[str]:
        """The currencies that have a rate, in order."""
        return sorted(self._rates)

    def of(self, currency: str) -> RateEntry | None:
        """The rate of a currency, if there is one."""
        return self._rates.get(currency)

    def is_stale(self, rate: RateEntry) -> bool:
        """Whether its day is more than seven days ago."""
        return self._today() - rate.on > FRESH_FOR

    def about(self, rupiah: int, currency: str) -> About | None:
        """So many rupiah in `currency`, rounded half up to its minor units; None without a rate."""
        rate = self._rates.get(currency)
        if rate is None:
            return None
        smallest = Decimal(1).scaleb(-get_currency_precision(currency))
        amount = (Decimal(rupiah) / rate.rupiah).quantize(smallest, rounding=ROUND_HALF_UP)
        return About(amount, currency, rate.on, rate.example, self.is_stale(rate))
