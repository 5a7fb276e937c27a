"""Rules with days, rules for commercial stock, and products that do not travel whatever the rules say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.core.errors import ConfigRefused
from bot.destinations import Action, Destinations, Restrictions
from bot.destinations.rules.lookup import ruling
from bot.documents.imports.catalog import catalogue_of
from bot.ordering.quotes import quote
from bot.ordering.shop import open_shop

CONFIG = Path(__file__).parents[2] / "config"
DESTINATIONS = Destinations.read(CONFIG)
RULES = Restrictions.read(CONFIG, DESTINATIONS)
WRITTEN = (CONFIG / "restrictions.yaml").read_text(encoding="utf-8")
GOODS = catalogue_of(CONFIG, RULES.known_classes)
DAY = date(2026, 11, 23)
CRISP, DODOL = GOODS.by_sku["SOLO-001"], GOODS.by_sku["SOLO-032"]


def rule(action: str, **more: object) -> dict[str, object]:
    facts = {"reason": f"{action} now", "reason_id": f"{action} kini", "authority": "customs"}
    return {"action": action, **facts, "confidence": "gk", "source": ["gk"], **more}


def written(folder: Path, stated: dict[str, object]) -> Path:
    """The shop's file with another rule for dry snacks to Taiwan."""
    file = yaml.safe_load(WRITTEN)
    file["destinations"]["TW"]["snack_dry"] = stated
    (folder / "restrictions.yaml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return folder


def actions(rules: Restrictions, *days: date) -> list[str]:
    return [rules.verdict("TW", ["snack_dry"], day).action.value for day in days]


def test_rule_applies_from_its_first_to_its_last_day_and_then_its_successor(tmp_path):
    after = rule("needs_document", document="permit", valid_from=date(2027, 2, 1))
    stated = rule("warn", valid_from=date(2026, 12, 1), valid_to=date(2027, 1, 31), next=after)
    rules = Restrictions.read(written(tmp_path, stated), DESTINATIONS)
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1), date(2030, 1, 1)]
    assert actions(rules, *days) == ["allow", "warn", "warn", "needs_document", "needs_document"]
    assert [rules.is_own("TW", "snack_dry", day) for day in days] == [False, True, True, True, True]
    assert rules.verdict("TW", ["snack_dry"], days[3]).documents("en") == ("permit",)
    coming = [rules.coming("TW", "snack_dry", day) for day in days]
    assert [one and one.action.value for one in coming] == ["warn", *["needs_document"] * 2, None, None]


def test_default_applies_between_two_rules_and_after_the_last(tmp_path):
    after = rule("forbid", valid_from=date(2027, 3, 1), valid_to=date(2027, 3, 31))
    stated = rule("warn", valid_to=date(2027, 1, 31), next=after)
    rules = Restrictions.read(written(tmp_path, stated), DESTINATIONS)
    days = [date(2020, 1, 1), date(2027, 2, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert actions(rules, *days) == ["warn", "allow", "forbid", "allow"]


def test_strictest_rule_of_the_day_decides_among_several_classes(tmp_path):
    stated = rule("forbid", valid_from=date(2027, 1, 1))
    rules = Restrictions.read(written(tmp_path, stated), DESTINATIONS)
    classes = ["honey", "snack_dry"]
    before, after = (rules.verdict("TW", classes, day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (before.action, after.action) == (Action.WARN, Action.FORBID)
    assert after.reason("id") == "forbid kini"
    assert after.authority("id") == "bea cukai"


@pytest.mark.parametrize(
    ("stated", "complaint"),
    [
        (rule("warn", valid_from=date(2027, 1, 2), valid_to=date(2027, 1, 1)), "valid_to is before"),
        (rule("warn", next=rule("forbid", valid_from=date(2027, 1, 1))), "next: must begin after"),
        (
            rule("warn", valid_to=date(2027, 1, 1), next=rule("forbid", valid_from=date(2027, 1, 1))),
            "next: must begin after",
        ),
        (rule("warn", valid_to=date(2027, 1, 1), next=rule("forbid")), "next: must begin after"),
    ],
)
def test_days_out_of_order_are_refused_with_their_line(tmp_path, stated, complaint):
    with pytest.raises(ConfigRefused) as refused:
        Restrictions.read(written(tmp_path, stated), DESTINATIONS)
    (said,) = refused.value.complaints
    assert "restrictions.yaml:" in said
    assert "destinations.TW.snack_dry" in said
    assert complaint in said


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30", "kapan-kapan", "2026-12-01 25:00:00"])
def test_impossible_date_is_refused_with_its_line(tmp_path, day):
    folder = written(tmp_path, rule("warn", valid_from="THE DAY"))
    file = folder / "restrictions.yaml"
    text = file.read_text(encoding="utf-8").replace("THE DAY", day)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigRefused) as refused:
        Restrictions.read(folder, DESTINATIONS)
    (said,) = refused.value.complaints
    line = 1 + next(at for at, one in enumerate(text.splitlines()) if day in one)
    assert f"restrictions.yaml:{line}: destinations.TW.snack_dry.valid_from: " in said


def test_default_rule_may_not_have_days(tmp_path):
    file = yaml.safe_load(WRITTEN)
    file["classes"]["snack_dry"]["default"]["valid_from"] = date(2027, 1, 1)
    (tmp_path / "restrictions.yaml").write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigRefused) as refused:
        Restrictions.read(tmp_path, DESTINATIONS)
    assert "must hold on every day" in str(refused.value.complaints)


def test_commercial_stock_follows_its_own_rule():
    own, bulk = (RULES.verdict("JP", ["snack_dry"], DAY, commercial=one) for one in (False, True))
    assert (own.action, bulk.action) == (Action.ALLOW, Action.NEEDS_DOCUMENT)
    assert bulk.documents("en")[0].startswith("MHLW Notification Form")
    assert bulk.documents("id")[0].startswith("formulir pemberitahuan impor pangan MHLW")


def test_product_that_does_not_travel_is_forbidden_whatever_the_rules_say():
    shop = open_shop(CONFIG)
    stays = replace(CRISP, stays_because="Mudah remuk, hanya dijual di Solo.")
    for to in DESTINATIONS:
        verdict = RULES.verdict_of(to.iso2, stays, DAY)
        assert (verdict.action, verdict.blocks) == (Action.FORBID, True)
        assert verdict.reason("id") == verdict.reason("en") == stays.stays_because
        assert verdict.authority("id") == ""
        (line,) = quote(shop, shop.destinations[to.iso2], [(stays, 2)], DAY).lines
        assert (line.verdict.action, line.verdict.reason("id")) == (Action.FORBID, stays.stays_because)
        one = ruling(RULES, to.iso2, stays, "id", DAY)
        assert (one.action, any(rule.decides for rule in one.rules)) == (Action.FORBID, False)
    assert RULES.verdict_of("", stays, DAY).blocks
    assert not RULES.verdict_of("TW", DODOL, DAY).blocks


def test_every_authority_document_and_limit_has_indonesian_words():
    every = [RULES.rule(to.iso2, one, DAY) for to in DESTINATIONS for one in RULES.known_classes]
    lacking = {
        getattr(found, name)
        for found in every
        for name in ("authority", "document", "limit")
        if getattr(found, name) and not getattr(found, f"{name}_id")
    }
    assert {one for one in lacking if not one.replace(" kg", "").isdigit()} == set()
    assert {
        found.action for found in every if found.action is Action.NEEDS_DOCUMENT and not found.document
    } == set()
