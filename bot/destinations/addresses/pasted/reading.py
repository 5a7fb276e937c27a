"""Reads a text with several fields of an address at once, and tells one plain answer from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.destinations.addresses.errors import FieldFault, FieldRefused
from bot.destinations.addresses.fields import check_field
from bot.destinations.addresses.forms import entry_of
from bot.destinations.addresses.pasted import contact, places, remains
from bot.destinations.addresses.pasted.gazetteer import gazetteer_of
from bot.destinations.addresses.pasted.segments import BETWEEN, clean_lines
from bot.destinations.addresses.pasted.sheet import MOBILE, NAME, SEVERAL_REGIONS, Sheet
from bot.destinations.countries.countries import Destination

STEPS: tuple[Callable[[Sheet], None], ...] = (
    contact.take_labelled,
    contact.take_contact,
    places.take_code,
    places.take_country,
    places.take_place_behind_name,
    places.take_regions,
    places.take_misspelt_district,
    remains.take_patterned,
    remains.take_tail,
    remains.take_name,
    remains.take_native_lines,
    remains.take_rest,
)
"""What says itself what it is comes first; a step sees what those before it have left."""


LONGEST = 600
"""Signs of the longest text that is read for more than one answer."""
OF_ITS_FORM = {FieldFault.NO_SUCH, FieldFault.NOT_THE_SAME, FieldFault.NOT_OF_REGION}
"""Faults of an answer that has the form of one."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted address holds: each answer as typed, by its question.

    `country` is the code of another country that it names. `left` are parts that answer no question; nothing
    of the text is lost but labels and the country's own name.
    """

    found: Mapping[str, str]
    country: str = ""
    left: tuple[str, ...] = ()


def read_pasted(
    destination: Destination,
    country_of: Callable[[str], str | None],
    text: str,
    asked: str,
    given: Mapping[str, str],
) -> Pasted | None:
    """What the text holds, typed at the question `asked`; None if it is one plain answer to that.

    `given` are the answers so far, `name` and `mobile` among them. `country_of` knows the names of countries.
    """
    if len(text) > LONGEST:
        return None
    lines = clean_lines(_place_apart(destination, text) if asked == NAME else text)
    if not lines or (len(lines) == 1 and _is_plain(destination, lines[0], asked, given)):
        return None
    sheet = Sheet(destination, country_of, asked, given, lines)
    for step in STEPS:
        step(sheet)
    if len(lines) == 1 and not _is_several(sheet):
        return None
    return Pasted(dict(sheet.found), sheet.country, tuple(sheet.left))


def _is_several(sheet: Sheet) -> bool:
    """Whether one line answers more than the question that was asked."""
    rest = sheet.found.get(sheet.rest, "")
    street = any(map(str.isdigit, rest)) and any(map(str.isalpha, rest))
    beside = sheet.asked in sheet.strong and sheet.asked != sheet.rest and street
    beside = beside or (sheet.asked in sheet.strong and _has_form(sheet.to, sheet.asked))
    return bool(sheet.strong - {sheet.asked} or sheet.country or sheet.leads) or beside


def _place_apart(destination: Destination, text: str) -> str:
    """A name with a place behind it, with a comma between them: `Siti yang di Taoyuan`."""
    for lead in destination.leads:
        at = text.casefold().find(f" {lead} ")
        if at > 0 and (" " in lead or gazetteer_of(destination).find(text[at + len(lead) + 2 :])):
            return f"{text[:at].rstrip(' ,')}, {text[at + 1 :]}"
    return text


def _has_form(destination: Destination, asked: str) -> bool:
    """Whether answers to this question have one form: a number, a postcode, a region of the list."""
    return asked in (*SEVERAL_REGIONS, "postal_code") or bool(entry_of(destination, asked).pattern)


def _is_plain(destination: Destination, line: str, asked: str, given: Mapping[str, str]) -> bool:
    """Whether a line can only be one answer: a number, a name alone, or a region by its name."""
    if asked == MOBILE or not any(map(str.isalpha, line)):
        return True
    if asked == NAME and not BETWEEN.search(line):
        return True
    if asked in SEVERAL_REGIONS:
        return any(one.field == asked for one in gazetteer_of(destination).find(line))
    try:
        return _has_form(destination, asked) and bool(check_field(destination, asked, line, given))
    except FieldRefused as refused:
        return refused.code in OF_ITS_FORM
    except KeyError:
        return False
