"""A message told otherwise is read alike, relation by relation: at most 1 % changed and no line gained."""

from __future__ import annotations

import pytest

from bench.labelled import Labels
from tests.understanding.relation_outcomes import (
    AIM,
    Outcome,
    gains,
    limits,
    outcomes,
    report,
    share_changed,
)
from tests.understanding.relations import RELATIONS
from tests.understanding.told_otherwise import Variant

LIMITS = limits()
TITLES = [f"{name}: aim {AIM:.0%}, now {LIMITS[name]['changed']:.1%}" for name in RELATIONS]


def test_each_relation_has_its_limit() -> None:
    assert [*LIMITS] == [*RELATIONS]


@pytest.mark.parametrize("name", RELATIONS, ids=TITLES)
def test_every_tenth_message_told_otherwise_is_read_alike(name: str) -> None:
    _check(name, outcomes(name, sample=True), int(LIMITS[name]["gained_in_sample"]))


@pytest.mark.long
@pytest.mark.parametrize("name", RELATIONS, ids=TITLES)
def test_every_message_told_otherwise_is_read_alike(name: str) -> None:
    _check(name, outcomes(name, sample=False), int(LIMITS[name]["gained"]))


def _check(name: str, found: list[Outcome], gained: int) -> None:
    changed = "\n".join(map(str, (one for one in found if one.changed)))
    assert share_changed(found) <= LIMITS[name]["changed"], changed
    assert len(gains(found)) <= gained, "\n".join(map(str, gains(found)))


MESSAGE: Labels = {
    "id": "1",
    "lang": "id",
    "text": "pesan karak 2, rengginang 3 ke taiwan",
    "intent": "order",
    "lines": [{"sku": "SOLO-002", "quantity": 2}, {"sku": "SOLO-023", "quantity": 3}],
    "destination": "TW",
    "unclear": [],
}


def told(name: str, **others: object) -> str | None:
    found = RELATIONS[name](MESSAGE | others)
    return found.text if isinstance(found, Variant) else found


def test_a_relation_changes_only_what_it_says() -> None:
    assert told("digits_to_words") == "pesan karak dua, rengginang 3 ke taiwan"
    assert told("words_to_digits", text="karak dua") == "karak 2"
    assert told("a_typo") == "pesan karak 2, renggniang 3 ke taiwan"
    assert told("no_punctuation") == "pesan karak 2 rengginang 3 ke taiwan"
    assert told("a_line_for_each_item") == "pesan karak 2\nrengginang 3 ke taiwan"
    assert told("quoted", text="karak 2\ntaiwan") == "> karak 2\n> taiwan"
    assert (
        told("order_of_lines", text="halo\n- karak 2\n- rengginang 3\nya")
        == "halo\n- rengginang 3\n- karak 2\nya"
    )


def test_a_relation_leaves_out_what_it_would_give_another_meaning() -> None:
    assert told("no_punctuation", text="jangan, karak 2") is None
    assert told("digits_to_words", text="karak 2 kg") is None
    assert told("words_to_digits", text="karak dua puluh") is None
    assert told("another_country", text="karak 2 ke taiwan, taipei") is None
    assert told("a_room_number", intent="question") is None
    assert told("polite_after", text="> karak 2") is None
    assert told("small_letters", text="karak 2 ke KL") is None


def test_names_that_were_exchanged_are_carried_over() -> None:
    swapped = RELATIONS["another_country"](MESSAGE)
    assert isinstance(swapped, Variant)
    assert swapped.country is not None
    assert "taiwan" not in swapped.text
    instead = RELATIONS["another_product"](MESSAGE)
    assert isinstance(instead, Variant)
    assert len(instead.goods) == 1


def test_the_report_lists_each_gain() -> None:
    nothing = MESSAGE | {"lines": []}
    outcome = Outcome(nothing, "karak 2", nothing, MESSAGE, True, ("SOLO-002",))
    listed = report({"quoted": [outcome]}).splitlines()[-1]
    assert listed == "gained in quoted: 1 'karak 2': order TW -> order add SOLO-002 2, add SOLO-023 3 TW"
