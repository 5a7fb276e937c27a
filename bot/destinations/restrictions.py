"""What may be sent where: product class and destination, from `config/restrictions.yaml`. No legal advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.config import Fault, read_yaml
from bot.destinations.atlas import Destinations
from bot.destinations.entries import Iso2, Source, Strict


@total_ordering
class Action(Enum):
    """What happens to a line; ordered by strictness."""

    ALLOW = "allow"
    WARN = "warn"
    NEEDS_DOCUMENT = "needs_document"
    FORBID = "forbid"

    def __lt__(self, other: Action) -> bool:
        order = list(Action)
        return order.index(self) < order.index(other)


class Commercial(Strict):
    """The rule for bulk stock of a shop, as far as it differs."""

    action: Action
    document: str


class Rule(Strict):
    """What holds for one class at one destination, why, and where that was read."""

    action: Action
    reason: str = Field(min_length=1)
    reason_id: str = Field(min_length=1)
    authority: str
    document: str = ""
    limit: str = ""
    confidence: Literal["sourced", "partly", "gk", "policy"]
    source: list[str]
    commercial: Commercial | None = None

    def why(self, language: str) -> str:
        """The reason, in English for `en`, else in Indonesian."""
        return self.reason if language == "en" else self.reason_id


class ClassEntry(Strict):
    """A product class and the rule that holds where a destination has none of its own."""

    label_id: str
    label_en: str
    flags: list[str]
    hs_hint: list[str]
    default: Rule


class RestrictionsMeta(Strict):
    """About the file: what it is and how it is read."""

    title: str
    made: str
    origin: str
    status: str
    actions: dict[Action, str]
    merge_rule: str
    confidence: dict[str, str]
    always: list[str]


class RestrictionsFile(Strict):
    """The whole of `config/restrictions.yaml`."""

    version: str = Field(min_length=1)
    checked_on: str
    meta: RestrictionsMeta
    severity_order: list[Action]
    classes: dict[str, ClassEntry]
    destinations: dict[Iso2, dict[str, Rule]]
    sources: dict[str, Source]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for a product: the strictest of its rules decides; no rules means allowed."""

    action: Action
    rules: tuple[Rule, ...]
    version: str

    @property
    def blocks(self) -> bool:
        """Whether it cannot be ordered; a missing document blocks like a prohibition for now."""
        return self.action >= Action.NEEDS_DOCUMENT

    def reason(self, language: str, room: int | None = None) -> str:
        """Why, in `language` (English for `en`, else Indonesian), at most `room` signs; "" when allowed."""
        if self.action is Action.ALLOW:
            return ""
        deciding = next(rule for rule in self.rules if rule.action is self.action)
        full = deciding.why(language)
        return full if room is None else _shortened(full, room)


def _shortened(text: str, room: int) -> str:
    """At most `room` signs, cut between two words with an ellipsis."""
    if len(text) <= room:
        return text
    kept = text[:room].rpartition(" ")[0] or text[: max(room - 1, 0)]
    return kept.rstrip(" ,;:.–-") + "…"


class Restrictions:
    """The rules by destination and class."""

    def __init__(self, file: RestrictionsFile) -> None:
        self._file = file
        self.version = file.version
        self.checked_on = file.checked_on
        self.known_classes = frozenset(file.classes)

    @classmethod
    def read(cls, config_dir: Path, destinations: Destinations | None = None) -> Restrictions:
        """The file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        countries = Destinations.read(config_dir) if destinations is None else destinations
        path = config_dir / "restrictions.yaml"
        return cls(read_yaml(path, RestrictionsFile, lambda file: _faults(file, countries)))

    def rule(self, iso2: str, class_: str) -> Rule:
        """The destination's own rule for the class, else the class's default. KeyError: unknown class."""
        own = self._file.destinations.get(iso2, {})
        return own.get(class_) or self._file.classes[class_].default

    def is_own(self, iso2: str, class_: str) -> bool:
        """Whether the destination has a rule of its own for the class, not only the class's default."""
        return class_ in self._file.destinations.get(iso2, {})

    def sources(self, rule: Rule) -> tuple[Source, ...]:
        """Where a rule was read, with title and address, in the order of the file."""
        return tuple(self._file.sources[key] for key in rule.source)

    def verdict(self, iso2: str, classes: Sequence[str]) -> Verdict:
        """What holds for a product of these classes; allowed while no destination is chosen (`iso2` "")."""
        rules = tuple(self.rule(iso2, class_) for class_ in classes) if iso2 else ()
        action = max((rule.action for rule in rules), default=Action.ALLOW)
        return Verdict(action, rules, self.version)

    def class_name(self, class_: str, language: str) -> str:
        """What a class is called. KeyError: unknown class."""
        entry = self._file.classes[class_]
        return entry.label_en if language == "en" else entry.label_id


def _faults(file: RestrictionsFile, destinations: Destinations) -> Iterator[Fault]:
    if file.severity_order != list(Action):
        yield ("severity_order",), "must be allow, warn, needs_document, forbid"
    for class_, entry in file.classes.items():
        yield from _unknown_sources(file, ("classes", class_, "default"), entry.default)
    for iso2, rules in file.destinations.items():
        if iso2 not in destinations:
            yield ("destinations", iso2), "is no destination of destinations.yaml"
        for class_, rule in rules.items():
            where = ("destinations", iso2, class_)
            if class_ not in file.classes:
                yield where, "is no class of this file"
            yield from _unknown_sources(file, where, rule)


def _unknown_sources(file: RestrictionsFile, where: tuple[str, ...], rule: Rule) -> Iterator[Fault]:
    for source in rule.source:
        if source not in file.sources:
            yield (*where, "source"), f"no source {source}"
