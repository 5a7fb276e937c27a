"""Checks an answer in an address form and brings it into its usual shape."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from bot.core.typed_signs import keyed, keyed_name
from bot.destinations.addresses.errors import FieldFault, FieldRefused
from bot.destinations.addresses.forms import NONE, entry_of, example_of, is_required
from bot.destinations.addresses.regions import (
    Choices,
    choices,
    latin,
    library_rules,
    matching,
    named,
    native,
    nearest,
    one_slip_away,
)
from bot.destinations.countries.countries import Destination
from bot.destinations.countries.schema import FieldEntry, PostalCodeEntry

LONGEST = 200
REGIONS = ("country_area", "city", "city_area")
LATIN = re.compile(r"[A-Za-z]")
POSTCODE_WORD = re.compile(
    r"^(?:KODE ?POS|POST ?CODE|POSTAL CODE|ZIP(?: CODE)?|P\.?C\.?|S|SINGAPORE)[ .:(]*(?=\d)|\)$"
)
WORDS_BEFORE = re.compile(r"^\D*(?:[^\W\d_]{2,}[\W_]*|[\W_]+)(?=\d)")
"""What may stand before a number: `Zone 45`, `PO Box 2345`, `# 12`; not the letter of `B1-12`."""
SEPARATORS = re.compile(r"[\s-]+")


def check_field(
    destination: Destination, field_id: str, typed: str, given: Mapping[str, str] | None = None
) -> str:
    """The answer in its usual shape (`bt 2328` → `BT2328`, `taoyuan` → `Taoyuan City`).

    `given` are the answers so far: if a region is among them, district and postcode are checked against it.
    An empty answer to an optional question is "", "there is none" is `-`.
    Raises FieldRefused, and KeyError for a field that this country does not ask.
    """
    entry = entry_of(destination, field_id)
    value = clean(typed)
    if value.casefold() in entry.none_words:
        return NONE
    if not is_required(destination, entry, given) and value.casefold() in ("", *destination.none_words):
        return ""
    if not any(sign.isalnum() for sign in value):
        raise _refused(destination, entry, FieldFault.NOT_TEXT if typed.strip() else FieldFault.REQUIRED)
    if len(value) > LONGEST:
        raise _refused(destination, entry, FieldFault.TOO_LONG)
    if entry.needs_letters and not any(sign.isalpha() for sign in value):
        raise _refused(destination, entry, FieldFault.NO_LETTERS)
    if entry.native and not has_native_letters(value):
        raise _refused(destination, entry, FieldFault.NOT_NATIVE)
    return _shaped(destination, entry, value, given or {})


def clean(typed: str) -> str:
    """The text on one line without control characters, emoji and repeated blanks."""
    composed = unicodedata.normalize("NFC", keyed_name(typed))
    text = "".join(" " if sign == "\t" else sign for sign in composed if sign in "\n\r\t" or _is_text(sign))
    lines = (" ".join(line.split()).strip(" ,") for line in text.splitlines())
    return ", ".join(line for line in lines if line)


def has_native_letters(text: str) -> bool:
    """Whether the text has a letter of another script than Latin."""
    return any(sign.isalpha() and "LATIN" not in unicodedata.name(sign, "LATIN") for sign in text)


def _is_text(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "So"}


def _shaped(destination: Destination, entry: FieldEntry, value: str, given: Mapping[str, str]) -> str:
    if entry.id == "postal_code":
        return _postal_code(destination, entry, value, given)
    if entry.id in REGIONS:
        return _region(destination, entry, value, given)
    if entry.pattern:
        shaped = _patterned(destination, entry, value)
        _belongs(destination, entry, shaped, given)
        return shaped
    return value


def _patterned(destination: Destination, entry: FieldEntry, value: str) -> str:
    """The first spelling that fits: as typed, upper case, without blanks, from its first digit."""
    pattern = entry.pattern or ""
    shown = unicodedata.normalize("NFKC", keyed(value))
    packed = shown.upper().replace(" ", "")
    for spelling in (shown, shown.upper(), packed, WORDS_BEFORE.sub("", shown.upper()).replace(" ", "")):
        if re.fullmatch(pattern, spelling):
            if entry.exists and not re.match(entry.exists, spelling):
                raise _refused(destination, entry, FieldFault.NO_SUCH)
            start = entry.starts_with
            return spelling if spelling.startswith(start) else start + spelling
    raise _refused(destination, entry, FieldFault.FORMAT)


def _belongs(destination: Destination, entry: FieldEntry, value: str, given: Mapping[str, str]) -> None:
    """Raises FieldRefused for a number that is not the end of the field it is part of, and the reverse."""
    for one in destination.entry.address.fields:
        if one.ends and entry.id in (one.id, one.ends):
            parts = {one.id: given.get(one.id, ""), one.ends: given.get(one.ends, "")} | {entry.id: value}
            part, whole = (SEPARATORS.sub("", keyed(parts[name])) for name in (one.id, one.ends))
            if part and whole and not whole.endswith(part[-4:]):
                raise _refused(destination, entry, FieldFault.NOT_THE_SAME, (whole[-4:], part))


def _postal_code(destination: Destination, entry: FieldEntry, value: str, given: Mapping[str, str]) -> str:
    rules = library_rules(destination.iso2)
    code = destination.entry.address.postal_code
    fitting = [
        spelling
        for spelling in _spellings(value)
        if re.match(code.regex or "", spelling)
        and all(one.match(spelling) for one in rules.postal_code_matchers)
    ]
    if not fitting:
        raise _refused(destination, entry, FieldFault.FORMAT)
    shaped = _joined(fitting[0], code)
    if code.exists and not re.match(code.exists, shaped):
        raise _refused(destination, entry, FieldFault.NO_SUCH)
    if not fits_region(destination, shaped, given):
        elsewhere = _other_than_given(destination, place_of_code(destination, shaped), given)
        raise _refused(destination, entry, FieldFault.NOT_OF_REGION, elsewhere)
    return shaped


def _spellings(value: str) -> Iterator[str]:
    """The postcode in upper case: without a word before it, without blanks and hyphens, and as typed."""
    shown = unicodedata.normalize("NFKC", keyed(value)).upper()
    yield SEPARATORS.sub("", POSTCODE_WORD.sub("", shown))
    yield SEPARATORS.sub("", shown)
    yield shown


def _joined(spelling: str, code: PostalCodeEntry) -> str:
    if not code.joiner:
        return spelling
    packed = SEPARATORS.sub("", spelling)
    return packed[: code.join_after] + code.joiner + packed[code.join_after :]


def fits_region(destination: Destination, postal_code: str, given: Mapping[str, str]) -> bool:
    """Whether the postcode may belong to the given region and district, as far as the library knows."""
    area = region_key(destination, "country_area", given.get("country_area", ""), given)
    city = region_key(destination, "city", given.get("city", ""), given)
    rules = library_rules(destination.iso2, area, city)
    return all(matcher.match(postal_code) for matcher in rules.postal_code_matchers)


def place_of_code(destination: Destination, postal_code: str) -> dict[str, str]:
    """The only region that a postcode may belong to, and its only district, by Latin name; {} for several."""
    fitting: dict[str, str] = {}
    for field_id in ("country_area", "city"):
        known = _choices(destination, field_id, fitting)
        names = dict.fromkeys(latin(known, key) for key, _ in known)
        own = [name for name in names if fits_region(destination, postal_code, fitting | {field_id: name})]
        if len(own) != 1:
            break
        fitting[field_id] = own[0]
    return fitting


def _other_than_given(
    destination: Destination, place: Mapping[str, str], given: Mapping[str, str]
) -> tuple[str, ...]:
    """The name of the largest region of the place that is not the given one, and the given one as typed."""
    for field_id, name in place.items():
        key = region_key(destination, field_id, name, place)
        if key != region_key(destination, field_id, given.get(field_id, ""), given):
            return (name, given.get(field_id, ""))
    return ()


def region_key(destination: Destination, field_id: str, typed: str, given: Mapping[str, str]) -> str:
    """The library's key of the region that is meant; "" for none or several."""
    known = _choices(destination, field_id, given)
    keys = _keys(destination, field_id, clean(typed), known, given) if typed else []
    return keys[0] if len(keys) == 1 else ""


def _choices(destination: Destination, field_id: str, given: Mapping[str, str]) -> Choices:
    if field_id == "country_area":
        return choices(destination, field_id)
    area = region_key(destination, "country_area", given.get("country_area", ""), given)
    if not area or field_id == "city":
        return choices(destination, "city", area) if area else []
    city = region_key(destination, "city", given.get("city", ""), given)
    return choices(destination, field_id, area, city) if city else []


def _keys(
    destination: Destination, field_id: str, value: str, known: Choices, given: Mapping[str, str]
) -> list[str]:
    address = destination.entry.address
    synonyms = address.synonyms.get(field_id, {}) | (address.cities_of if field_id == "country_area" else {})
    found = matching(value, known, synonyms)
    if field_id == "country_area":
        return _narrowed(destination, found, given)
    slip = None if found else one_slip_away(value, known)
    return [slip] if slip else found


def _narrowed(destination: Destination, areas: list[str], given: Mapping[str, str]) -> list[str]:
    """Of several regions with one name that in which the given city and the postcode lie."""
    if len(areas) < 2:
        return areas
    city, code = given.get("city", ""), given.get("postal_code", "")
    fitting = [
        area
        for area in areas
        if (not city or matching(clean(city), choices(destination, "city", area), {}))
        and (
            not code
            or all(one.match(code) for one in library_rules(destination.iso2, area).postal_code_matchers)
        )
    ]
    return fitting if len(fitting) == 1 else areas


def _region(destination: Destination, entry: FieldEntry, value: str, given: Mapping[str, str]) -> str:
    """The region's name in the script in which it was typed; free text where the country has no list.

    A district that is one slip from a single name of the region is accepted, as the postcode is checked too.
    """
    known = _choices(destination, entry.id, given)
    if not known:
        return value
    keys = _keys(destination, entry.id, value, known, given)
    if len(keys) == 1:
        return latin(known, keys[0]) if LATIN.search(value) else native(destination, known, keys[0])
    code, near = (
        (FieldFault.AMBIGUOUS, named(known, keys))
        if keys
        else (FieldFault.NOT_IN_LIST, nearest(value, known))
    )
    raise _refused(destination, entry, code, near)


def _refused(
    destination: Destination, entry: FieldEntry, code: FieldFault, near: tuple[str, ...] = ()
) -> FieldRefused:
    return FieldRefused(code, entry.id, example_of(destination, entry), near)
