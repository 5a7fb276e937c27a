"""The verdict on a product at a destination."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import Action, Restrictions

RESTRICTIONS = Restrictions.read(Path(__file__).parents[2] / "config")
DAY = date(2026, 11, 23)
CLASSES = sorted(RESTRICTIONS.known_classes)
COUNTRIES = ["TW", "TH", "JP", "QA", "SG", "OM", "BN", "US", "EG"]


def test_actions_are_ordered_by_how_strict_they_are() -> None:
    assert Action.ALLOW < Action.WARN < Action.NEEDS_DOCUMENT < Action.FORBID


def test_the_strictest_class_decides_and_gives_the_reason() -> None:
    verdict = RESTRICTIONS.verdict("TW", ["snack_dry", "nutmeg_poppy", "meat_bovine"], DAY)
    assert verdict.action is Action.FORBID
    assert verdict.blocks
    assert verdict.reason("en").startswith("meat of any kind, also cooked")
    assert verdict.reason("id").startswith("Maaf, daging apa pun")
    assert [rule.action for rule in verdict.rules] == [Action.ALLOW, Action.WARN, Action.FORBID]


def test_allowed_product_has_no_reason() -> None:
    verdict = RESTRICTIONS.verdict("TW", ["snack_dry"], DAY)
    assert (verdict.action, verdict.reason("id"), verdict.blocks) == (Action.ALLOW, "", False)


def test_only_forbidden_blocks() -> None:
    assert not RESTRICTIONS.verdict("TH", ["spice_whole"], DAY).blocks
    assert RESTRICTIONS.verdict("TW", ["spice_whole"], DAY).action is Action.NEEDS_DOCUMENT
    assert not RESTRICTIONS.verdict("TW", ["spice_whole"], DAY).blocks
    assert RESTRICTIONS.verdict("TW", ["meat_bovine"], DAY).blocks


def test_destination_without_its_own_rule_has_the_default() -> None:
    assert RESTRICTIONS.rule("EG", "snack_dry", DAY) == RESTRICTIONS.rule("", "snack_dry", DAY)
    assert RESTRICTIONS.rule("OM", "nutmeg_poppy", DAY) != RESTRICTIONS.rule("", "nutmeg_poppy", DAY)


def test_nothing_is_refused_while_no_destination_is_chosen() -> None:
    assert RESTRICTIONS.verdict("", ["meat_bovine"], DAY).action is Action.ALLOW


def test_verdict_carries_the_version_of_the_rules() -> None:
    assert RESTRICTIONS.verdict("JP", ["egg"], DAY).version == RESTRICTIONS.version == "2026-11-23"


def test_rule_has_its_limit_documents_and_commercial_rule() -> None:
    snacks = RESTRICTIONS.rule("TH", "snack_dry", DAY)
    assert snacks.limit.startswith("20 kg in all")
    assert snacks.commercial is not None
    assert "LPI" in snacks.document
    assert (snacks.confidence, bool(snacks.source)) == ("sourced", True)


def test_class_has_a_name_and_an_unknown_class_is_an_error() -> None:
    assert RESTRICTIONS.class_name("honey", "id") == "Madu & produk lebah"
    assert RESTRICTIONS.class_name("honey", "en") == "Honey and bee products"
    with pytest.raises(KeyError):
        RESTRICTIONS.verdict("TW", ["gold"], DAY)


@given(st.sampled_from(COUNTRIES), st.lists(st.sampled_from(CLASSES), max_size=4), st.integers(1, 300))
def test_more_classes_never_make_a_verdict_milder_and_reasons_fit_their_room(
    iso2: str, classes: list[str], room: int
) -> None:
    verdict = RESTRICTIONS.verdict(iso2, classes, DAY)
    assert all(RESTRICTIONS.rule(iso2, class_, DAY).action <= verdict.action for class_ in classes)
    for language in ("id", "en"):
        short, full = verdict.reason(language, room=room), verdict.reason(language)
        assert len(short) <= room
        assert short == full or short.endswith("…")


def test_reason_is_cut_between_two_words() -> None:
    verdict = RESTRICTIONS.verdict("TW", ["meat_bovine"], DAY)
    assert verdict.reason("id", room=40) == "Maaf, daging apa pun tidak boleh dibawa…"
