"""The actions of the most used classes at every destination, as a table that a person can check."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from bot.destinations import Action, Restrictions

CONFIG = Path(__file__).parents[2] / "config"
DAY = date(2026, 11, 23)
RESTRICTIONS = Restrictions.read(CONFIG)
ACTIONS = {"A": Action.ALLOW, "W": Action.WARN, "D": Action.NEEDS_DOCUMENT, "X": Action.FORBID}

MATRIX = """
class TW TH JP QA SG OM BN MY HK SA AE KR AU NL DE GB US CA NZ CN MO KW TR EG
meat_bovine X X X X X X X X D X X X X X X X X X X X X X X X
meat_poultry X X X X X X X X D X X X X X X X X X X X X X X X
meat_canned X X X X X X X X W X X X W X X X X X X X X X X X
meat_trace W W W W W W W W W W W W X W W W X W W W W W W W
dairy W W W W W W W X W W W X X X X X W W W X W W X X
egg X X X X X X X X D X X X X A A X X X X X X X X X
bakery_egg_milk A A A A A A A A A A A A A A A A D A A A A A A A
honey W A W W W W W W W W W W W A A A D W X W W W W W
fish_dried A A A A A W W D W W W W W A A A D W W A W W W W
crustacean A A A A A W W D W W W W W A A A D W W A W W W W
snack_dry A A A A A A A A A A A A A A A A D A A A A A A A
confectionery A A A A A A W A A A A A A A A A D A A A A A A A
nuts_roasted A A A A A A A A A A A A A A A A D A A A A A A A
nuts_raw D W W W W W W W W W W D X W W W W W W W W W W W
rice_grain D X D X X X X X X X X D X X X X X X X X X X X X
fresh_produce X X X X X X X X X X X X X X X X X X X X X X X X
spice_whole D W W W W W W W W W W D W W W W W W W W W W W W
nutmeg_poppy W W W X W X W W W X X W W W W W W W W W W X W W
tea_coffee A A A A A A A A A A A A A A A A D A A A A A A A
drink_powder A A A A A A A A A A A A A A A A D A A A A A A A
herb_infusion D W W W W W D W W W W W X W W W W W W W W W W W
sauce A A A A A A A A A A A A A A A A D A A A A A A A
alcohol X X X X X X X X X X X X X X X X X X X X X X X X
alcohol_trace W W W X W X X X W X X W W W W W W W W W W X W W
jamu_medicine W W W X W X D W W X X W W W X W W W W W W X W W
cosmetic_soap A A A A A W A A A A A A A A A A A A A A A A A A
flammable X X X X X X X X X X X X X X X X X X X X X X X X
wood_craft W W W W W W W W W W W W W W W W W W W W W W W W
bamboo_rattan W W W W W W W W W W W W W W W W W W W W W W W W
skin_craft D W W W W W W W W W W W X W W W W W W W W W W W
feather D W W W W W W W W W W W W W W W W W W W W W W W
blade X X X X X X X X X X X X X X X X X X X X X X X X
tobacco X X X X X X X X X X X X X X X X X X X X X X X X
batik_sarong A A A A A A A W A A A A A A A A A A A A A A A A
figurine A A A W A W A A A W W A A A A A A A A A A W A A
"""
(_, *HEAD), *ROWS = (line.split() for line in MATRIX.strip().splitlines())
PAIRS = [(row[0], iso2, ACTIONS[sign]) for row in ROWS for iso2, sign in zip(HEAD, row[1:], strict=True)]


@pytest.mark.parametrize("iso2", HEAD)
def test_rules_of_a_destination_match_the_matrix(iso2: str) -> None:
    wanted = {class_: action for class_, there, action in PAIRS if there == iso2}
    assert len(wanted) == 35
    assert {class_: RESTRICTIONS.rule(iso2, class_, DAY).action for class_ in wanted} == wanted


def test_every_class_has_a_rule_for_every_destination_in_both_languages() -> None:
    assert len(RESTRICTIONS.known_classes) == 49
    for class_ in RESTRICTIONS.known_classes:
        for iso2 in HEAD:
            rule = RESTRICTIONS.rule(iso2, class_, DAY)
            assert rule.reason != rule.reason_id
            assert rule.reason_id.endswith(".")
            assert rule.source


def test_every_product_of_the_catalogue_has_only_known_classes() -> None:
    with (CONFIG / "catalog.csv").open(encoding="utf-8", newline="") as file:
        goods = {row["sku"]: row["classes"] for row in csv.DictReader(file)}
    assert len(goods) == 117
    for sku, classes in goods.items():
        assert classes, sku
        assert set(classes.replace("|", ";").split(";")) <= RESTRICTIONS.known_classes, sku
