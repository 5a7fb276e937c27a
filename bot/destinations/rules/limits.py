"""Rules for a whole order, from `config/limits.yaml`: how much of some goods one recipient may receive.

Not legal advice: research notes with source and confidence, for the coordinator to check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.catalog import Ware
from bot.core.config_files import Fault, read_yaml
from bot.destinations.countries.countries import Destinations
from bot.destinations.countries.schema import Source
from bot.destinations.rules.restrictions import Restrictions

HsPrefix = Annotated[str, Field(pattern=r"^\d{2,6}$")]


class Limit(BaseModel):
    """The most gross grams of some goods for one recipient.

    It counts products with one of `classes` and, if `hs` is given, an HS code with one of these prefixes.
    Without days it always applies; both days are included.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    grams: int = Field(gt=0)
    classes: list[str] = Field(min_length=1)
    hs: list[HsPrefix] = []
    reason: str = Field(min_length=1)
    reason_id: str = Field(min_length=1)
    confidence: Literal["sourced", "partly", "gk", "policy"]
    source: list[str] = Field(min_length=1)
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Limit:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def holds(self, day: date) -> bool:
        """Whether the limit applies on a day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def counts(self, ware: Ware) -> bool:
        """Whether the limit counts this product."""
        hs = not self.hs or ware.hs_code.startswith(tuple(self.hs))
        return hs and not set(self.classes).isdisjoint(ware.classes)

    def why(self, language: str) -> str:
        """The reason, in English for `en`, else in Indonesian."""
        return self.reason if language == "en" else self.reason_id


class Frequency(BaseModel):
    """The number of parcels from which a recipient counts as frequent, within `days` or a half-year.

    The parcel in question counts too. Half-years begin in January and in July.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    parcels: int = Field(gt=1)
    days: int | None = Field(default=None, gt=0)
    half_year: bool = False
    reason: str = Field(min_length=1)
    reason_id: str = Field(min_length=1)
    confidence: Literal["sourced", "partly", "gk", "policy"]
    source: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _days_or_half_year(self) -> Frequency:
        if bool(self.days) == self.half_year:
            raise ValueError("either days or half_year")
        return self

    def begin(self, day: date) -> date:
        """The first day of the period that ends with a parcel's day."""
        if self.days:
            return day - timedelta(days=self.days - 1)
        return day.replace(month=1 if day.month <= 6 else 7, day=1)

    def why(self, language: str) -> str:
        """The reason, in English for `en`, else in Indonesian."""
        return self.reason if language == "en" else self.reason_id


class LimitsFile(BaseModel):
    """The whole of `config/limits.yaml`: limits and frequencies by destination and rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    checked_on: date
    limits: dict[str, dict[str, Limit]]
    frequencies: dict[str, dict[str, Frequency]] = {}
    sources: dict[str, Source]


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit that an order exceeds, with the gross grams that count against it."""

    rule: str
    limit: Limit
    grams: int


@dataclass(frozen=True, slots=True)
class Frequent:
    """A frequency that a recipient reaches; `parcels` counts the parcels of the period, this one included."""

    rule: str
    frequency: Frequency
    parcels: int


class Limits:
    """The limits and frequencies by destination."""

    def __init__(self, file: LimitsFile) -> None:
        self._file: Final = file
        self.checked_on: Final = file.checked_on

    @classmethod
    def read(
        cls,
        config_dir: Path,
        destinations: Destinations | None = None,
        restrictions: Restrictions | None = None,
    ) -> Limits:
        """Reads the file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        known = destinations or Destinations.read(config_dir)
        classes = (restrictions or Restrictions.read(config_dir, known)).known_classes
        path = config_dir / "limits.yaml"
        return cls(read_yaml(path, LimitsFile, lambda file: _faults(file, known, classes)))

    def of(self, iso2: str, day: date) -> list[Limit]:
        """The limits for one recipient in a country on a day."""
        return [one for one in self._file.limits.get(iso2, {}).values() if one.holds(day)]

    def looks_back_to(self, iso2: str, day: date) -> date | None:
        """The first day whose parcels count for a parcel of `day`; None without a frequency."""
        rules = self._file.frequencies.get(iso2, {}).values()
        return min((one.begin(day) for one in rules), default=None)

    def frequent(self, iso2: str, earlier: Iterable[date], day: date) -> list[Frequent]:
        """The frequencies that a parcel of `day` reaches, given the days of the recipient's earlier ones."""
        days = list(earlier)
        found = []
        for rule, one in self._file.frequencies.get(iso2, {}).items():
            parcels = 1 + sum(one.begin(day) <= before <= day for before in days)
            if parcels >= one.parcels:
                found.append(Frequent(rule, one, parcels))
        return found

    def sources(self, limit: Limit | Frequency) -> tuple[Source, ...]:
        """The sources of a limit, with title and address."""
        return tuple(self._file.sources[key] for key in limit.source)

    def exceeded(self, iso2: str, lines: Iterable[tuple[Ware, int]], day: date) -> list[Exceeded]:
        """The limits that products with their pieces for one recipient exceed on a day."""
        ordered = list(lines)
        found = []
        for rule, limit in self._file.limits.get(iso2, {}).items():
            grams = sum(ware.gross_grams * pieces for ware, pieces in ordered if limit.counts(ware))
            if limit.holds(day) and grams > limit.grams:
                found.append(Exceeded(rule, limit, grams))
        return found


def _faults(file: LimitsFile, destinations: Destinations, classes: Collection[str]) -> Iterator[Fault]:
    for iso2, limits in file.limits.items():
        if iso2 not in destinations:
            yield ("limits", iso2), "is no destination of destinations.yaml"
        for rule, limit in limits.items():
            for place, class_ in enumerate(limit.classes):
                if class_ not in classes:
                    yield ("limits", iso2, rule, "classes", place), f"no class {class_} in restrictions.yaml"
            yield from _unknown_sources(file, ("limits", iso2, rule), limit.source)
    for iso2, frequencies in file.frequencies.items():
        if iso2 not in destinations:
            yield ("frequencies", iso2), "is no destination of destinations.yaml"
        for rule, one in frequencies.items():
            yield from _unknown_sources(file, ("frequencies", iso2, rule), one.source)


def _unknown_sources(file: LimitsFile, where: tuple[str, ...], sources: Sequence[str]) -> Iterator[Fault]:
    for place, source in enumerate(sources):
        if source not in file.sources:
            yield (*where, "source", place), f"no source {source}"
