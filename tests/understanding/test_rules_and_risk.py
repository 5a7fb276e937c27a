"""The benches of the reader's rules and of its doubts measure what they say."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bench import risk, rules
from bench.risk_page import Curve, Point, drawn, page
from bot.understanding.decide import doubts
from tests.support.reader import lines, reader

DENIED = rules.Rule("function", "spot.other_numbers", "_denied")


def test_functions_stages_and_classes_of_words_are_rules() -> None:
    found = rules.rules()
    assert {one.kind for one in found} == {"function", "stage", "words"}
    assert DENIED in found
    assert rules.Rule("stage", "pipeline", "narrow") in found
    assert rules.Rule("words", "says", "thanks") in found
    assert len(found) == len(set(found))


def test_a_function_that_is_switched_off_says_no_until_it_is_back() -> None:
    with rules.replaced(DENIED, lambda *_given: False):
        assert lines("karak bukan 2 tapi 3") != {"002": 3}
    assert lines("karak bukan 2 tapi 3") == {"002": 3}


def test_a_class_of_words_that_is_switched_off_means_nothing() -> None:
    assert "thanks" in reader().scene("makasih").message.says[0]
    assert "thanks" not in rules.reader_without("thanks").scene("makasih").message.says[0]


def test_the_table_lists_rules_that_hardly_any_message_needs() -> None:
    found = [rules.Need(DENIED, 7, ["a:1", "a:2"], []), rules.Need(rules.rules()[0], 3, [], ["a:3"])]
    printed = rules.table(found)
    rare = printed.partition("Needed by 1 or none:")[2]
    assert str(DENIED) in printed
    assert str(DENIED) not in rare
    assert f"{rules.rules()[0]}: needed by 0, in the way of 1" in rare


def test_what_is_read_in_a_fold_was_not_learned_from() -> None:
    folds = risk.folds()
    names = [one.name for fold in folds for one in fold]
    assert len(names) == len(set(names)) > risk.FOLDS
    for fold in folds:
        texts = {one["text"] for one in risk.learned_from(fold)}
        known = sum(one["text"] in texts for one in risk.messages_of(fold))
        assert known < 0.01 * len(risk.messages_of(fold))  # short ones ("makasih ya") are written twice
        assert len(texts) > 3000


def test_margins_are_scaled_and_restored() -> None:
    shipped = doubts.SURE_GOODS
    with risk.margins_times(0.5):
        assert shipped * 0.5 == doubts.SURE_GOODS
    assert shipped == doubts.SURE_GOODS


CURVE = Curve("plain", 10, [Point(None, 0.0, 0.9, 0.06, 0.0), Point(1, 0.1, 0.8, 0.0, 0.02)])


def test_shares_between_two_points_lie_on_the_line_between_them() -> None:
    assert CURVE.at(0.05) == pytest.approx((0.85, 0.04))
    assert CURVE.at(0.2) is None


def test_the_drawing_holds_each_curve_and_the_page_its_figures() -> None:
    picture = ElementTree.fromstring(drawn([CURVE, Curve("hard", 5, CURVE.points)]))
    assert len([one for one in picture if one.tag.endswith("polyline")]) == 4
    assert len([one for one in picture if one.tag.endswith("circle")]) == 4
    written = page([CURVE], [["a", "e"], ["b"]])
    assert "the 10 messages" in written
    assert "| 5% | 85.0% | 4.0% |" in written
    assert "(a, e; b)" in written
