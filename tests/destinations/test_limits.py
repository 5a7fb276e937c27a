"""Rules for a whole order: how much one recipient may receive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.catalog import Ware
from bot.core.errors import ConfigRefused
from bot.destinations import Destinations, Restrictions
from bot.destinations.rules.limits import Limits

CONFIG = Path(__file__).parents[2] / "config"
DESTINATIONS = Destinations.read(CONFIG)
RESTRICTIONS = Restrictions.read(CONFIG, DESTINATIONS)
LIMITS = Limits.read(CONFIG, DESTINATIONS, RESTRICTIONS)
DAY = date(2026, 11, 23)


def ware(classes: str, hs_code: str = "190490", gross_grams: int = 250) -> Ware:
    facts = dict.fromkeys(Ware.__dataclass_fields__, "")
    own = {"classes": tuple(classes.split(";")), "hs_code": hs_code, "gross_grams": gross_grams}
    return Ware(**(facts | own))


SNACK, TEA, COFFEE = ware("snack_dry"), ware("tea_coffee", "090210"), ware("tea_coffee", "090121")
PEANUTS, CASHEWS = ware("nuts_roasted", "200811"), ware("nuts_roasted", "200819")
BATIK = ware("textile", "620520")


def rules(iso2: str, *lines: tuple[Ware, int]) -> list[tuple[str, int]]:
    return [(one.rule, one.grams) for one in LIMITS.exceeded(iso2, lines, DAY)]


@pytest.mark.parametrize(
    ("iso2", "lines", "exceeded"),
    [
        ("TW", [(SNACK, 24)], []),
        ("TW", [(SNACK, 25)], [("food_per_recipient", 6250)]),
        ("TW", [(TEA, 4)], []),
        ("TW", [(TEA, 5)], [("tea_per_recipient", 1250)]),
        ("TW", [(COFFEE, 5)], []),
        ("TW", [(PEANUTS, 5), (CASHEWS, 5)], [("peanuts_per_recipient", 1250)]),
        ("TW", [(SNACK, 20), (TEA, 5)], [("food_per_recipient", 6250), ("tea_per_recipient", 1250)]),
        ("TW", [(SNACK, 12), (SNACK, 13)], [("food_per_recipient", 6250)]),
        ("TW", [(BATIK, 100)], []),
        ("TH", [(SNACK, 80)], []),
        ("TH", [(SNACK, 81)], [("food_per_recipient", 20_250)]),
        ("SG", [(ware("sauce;crustacean;fish_dried"), 21)], [("seafood_per_recipient", 5250)]),
        ("JP", [(SNACK, 500)], []),
        ("TW", [], []),
    ],
)
def test_only_exceeded_limits_of_the_country_are_named(iso2, lines, exceeded):
    assert rules(iso2, *lines) == exceeded


def test_every_limit_has_a_reason_in_both_languages_and_a_source():
    (found,) = LIMITS.exceeded("TW", [(TEA, 9)], DAY)
    assert "1 kg of tea" in found.limit.why("en")
    assert "teh paling banyak 1 kg" in found.limit.why("id")
    assert ["Taiwan Customs" in one.title for one in LIMITS.sources(found.limit)] == [True]


def written(folder: Path, **changed: str) -> Path:
    stated = {
        "grams": "1000",
        "classes": "[tea_coffee]",
        "reason": "why",
        "reason_id": "sebab",
        "confidence": "gk",
        "source": "[gk]",
    }
    entry = ", ".join(f"{name}: {value}" for name, value in (stated | changed).items() if value)
    head, sources = "checked_on: 2026-11-23\nlimits:\n  TW:\n", "sources:\n  gk: {title: x, url: null}\n"
    (folder / "limits.yaml").write_text(f"{head}    tea: {{{entry}}}\n{sources}", encoding="utf-8")
    return folder


def test_dated_limit_applies_from_its_first_to_its_last_day(tmp_path):
    dated = written(tmp_path, valid_from="2026-11-01", valid_to="2026-11-30")
    limits = Limits.read(dated, DESTINATIONS, RESTRICTIONS)
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [bool(limits.exceeded("TW", [(TEA, 5)], day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"classes": "[tea]"}, "no class tea in restrictions.yaml"),
        ({"source": "[nobody]"}, "no source nobody"),
        ({"grams": "0"}, "greater than 0"),
        ({"grams": "1.5"}, "valid integer"),
        ({"reason_id": ""}, "Field required"),
        ({"hs": "['09.02']"}, "match pattern"),
        ({"colour": "red"}, "Extra inputs"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-30"}, "valid_to is before valid_from"),
    ],
)
def test_wrong_limit_is_refused_with_its_line(tmp_path, changed, complaint):
    with pytest.raises(ConfigRefused) as refused:
        Limits.read(written(tmp_path, **changed), DESTINATIONS, RESTRICTIONS)
    (said,) = refused.value.complaints
    assert "limits.yaml:4: limits.TW.tea" in said
    assert complaint in said


def reached(iso2: str, *earlier: date, day: date = DAY) -> list[tuple[str, int]]:
    return [(one.rule, one.parcels) for one in LIMITS.frequent(iso2, earlier, day)]


def test_second_parcel_within_thirty_days_is_frequent_in_taiwan():
    assert reached("TW") == []
    assert reached("TW", DAY) == [("parcels_in_30_days", 2)]
    assert reached("TW", date(2026, 10, 25)) == [("parcels_in_30_days", 2)]
    assert reached("TW", date(2026, 10, 24)) == []
    assert reached("JP", DAY, DAY, DAY) == []


def test_half_years_begin_in_january_and_july():
    july = [date(2026, 7, 1)] * 5
    assert reached("TW", *july) == [("parcels_in_half_year", 6)]
    assert reached("TW", *[date(2026, 6, 30)] * 9) == []
    assert reached("TW", *[date(2026, 1, 1)] * 5, day=date(2026, 6, 30)) == [("parcels_in_half_year", 6)]


def test_destination_without_frequencies_needs_no_earlier_parcels():
    assert LIMITS.looks_back_to("TW", DAY) == date(2026, 7, 1)
    assert LIMITS.looks_back_to("TW", date(2026, 7, 10)) == date(2026, 6, 11)
    assert LIMITS.looks_back_to("JP", DAY) is None
