"""Addresses of the first seven countries, as people there really write them."""

from __future__ import annotations

from pathlib import Path

import pytest

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
WAVE_1 = [one.iso2 for one in DESTINATIONS.first_wave()]

# Per country: the answers in the order of the form, and the lines of the label.
REAL: list[tuple[str, list[str], list[str]]] = [
    (
        "TW",
        ["taoyuan", "zhongli", "No. 12, Lane 35, Zhongshan E. Rd., 3F", "320", "", "", ""],
        ["No. 12, Lane 35, Zhongshan E. Rd., 3F", "Zhongli District, Taoyuan City 320", "TAIWAN (R.O.C.)"],
    ),
    (
        "TW",
        ["Taipe", "Da'an Dist", "No. 5, Sec. 2, Xinyi Rd.", "10651", "台北市大安區", "王小美", "7-11 Xinyi"],
        [
            "No. 5, Sec. 2, Xinyi Rd.",
            "Da'an District, Taipei City 10651",
            "Store pick-up: 7-11 Xinyi",
            "TAIWAN (R.O.C.)",
        ],
    ),
    (
        "TW",
        ["Hsinchu County", "Hukou", "No. 8 Guangfu N. Rd", "303", "", "", ""],
        ["No. 8 Guangfu N. Rd", "Hukou Township, Hsinchu County 303", "TAIWAN (R.O.C.)"],
    ),
    (
        "TW",
        ["高雄市", "前鎮區", "中山二路12號", "806", "", "", ""],
        ["中山二路12號", "前鎮區, 高雄市 806", "TAIWAN (R.O.C.)"],
    ),
    (
        "TW",
        ["Changhua", "Yuanlin", "No. 77 Zhongzheng Rd.", "510", "", "", ""],
        ["No. 77 Zhongzheng Rd.", "Yuanlin City, Changhua County 510", "TAIWAN (R.O.C.)"],
    ),
    (
        "TH",
        ["88/12 Soi Sukhumvit 21", "Khlong Toei Nuea", "Watthana", "bkk", "10110", ""],
        ["88/12 Soi Sukhumvit 21", "Khlong Toei Nuea, Watthana", "Bangkok 10110", "THAILAND"],
    ),
    (
        "TH",
        ["9 Moo 4", "Nong Prue", "Bang Lamung", "Chonburi", "20150", ""],
        ["9 Moo 4", "Nong Prue, Bang Lamung", "Chon Buri 20150", "THAILAND"],
    ),
    (
        "TH",
        ["199 ถนนนิมมานเหมินท์", "สุเทพ", "เมือง", "เชียงใหม่", "50200", ""],
        ["199 ถนนนิมมานเหมินท์", "สุเทพ, เมือง", "เชียงใหม่ 50200", "THAILAND"],
    ),
    (
        "JP",
        ["1600022", "tokyo", "5-18-20 Shinjuku, Shinjuku-ku", "Sakura Mansion 203", "", "", ""],
        ["5-18-20 Shinjuku, Shinjuku-ku, Sakura Mansion 203", "Tokyo", "160-0022", "JAPAN"],
    ),
    (
        "JP",
        [
            "〒330-0854",
            "Saitama-ken",
            "2-5-14 Sakuragicho, Omiya-ku",
            "rumah",
            "埼玉県さいたま市",
            "シティ",
            "18-20",
        ],
        ["2-5-14 Sakuragicho, Omiya-ku", "Saitama", "330-0854", "JAPAN"],
    ),
    (
        "JP",
        ["460-0008", "愛知", "名古屋市中区栄3-1-1", "寮 105", "", "", ""],
        ["名古屋市中区栄3-1-1, 寮 105", "愛知県", "460-0008", "JAPAN"],
    ),
    (
        "QA",
        ["Zone 45", "310", "27", "Flat 4", "doha", "", ""],
        ["Flat 4, Building 27, Street 310, Zone 45", "doha", "QATAR"],
    ),
    (
        "QA",
        ["56", "730", "12A", "", "Al Rayyan", "PO Box 2345", "https://maps.app.goo.gl/abc"],
        ["Building 12A, Street 730, Zone 56", "P.O. Box 2345", "Al Rayyan", "QATAR"],
    ),
    (
        "QA",
        ["tidak tahu", "", "", "", "Doha", "2345", ""],
        ["P.O. Box 2345", "Doha", "QATAR"],
    ),
    (
        "SG",
        ["Blk 123 Bedok North Avenue 1", "05-123", "", "460123"],
        ["Blk 123 Bedok North Avenue 1 #05-123", "SINGAPORE 460123"],
    ),
    (
        "SG",
        ["12 Sunset Way", "landed", "", "S 597101"],
        ["12 Sunset Way", "SINGAPORE 597101"],
    ),
    (
        "SG",
        ["1 Raffles Place", "#44 - 02A", "One Raffles Place", "048616"],
        ["1 Raffles Place #44-02A", "One Raffles Place", "SINGAPORE 048616"],
    ),
    (
        "OM",
        ["Bawshar", "Al Khuwair 33, near Lulu", "1245", "3341", "", "", ""],
        ["Way 3341, Building 1245", "Al Khuwair 33, near Lulu", "Bawshar", "SULTANATE OF OMAN"],
    ),
    (
        "OM",
        ["Salalah", "23 July Street", "Villa 7", "", "P.O. Box 1507", "PC 211", "17.0194, 54.0897"],
        ["P.O. Box 1507, PC 211", "Villa 7", "23 July Street", "Salalah", "SULTANATE OF OMAN"],
    ),
    (
        "OM",
        ["Muscat", "Ruwi", "-", "", "1507", "112", ""],
        ["P.O. Box 1507, PC 112", "Ruwi", "Muscat", "SULTANATE OF OMAN"],
    ),
    (
        "BN",
        ["No 12", "34", "Jalan Kapok", "Kampong Kapok", "Mukim Serasa", "bt 2328"],
        ["No 12, Simpang 34, Jalan Kapok", "Kampong Kapok", "Mukim Serasa BT2328", "BRUNEI DARUSSALAM"],
    ),
    (
        "BN",
        ["Unit 3, Block B", "", "Jalan Sultan", "tidak ada", "Bandar Seri Begawan", "BS8811"],
        ["Unit 3, Block B, Jalan Sultan", "Bandar Seri Begawan BS8811", "BRUNEI DARUSSALAM"],
    ),
]


def answered(iso2: str, answers: list[str]) -> dict[str, str]:
    form = address_form(DESTINATIONS[iso2])
    return dict(zip([field.id for field in form], answers, strict=True))


@pytest.mark.parametrize(("iso2", "answers", "label"), REAL)
def test_real_address_is_accepted_field_by_field_and_as_a_whole(
    iso2: str, answers: list[str], label: list[str]
) -> None:
    typed = answered(iso2, answers)
    for field in address_form(DESTINATIONS[iso2], typed):
        check_field(DESTINATIONS[iso2], field.id, typed[field.id], typed)
    assert normalise_address(DESTINATIONS[iso2], typed)["country_code"] == iso2
    assert address_lines(DESTINATIONS[iso2], typed) == label
    assert address_lines(DESTINATIONS[iso2], {**typed, "name": "Siti Aminah"})[0] == "Siti Aminah"


@pytest.mark.parametrize("iso2", WAVE_1)
def test_first_wave_form_has_at_most_seven_questions(iso2: str) -> None:
    assert 3 <= len(address_form(DESTINATIONS[iso2])) <= 7


@pytest.mark.parametrize("iso2", [one.iso2 for one in DESTINATIONS])
def test_examples_are_valid_answers_and_together_a_valid_address(iso2: str) -> None:
    destination = DESTINATIONS[iso2]
    examples = {field.id: field.example for field in address_form(destination)}
    assert all(examples[field.id] for field in address_form(destination) if field.required)
    for field_id, example in examples.items():
        check_field(destination, field_id, example, examples)
    assert normalise_address(destination, examples)["street_address"]


@pytest.mark.parametrize("iso2", [one.iso2 for one in DESTINATIONS])
def test_empty_address_is_refused_in_every_required_field(iso2: str) -> None:
    required = {field.id for field in address_form(DESTINATIONS[iso2], {}) if field.required}
    with pytest.raises(AddressRefused) as refused:
        normalise_address(DESTINATIONS[iso2], {})
    assert refused.value.faults == dict.fromkeys(required, "required")


@pytest.mark.parametrize("iso2", [one.iso2 for one in DESTINATIONS])
def test_optional_questions_may_be_skipped(iso2: str) -> None:
    form = address_form(DESTINATIONS[iso2])
    needed = {field.id: field.example for field in form if field.required}
    assert normalise_address(DESTINATIONS[iso2], needed)
    optional = [field.id for field in form if not field.required]
    for skipped in ("", "-", "Tidak ada", "lewati"):
        assert all(check_field(DESTINATIONS[iso2], field_id, skipped) == "" for field_id in optional)


@pytest.mark.parametrize(
    ("iso2", "typed", "faults"),
    [
        ("QA", {"zone_no": "-", "city": "Doha"}, {"po_box": "required"}),
        ("QA", {"zone_no": "45", "city": "Doha"}, {"street_no": "required", "building_no": "required"}),
        (
            "OM",
            {"city": "Muscat", "street_address": "Ruwi", "building_no": "tidak ada"},
            {"po_box": "required"},
        ),
        (
            "OM",
            {"city": "Muscat", "street_address": "Ruwi", "building_no": "12", "po_box": "1507"},
            {"postal_code": "required"},
        ),
    ],
)
def test_without_house_number_a_box_is_required_and_with_a_box_its_office(
    iso2: str, typed: dict[str, str], faults: dict[str, str]
) -> None:
    with pytest.raises(AddressRefused) as refused:
        normalise_address(DESTINATIONS[iso2], typed)
    assert refused.value.faults == faults


def test_fields_that_no_longer_apply_are_not_on_the_label() -> None:
    typed = {"zone_no": "-", "street_no": "310", "building_no": "27", "city": "Doha", "po_box": "2345"}
    assert address_lines(DESTINATIONS["QA"], typed) == ["P.O. Box 2345", "Doha", "QATAR"]
    assert normalise_address(DESTINATIONS["QA"], typed)["street_address"] == "P.O. BOX 2345"


@pytest.mark.parametrize("iso2", ["TW", "JP"])
def test_label_is_available_in_the_countrys_own_script(iso2: str) -> None:
    typed = next(answered(code, answers) for code, answers, _ in REAL if code == iso2)
    lines = address_lines(DESTINATIONS[iso2], typed, native=True)
    assert {"TW": "桃園市中壢區", "JP": "東京都"}[iso2] in lines


@pytest.mark.parametrize(
    ("iso2", "field_id", "typed", "code"),
    [
        ("TW", "street_address", "", "required"),
        ("TW", "street_address", "   ", "required"),
        ("TW", "street_address", "😀😀", "not_text"),
        ("TW", "street_address", "\u200f\u200b\u202e", "not_text"),
        ("TW", "street_address", "x" * 4096, "too_long"),
        ("TW", "street_address", "12345", "no_letters"),
        ("JP", "street_address", "1-2-3", "no_letters"),
        ("OM", "city", "133", "no_letters"),
        ("BN", "kampong", "12", "no_letters"),
        ("TH", "city_area", "10110", "no_letters"),
        ("TW", "native_lines", "No. 12, Zhongshan Road", "not_native"),
        ("JP", "name_kana", "Siti", "not_native"),
        ("TW", "postal_code", "32", "format"),
        ("TW", "postal_code", "kode posnya lupa", "format"),
        ("TW", "country_area", "Solo", "not_in_list"),
        ("TW", "country_area", "Hsinchu", "ambiguous"),
        ("JP", "country_area", "Tokya", "not_in_list"),
        ("BN", "postal_code", "2328", "format"),
        ("QA", "zone_no", "biru", "format"),
        ("SG", "unit", "lantai lima", "format"),
        ("SG", "postal_code", "4601", "format"),
        ("OM", "postal_code", "1334", "format"),
    ],
)
def test_invalid_answer_is_refused_with_a_code(iso2: str, field_id: str, typed: str, code: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        check_field(DESTINATIONS[iso2], field_id, typed)
    assert (refused.value.code, refused.value.field_id) == (code, field_id)
    assert refused.value.example
