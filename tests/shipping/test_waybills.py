"""Numbers of air waybills and postal items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shipping.waybills import (
    WaybillRefused,
    mawb_check_digit,
    next_mawb,
    parse_hawb,
    parse_mawb,
    parse_s10,
    s10_check_digit,
)


@pytest.mark.parametrize("published", ["176-12345675", "020-81140743"])
def test_published_master_waybill_is_accepted(published):
    assert parse_mawb(published) == published


@pytest.mark.parametrize("typed", [" 176-12345675 ", "17612345675", "176 1234 5675", "176 - 1234 5675"])
def test_a_master_waybill_may_be_typed_with_blanks_and_without_its_hyphen(typed):
    assert parse_mawb(typed) == "176-12345675"


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [
        ("176-12345674", "check_digit", "5"),
        ("020-81140741", "check_digit", "3"),
        ("176-1234567", "length", "11"),
        ("176-123456755", "length", "11"),
        ("", "length", "11"),
        ("176-1234567O", "not_digits", ""),
        ("176-1234567②", "not_digits", ""),
        ("CI6-12345675", "not_digits", ""),
    ],
)
def test_mistyped_master_waybill_is_refused_with_its_fault(typed, code, expected):
    with pytest.raises(WaybillRefused) as refused:
        parse_mawb(typed)
    assert (refused.value.written, refused.value.code, refused.value.expected) == (typed, code, expected)


def test_next_waybill_is_11_more_or_4_more_after_check_digit_6():
    assert next_mawb("176-12345675") == "176-12345686"
    assert next_mawb("176-12345686") == "176-12345690"


def test_an_airlines_stock_ends_with_its_last_serial():
    last = f"297-9999999{mawb_check_digit(9_999_999)}"
    with pytest.raises(WaybillRefused) as refused:
        next_mawb(last)
    assert refused.value.code == "last_serial"


@given(st.integers(0, 999), st.integers(0, 9_999_998))
def test_any_next_waybill_is_valid_and_11_or_4_more(prefix, serial):
    number = parse_mawb(f"{prefix:03}{serial:07}{serial % 7}")
    step = 4 if number.endswith("6") else 11
    following = next_mawb(number)
    assert parse_mawb(following) == following
    assert int(following[4:]) - int(number[4:]) == step


@given(st.integers(0, 9_999_999), st.integers(0, 9))
def test_any_other_check_digit_is_refused(serial, digit):
    if digit == serial % 7:
        return
    with pytest.raises(WaybillRefused) as refused:
        parse_mawb(f"126{serial:07}{digit}")
    assert (refused.value.code, refused.value.expected) == ("check_digit", str(serial % 7))


@pytest.mark.parametrize(("typed", "kept"), [("slo-2611-001", "SLO-2611-001"), (" AB 12 ", "AB12")])
def test_a_house_waybill_is_kept_in_capitals(typed, kept):
    assert parse_hawb(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [
        ("AB1", "length", "4-12"),
        ("ABCDEFGHIJKL1", "length", "4-12"),
        ("AB/12", "signs", ""),
        ("ÉÉ12", "signs", ""),
    ],
)
def test_a_house_waybill_of_another_shape_is_refused(typed, code, expected):
    with pytest.raises(WaybillRefused) as refused:
        parse_hawb(typed)
    assert (refused.value.code, refused.value.expected) == (code, expected)


def test_the_published_postal_number_has_the_check_digit_nine():
    assert s10_check_digit("47312482") == 9
    assert parse_s10("rr 473 124 829 gb") == "RR473124829GB"


@pytest.mark.parametrize(
    ("serial", "digit"), [("00000008", 0), ("00000012", 0), ("00000000", 5), ("00000015", 5), ("00000001", 4)]
)
def test_check_digit_10_becomes_0_and_11_becomes_5(serial, digit):
    assert s10_check_digit(serial) == digit


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [
        ("RR473124828GB", "check_digit", "9"),
        ("RR47312482GB", "length", "13"),
        ("R1473124829GB", "letters", ""),
        ("RR473124829G8", "letters", ""),
        ("RR47312482XGB", "not_digits", ""),
    ],
)
def test_mistyped_postal_number_is_refused_with_its_fault(typed, code, expected):
    with pytest.raises(WaybillRefused) as refused:
        parse_s10(typed)
    assert (refused.value.code, refused.value.expected) == (code, expected)
