"""The rules that apply to a product at a destination, with reasons and sources. Not legal advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.catalog import Ware
from bot.destinations.countries.schema import Source
from bot.destinations.rules.restrictions import Restrictions
from bot.destinations.rules.schema import Action, Rule


@dataclass(frozen=True, slots=True)
class ClassRule:
    """The rule for one of a product's classes.

    `own`: the destination's own rule, not the default. `decides`: no rule of the product is stricter.
    `coming`: the rule that follows on a later day, if any.
    """

    class_: str
    class_name: str
    reason: str
    rule: Rule
    sources: tuple[Source, ...]
    own: bool
    decides: bool
    coming: Rule | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict on a product at a destination: the strictest action, and all rules, the strictest first.

    A product that does not travel (`ware.stays_because`) is forbidden whatever the rules say.
    """

    iso2: str
    ware: Ware
    action: Action
    rules: tuple[ClassRule, ...]
    version: str
    checked_on: date


def ruling(restrictions: Restrictions, iso2: str, ware: Ware, language: str, day: date) -> Ruling:
    """The rules for a product's classes on a day, worded in `language`; the destination may be closed."""
    verdict = restrictions.verdict_of(iso2, ware, day)

    def decides(rule: Rule) -> bool:
        return not ware.stays_because and rule.action is verdict.action

    rules = [
        _class_rule(restrictions, iso2, class_, rule, language, day, decides(rule))
        for class_, rule in zip(ware.classes, verdict.rules, strict=True)
    ]
    strictest_first = tuple(sorted(rules, key=lambda one: one.rule.action, reverse=True))
    return Ruling(iso2, ware, verdict.action, strictest_first, verdict.version, restrictions.checked_on)


def _class_rule(
    restrictions: Restrictions, iso2: str, class_: str, rule: Rule, language: str, day: date, decides: bool
) -> ClassRule:
    return ClassRule(
        class_=class_,
        class_name=restrictions.class_name(class_, language),
        reason=rule.why(language),
        rule=rule,
        sources=restrictions.sources(rule),
        own=restrictions.is_own(iso2, class_, day),
        decides=decides,
        coming=restrictions.coming(iso2, class_, day),
    )
