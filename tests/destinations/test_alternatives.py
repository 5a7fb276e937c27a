"""Alternatives to products that a country refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.catalog import Ware
from bot.destinations import Action, Destinations, Restrictions
from bot.destinations.rules.alternatives import alternative
from bot.documents.imports.catalog import catalogue_of

CONFIG = Path(__file__).parents[2] / "config"
DAY = date(2026, 11, 23)
DESTINATIONS = Destinations.read(CONFIG)
RULES = Restrictions.read(CONFIG, DESTINATIONS)
GOODS = catalogue_of(CONFIG, RULES.known_classes)


def instead(sku: str, iso2: str, wares: list[Ware] | None = None) -> str:
    found = alternative(GOODS.by_sku[sku], GOODS.offered() if wares is None else wares, RULES, iso2, DAY)
    return found.name_id if found else ""


@pytest.mark.parametrize(
    ("sku", "iso2", "name"),
    [
        ("SOLO-008", "TW", "Abon lele"),
        ("SOLO-009", "JP", "Abon lele"),
        ("SOLO-013", "TW", "Serundeng kelapa"),
        ("SOLO-058", "TW", "Gudeg vegan kaleng"),
        ("SOLO-006", "AU", "Keripik singkong"),
        ("SOLO-030", "AU", "Mete goreng"),
        ("SOLO-040", "QA", "Wedang secang"),
        ("SOLO-016", "BN", "Keripik singkong"),
        ("SOLO-084", "AU", "Cangkir gerabah"),
    ],
)
def test_alternatives_prefer_a_similar_name_then_the_same_category(sku, iso2, name):
    assert instead(sku, iso2) == name


def test_every_refused_product_has_an_alternative_of_its_kind():
    for to in DESTINATIONS:
        for ware in GOODS.offered():
            if not RULES.verdict_of(to.iso2, ware, DAY).blocks:
                continue
            found = alternative(ware, GOODS.offered(), RULES, to.iso2, DAY)
            assert found is not None
            assert RULES.verdict_of(to.iso2, found, DAY).action < Action.NEEDS_DOCUMENT
            assert found.id != ware.id


def test_products_sold_out_not_offered_or_not_travelling_are_no_alternatives():
    catfish = GOODS.by_sku["SOLO-010"]
    others = [one for one in GOODS.offered() if one.id != catfish.id]
    assert instead("SOLO-008", "TW", [*others, catfish]) == "Abon lele"
    for gone in (
        replace(catfish, stock=0),
        replace(catfish, offered=False),
        replace(catfish, stays_because="basi"),
    ):
        assert instead("SOLO-008", "TW", [*others, gone]) != "Abon lele"


def test_no_alternative_where_nothing_may_go():
    assert instead("SOLO-008", "TW", [GOODS.by_sku["SOLO-011"]]) == ""
    assert instead("SOLO-008", "TW", []) == ""
