"""The consignee's mobile number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import Destinations, MobileRefused, check_mobile, mobile_question

DESTINATIONS = Destinations.read(Path(__file__).parents[2] / "config")


@pytest.mark.parametrize(
    ("iso2", "typed", "number"),
    [
        ("TW", "0912-345-678", "+886912345678"),
        ("TW", "912345678", "+886912345678"),
        ("TW", "886912345678", "+886912345678"),
        ("TW", "00886 912 345 678", "+886912345678"),
        ("TW", "+886 (0)912 345 678", "+886912345678"),
        ("TW", "０９１２３４５６７８", "+886912345678"),
        ("TW", "٠٩١٢\u00a0٣٤٥\u200b٦٧٨", "+886912345678"),
        ("TW", "0912–345—678", "+886912345678"),
        ("TH", "081 234 5678", "+66812345678"),
        ("JP", "090-1234-5678", "+819012345678"),
        ("QA", "3312 3456", "+97433123456"),
        ("SG", "8123 4567", "+6581234567"),
        ("OM", "9212 3456", "+96892123456"),
        ("BN", "712 3456", "+6737123456"),
        ("HK", "5123 4567", "+85251234567"),
        ("US", "(201) 555-0123", "+12015550123"),
    ],
)
def test_mobile_number_is_normalised_to_e164(iso2: str, typed: str, number: str) -> None:
    assert check_mobile(DESTINATIONS[iso2], typed) == number


@pytest.mark.parametrize(
    ("iso2", "typed", "code"),
    [
        ("TW", "", "not_a_number"),
        ("TW", "nanti ya", "not_a_number"),
        ("TW", "99999", "not_a_number"),
        ("TW", "9" * 4096, "not_a_number"),
        ("TW", "0912345", "not_a_number"),
        ("TW", "08123456789", "not_of_destination"),
        ("TW", "+62 812 3456 7890", "not_of_destination"),
        ("US", "+1 506 234 5678", "not_of_destination"),
        ("TW", "02 2345 6789", "not_a_mobile"),
        ("SG", "6123 4567", "not_a_mobile"),
        ("JP", "03-1234-5678", "not_a_mobile"),
    ],
)
def test_number_that_does_not_ring_there_is_refused_with_an_example(iso2: str, typed: str, code: str) -> None:
    with pytest.raises(MobileRefused) as refused:
        check_mobile(DESTINATIONS[iso2], typed)
    assert refused.value.code == code
    assert check_mobile(DESTINATIONS[iso2], refused.value.example) == refused.value.example


@pytest.mark.parametrize("iso2", [one.iso2 for one in DESTINATIONS])
def test_each_countrys_example_is_valid_and_fits_its_pattern(iso2: str) -> None:
    mobile = DESTINATIONS[iso2].entry.mobile
    assert check_mobile(DESTINATIONS[iso2], mobile.example) == mobile.example
    assert re.search(mobile.pattern, mobile.example)
    assert mobile.example.startswith(DESTINATIONS[iso2].calling_code)


def test_the_question_names_the_country_in_both_languages() -> None:
    question = mobile_question(DESTINATIONS["TW"])
    assert (question.label("id"), question.label("en")) == (
        "Nomor HP Taiwan yang aktif",
        "Active mobile number in Taiwan",
    )
    assert question.why("en") == "If you use EZ WAY, give the number you registered there."
    assert check_mobile(DESTINATIONS["TW"], question.example) == question.example


@given(st.text(max_size=300))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        number = check_mobile(DESTINATIONS["TW"], typed)
    except MobileRefused:
        return
    assert number.startswith("+8869")
