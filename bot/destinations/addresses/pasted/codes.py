"""Finds the postcode in a pasted address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.destinations.addresses.pasted.segments import NUMBERED, POSTAL_MARK, Segment, tidy
from bot.destinations.addresses.regions import library_rules
from bot.destinations.countries.countries import Destination

IsRegion = Callable[[str, bool], bool]
"""Whether a text ends with the name of a region, or (True) begins with it."""
LONG = 5
"""Digits of a code that is one without a word or a region beside it."""
_OFFICIAL = rf"{POSTAL_MARK}|\(?우\)|p\.?\s?c\.?|plz|S(?=\s?\(?\d)"
WORDS = rf"{_OFFICIAL}|kode\s?pos|post(?:al)?\s?code|zip(?:\s?code)?"


@dataclass(frozen=True, slots=True)
class _Candidate:
    segment: Segment
    start: int
    end: int
    code: str
    sure: bool
    """Something says that it is a postcode: a word before it, its letters, or a region beside it."""
    likely: bool
    """It is long, and not the first thing in the address, where many countries write the house number."""


def take_code(destination: Destination, parts: list[Segment], is_region: IsRegion) -> str:
    """The postcode, which is taken out of its part; "" if there is none. The part is cut in two at it."""
    pattern = _pattern(destination)
    if pattern is None:
        return ""
    found = [
        _candidate(destination, one, match, is_region, at == 0)
        for at, one in enumerate(parts)
        for match in pattern.finditer(one.text)
    ]
    likely = [one for one in found if one.sure or one.likely]
    if not likely:
        return ""
    chosen = next((one for one in reversed(likely) if one.sure), likely[-1])
    _split(parts, chosen)
    return chosen.code


def _pattern(destination: Destination) -> re.Pattern[str] | None:
    regex = destination.entry.address.postal_code.regex
    if not regex:
        return None
    library = [one.pattern for one in library_rules(destination.iso2).postal_code_matchers]
    shapes = "|".join(f"(?:{one.strip('^$')})" for one in [regex, *library])
    names = "|".join(map(re.escape, (destination.name_en, destination.name_id)))
    before = r"(?<![A-Za-z0-9#/-])"
    behind = r"(?:(?<=\d{5})(?=-\d{4}\b)|(?![A-Za-z0-9]|-\d|/\d))"  # Saudi codes have four more digits behind
    return re.compile(
        rf"{before}(?:(?P<word>{WORDS}|{names})[\s.:(]*)?(?P<code>{shapes}){behind}\)?", re.IGNORECASE
    )


def _candidate(
    destination: Destination, one: Segment, match: re.Match[str], is_region: IsRegion, in_first: bool
) -> _Candidate:
    before, behind = tidy(one.text[: match.start()]), tidy(one.text[match.end() :])
    code = match["code"]
    alone = not before and not behind
    distinct = any(map(str.isalpha, code)) or "-" in code
    town = not behind and not in_first and _is_town(destination, before)
    beside = is_region(before, False) or is_region(behind, True)
    beside = beside or (not behind and one.native and is_region(before, True))
    sure = bool(match["word"]) or distinct or beside or alone or town
    house = in_first and not before and bool(behind) and behind[0].isascii() and _later(destination)
    likely = _is_long(code) and not house and not _is_numbered(destination, before)
    return _Candidate(one, match.start(), match.end(), code, sure, likely)


def _is_town(destination: Destination, text: str) -> bool:
    """Whether the text may be a town whose name no list has: `Auckland`, not `Lot` or `Building`."""
    free = "city" in destination.entry.address.tail and not any(map(str.isdigit, text))
    return free and any(map(str.isalpha, text)) and not _is_numbered(destination, text)


def _is_numbered(destination: Destination, before: str) -> bool:
    """Whether a word before a number says whose number it is: `Lot`, `Room`, `P.O. Box`."""
    words = re.findall(r"[^\W\d_]+", before.casefold())
    return bool(words) and words[-1] in destination.labels.get(NUMBERED, ())


def _is_long(code: str) -> bool:
    return sum(map(str.isdigit, code)) >= LONG


def _later(destination: Destination) -> bool:
    """Whether the country writes the postcode behind the town."""
    address = destination.entry.address
    return not any(line.startswith(("{postal_code}", "〒")) for line in address.lines)


def _split(parts: list[Segment], found: _Candidate) -> None:
    at, text = parts.index(found.segment), found.segment.text
    before, behind = tidy(text[: found.start]), tidy(text[found.end :])
    halves = [Segment(half, found.segment.line) for half in (before, behind) if half]
    if halves:
        halves[-1].had_code = True
    elif at and not any(map(str.isdigit, parts[at - 1].text)):
        parts[at - 1].had_code = True
    parts[at : at + 1] = halves
