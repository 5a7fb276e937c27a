"""The schema of `config/destinations.yaml`; anything else is a fault, named with its line."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from babel.core import get_global
from pydantic import AfterValidator, Field, model_validator

from bot.destinations.countries.identity_schema import IdentityEntry
from bot.destinations.countries.schema_parts import (
    Pattern,
    Strict,
    Words,
)

LIBRARY_FIELDS = ("street_address", "city", "city_area", "country_area", "postal_code")
NAMED_FIELDS = ("street_address", "city", "city_area")


def _is_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError) as unknown:
        raise ValueError(f"no time zone: {name}") from unknown


def _is_currency(code: str) -> str:
    if code not in get_global("all_currencies"):
        raise ValueError(f"no currency: {code}")
    return code


Zone = Annotated[str, AfterValidator(_is_zone)]
CurrencyCode = Annotated[str, AfterValidator(_is_currency)]
LibraryField = Annotated[str, Field(pattern="^(street_address|city|city_area|country_area|postal_code)$")]
RegionField = Annotated[str, Field(pattern="^(country_area|city)$")]
Iso2 = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class FieldEntry(Words):
    """One question of an address form; a library field without words uses those of `field_words`.

    `letters`: digits alone are no answer. `native`: answered in the country's own script. `only_with`: asked
    only after an answer to that field; `instead_of`: required if that field was answered with "none".
    `found_by`: how a pasted address shows the answer (group 1); `joined`: several of them are one answer.
    `exists`: what fits it is really there. `ends`: the digits at the end of that field are this answer.
    """

    id: str = Field(pattern=r"^[a-z_]+$")
    required: bool = False
    pattern: Pattern | None = None
    none_words: list[str] = Field(default=[])
    starts_with: str = ""
    example: str = ""
    only_with: str = ""
    instead_of: str = ""
    letters: bool = False
    native: bool = False
    found_by: list[Pattern] = Field(default=[])
    joined: bool = False
    exists: Pattern | None = None
    exists_source: str = "gk"
    ends: str = ""
    ends_source: str = "gk"
    source: str = "gk"

    @property
    def needs_letters(self) -> bool:
        """Whether digits alone are refused: streets and towns have names."""
        return self.letters or self.id in NAMED_FIELDS

    @model_validator(mode="after")
    def _has_words(self) -> FieldEntry:
        if self.id not in LIBRARY_FIELDS and not self.label_id:
            raise ValueError(f"{self.id} needs label_id and label_en")
        return self


class NameEntry(Words):
    """How a country asks for the consignee's name, if in words of its own. `latin`: in Latin letters."""

    label_id: str = Field(min_length=1)
    example: str = ""
    latin: bool = False
    source: str = "gk"


class MobileEntry(Words):
    """How a country asks for the consignee's mobile number."""

    label_id: str = Field(min_length=1)
    pattern: Pattern
    example: str
    source: str


class PostalCodeEntry(Strict):
    """A country's postcode; `joiner` stands after `join_after` characters (from the end if negative).

    `exists`: the beginnings that are given out, where they are known.
    """

    required: bool
    regex: Pattern | None
    exists: Pattern | None = None
    exists_source: str = "gk"
    example: str | None
    note: str = ""
    joiner: str = ""
    join_after: int = 0


class RenamedRegion(Strict):
    """A region under today's names where the library has older ones, or lacks it (`was` is empty).

    `was` and `within` are keys of the library: the region's, and that of the region around a city. `also` are
    names that are understood and never printed.
    """

    field: RegionField
    was: str = ""
    within: str = ""
    latin: str = ""
    native: str = ""
    also: list[str] = Field(default=[])
    source: str

    @property
    def key(self) -> str:
        """The library's key; for a region that the library lacks its own name."""
        return self.was or self.native or self.latin

    @property
    def names(self) -> list[str]:
        """Today's names, the Latin one first."""
        return [name for name in (self.latin, self.native) if name]


class AddressEntry(Strict):
    """How a country's addresses are asked, composed and written.

    In a pasted address `tail` are the free names at its end, the last one first; `rest` takes what is left.
    """

    library_format: str
    library_required: list[str]
    library_region_names: bool
    name: NameEntry | None = None
    fields: list[FieldEntry]
    street: str
    lines: list[str]
    lines_latin: list[str] = Field(default=[])
    postal_code: PostalCodeEntry
    synonyms: dict[RegionField, dict[str, str]] = Field(default={})
    cities_of: dict[str, str] = Field(default={})
    renamed: list[RenamedRegion] = Field(default=[])
    kinds: dict[RegionField, list[str]] = Field(default={})
    tail: list[str] = Field(default=[])
    rest: str = "street_address"
    notes: list[str]


class CurrencyEntry(Strict):
    """The currency of a country and its minor units."""

    code: CurrencyCode
    decimals: int = Field(ge=0, le=3)


class Change(Strict):
    """A change of customs rules; the date is text because some are only announced."""

    date: str
    what: str
    source: str


class DeMinimis(Strict):
    """The value up to which goods enter free of duty; amount None = no figure found, 0 = no exemption."""

    amount: int | None
    currency: CurrencyCode
    basis: str | None
    includes_tax: bool | None
    excludes: list[str] = Field(default=[])
    frequency_cap: str = ""
    status: str
    note: str = ""
    source: list[str]


class ImportTax(Strict):
    """A country's tax on imports, in per cent."""

    name: str
    rate_percent: int | None
    reduced_percent: int | None = None
    duty_percent: int | None = None
    note: str = ""
    source: str


class CustomsEntry(Strict):
    """A country's duty-free limit, import tax and dated changes."""

    duty_de_minimis: DeMinimis
    import_tax: ImportTax
    changes: list[Change]


class AirlineEntry(Strict):
    """An airline that flies there; the prefix is for display, never to reject a waybill."""

    name: str
    iata: str
    awb_prefix: str = Field(pattern=r"^\d{3}$")
    source: str


class DestinationEntry(Strict):
    """One country of the file."""

    iso2: Iso2
    iso3: str = Field(pattern=r"^[A-Z]{3}$")
    iso_num: str = Field(pattern=r"^\d{3}$")
    name_id: str
    name_en: str
    wave: int = Field(ge=1, le=3)
    open: bool
    aliases: list[str]
    cities: list[str]
    currency: CurrencyEntry
    calling_code: str = Field(pattern=r"^\+\d{1,3}$")
    time_zones: list[Zone] = Field(min_length=1)
    languages: list[str]
    max_piece_weight_kg: int | None = None
    mobile: MobileEntry
    address: AddressEntry
    identity: list[IdentityEntry]
    customs: CustomsEntry
    gateways: list[str]
    airlines: list[AirlineEntry]
    diaspora: dict[str, int | None]


class Source(Strict):
    """The source of a fact."""

    title: str
    url: str | None


class Meta(Strict):
    """About the file: what it is, when it was made and last checked."""

    title: str
    made: str
    status: str
    meaning: dict[str, str]
    checked_on: str


class Defaults(Strict):
    """The values for every country that states no others."""

    mobile_required: bool
    max_piece_weight_kg: int = Field(gt=0)
    label_language: str
    keep_typed_latin_address: bool


class DestinationsFile(Strict):
    """The whole of `config/destinations.yaml`."""

    meta: Meta
    defaults: Defaults
    field_words: dict[LibraryField, Words]
    none_words: list[str]
    labels: dict[str, list[str]] = Field(default={})
    leads: list[str] = Field(default=[])
    never_meant: list[str] = Field(default=[])
    destinations: dict[Iso2, DestinationEntry]
    sources: dict[str, Source]
