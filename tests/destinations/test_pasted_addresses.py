"""Addresses as people paste them, of every country that we know: `pasted_addresses.yaml` is the table."""

from __future__ import annotations

import re
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.destinations import (
    Destinations,
    FieldRefused,
    MobileRefused,
    address_form,
    check_field,
    check_mobile,
    read_pasted,
)
from bot.destinations.addresses.pasted import Pasted
from bot.destinations.addresses.pasted.reading import LONGEST

DESTINATIONS = Destinations.read(Path(__file__).parents[2] / "config")
ROWS = yaml.safe_load((Path(__file__).parent / "pasted_addresses.yaml").read_text("utf-8"))
GIVEN = {"name": "Siti Aminah"}
OF_A_PERSON = {"name", "mobile", "note"}


def read(row: dict[str, Any]) -> Pasted | None:
    given_so_far = {} if row["asked"] == "name" else GIVEN
    to = DESTINATIONS[row["to"]]
    return read_pasted(to, DESTINATIONS.atlas.country, row["text"], row["asked"], given_so_far)


def named(row: dict[str, Any]) -> str:
    return f"{row['to']}-{row['text'][:40]}"


SEVERAL = [row for row in ROWS if "found" in row]


def test_the_table_has_addresses_of_every_country_in_one_line_and_in_several() -> None:
    assert {row["to"] for row in ROWS} == {one.iso2 for one in DESTINATIONS}
    assert len(ROWS) >= 150
    assert sum("\n" in row["text"] for row in ROWS) >= 30


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_each_part_is_found_and_a_plain_answer_stays_plain(row: dict[str, Any]) -> None:
    found = read(row)
    if row.get("plain"):
        assert found is None
        return
    assert found is not None
    assert dict(found.found) == row["found"]
    assert (found.country, list(found.left)) == (row.get("country", ""), row.get("left", []))


@pytest.mark.parametrize("row", SEVERAL, ids=named)
def test_what_is_found_is_an_answer_to_its_question(row: dict[str, Any]) -> None:
    destination, found = DESTINATIONS[row["to"]], row["found"]
    asked = {field.id for field in address_form(destination, found)}
    refused = set()
    for field_id, text in found.items():
        if field_id == "mobile":
            check_mobile(destination, text)
        elif field_id not in OF_A_PERSON:
            assert field_id in asked
            try:
                check_field(destination, field_id, text, found)
            except FieldRefused:
                refused.add(field_id)
    assert refused == set(row.get("refused", ()))


@pytest.mark.parametrize("row", SEVERAL, ids=named)
def test_no_word_is_lost_but_labels_and_the_countrys_own_name(row: dict[str, Any]) -> None:
    destination, found = DESTINATIONS[row["to"]], read(row)
    assert found is not None
    told = words(*found.found.values(), *found.left)
    entry = destination.entry
    labels = words(*(word for every in destination.labels.values() for word in every), *destination.leads)
    fields = words(*(f"{one.label_id} {one.label_en}" for one in entry.address.fields))
    own = words(destination.name_en, destination.name_id, *entry.aliases, *entry.address.lines)
    patterns = words(*(pattern for one in entry.address.fields for pattern in one.found_by))
    country = words(DESTINATIONS.name(found.country, "en")) if found.country else set()
    allowed = (
        labels | fields | own | patterns | country | PRINTED | {GIVEN["name"].split()[0].lower(), "aminah"}
    )
    assert words(row["text"]) - told - allowed == set()


PRINTED = {"p", "o", "c", "s", "r", "no", "우", "negara", "uae", "usa", "uk", "hk", "ksa", "of", "republic"}
"""Words that belong to a country's name, a postcode or a box."""


def words(*texts: str) -> set[str]:
    plain = " ".join(texts).casefold().translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    return set(re.findall(r"[a-z]+|\d+", plain))


REGIONS = [
    ("KR", "country_area", "서울시", "서울특별시"),
    ("KR", "country_area", "서울", "서울특별시"),
    ("KR", "country_area", "전북특별자치도", "전북특별자치도"),
    ("KR", "country_area", "전라북도", "전북특별자치도"),
    ("KR", "country_area", "Jeollabuk-do", "Jeonbuk State"),
    ("KR", "country_area", "Gangwon", "Gangwon State"),
    ("TH", "country_area", "กทม.", "กรุงเทพมหานคร"),
    ("TH", "country_area", "จ.ชุมพร", "ชุมพร"),
    ("TH", "country_area", "Chumpon", "Chumphon"),
    ("MY", "country_area", "Wilayah Persekutuan Kuala Lumpur", "Kuala Lumpur"),
    ("MY", "country_area", "Johor Darul Ta'zim", "Johor"),
    ("TW", "country_area", "Taoyuan City 桃園市", "Taoyuan City"),
    ("TW", "country_area", "桃園市 Taoyuan", "Taoyuan City"),
    ("HK", "country_area", "九龍", "九龍"),
    ("AE", "country_area", "أبوظبي", "أبو ظبي"),
    ("US", "country_area", "Washington D.C.", "DC"),
    ("JP", "country_area", "Yokohama", "Kanagawa"),
]


@pytest.mark.parametrize(("iso2", "field_id", "typed", "name"), REGIONS)
def test_region_goes_by_todays_name_in_the_script_that_was_typed(
    iso2: str, field_id: str, typed: str, name: str
) -> None:
    assert check_field(DESTINATIONS[iso2], field_id, typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Michuhol-gu", "Michuhol-gu"),
        ("미추홀구", "미추홀구"),
        ("남구", "미추홀구"),
        ("제물포구", "제물포구"),
    ],
)
def test_district_goes_by_todays_name(typed: str, name: str) -> None:
    assert check_field(DESTINATIONS["KR"], "city", typed, {"country_area": "인천시"}) == name


def test_a_name_of_two_regions_is_told_apart_by_the_town() -> None:
    merged = {"country_area": "전남광주통합특별시"}
    with pytest.raises(FieldRefused) as refused:
        check_field(DESTINATIONS["KR"], "country_area", merged["country_area"])
    assert refused.value.code == "ambiguous"
    here = check_field(
        DESTINATIONS["KR"], "country_area", merged["country_area"], merged | {"city": "순천시"}
    )
    assert here == "전라남도"


@pytest.mark.parametrize(
    ("iso2", "field_id", "typed", "beside", "code", "near"),
    [
        ("SG", "postal_code", "999999", {}, "no_such", ()),
        ("SG", "postal_code", "830000", {}, "no_such", ()),
        ("QA", "zone_no", "999", {}, "no_such", ()),
        ("QA", "zone_no", "0", {}, "no_such", ()),
        ("SA", "building_no", "1111", {"short_address": "RRRD2929"}, "not_the_same", ("2929", "1111")),
        ("SA", "short_address", "RRRD2929", {"building_no": "1111"}, "not_the_same", ("2929", "1111")),
        (
            "TW",
            "postal_code",
            "806",
            {"country_area": "Taoyuan"},
            "not_of_region",
            ("Kaohsiung City", "Taoyuan"),
        ),
        ("JP", "postal_code", "160-0022", {"country_area": "Osaka"}, "not_of_region", ("Tokyo", "Osaka")),
    ],
)
def test_what_cannot_be_is_refused_and_called_what_it_is(
    iso2: str, field_id: str, typed: str, beside: dict[str, str], code: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(FieldRefused) as refused:
        check_field(DESTINATIONS[iso2], field_id, typed, beside)
    assert (refused.value.code, refused.value.near) == (code, near)


@pytest.mark.parametrize("typed", ["018956", "238800", "738099", "829999"])
def test_singapores_sectors_are_accepted(typed: str) -> None:
    assert check_field(DESTINATIONS["SG"], "postal_code", typed) == typed


@pytest.mark.parametrize(
    ("typed", "label"),
    [("B1-12", "#B1-12"), ("#B1-12", "#B1-12"), ("unit 05-123", "#05-123"), ("b2-5", "#B2-5")],
)
def test_unit_keeps_its_letter(typed: str, label: str) -> None:
    assert check_field(DESTINATIONS["SG"], "unit", typed) == label


@settings(deadline=None)
@given(st.sampled_from([one.iso2 for one in DESTINATIONS]), st.text(max_size=120), st.data())
def test_any_text_is_read_without_a_fault(iso2: str, text: str, data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from([field.id for field in address_form(DESTINATIONS[iso2])]))
    found = read_pasted(DESTINATIONS[iso2], DESTINATIONS.atlas.country, text, asked, GIVEN)
    assert found is None or all(value.strip() for value in found.found.values())


PIECES = [word for row in ROWS for word in re.findall(r"\S+\s?", row["text"])]


@settings(deadline=None)
@given(st.sampled_from([one.iso2 for one in DESTINATIONS]), st.lists(st.sampled_from(PIECES), max_size=14))
def test_shuffled_addresses_are_read_without_a_fault(iso2: str, pieces: list[str]) -> None:
    found = read_pasted(DESTINATIONS[iso2], DESTINATIONS.atlas.country, "".join(pieces), "", {})
    assert found is None or all(value.strip() for value in found.found.values())


def test_a_telephone_of_another_country_is_left_over() -> None:
    with pytest.raises(MobileRefused):
        check_mobile(DESTINATIONS["TW"], "+62 812 3456 7890")
    found = read_pasted(
        DESTINATIONS["TW"], DESTINATIONS.atlas.country, "No. 7, Taipei\n+62 812 3456 7890", "city", GIVEN
    )
    assert found is not None
    assert found.left == ("+62 812 3456 7890",)


HOSTILE = [
    "a",
    "1",
    "台",
    ", ",
    "no ",
    "桃園市",
    "a@",
    "1-",
    "zone ",
    "A1 ",
    "(우",
    "서울 ",
    "kode pos ",
    "a,",
    "แขวง",
]


@pytest.mark.parametrize("iso2", ["TW", "KR", "HK", "MO", "JP", "SA"])
def test_reading_is_bounded(iso2: str) -> None:
    read = partial(read_pasted, DESTINATIONS[iso2], DESTINATIONS.atlas.country)
    read("No. 1, Lane 2", "street_address", GIVEN)  # the index of names is built at the first look
    for piece in HOSTILE:
        before = time.process_time()
        read((piece * LONGEST)[:LONGEST], "street_address", GIVEN)
        assert time.process_time() - before < 0.5, piece
    assert read("No. 1, Taipei 100\n" * LONGEST, "street_address", GIVEN) is None
