"""About how much rupiah are in another currency, for display only; from `config/rates.yaml`. No floats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

from babel.core import get_global
from babel.numbers import get_currency_precision
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.config import read_yaml


def _from_text(written: Any) -> Decimal:
    """Only text is taken: what YAML reads as a number has been a float on the way."""
    if not isinstance(written, str):
        raise ValueError("write the rate as quoted text, as in '535.20'")
    try:
        return Decimal(written)
    except InvalidOperation as garbled:
        raise ValueError(f"no number: {written}") from garbled


def _is_currency(code: str) -> str:
    if code not in get_global("all_currencies"):
        raise ValueError(f"no currency: {code}")
    return code


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

    rates: dict[Annotated[str, AfterValidator(_is_currency)], RateEntry]


@dataclass(frozen=True, slots=True)
class About:
    """A foreign amount in the currency's minor units, with the day of its rate; `example`: a made-up rate."""

    amount: Decimal
    currency: str
    on: date
    example: bool


class Rates:
    """The dated rates by currency; rows that win over the file are laid over it before this is built."""

    def __init__(self, rates: Mapping[str, RateEntry]) -> None:
        self._rates = dict(rates)

    @classmethod
    def read(cls, config_dir: Path) -> Rates:
        """The file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        return cls(read_yaml(config_dir / "rates.yaml", RatesFile).rates)

    def about(self, rupiah: int, currency: str) -> About | None:
        """So many rupiah in `currency`, rounded half up to its minor units; None without a rate."""
        rate = self._rates.get(currency)
        if rate is None:
            return None
        smallest = Decimal(1).scaleb(-get_currency_precision(currency))
        amount = (Decimal(rupiah) / rate.rupiah).quantize(smallest, rounding=ROUND_HALF_UP)
        return About(amount, currency, rate.on, rate.example)
