"""The countries we send to, as `config/destinations.yaml` states them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.config_files import Fault, read_yaml
from bot.core.plain_text import plain_words
from bot.destinations.countries.atlas import Atlas
from bot.destinations.countries.lookup import Found, find
from bot.destinations.countries.schema import LIBRARY_FIELDS, DestinationEntry, DestinationsFile
from bot.destinations.countries.schema_parts import Words
from bot.destinations.countries.world import territory_name


@dataclass(frozen=True, slots=True)
class Destination:
    """One country that we send to; `entry` holds everything else that the file states of it.

    `labels` are the words before a colon in a pasted address, by question; `leads` those before a place.
    """

    iso2: str
    name_id: str
    name_en: str
    wave: int
    open: bool
    currency: str
    calling_code: str
    time_zone: str
    max_piece_grams: int
    entry: DestinationEntry = field(repr=False, compare=False)
    field_words: dict[str, Words] = field(repr=False, compare=False)
    none_words: tuple[str, ...] = field(repr=False, compare=False)
    labels: dict[str, list[str]] = field(repr=False, compare=False, default_factory=dict)
    leads: tuple[str, ...] = field(repr=False, compare=False, default=())

    @property
    def zone(self) -> ZoneInfo:
        """The country's time zone; of several, the first of the file."""
        return ZoneInfo(self.time_zone)

    def name(self, language: str) -> str:
        """Our own name for the country; English for `en`, Indonesian for every other language."""
        return self.name_en if language == "en" else self.name_id


class Destinations:
    """All countries of the file by their ISO code.

    Overrides (a country opened by chat) are applied to the `Destination` values before this is built.
    """

    def __init__(self, destinations: Iterable[Destination], never_meant: Iterable[str] = ()) -> None:
        self._by_iso2: Final = {one.iso2: one for one in destinations}
        self._never_meant: Final = tuple(never_meant)

    @classmethod
    def read(cls, config_dir: Path) -> Destinations:
        """Reads the file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        file = read_yaml(config_dir / "destinations.yaml", DestinationsFile, _faults)
        return cls((_destination(entry, file) for entry in file.destinations.values()), file.never_meant)

    def opened(self, iso2: Collection[str]) -> Destinations:
        """The same countries, with exactly these open."""
        return Destinations((replace(one, open=one.iso2 in iso2) for one in self), self._never_meant)

    def get(self, iso2: str) -> Destination | None:
        """The country; None if the file does not have it."""
        return self._by_iso2.get(iso2)

    def __getitem__(self, iso2: str) -> Destination:
        return self._by_iso2[iso2]

    def __contains__(self, iso2: object) -> bool:
        return iso2 in self._by_iso2

    def __iter__(self) -> Iterator[Destination]:
        return iter(self._by_iso2.values())

    def __len__(self) -> int:
        return len(self._by_iso2)

    def all(self) -> list[Destination]:
        """Every country, in the order of the file."""
        return list(self._by_iso2.values())

    def first_wave(self) -> list[Destination]:
        """The seven countries of the first wave, in the order of the file."""
        return [one for one in self if one.wave == 1]

    def others(self) -> list[Destination]:
        """The countries of the later waves, in the order of the file."""
        return [one for one in self if one.wave != 1]

    def name(self, iso2: str, language: str) -> str:
        """The name of any country of the world; the code itself if it is unknown."""
        known = self.get(iso2)
        return known.name(language) if known else territory_name(iso2, language)

    def find(self, text: str) -> Found | None:
        """The country that a whole answer names (`Taiwan`, `ke jepang`, `Doha`, a flag), else None."""
        return find(self.atlas, text)

    def meant(self, text: str) -> Destination | None:
        """The destination that a coordinator names, even by a code that is an everyday word (`om`)."""
        found = self.find(text)
        return self.get(found.iso2 if found else text.strip().upper())

    @cached_property
    def atlas(self) -> Atlas:
        """The atlas of these countries and their cities, and of all other countries of the world."""
        names = {one.iso2: (one.name_id, one.name_en, *one.entry.aliases) for one in self}
        return Atlas(names, {one.iso2: one.entry.cities for one in self}, self._never_meant)


def _destination(entry: DestinationEntry, file: DestinationsFile) -> Destination:
    kilograms = entry.max_piece_weight_kg or file.defaults.max_piece_weight_kg
    return Destination(
        iso2=entry.iso2,
        name_id=entry.name_id,
        name_en=entry.name_en,
        wave=entry.wave,
        open=entry.open,
        currency=entry.currency.code,
        calling_code=entry.calling_code,
        time_zone=entry.time_zones[0],
        max_piece_grams=kilograms * 1000,
        entry=entry,
        field_words=dict(file.field_words),
        none_words=tuple(file.none_words),
        labels=dict(file.labels),
        leads=tuple(file.leads),
    )


def _faults(file: DestinationsFile) -> Iterator[Fault]:
    for name in LIBRARY_FIELDS:
        if name not in file.field_words:
            yield ("field_words",), f"words for {name} are missing"
    owners: dict[str, str] = {}
    for iso2, entry in file.destinations.items():
        where = ("destinations", iso2)
        if entry.iso2 != iso2:
            yield (*where, "iso2"), f"is {entry.iso2} under the key {iso2}"
        for key, words in (("aliases", entry.aliases), ("cities", entry.cities)):
            for word in words:
                if owners.setdefault(plain_words(word), iso2) != iso2:
                    yield (*where, key), f"{word!r} also belongs to {owners[plain_words(word)]}"
        yield from (((*where, *place), what) for place, what in _entry_faults(entry, file))


def _entry_faults(entry: DestinationEntry, file: DestinationsFile) -> Iterator[Fault]:
    asked = [one.id for one in entry.address.fields]
    for number in entry.identity:
        if number.id in asked:
            yield ("identity",), f"{number.id} is a field of the address too"
        if not number.answers and number.asked_for_at_all and not number.example:
            yield ("identity",), f"{number.id} is asked and needs an example"
    for at, asked_one in enumerate(entry.address.fields):
        for name in {asked_one.only_with, asked_one.instead_of, asked_one.ends} - {"", *asked[:at]}:
            yield ("address", "fields", at), f"{name} is not asked before it"
    for name in sorted({name for name in asked if asked.count(name) > 1}):
        yield ("address", "fields"), f"{name} is asked twice"
    for key in ("street", "lines", "lines_latin"):
        lines = getattr(entry.address, key)
        for template in [lines] if key == "street" else lines:
            for name in placeholders(template) - {*asked, *LIBRARY_FIELDS, "name"}:
                yield ("address", key), f"{{{name}}} is no field of this country"
    for name in {*entry.address.tail, entry.address.rest} - {*asked, *LIBRARY_FIELDS}:
        yield ("address",), f"{name} is no field of this country"
    sourced: list[tuple[tuple[str | int, ...], str]]
    sourced = [(("address", "fields", at), one.source) for at, one in enumerate(entry.address.fields)]
    sourced += [(("address", "fields", at), one.exists_source) for at, one in enumerate(entry.address.fields)]
    sourced += [(("address", "fields", at), one.ends_source) for at, one in enumerate(entry.address.fields)]
    sourced += [(("address", "renamed", at), one.source) for at, one in enumerate(entry.address.renamed)]
    sourced += [(("address", "postal_code"), entry.address.postal_code.exists_source)]
    sourced += [(("identity", at), one.source) for at, one in enumerate(entry.identity)]
    sourced += [(("customs", "duty_de_minimis"), key) for key in entry.customs.duty_de_minimis.source]
    yield from (((*where, "source"), f"no source {key}") for where, key in sourced if key not in file.sources)


def placeholders(template: str) -> set[str]:
    """The names of the fields in a template, where they stand in braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}
