"""Postcode, country and regions of a pasted address."""

from __future__ import annotations

import re
from contextlib import suppress

from bot.destinations.addresses.errors import FieldRefused
from bot.destinations.addresses.fields import check_field, has_native_letters, region_key
from bot.destinations.addresses.pasted import codes, regions
from bot.destinations.addresses.pasted.contact import POSTCODE_LABEL, other_country
from bot.destinations.addresses.pasted.gazetteer import Place, squashed
from bot.destinations.addresses.pasted.regions import Mention
from bot.destinations.addresses.pasted.segments import COUNTRY, Segment, is_native, tidy
from bot.destinations.addresses.pasted.sheet import NAME, Sheet
from bot.destinations.addresses.regions import Choices, choices, latin, native
from bot.destinations.countries.countries import Destination

SHORTEST_COUNTRY = 4
"""Letters of the shortest name of another country: `CA` is a state, and `om` an uncle."""
SAME_COUNTRY = {"TW": "CN", "HK": "CN", "MO": "CN"}
"""Where some write the other country's name behind their own."""
BOX = re.compile(r"\bbox\b", re.IGNORECASE)


def take_code(sheet: Sheet) -> None:
    """Takes the postcode; where only a P.O. box has one, it needs the box."""
    entry = next((one for one in sheet.to.entry.address.fields if one.id == "postal_code"), None)
    needed = entry.only_with if entry else ""
    if not sheet.asks("postal_code") or not (
        not needed or sheet.given.get(needed) or any(BOX.search(line) for line in sheet.lines)
    ):
        return
    code = codes.take_code(sheet.to, sheet.parts, lambda text, begins: _is_region(sheet, text, begins))
    if code:
        sheet.put("postal_code", code)
        return
    for part in sheet.parts:
        if part.text.startswith(f"{POSTCODE_LABEL} "):  # a label says that it is one, whatever it looks like
            sheet.put("postal_code", part.text.removeprefix(f"{POSTCODE_LABEL} "))
            part.text = ""
    sheet.drop_empty()


def _is_region(sheet: Sheet, text: str, begins: bool) -> bool:
    """Whether the text ends with a region, or begins with one."""
    found = regions.mentions(sheet.gazetteer, Segment(text, 0), sheet.to.leads) if text else []
    return any(one.start == 0 if begins else one.end == len(text) for one in found)


def take_country(sheet: Sheet) -> None:
    """Takes the country's own name away, which the label prints, and notes down another country's."""
    for part in sheet.parts:
        _take_own_name(sheet.to, part)
        long = len(squashed(part.text)) >= SHORTEST_COUNTRY or has_native_letters(part.text)
        other = other_country(sheet, part.text) if long and not sheet.gazetteer.find(part.text) else ""
        if other:
            part.text = ""
        if other != SAME_COUNTRY.get(sheet.to.iso2):
            sheet.country = sheet.country or other
    sheet.drop_empty()


def _take_own_name(destination: Destination, part: Segment) -> None:
    for name in sorted(_own_names(destination), key=len, reverse=True):
        text = part.text
        if squashed(text) == squashed(name):
            part.text = ""
        elif not name.isascii() and text.startswith(name):
            part.text = tidy(text[len(name) :])
        elif len(name) >= SHORTEST_COUNTRY and text.casefold().endswith(f" {name.casefold()}"):
            part.text = tidy(text[: -len(name)])
    if part.text.casefold() in destination.labels.get(COUNTRY, ()):
        part.text = ""


def _own_names(destination: Destination) -> set[str]:
    entry = destination.entry
    printed = [line for line in (*entry.address.lines, *entry.address.lines_latin) if "{" not in line]
    return {destination.name_en, destination.name_id, entry.iso3, *printed, *entry.aliases}


def take_place_behind_name(sheet: Sheet) -> None:
    """`Siti, yang di Doha`: a place behind a name that is no region is a town, or is left over."""
    for part in sheet.parts[1:] if sheet.asked == NAME else ():
        behind = regions.behind_lead(part.text, sheet.to.leads)
        if not behind or sheet.gazetteer.find(part.text[behind:]):
            continue
        sheet.leads, place, part.text = True, part.text[behind:], ""
        if "city" in sheet.tail and sheet.is_town(place):
            sheet.put("city", place)
        else:
            sheet.left.append(place)
    sheet.drop_empty()


def take_regions(sheet: Sheet) -> None:
    """Takes the regions that lie in one another; the largest follows from a district or from the postcode."""
    found = [one for part in sheet.parts for one in regions.mentions(sheet.gazetteer, part, sheet.to.leads)]
    area = regions.area_meant(sheet.to, found, _shaped_code(sheet), sheet.given)
    if not area:
        return
    own = [(one, place) for one in found if (place := one.within(area)) is not None]
    taken = [pair for pair in _named_once(own) if not pair[1].tells_only]
    name = _name_of(sheet, area)
    for mention, place in taken:
        if sheet.asks(place.field):
            sheet.put(place.field, mention.text)
    _take_town_at_code(sheet, taken)
    for mention, _place in sorted(taken, key=lambda pair: -pair[0].start):
        mention.cut()
    if sheet.asks("country_area"):
        sheet.put("country_area", name, strong=any(place.field == "city" for _, place in taken))
    sheet.drop_empty()


def take_misspelt_district(sheet: Sheet) -> None:
    """A part that is one slip from a district of the region is that district: `Zhongly`."""
    if "city" in sheet.found or "country_area" not in sheet.found or not sheet.asks("city"):
        return
    for part in sheet.free_names() if _districts(sheet) else ():
        with suppress(FieldRefused):
            check_field(sheet.to, "city", part.text, sheet.found)
            sheet.put("city", part.text)
            sheet.parts.remove(part)
            return


def _districts(sheet: Sheet) -> Choices:
    """The districts of the region that was found; empty where the country has no list of them."""
    area = region_key(sheet.to, "country_area", sheet.found.get("country_area", ""), sheet.found)
    return choices(sheet.to, "city", area) if area else []


def _named_once(own: list[tuple[Mention, Place]]) -> list[tuple[Mention, Place]]:
    """Of several mentions of a region in one script the last: `New York, NY` names a town too."""
    seen: dict[tuple[str, bool], tuple[Mention, Place]] = {}
    for mention, place in sorted(own, key=lambda pair: is_native(pair[0].text)):
        seen[(place.field, is_native(mention.text))] = (mention, place)
    return list(seen.values())


def _take_town_at_code(sheet: Sheet, taken: list[tuple[Mention, Place]]) -> None:
    """A town that is a region of its own, behind the postcode: `50450 Kuala Lumpur`."""
    if not any("{postal_code} {city}" in line for line in sheet.to.entry.address.lines):
        return
    for mention, place in taken:
        whole = mention.text == mention.part.text and mention.part.had_code
        if whole and place.field == "country_area" and sheet.is_region_town(_name_of(sheet, place.area)):
            sheet.put("city", mention.text, strong=False)


def _shaped_code(sheet: Sheet) -> str:
    try:
        return check_field(sheet.to, "postal_code", sheet.found.get("postal_code", ""))
    except (FieldRefused, KeyError):
        return ""


def _name_of(sheet: Sheet, area: str) -> str:
    known = choices(sheet.to, "country_area")
    in_latin = any(not part.native for part in sheet.parts) or not sheet.parts
    return latin(known, area) if in_latin else native(sheet.to, known, area)
