"""What is known while a pasted address is read: its parts so far, and the answers found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.destinations.addresses.forms import entry_of
from bot.destinations.addresses.pasted.gazetteer import Gazetteer, gazetteer_of, squashed
from bot.destinations.addresses.pasted.segments import Segment
from bot.destinations.countries.countries import Destination

NAME, MOBILE, NOTE, EMAIL, NATIVE_LINES = "name", "mobile", "note", "email", "native_lines"
NATIVE_NAMES = ("name_native", "name_kana")
OF_A_PERSON = frozenset({NAME, MOBILE, NOTE, EMAIL})
SEVERAL_REGIONS = ("country_area", "city", "city_area")


@dataclass
class Sheet:
    """A pasted address while it is read, typed at the question `asked`.

    `values` are its lines without labels, `parts` is what is not read yet. `strong` are the questions whose
    answers say themselves what they are; a name at the end of an address is a guess. `country` is another
    country that it names. `leads`: a name was followed by words that lead to a place.
    """

    to: Destination
    country_of: Callable[[str], str | None]
    asked: str
    given: Mapping[str, str]
    lines: list[str]
    parts: list[Segment] = field(default_factory=list)
    values: dict[int, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    strong: set[str] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    country: str = ""
    leads: bool = False

    @property
    def gazetteer(self) -> Gazetteer:
        """The names of the country's regions."""
        return gazetteer_of(self.to)

    @property
    def rest(self) -> str:
        """The question that takes what is left."""
        return self.to.entry.address.rest

    @property
    def tail(self) -> list[str]:
        """The questions for names at the end of an address, the last one first."""
        return self.to.entry.address.tail

    def put(self, field_id: str, value: str, strong: bool = True) -> None:
        """Notes down an answer; one that was given before says nothing new."""
        self.found.setdefault(field_id, value)
        known, now = squashed(self.given.get(field_id, "")), squashed(value)
        if strong and not (known and (known.startswith(now) or now.startswith(known))):
            self.strong.add(field_id)

    def asks(self, field_id: str) -> bool:
        """Whether the country's address has this question."""
        try:
            return bool(entry_of(self.to, field_id))
        except KeyError:
            return False

    def words(self, field_id: str) -> str:
        """A pattern of the words that label this question's answer."""
        return "|".join(re.escape(word) for word in self.to.labels.get(field_id, ()))

    def is_town(self, name: str) -> bool:
        """Whether this is a town that we know there."""
        towns = (*self.to.entry.cities, *self.to.entry.address.cities_of)
        return squashed(name) in {squashed(one) for one in towns}

    def is_region_town(self, name: str) -> bool:
        """Whether this is a town that tells its region, or is one itself."""
        return squashed(name) in {squashed(one) for one in self.to.entry.address.cities_of}

    def is_street(self, text: str) -> bool:
        """Whether the name begins or ends with a word for a street; `St` only ends one."""
        words = re.findall(r"\w+", text.casefold())
        known = set(self.to.labels.get("street", ()))
        return bool(words) and (words[-1] in known or words[0] in known - {"st"})

    def free_names(self) -> list[Segment]:
        """The parts that may be names of towns: without a number, and no line in the country's own script."""
        apart = self.asks(NATIVE_LINES)
        return [
            one
            for one in self.parts
            if not any(map(str.isdigit, one.text))
            and not (apart and one.native)
            and not self.is_street(one.text)
        ]

    def drop_empty(self) -> None:
        """Forgets the parts of which everything is read."""
        self.parts = [part for part in self.parts if part.text]
