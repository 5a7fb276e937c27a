"""The rules that apply to a product at a destination, with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.catalog import Ware
from bot.destinations import Action, Destinations, Restrictions
from bot.destinations.rules.lookup import Ruling, ruling
from bot.documents.imports.catalog import catalogue_of

CONFIG = Path(__file__).parents[2] / "config"
DESTINATIONS = Destinations.read(CONFIG)
DAY = date(2026, 11, 23)
RESTRICTIONS = Restrictions.read(CONFIG, DESTINATIONS)
GOODS = catalogue_of(CONFIG, RESTRICTIONS.known_classes)
FLOSS, TEA = GOODS.by_sku["SOLO-008"], GOODS.by_sku["SOLO-037"]


def ruled(iso2: str, ware: Ware, language: str = "en") -> Ruling:
    return ruling(RESTRICTIONS, iso2, ware, language, DAY)


def of_classes(*classes: str) -> Ware:
    return replace(TEA, classes=classes)


def classes(one: Ruling) -> Sequence[str]:
    return [rule.class_ for rule in one.rules]


def test_beef_floss_to_japan_is_forbidden_with_authority_document_and_sources() -> None:
    one = ruled("JP", FLOSS)
    (rule,) = one.rules
    assert (one.action, rule.class_, rule.class_name) == (
        Action.FORBID,
        "meat_bovine",
        "Beef and buffalo products",
    )
    assert rule.reason.startswith("meat and anything containing meat is illegal")
    assert rule.rule.authority == "MAFF Animal Quarantine Service"
    assert rule.rule.document.startswith("Health certificate")
    assert rule.sources[0].title.startswith("MAFF Japan")
    assert rule.sources[0].url == "https://www.maff.go.jp/pps/j/pqaqinfo_idn.html"
    assert (rule.own, rule.decides) == (True, True)


def test_allowed_product_still_has_its_rule_and_reason() -> None:
    one = ruled("JP", TEA)
    assert one.action is Action.ALLOW
    assert [(rule.reason, rule.rule.authority) for rule in one.rules] == [("processed tea is exempt", "MAFF")]


def test_the_reason_is_in_the_language_asked_for() -> None:
    (rule,) = ruled("JP", FLOSS, "id").rules
    assert rule.class_name.startswith("Daging sapi")
    assert rule.reason.startswith("Maaf, daging dan apa pun")


def test_strictest_rule_comes_first_and_decides() -> None:
    one = ruled("TW", of_classes("snack_dry", "nutmeg_poppy", "meat_bovine"))
    assert classes(one) == ["meat_bovine", "nutmeg_poppy", "snack_dry"]
    assert [rule.decides for rule in one.rules] == [True, False, False]
    assert one.action is Action.FORBID


def test_default_rule_is_distinguished_from_the_destinations_own() -> None:
    assert [rule.own for rule in ruled("EG", of_classes("snack_dry")).rules] == [False]
    assert [rule.own for rule in ruled("JP", of_classes("snack_dry")).rules] == [True]


def test_general_knowledge_stays_marked_as_such() -> None:
    (rule,) = ruled("JP", of_classes("honey")).rules
    assert rule.rule.confidence == "gk"
    assert [source.url for source in rule.sources] == [None]


def test_ruling_carries_version_and_checking_day() -> None:
    one = ruled("JP", TEA)
    assert (one.version, one.checked_on) == (RESTRICTIONS.version, RESTRICTIONS.checked_on)


@pytest.mark.parametrize("iso2", [one.iso2 for one in DESTINATIONS])
def test_every_product_has_a_verdict_and_sources_at_open_and_closed_destinations(iso2: str) -> None:
    for ware in GOODS.by_id.values():
        one = ruled(iso2, ware, "id")
        assert one.action is RESTRICTIONS.verdict_of(iso2, ware, DAY).action
        assert sorted(classes(one)) == sorted(ware.classes)
        assert any(rule.decides and rule.rule.action is one.action for rule in one.rules)
        assert all(rule.reason and rule.sources for rule in one.rules)
