"""Imports rate cards and exchange rates from CSV files: whole or not at all, faults by line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.csv_cells import one_line, safe_text
from bot.core.csv_rows import CsvRows, Unrepeated, read_rows
from bot.core.typed_signs import keyed
from bot.destinations import Destinations, overrides
from bot.destinations.prices.exchange_rates import CurrencyCode, RateEntry, Rates, rate_written
from bot.destinations.prices.rate_cards import Freight, RateCard, Service, Surcharge

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SURCHARGE = re.compile(
    r"(?P<name>[^:=]*[^:=\s\d])[\s:=]+(?:rp\.?\s*)?(?P<figure>\d[\d.]*)\s*(?P<percent>%)?", re.I
)
_NONE = {"", "-", "tidak ada", "none", "no"}


def _whole(text: Any) -> Any:
    if isinstance(text, str) and not re.fullmatch(r"\d{1,12}", keyed(text).strip(), re.ASCII):
        raise ValueError(f"{text[:40]!r} is not a whole number (digits only)")
    return int(text)


def _day(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if not _DAY.fullmatch(day := keyed(text).strip()):
        raise ValueError(f"{text[:40]!r} is no day; write it like 2026-11-30")
    return day


def surcharges_written(text: str) -> list[Surcharge]:
    """Parses typed surcharges: `bahan bakar 10%; dokumen 10000`, `-` for none. Raises ValueError."""
    if text.strip().casefold() in _NONE:
        return []
    return [_surcharge(part.strip()) for part in re.split(r"[;,\n]", text) if part.strip()]


def _surcharge(text: str) -> Surcharge:
    found = _SURCHARGE.fullmatch(text)
    figure = rupiah_written(found["figure"]) if found else None
    if found is None or figure is None:
        raise ValueError(f"{text[:40]!r} is no surcharge; write it like “bahan bakar 10%; dokumen 10000”")
    unit = "percent" if found["percent"] else "rupiah"
    return Surcharge.model_validate({"name": one_line(found["name"]).strip()[:100], unit: figure})


def rupiah_written(text: str) -> int | None:
    """Parses typed whole rupiah, `95000`, `95.000` or `Rp 95,000`; None for anything else."""
    plain = re.sub(r"^rp\.?\s*", "", keyed(text).strip().casefold())
    if not re.fullmatch(r"\d{1,12}|\d{1,3}(?:\.\d{3}){1,3}|\d{1,3}(?:,\d{3}){1,3}", plain, re.ASCII):
        return None
    return int(re.sub("[.,]", "", plain))


def surcharges_text(surcharges: Iterable[Surcharge]) -> str:
    """Surcharges as text that `surcharges_written` reads."""
    return "; ".join(
        f"{_named(one)} {one.percent}%" if one.percent else f"{_named(one)} {one.rupiah}"
        for one in surcharges
    )


def _named(one: Surcharge) -> str:
    return re.sub(r"[;,:=\s]+", " ", one.name).strip()


def _read_surcharges(text: Any) -> Any:
    return surcharges_written(text) if isinstance(text, str) else text


Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]
Stating = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]


class CardRow(BaseModel):
    """One line of a file of rate cards; the columns mean what they mean in `config/freight.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    destination: Annotated[str, AfterValidator(str.upper)]
    service: Service
    first_step_rupiah: Whole
    next_step_rupiah: Whole
    divisor: Whole
    step_grams: Whole
    minimum_grams: Whole
    surcharges: Annotated[list[Surcharge], BeforeValidator(_read_surcharges)]
    transit_days_least: Whole
    transit_days_most: Whole
    valid_from: Day
    valid_to: Day
    source: Stating
    example: Literal["yes", "no", ""] = "no"

    @model_validator(mode="after")
    def _makes_a_card(self) -> CardRow:
        self.card()  # validates the columns together
        return self

    def card(self) -> RateCard:
        """The card that the line states."""
        columns = self.model_dump(exclude={"destination"})
        return RateCard.model_validate(columns | {"example": self.example == "yes"})


class RateRow(BaseModel):
    """One line of a file of exchange rates: the rupiah for one unit, `531.20`, on a day."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    currency: CurrencyCode
    rupiah: str
    date: Day
    source: Stating

    @model_validator(mode="after")
    def _makes_a_rate(self) -> RateRow:
        if rate_written(self.rupiah) is None:
            raise ValueError(f"rupiah: {self.rupiah[:40]!r} is no rate; write it like 531.20 or 12770")
        return self

    def entry(self) -> RateEntry:
        """The rate that the line states."""
        return RateEntry.model_validate(
            {"rupiah": str(rate_written(self.rupiah)), "date": self.date, "source": self.source}
        )


CARD_COLUMNS, RATE_COLUMNS = tuple(CardRow.model_fields), tuple(RateRow.model_fields)


@dataclass(slots=True)
class Taken:
    """What an import did, in cards or rates."""

    stated: int = 0
    unchanged: int = 0


def read_cards(path: Path, destinations: Destinations) -> CsvRows[CardRow]:
    """The rate cards of a file. Raises FileRefused with every fault by line and column."""
    before: dict[tuple[str, Service], list[tuple[int, CardRow]]] = {}

    def faults(line: int, row: CardRow) -> list[str]:
        found = []
        if row.destination not in destinations:
            found.append(f"destination: {row.destination!r} is none of destinations.yaml")
        same = before.setdefault((row.destination, row.service), [])
        taken = [
            first for first, one in same if one.valid_from <= row.valid_to and row.valid_from <= one.valid_to
        ]
        found += [f"valid_from: a day of it has the card of line {first} already" for first in taken]
        same.append((line, row))
        return found

    return read_rows(path, CardRow, faults)


def read_rates(path: Path) -> CsvRows[RateRow]:
    """The exchange rates of a file. Raises FileRefused with every fault by line and column."""
    currencies = Unrepeated("currency")
    return read_rows(path, RateRow, lambda line, row: currencies.faults(line, row.currency))


async def take_cards(db: AsyncSession, rows: Iterable[CardRow], held: Freight, now: datetime) -> Taken:
    """States all cards that do not hold already; the caller commits, then running processes follow."""
    done = Taken()
    for row in rows:
        if row.card() in held.cards(row.destination):
            done.unchanged += 1
        else:
            await overrides.state_card(db, row.destination, row.card(), now)
            done.stated += 1
    return done


async def take_rates(db: AsyncSession, rows: Iterable[RateRow], held: Rates, now: datetime) -> Taken:
    """States all rates that do not hold already."""
    done = Taken()
    for row in rows:
        if row.entry() == held.of(row.currency):
            done.unchanged += 1
        else:
            await overrides.state_rate(db, row.currency, row.entry(), now)
            done.stated += 1
    return done


def cards_csv(freight: Freight) -> str:
    """All cards, valid today or not, as a file that can be imported again."""
    return _csv(CARD_COLUMNS, [_card_line(iso2, card) for iso2 in freight for card in freight.cards(iso2)])


def _card_line(iso2: str, card: RateCard) -> dict[str, Any]:
    line = card.model_dump(mode="json") | {"destination": iso2, "example": "yes" if card.example else "no"}
    texts = {"surcharges": surcharges_text(card.surcharges), "source": card.source}
    return line | {column: safe_text(text) for column, text in texts.items()}


def _csv(columns: Sequence[str], lines: Iterable[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()
