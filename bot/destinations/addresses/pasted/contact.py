"""Labelled values, telephones, e-mail and links of a pasted address."""

from __future__ import annotations

import re

from bot.destinations.addresses.errors import MobileRefused
from bot.destinations.addresses.mobile_numbers import check_mobile
from bot.destinations.addresses.pasted.segments import COUNTRY, Labelled, Segment, labelled, segments, tidy
from bot.destinations.addresses.pasted.sheet import (
    EMAIL,
    MOBILE,
    NAME,
    NATIVE_NAMES,
    NOTE,
    OF_A_PERSON,
    SEVERAL_REGIONS,
    Sheet,
)

TELEPHONE = re.compile(r"(?<![\w#])\+?\d[\d ()./-]{5,}\d(?!\w)")
EMAIL_ADDRESS = re.compile(r"[^@\s,;:]+@[^@\s,;]+\.[^@\s,;]+")
LINK = re.compile(r"https?://\S+")
POSTCODE_LABEL = "kode pos"


def take_labelled(sheet: Sheet) -> None:
    """Takes values that stand behind labels; what has none, or that of a street, is cut into parts."""
    for one in labelled(sheet.to, sheet.lines):
        if one.field not in OF_A_PERSON:
            sheet.values[one.line] = " ".join(filter(None, [sheet.values.get(one.line), one.value]))
        if one.field in (NAME, NOTE, EMAIL) or (one.field == MOBILE and _e164(sheet, one.value)):
            sheet.put(_name_field(sheet, one.value) if one.field == NAME else one.field, one.value)
        elif one.field == COUNTRY:
            sheet.country = other_country(sheet, one.value) or sheet.country
        elif one.field == "postal_code":
            sheet.parts += segments(f"{POSTCODE_LABEL} {one.value}", one.line)
        elif one.field in ("", sheet.rest, "street_address", MOBILE):
            sheet.parts += segments(one.value, one.line)
        else:
            _of_label(sheet, one)


def _name_field(sheet: Sheet, value: str) -> str:
    """A name in the country's own script has a question of its own where Latin letters are asked."""
    own = sheet.to.entry.address.name
    in_script = own is not None and own.latin and not any(one.isascii() and one.isalpha() for one in value)
    return next((one for one in NATIVE_NAMES if in_script and sheet.asks(one)), NAME)


def _of_label(sheet: Sheet, one: Labelled) -> None:
    """A region may be labelled with another question's word; the lists say which one it answers."""
    parts = segments(one.value, one.line)
    is_region = one.field in SEVERAL_REGIONS and parts and sheet.gazetteer.find(parts[0].text)
    if parts and sheet.asks(one.field) and not is_region:
        sheet.put(one.field, parts.pop(0).text)
    sheet.parts += parts


def other_country(sheet: Sheet, text: str) -> str:
    """The code of a country other than the destination that the whole text names, or ""."""
    found = sheet.country_of(text)
    return found if found and found != sheet.to.iso2 else ""


def take_contact(sheet: Sheet) -> None:
    """Takes telephone, e-mail and link out of the parts; what the form does not ask is left over."""
    for part in sheet.parts:
        if match := EMAIL_ADDRESS.search(part.text):
            _take(sheet, part, match, EMAIL if sheet.asks(EMAIL) else "")
        if match := LINK.search(part.text):
            _take(sheet, part, match, "map_pin" if sheet.asks("map_pin") else "")
        match = next((one for one in TELEPHONE.finditer(part.text) if _is_telephone(sheet, part, one)), None)
        if match:
            _take(sheet, part, match, MOBILE if _is_theirs(sheet, part, match[0]) else "")
    sheet.drop_empty()


def _is_theirs(sheet: Sheet, part: Segment, text: str) -> bool:
    """Whether a telephone answers the question for one: it is the first, or says that it is one."""
    number, given = _e164(sheet, text), sheet.given.get(MOBILE, "")
    asked = not given or given == number or sheet.asked == MOBILE or _is_worded(sheet, part)
    return bool(number) and MOBILE not in sheet.found and asked


def _is_telephone(sheet: Sheet, part: Segment, match: re.Match[str]) -> bool:
    """A number among words needs a plus, a zero or a word for a telephone beside it."""
    if match[0].startswith("+"):
        return True
    alone = not tidy(part.text[: match.start()] + part.text[match.end() :])
    return bool(_e164(sheet, match[0])) and (alone or match[0][0] in "(0" or _is_worded(sheet, part))


def _is_worded(sheet: Sheet, part: Segment) -> bool:
    return re.search(rf"\b(?:{sheet.words(MOBILE)})\b", part.text, re.IGNORECASE) is not None


def _take(sheet: Sheet, part: Segment, match: re.Match[str], field_id: str) -> None:
    if field_id:
        sheet.put(field_id, match[0].strip())
    else:
        sheet.left.append(match[0].strip())
    part.cut(match.start(), match.end())
    word = rf"\s*\b(?:{sheet.words(MOBILE)})\b[\s.:/]*$"
    part.text = tidy(re.sub(word, "", part.text, flags=re.IGNORECASE))


def _e164(sheet: Sheet, text: str) -> str:
    try:
        return check_mobile(sheet.to, text)
    except MobileRefused:
        return ""
