"""What may be sent where, by product class and destination: `config/restrictions.yaml`. Not legal advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from bot.core.config_files import Fault, read_yaml
from bot.destinations.countries.countries import Destinations
from bot.destinations.countries.schema import Source
from bot.destinations.rules.schema import Action, RestrictionsFile, Rule


class Goods(Protocol):
    """What the rules need of a product: its classes, and the seller's reason if it does not travel."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The product's classes."""

    @property
    def stays_because(self) -> str:
        """The seller's reason; empty for products that travel."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a product: the strictest of its rules decides; without rules it is allowed.

    `stays_because` is the seller's own reason not to send it anywhere; it overrides every rule.
    """

    action: Action
    rules: tuple[Rule, ...]
    version: str
    stays_because: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the product cannot be ordered."""
        return self.action is Action.FORBID

    @property
    def deciding(self) -> tuple[Rule, ...]:
        """The strictest rules; empty if the product is allowed or the seller decides."""
        if self.action is Action.ALLOW or self.stays_because:
            return ()
        return tuple(rule for rule in self.rules if rule.action is self.action)

    def reason(self, language: str, room: int | None = None) -> str:
        """The reason in English for `en`, else in Indonesian, at most `room` characters; "" if allowed.

        The seller's own reason is in the seller's words.
        """
        deciding = self.deciding
        full = deciding[0].why(language) if deciding else self.stays_because
        return full if room is None else _shortened(full, room)

    def authority(self, language: str) -> str:
        """The authority whose rule decides; empty if the seller decides, or the product is allowed."""
        return self.deciding[0].authority_in(language) if self.deciding else ""

    def documents(self, language: str) -> tuple[str, ...]:
        """The permits without which it cannot leave, each once."""
        if self.action is not Action.NEEDS_DOCUMENT:
            return ()
        named = (rule.document_in(language) for rule in self.deciding)
        return tuple(dict.fromkeys(filter(None, named)))


def _shortened(text: str, room: int) -> str:
    """At most `room` characters of a text, cut between two words with an ellipsis."""
    if len(text) <= room:
        return text
    head = text[:room].rpartition(" ")[0] or text[: max(room - 1, 0)]
    return head.rstrip(" ,;:.–-") + "…"


class Restrictions:
    """The rules by destination and class."""

    def __init__(self, file: RestrictionsFile) -> None:
        self._file: Final = file
        self.version: Final = file.version
        self.checked_on: Final = file.checked_on
        self.known_classes: Final = frozenset(file.classes)
        words = file.glossary_id
        self._own: Final = {
            iso2: {class_: rule.in_indonesian(words) for class_, rule in rules.items()}
            for iso2, rules in file.destinations.items()
        }
        self._default: Final = {
            class_: one.default.in_indonesian(words) for class_, one in file.classes.items()
        }

    @classmethod
    def read(cls, config_dir: Path, destinations: Destinations | None = None) -> Restrictions:
        """Reads the file of `config_dir`. Raises ConfigRefused with file and line of each fault."""
        countries = Destinations.read(config_dir) if destinations is None else destinations
        path = config_dir / "restrictions.yaml"
        return cls(read_yaml(path, RestrictionsFile, lambda file: _faults(file, countries)))

    def still_known(self, classes: Sequence[str]) -> list[str]:
        """Of the classes of an order placed earlier, those that the file still has."""
        return [one for one in classes if one in self.known_classes]

    def rule(self, iso2: str, class_: str, day: date) -> Rule:
        """The destination's own rule for a class on a day, else the default. KeyError: unknown class."""
        own = self._own_rule(iso2, class_, day)
        return own or self._default[class_]

    def _own_rule(self, iso2: str, class_: str, day: date) -> Rule | None:
        stated = self._own.get(iso2, {}).get(class_)
        return stated.on(day) if stated else None

    def is_own(self, iso2: str, class_: str, day: date) -> bool:
        """Whether the destination has its own rule for a class on a day, not only the default."""
        return self._own_rule(iso2, class_, day) is not None

    def coming(self, iso2: str, class_: str, day: date) -> Rule | None:
        """The destination's next rule for a class that begins after a day; None if none is stated."""
        stated = self._own.get(iso2, {}).get(class_)
        later = [one for one in stated.row() if one.valid_from and one.valid_from > day] if stated else []
        return later[0] if later else None

    def sources(self, rule: Rule) -> tuple[Source, ...]:
        """The sources of a rule, with title and address, in the order of the rule."""
        return tuple(self._file.sources[key] for key in rule.source)

    def verdict(
        self,
        iso2: str,
        classes: Sequence[str],
        day: date,
        commercial: bool = False,
        stays_because: str = "",
    ) -> Verdict:
        """The verdict on a day on a product of these classes; allowed while `iso2` is "" (none chosen).

        `commercial`: as commercial stock. A product with `stays_because` is forbidden everywhere.
        """
        rules = tuple(self.rule(iso2, class_, day) for class_ in classes) if iso2 else ()
        if commercial:
            rules = tuple(rule.in_bulk() for rule in rules)
        action = max((rule.action for rule in rules), default=Action.ALLOW)
        return Verdict(Action.FORBID if stays_because else action, rules, self.version, stays_because)

    def verdict_of(self, iso2: str, goods: Goods, day: date, commercial: bool = False) -> Verdict:
        """The verdict on a product of the catalogue."""
        return self.verdict(iso2, goods.classes, day, commercial, goods.stays_because)

    def class_name(self, class_: str, language: str) -> str:
        """The name of a class. Raises KeyError: unknown class."""
        entry = self._file.classes[class_]
        return entry.label_en if language == "en" else entry.label_id


def _faults(file: RestrictionsFile, destinations: Destinations) -> Iterator[Fault]:
    if file.severity_order != list(Action):
        yield ("severity_order",), "must be allow, warn, needs_document, forbid"
    for class_, entry in file.classes.items():
        where = ("classes", class_, "default")
        yield from _unknown_sources(file, where, entry.default)
        if entry.default.valid_from or entry.default.valid_to:
            yield where, "must hold on every day; only a destination's rule has days"
    for iso2, rules in file.destinations.items():
        if iso2 not in destinations:
            yield ("destinations", iso2), "is no destination of destinations.yaml"
        for class_, rule in rules.items():
            where = ("destinations", iso2, class_)
            if class_ not in file.classes:
                yield where, "is no class of this file"
            for one in rule.row():
                yield from _unknown_sources(file, where, one)


def _unknown_sources(file: RestrictionsFile, where: tuple[str, ...], rule: Rule) -> Iterator[Fault]:
    for source in rule.source:
        if source not in file.sources:
            yield (*where, "source"), f"no source {source}"
