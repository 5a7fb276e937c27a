"""Reads a text with several fields of an address at once, and tells one plain answer from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.destinations.addresses.errors import FieldRefused, MobileRefused
from bot.destinations.addresses.fields import check_field, clean, has_native_letters
from bot.destinations.addresses.forms import entry_of, is_required
from bot.destinations.addresses.mobile_numbers import check_mobile
from bot.destinations.addresses.pasted import codes, regions
from bot.destinations.addresses.pasted.gazetteer import Place, gazetteer_of, squashed
from bot.destinations.addresses.pasted.regions import Mention
from bot.destinations.addresses.pasted.segments import (
    COUNTRY,
    NOT_A_NAME,
    Segment,
    clean_lines,
    labelled,
    segments,
    tidy,
)
from bot.destinations.addresses.regions import choices, latin, native
from bot.destinations.countries.countries import Destination

NAME, MOBILE, NOTE, EMAIL = "name", "mobile", "note", "email"
REGIONS = ("country_area", "city", "city_area")
TELEPHONE = re.compile(r"(?<![\w#])\+?\d[\d ()./-]{5,}\d(?!\w)")
EMAIL_ADDRESS = re.compile(r"[^@\s,;:]+@[^@\s,;]+\.[^@\s,;]+")
LINK = re.compile(r"https?://\S+")
NAME_LIKE = re.compile(r"[^\W\d_][^\d_,;:/#()]*")
MOST_NAME_WORDS = 5
SHORTEST_COUNTRY = 4
"""Letters of the shortest name of another country: `CA` is a state, and `om` an uncle."""
SAME_COUNTRY = {"TW": "CN", "HK": "CN", "MO": "CN"}
"""Where some write the other country's name behind their own."""


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
    lines = clean_lines(_place_apart(destination, text) if asked == NAME else text)
    if not lines or (len(lines) == 1 and _is_plain(destination, lines[0], asked, given)):
        return None
    reading = _Reading(destination, country_of, asked, given, lines)
    reading.read()
    if len(lines) == 1 and not reading.is_several:
        return None
    return Pasted(dict(reading.found), reading.country, tuple(reading.left))


def _place_apart(destination: Destination, text: str) -> str:
    """A name with a place behind it, with a comma between them: `Siti yang di Taoyuan`."""
    for lead in destination.leads:
        at = text.casefold().find(f" {lead} ")
        if at > 0 and (" " in lead or gazetteer_of(destination).find(text[at + len(lead) + 2 :])):
            return f"{text[:at].rstrip(' ,')}, {text[at + 1 :]}"
    return text


def _is_plain(destination: Destination, line: str, asked: str, given: Mapping[str, str]) -> bool:
    """Whether a line answers the question in its fixed form: a number, or a region by its name."""
    if asked == MOBILE:
        return True
    if asked in REGIONS:
        return any(one.field == asked for one in gazetteer_of(destination).find(line))
    try:
        entry = entry_of(destination, asked)
        return bool(
            (entry.pattern or asked == "postal_code") and check_field(destination, asked, line, given)
        )
    except (FieldRefused, KeyError):
        return False


@dataclass
class _Reading:
    to: Destination
    country_of: Callable[[str], str | None]
    asked: str
    given: Mapping[str, str]
    lines: list[str]
    found: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    country: str = ""
    parts: list[Segment] = field(default_factory=list)
    has_lead: bool = False
    """A name was followed by words that lead to a place."""
    strong: set[str] = field(default_factory=set)
    """The fields of which the text itself says what they are; a name at the end of an address is a guess."""

    @property
    def rest(self) -> str:
        """The question that takes what is left."""
        return self.to.entry.address.rest

    @property
    def is_several(self) -> bool:
        """Whether one line answers more than the question that was asked."""
        more = self.strong - {self.asked}
        numbered = any(map(str.isdigit, self.found.get(self.rest, "")))
        beside = self.asked in self.strong and self.asked != self.rest and numbered
        return bool(more or self.country or self.has_lead) or beside

    def read(self) -> None:
        """Takes the fields out of the text one after the other, those that say what they are first."""
        self._labelled()
        self._contact()
        self._code()
        self._countries()
        self._regions()
        self._patterned()
        self._tail()
        self._name()
        self._native_lines()
        self._left_over()

    def _put(self, field_id: str, value: str, strong: bool = True) -> None:
        self.found.setdefault(field_id, value)
        known, now = squashed(self.given.get(field_id, "")), squashed(value)
        if strong and not (known and (known.startswith(now) or now.startswith(known))):
            self.strong.add(field_id)

    def _asks(self, field_id: str) -> bool:
        try:
            return bool(entry_of(self.to, field_id))
        except KeyError:
            return False

    # Labels, telephones, e-mail, links

    def _labelled(self) -> None:
        for one in labelled(self.to, self.lines):
            if one.field in (NAME, NOTE, EMAIL) or (one.field == MOBILE and self._is_mobile(one.value)):
                self._put(one.field, one.value)
            elif one.field == COUNTRY:
                self._country(one.value)
            elif one.field in ("", self.rest, "street_address", "postal_code", MOBILE):
                value = f"kode pos {one.value}" if one.field == "postal_code" else one.value
                self.parts += segments(value, one.line)
            else:
                self._of_label(one.field, one.value, one.line)

    def _of_label(self, field_id: str, value: str, line: int) -> None:
        """A region may be labelled with another question's word; the lists say which one it answers."""
        parts = segments(value, line)
        is_region = field_id in REGIONS and gazetteer_of(self.to).find(parts[0].text)
        if self._asks(field_id) and not is_region:
            self._put(field_id, parts.pop(0).text)
        self.parts += parts

    def _contact(self) -> None:
        for part in self.parts:
            if match := EMAIL_ADDRESS.search(part.text):
                self._take(part, match, EMAIL if self._asks(EMAIL) else "")
            if match := LINK.search(part.text):
                self._take(part, match, "map_pin" if self._asks("map_pin") else "")
            for match in TELEPHONE.finditer(part.text):
                if self._is_mobile(match[0]) and self._is_telephone(part.text, match):
                    own = MOBILE not in self.found and self.given.get(MOBILE, "") in (
                        "",
                        _e164(self.to, match[0]),
                    )
                    self._take(part, match, MOBILE if own or self.asked == MOBILE else "")
                    break
                if match[0].startswith("+"):
                    self._take(part, match, "")
                    break
        self._drop_empty()

    def _take(self, part: Segment, match: re.Match[str], field_id: str) -> None:
        """Takes a match out of its part, as the answer to a question or as something left over."""
        if field_id:
            self._put(field_id, match[0].strip())
        else:
            self.left.append(match[0].strip())
        part.cut(match.start(), match.end())
        part.text = re.sub(
            rf"\s*\b(?:{_words(self.to, MOBILE)})\b[\s.:]*$", "", part.text, flags=re.IGNORECASE
        )

    def _is_mobile(self, text: str) -> bool:
        try:
            return bool(check_mobile(self.to, text))
        except MobileRefused:
            return False

    def _is_telephone(self, text: str, match: re.Match[str]) -> bool:
        """A number among words needs a plus, a zero or a word for a telephone before it."""
        rest = tidy(text[: match.start()] + text[match.end() :])
        worded = re.search(rf"\b(?:{_words(self.to, MOBILE)})\b", rest, re.IGNORECASE)
        return not rest or match[0][0] in "+0" or bool(worded)

    def _drop_empty(self) -> None:
        self.parts = [part for part in self.parts if part.text]

    # Postcode, country, regions

    def _code(self) -> None:
        entry = next((one for one in self.to.entry.address.fields if one.id == "postal_code"), None)
        needs = entry.only_with if entry else ""
        boxed = (
            not needs or self.given.get(needs) or re.search(r"\bbox\b", "\n".join(self.lines), re.IGNORECASE)
        )
        if boxed and self._asks("postal_code"):
            known = gazetteer_of(self.to)
            code = codes.take_code(self.to, self.parts, lambda text: self._is_region(known, text))
            if code:
                self._put("postal_code", code)

    def _is_region(self, known: object, text: str) -> bool:
        if not text:
            return False
        probe = Segment(text, 0)
        return bool(regions.mentions(gazetteer_of(self.to), probe, self.to.leads))

    def _countries(self) -> None:
        for part in self.parts:
            self._own_country(part)
            if part.text and not gazetteer_of(self.to).find(part.text):
                self._country(part.text, part)
        self._drop_empty()

    def _own_country(self, part: Segment) -> None:
        """Takes the country's own name away: the label prints it."""
        names = sorted(_own_names(self.to), key=len, reverse=True)
        for name in names:
            text = part.text
            if squashed(text) == squashed(name):
                part.text = ""
            elif not name.isascii() and text.startswith(name):
                part.text = tidy(text[len(name) :])
            elif len(name) >= SHORTEST_COUNTRY and text.casefold().endswith(f" {name.casefold()}"):
                part.text = tidy(text[: -len(name)])

    def _country(self, text: str, part: Segment | None = None) -> None:
        long = len(squashed(text)) >= SHORTEST_COUNTRY or has_native_letters(text)
        other = self.country_of(text) if long else None
        if other and other not in (self.to.iso2, SAME_COUNTRY.get(self.to.iso2)):
            self.country = other
        if other and part is not None:
            part.text = ""

    def _towns(self) -> None:
        """A place behind a name that is no region: a town that we know, or something left over."""
        for part in self.parts[1:] if self.asked == NAME else ():
            behind = regions.behind_lead(part.text, self.to.leads)
            if not behind or gazetteer_of(self.to).find(part.text[behind:]):
                continue
            self.has_lead, place, part.text = True, part.text[behind:], ""
            if "city" in self.to.entry.address.tail and self._is_town(place):
                self._put("city", place)
            else:
                self.left.append(place)
        self._drop_empty()

    def _regions(self) -> None:
        self._towns()
        known = gazetteer_of(self.to)
        found = [one for part in self.parts for one in regions.mentions(known, part, self.to.leads)]
        code = self._shaped_code()
        area = regions.area_meant(self.to, found, code, self.given)
        if not area:
            return
        own = [(one, place) for one in found if (place := one.within(area)) is not None]
        taken = [pair for pair in self._named_once(own) if not pair[1].tells_only]
        for mention, place in taken:
            if self._asks(place.field):
                self._put(place.field, mention.text)
        self._town_at_code(taken)
        for mention, _place in sorted(taken, key=lambda pair: -pair[0].start):
            mention.cut()
        if "country_area" not in self.found and self._asks("country_area"):
            self._put("country_area", self._name_of(area), strong=any(p.field == "city" for _, p in taken))
        self._drop_empty()

    def _named_once(self, own: list[tuple[Mention, Place]]) -> list[tuple[Mention, Place]]:
        """Of several mentions of a region in one script the last: `New York, NY` names a town too."""
        seen: dict[tuple[str, bool], tuple[Mention, Place]] = {}
        for mention, place in sorted(own, key=lambda pair: pair[0].part.native):
            seen[(place.field, mention.part.native)] = (mention, place)
        return list(seen.values())

    def _shaped_code(self) -> str:
        try:
            return check_field(self.to, "postal_code", self.found.get("postal_code", ""))
        except (FieldRefused, KeyError):
            return ""

    def _name_of(self, area: str) -> str:
        known = choices(self.to, "country_area")
        in_latin = any(not part.native for part in self.parts) or not self.parts
        return latin(known, area) if in_latin else native(self.to, known, area)

    # What the country's own patterns find, and names that only their place tells

    def _patterned(self) -> None:
        for entry in self.to.entry.address.fields:
            patterns = [re.compile(pattern, re.IGNORECASE) for pattern in entry.found_by]
            for part in self.parts:
                for pattern in patterns:
                    self._by_pattern(entry.id, entry.joined, pattern, part)
        for entry in self.to.entry.address.fields:
            whole = self.found.get(entry.ends, "") if entry.ends else ""
            if whole and entry.id not in self.found:
                self._put(entry.id, clean(whole)[-4:], strong=False)
        self._drop_empty()

    def _by_pattern(self, field_id: str, joined: bool, pattern: re.Pattern[str], part: Segment) -> None:
        match = pattern.search(part.text)
        if match is None or (field_id in self.found and not joined):
            return
        value = tidy(match[1]) if field_id != "unit" else match[1].strip()
        earlier = self.found.get(field_id, "")
        self.found[field_id] = ", ".join(filter(None, [earlier, value]))
        self.strong.add(field_id)
        part.cut(match.start(), match.end())

    def _tail(self) -> None:
        """Town, district and the like stand at the end, before the postcode or beside it."""
        if not self.strong - {NAME, MOBILE, NOTE, EMAIL} or (self.asked == NAME and len(self.lines) == 1):
            return
        missing = [one for one in self.to.entry.address.tail if one not in self.found]
        if self.asked in missing and len(self._free_names()) < len(missing):
            missing = [self.asked]
        for field_id in missing:
            if (part := self._last_name(field_id)) is not None:
                self._put(field_id, part.text, strong=False)
                self.parts.remove(part)
        self._town_is_region()

    def _free_names(self) -> list[Segment]:
        return [part for part in self.parts if not any(map(str.isdigit, part.text)) and not part.native]

    def _last_name(self, field_id: str) -> Segment | None:
        """The name beside the postcode, else the last one before it."""
        free = self._free_names()
        coded = [part for part in self.parts if part.had_code][-1:]
        before = [part for part in free if not coded or self.parts.index(part) <= self.parts.index(coded[0])]
        others = len(self.parts) > 1 or self.rest in self.found or self.asked == field_id
        streetless = self.given.get(self.rest, "") or not is_required(self.to, entry_of(self.to, self.rest))
        likely = before or free
        return likely[-1] if likely and (others or streetless) else None

    def _town_at_code(self, taken: list[tuple[Mention, Place]]) -> None:
        """A town that is a region of its own, behind the postcode: `50450 Kuala Lumpur`."""
        if not any("{postal_code} {city}" in line for line in self.to.entry.address.lines):
            return
        for mention, place in taken:
            if (
                mention.part.had_code
                and place.field == "country_area"
                and self._is_town(self._name_of(place.area))
            ):
                self._put("city", mention.text, strong=False)

    def _town_is_region(self) -> None:
        area = self.found.get("country_area", "")
        if "city" in self.to.entry.address.tail and self._is_town(area):
            self._put("city", area, strong=False)

    def _is_town(self, name: str) -> bool:
        towns = (*self.to.entry.cities, *self.to.entry.address.cities_of)
        return squashed(name) in {squashed(one) for one in towns}

    # The name, and what is left

    def _name(self) -> None:
        if NAME in self.found or not self.parts:
            return
        first, given = self.parts[0], self.given.get(NAME, "")
        alone = sum(part.line == first.line for part in self.parts) == 1 and len(self.lines) > 1
        if given and squashed(first.text) == squashed(given) and self.asked != NAME:
            self.parts.remove(first)
        elif (self.asked == NAME or (not given and (alone or not self.asked))) and self._like_name(first):
            self._put(NAME, first.text, strong=False)
            self.parts.remove(first)

    def _like_name(self, part: Segment) -> bool:
        words = re.findall(r"\w+", part.text.casefold())
        known = set(words).isdisjoint(self.to.labels.get(NOT_A_NAME, ()))
        short = self.asked == NAME or len(words) <= MOST_NAME_WORDS
        return (
            bool(NAME_LIKE.fullmatch(part.text))
            and short
            and (known or self.asked == NAME)
            and not part.native
        )

    def _native_lines(self) -> None:
        """Lines in the country's own script are printed too; with Latin ones beside them only so."""
        if not self._asks("native_lines") or "native_lines" in self.found:
            return
        of_street = {part.line for part in self.parts if part.native}
        lines = [line for at, line in enumerate(self.lines) if at in of_street and has_native_letters(line)]
        if lines and (any(any(map(str.isdigit, line)) for line in lines) or "country_area" in self.found):
            self._put("native_lines", "\n".join(lines), strong=False)
            if any(not part.native for part in self.parts) or self.rest in self.found:
                self.parts = [part for part in self.parts if not part.native]

    def _left_over(self) -> None:
        texts = [part.text for part in self.parts]
        if self.asked not in (*self.found, self.rest) and self._asks(self.asked) and len(texts) > 1:
            self._put(self.asked, texts.pop(0), strong=False)
        text = ", ".join(texts)
        if not text:
            return
        free = self.asked == self.rest or not self.given.get(self.rest, "") or any(map(str.isdigit, text))
        if self.asked == NAME and len(self.lines) == 1:
            self.left.append(text)
        elif self._asks(self.rest) and self.rest not in self.found and free:
            self._put(self.rest, text, strong=False)
        else:
            self.left.append(text)


def _words(destination: Destination, field_id: str) -> str:
    return "|".join(re.escape(word) for word in destination.labels.get(field_id, ()))


def _own_names(destination: Destination) -> set[str]:
    address = destination.entry.address
    printed = [line for line in (*address.lines, *address.lines_latin) if "{" not in line]
    return {
        destination.name_en,
        destination.name_id,
        destination.entry.iso3,
        *printed,
        *destination.entry.aliases,
    }


def _e164(destination: Destination, text: str) -> str:
    return check_mobile(destination, text)
