"""What the country's own patterns find, names that only their place tells, and what is left."""

from __future__ import annotations

import re

from bot.destinations.addresses.fields import clean
from bot.destinations.addresses.forms import entry_of, is_required
from bot.destinations.addresses.pasted.gazetteer import squashed
from bot.destinations.addresses.pasted.segments import NOT_A_NAME, Segment, is_native, tidy
from bot.destinations.addresses.pasted.sheet import NAME, NATIVE_LINES, OF_A_PERSON, SEVERAL_REGIONS, Sheet
from bot.destinations.countries.schema import FieldEntry

NAME_LIKE = re.compile(r"[^\W\d_][^\d_,;:/#()]*")
MOST_NAME_WORDS = 5
LAST_DIGITS = 4
MOST_TOWN_WORDS = 3


def take_patterned(sheet: Sheet) -> None:
    """Takes what the patterns of the country's questions find: zone, unit, building, box."""
    entries = sheet.to.entry.address.fields
    for entry in (*entries, *entries):  # what one pattern leaves may be what another looks for
        patterns = [re.compile(pattern, re.IGNORECASE) for pattern in entry.found_by]
        for part in sheet.parts:
            for pattern in patterns:
                _take_match(sheet, entry, pattern.search(part.text), part)
    for entry in entries:
        whole = sheet.found.get(entry.ends, "") if entry.ends else ""
        if whole:
            sheet.put(entry.id, clean(whole)[-LAST_DIGITS:], strong=False)
    sheet.drop_empty()


def _take_match(sheet: Sheet, entry: FieldEntry, match: re.Match[str] | None, part: Segment) -> None:
    earlier = sheet.found.pop(entry.id, "") if match and entry.joined else ""
    if match is None or entry.id in sheet.found:
        return
    named = match.groupdict()
    value = named.get("value") or match[1]
    value = " ".join(value.split()) if entry.pattern else tidy(value)
    sheet.put(entry.id, ", ".join(filter(None, [earlier, value])))
    part.cut(match.start() + len(named.get("before") or ""), match.end())


def take_tail(sheet: Sheet) -> None:
    """Town, district and the like stand at the end, before the postcode or beside it."""
    place_only = sheet.asked == NAME and len(sheet.lines) == 1 and "postal_code" not in sheet.found
    if not sheet.strong - OF_A_PERSON or place_only:
        return
    _take_town_at_end(sheet)
    missing = [one for one in sheet.tail if one not in sheet.found]
    if sheet.asked in missing and len(sheet.free_names()) < len(missing):
        missing = [sheet.asked]
    for field_id in missing:
        if (part := _last_name(sheet, field_id)) is not None:
            sheet.put(field_id, part.text, strong=False)
            sheet.parts.remove(part)
    area = sheet.found.get("country_area", "")
    if "city" in sheet.tail and sheet.is_region_town(area):
        sheet.put("city", area, strong=False)


def _take_town_at_end(sheet: Sheet) -> None:
    """`Al Mansoura Doha`: a town that we know, behind the name of its quarter."""
    if "city" not in sheet.tail or "city" in sheet.found:
        return
    for part in sheet.free_names():
        words = [match.start() for match in re.finditer(r"\S+", part.text)]
        town = next((at for at in words[1:][-MOST_TOWN_WORDS:] if sheet.is_town(part.text[at:])), None)
        if town is not None:
            sheet.put("city", part.text[town:], strong=False)
            part.cut(town, len(part.text))
            return


def _last_name(sheet: Sheet, field_id: str) -> Segment | None:
    """The name beside the postcode, else the last one before it; a street has to remain."""
    free = sheet.free_names()
    known = [part for part in free if field_id == "city" and sheet.is_town(part.text)]
    coded = [at for at, part in enumerate(sheet.parts) if part.had_code][-1:]
    before = [part for part in free if not coded or sheet.parts.index(part) <= coded[0]]
    others = len(sheet.parts) > 1 or sheet.rest in sheet.found or sheet.asked == field_id
    streetless = sheet.given.get(sheet.rest, "") or not is_required(sheet.to, entry_of(sheet.to, sheet.rest))
    likely = before or free
    if likely and (others or streetless):
        return likely[-1]
    return known[0] if len(known) == 1 else None


def take_name(sheet: Sheet) -> None:
    """The name stands first: on a line of its own, or where it is asked."""
    if NAME in sheet.found or not sheet.parts:
        return
    first, given = sheet.parts[0], sheet.given.get(NAME, "")
    alone = len(sheet.lines) > 1 and sum(part.line == first.line for part in sheet.parts) == 1
    if given and squashed(first.text) == squashed(given) and sheet.asked != NAME:
        sheet.parts.remove(first)
    elif (sheet.asked == NAME or (not given and (alone or not sheet.asked))) and _like_name(sheet, first):
        sheet.put(NAME, first.text, strong=False)
        sheet.parts.remove(first)
    elif given and alone and sheet.asked != NAME and _like_name(sheet, first) and _street_follows(sheet):
        sheet.left.append(first.text)  # another name: whose it is, the sender has to say
        sheet.parts.remove(first)


def _street_follows(sheet: Sheet) -> bool:
    return any(map(str.isdigit, "".join(part.text for part in sheet.parts[1:])))


def _like_name(sheet: Sheet, part: Segment) -> bool:
    words = re.findall(r"\w+", part.text.casefold())
    of_streets = any(not set(words).isdisjoint(sheet.to.labels.get(one, ())) for one in NOT_A_NAME)
    person = sheet.asked == NAME or (len(words) <= MOST_NAME_WORDS and not of_streets)
    return bool(NAME_LIKE.fullmatch(part.text)) and person and not part.native


def take_native_lines(sheet: Sheet) -> None:
    """Lines in the country's own script are printed too; with Latin ones beside them only so."""
    if not sheet.asks(NATIVE_LINES) or NATIVE_LINES in sheet.found:
        return
    of_street = {part.line for part in sheet.parts if part.native}
    lines = [one for at, one in sheet.values.items() if at in of_street and is_native(one)]
    numbered = any(any(map(str.isdigit, line)) for line in lines)
    if lines and (numbered or "country_area" in sheet.found):
        sheet.put(NATIVE_LINES, "\n".join(lines), strong=False)
        if any(not part.native for part in sheet.parts) or sheet.rest in sheet.found:
            sheet.parts = [part for part in sheet.parts if not part.native]


def take_rest(sheet: Sheet) -> None:
    """The street is what is left; what no question takes is told."""
    texts = [part.text for part in sheet.parts]
    if sheet.asked not in (*sheet.found, sheet.rest) and sheet.asks(sheet.asked) and len(texts) > 1:
        sheet.put(sheet.asked, texts.pop(0), strong=False)
    text = ", ".join(texts)
    if not text:
        return
    numbered = any(map(str.isdigit, text))
    free = sheet.asked == sheet.rest or not sheet.given.get(sheet.rest, "") or numbered
    only_asked = sheet.asked in SEVERAL_REGIONS and sheet.strong <= {sheet.asked} and not numbered
    of_name = sheet.asked == NAME and len(sheet.lines) == 1 and not numbered
    if sheet.asks(sheet.rest) and sheet.rest not in sheet.found and free and not (only_asked or of_name):
        sheet.put(sheet.rest, text, strong=False)
    else:
        sheet.left.append(text)
