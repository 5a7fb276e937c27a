"""Finds the regions that a pasted address names, and the one in which all of them lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.destinations.addresses.fields import has_native_letters, place_of_code
from bot.destinations.addresses.pasted.gazetteer import FIELDS, Gazetteer, Place, squashed
from bot.destinations.addresses.pasted.segments import Segment
from bot.destinations.addresses.regions import SCRIPTS, library_rules
from bot.destinations.countries.countries import Destination

MOST_WORDS = 6
MOST_IN_A_ROW = 4
MOST_SEPARATE = 40
MOST_SIGNS = 24
"""Signs of the longest name of a region in a script without blanks."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a part that may name regions; `lead` is where a word before it begins (`yang di …`)."""

    part: Segment
    start: int
    end: int
    places: tuple[Place, ...]
    lead: int | None = None

    def cut(self) -> None:
        """Takes it out of its part."""
        self.part.cut(self.start if self.lead is None else self.lead, self.end)

    @property
    def text(self) -> str:
        """The name as typed."""
        return self.part.text[self.start : self.end].strip(" ()（）")

    def within(self, area: str) -> Place | None:
        """What it names in this region; the region itself before a district of the same name."""
        own = sorted((one for one in self.places if one.area == area), key=lambda one: one.tells_only)
        return next((one for one in own if one.field == "country_area"), own[0] if own else None)


def mentions(gazetteer: Gazetteer, part: Segment, leads: Iterable[str]) -> list[Mention]:
    """The regions that a part names: as a whole, at its end, or in a row in the country's own script."""
    start = behind_lead(part.text, leads)
    whole = _in_scripts(gazetteer, part.text[start:])
    if whole:
        return [Mention(part, start, len(part.text), whole, lead=0)]
    if has_native_letters(part.text):
        return list(_in_rows(gazetteer, part))
    behind = list(_at_end(gazetteer, part, len(part.text)))
    return behind or list(_in_front(gazetteer, part))


def behind_lead(text: str, leads: Iterable[str]) -> int:
    """Where a place begins behind the words that say so (`yang di`); 0 if there are none."""
    for lead in leads:
        if text.casefold().startswith(f"{lead} "):
            return len(lead) + 1
    return 0


def _in_scripts(gazetteer: Gazetteer, text: str) -> tuple[Place, ...]:
    """What the whole text names; of a name in two scripts what both of them name."""
    found = gazetteer.find(text)
    scripts = SCRIPTS.findall(text)
    if found or len(scripts) < 2:
        return found
    each = [gazetteer.find(one) for one in scripts]
    keys = [{(one.field, one.area, one.city) for one in places} for places in each]
    return tuple(one for one in each[0] if all((one.field, one.area, one.city) in known for known in keys))


def _at_end(gazetteer: Gazetteer, part: Segment, end: int) -> Iterator[Mention]:
    """Names at the end of a part, where nothing else can be meant: `Zhongli District Taoyuan City`."""
    words = [(match.start(), match.end()) for match in re.finditer(r"[^\s/]+", part.text[:end])]
    for start, _end in words[-min(MOST_WORDS, len(words)) :]:
        name = part.text[start:end].strip(" .")
        places = tuple(one for one in gazetteer.find(name) if not one.tells_only)
        before = part.text[:start].strip(" ./")
        if places and (_is_certain(name, places, part) or (before and gazetteer.find(before))):
            yield from _at_end(gazetteer, part, len(part.text[:start].rstrip(" ./")))
            yield Mention(part, start, end, places)
            return


def _is_certain(name: str, places: Sequence[Place], part: Segment) -> bool:
    abbreviated = name.isupper() and any(one.area == name for one in places)
    return part.had_code or abbreviated or any(one.of_kind for one in places)


def _in_front(gazetteer: Gazetteer, part: Segment) -> Iterator[Mention]:
    """Names in Latin letters in a row, each with the word for its kind: `Gyeonggi-do Ansan-si …`."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", part.text)]
    at = 0
    for _level in range(MOST_IN_A_ROW):
        for end in range(min(len(words), at + MOST_WORDS), at, -1):
            places = gazetteer.find(part.text[words[at][0] : words[end - 1][1]])
            if any(one.of_kind for one in places):
                yield Mention(part, words[at][0], words[end - 1][1], places)
                at = end
                break
        else:
            return
        if at >= len(words):
            return


def _in_rows(gazetteer: Gazetteer, part: Segment) -> Iterator[Mention]:
    """Names in the country's own script, in rows that begin behind blanks: `桃園市中壢區中山東路35巷12號`."""
    end = 0
    for word in islice(re.finditer(r"\S+", part.text), MOST_SEPARATE):
        if word.start() >= end and has_native_letters(word[0]):
            for mention in _row(gazetteer, part, word.start()):
                end = mention.end
                yield mention


def _row(gazetteer: Gazetteer, part: Segment, at: int) -> Iterator[Mention]:
    """Names in a row, each of a smaller region than the one before."""
    text, area, depth = part.text, "", -1
    while depth < len(FIELDS) - 1:
        ends = range(min(len(text), at + MOST_SIGNS), at + 1, -1)
        end = next((one for one in ends if _stands_alone(gazetteer, text, at, one, area)), 0)
        found = tuple(one for one in gazetteer.find(text[at:end]) if FIELDS.index(one.field) > depth)
        if not end or not found:
            return
        yield Mention(part, at, end, found)
        area, depth = area or found[0].area, min(FIELDS.index(one.field) for one in found)
        at = end + len(text[end:]) - len(text[end:].lstrip())


def _stands_alone(gazetteer: Gazetteer, text: str, start: int, end: int, area: str) -> bool:
    """Whether this stretch is a name and not the beginning of another: `台中路` is no town."""
    name = text[start:end]
    if name != name.strip() or not (found := gazetteer.find(name)):
        return False
    if any(one.of_kind for one in found) or end == len(text) or text[end] == " ":
        return True
    rest = text[end:].lstrip()
    followed = any(gazetteer.find(rest[:more]) for more in range(min(MOST_SIGNS, len(rest)), 1, -1))
    return followed or bool(area and gazetteer.is_full(name, area))


def area_meant(
    destination: Destination, found: Sequence[Mention], postal_code: str, given: Mapping[str, str]
) -> str:
    """The key of the region in which the address lies; "" for none or several that fit alike."""
    areas = dict.fromkeys(one.area for mention in found for one in mention.places)
    points = {area: _points(destination, area, found, postal_code, given) for area in areas}
    best = max(points.values(), default=0)
    likely = [area for area, number in points.items() if number == best]
    if len(likely) == 1:
        return likely[0]
    return "" if likely else _of_code(destination, postal_code)


def _of_code(destination: Destination, postal_code: str) -> str:
    name = place_of_code(destination, postal_code).get("country_area", "") if postal_code else ""
    return next(
        (
            key
            for key, other in library_rules(destination.iso2).country_area_choices
            if other == name or key == name
        ),
        "",
    )


def _points(
    destination: Destination, area: str, found: Iterable[Mention], postal_code: str, given: Mapping[str, str]
) -> int:
    number = 0
    for mention in found:
        place = mention.within(area)
        if place is not None:
            number += 1 if place.tells_only else 4 if place.field == "country_area" else 3
    codes = library_rules(destination.iso2, area).postal_code_matchers
    number += 2 if postal_code and all(one.match(postal_code) for one in codes) else 0
    return number + (1 if squashed(given.get("country_area", "")) == squashed(area) else 0)
