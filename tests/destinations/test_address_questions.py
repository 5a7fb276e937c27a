"""Questions besides the address: EZ WAY, identity numbers, the country's own script."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.destinations import (
    Destination,
    Destinations,
    IdentityRefused,
    address_form,
    address_lines,
    check_identity,
    extra_questions,
    identity_asked,
    identity_label,
    native_lines,
    native_name,
    normalise_address,
)

DESTINATIONS = Destinations.read(Path(__file__).parents[2] / "config")
EVERYWHERE = [one.iso2 for one in DESTINATIONS]
SERVICES = ("air_cargo", "express", "post")


def entry(iso2: str, kind: str):
    return next(one for one in DESTINATIONS[iso2].entry.identity if one.id == kind)


def asking(iso2: str, kind: str, required: object) -> Destination:
    """The country as if the file stated another `required` for one number."""
    found = DESTINATIONS[iso2]
    numbers = [
        one.model_copy(update={"required": required}) if one.id == kind else one
        for one in found.entry.identity
    ]
    return replace(found, entry=found.entry.model_copy(update={"identity": numbers}))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("iso2", EVERYWHERE)
def test_identity_number_is_asked_only_where_the_file_says_so(iso2: str, service: str) -> None:
    wanted = {"KR": "pccc", "KW": "civil_id", "TR": "tckn"} | (
        {"CN": "cn_id"} if service == "express" else {}
    )
    asked = identity_asked(DESTINATIONS[iso2], service)
    assert (asked.id if asked else None) == wanted.get(iso2)
    assert asked is None or check_identity(asked, asked.example)


def test_ez_way_is_asked_only_in_taiwan_and_not_for_post() -> None:
    asked = {
        (iso2, service)
        for iso2 in EVERYWHERE
        for service in SERVICES
        if any(one.id == "ezway" for one in extra_questions(DESTINATIONS[iso2], service))
    }
    assert asked == {("TW", "air_cargo"), ("TW", "express")}


def test_number_may_be_required_by_service() -> None:
    from bot.destinations.countries.identity_schema import ByService

    by_air = asking("QA", "qid", ByService(by_service=["air_cargo"]))
    assert identity_asked(by_air, "air_cargo").id == "qid"
    assert identity_asked(by_air, "post") is None
    assert identity_asked(asking("QA", "qid", "always"), "post").id == "qid"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Sudah", "yes"),
        ("sudah kak", "yes"),
        ("UDAH", "yes"),
        ("ya", "yes"),
        ("yes", "yes"),
        ("Belum", "not_yet"),
        ("blm ya", "not_yet"),
        ("tidak", "not_yet"),
        ("no", "not_yet"),
        ("durung", "not_yet"),
        ("Belum tahu", "not_sure"),
        ("gak tau", "not_sure"),
        ("not sure", "not_sure"),
        ("not_sure", "not_sure"),
        ("apa itu?", "not_sure"),
        ("besok saya daftar", None),
        ("", None),
        ("12", None),
    ],
)
def test_ez_way_answer_is_understood_as_people_type_it(typed: str, answer: str | None) -> None:
    question = extra_questions(DESTINATIONS["TW"], "air_cargo")[0]
    meant = question.answer(typed)
    assert (meant.id if meant else None) == answer


def test_customer_without_ez_way_is_told_whom_to_ask_and_may_order() -> None:
    answers = {one.id: one for one in extra_questions(DESTINATIONS["TW"], "air_cargo")[0].answers}
    assert list(answers) == ["yes", "not_yet", "not_sure"]
    assert not answers["yes"].then("id")
    for one in ("not_yet", "not_sure"):
        assert "koordinator" in answers[one].then("id")
        assert "coordinator" in answers[one].then("en")
    typed = {"country_area": "taipei", "city": "Da'an", "street_address": "Xinyi Rd. 5", "postal_code": "106"}
    assert normalise_address(DESTINATIONS["TW"], typed | {"ezway": "not_yet"})


@pytest.mark.parametrize(
    ("iso2", "kind", "typed", "number"),
    [
        ("TW", "tw_id", "A123456789", "A123456789"),  # the published example
        ("TW", "tw_id", "a 123-456-789", "A123456789"),
        ("TW", "tw_id", "AA00000009", "AA00000009"),  # an ARC of before 2021
        ("TW", "tw_id", "A800000014", "A800000014"),  # an ARC since 2021
        ("KR", "pccc", "P123456789012", "P123456789012"),
        ("KR", "pccc", "p123-456-789-012", "P123456789012"),
        ("KR", "pccc", "Ｐ１２３４５６７８９０１２", "P123456789012"),
        ("KR", "pccc", "P1234\u200b5678–9012", "P123456789012"),
        ("QA", "qid", "٢٨٤\u00a03560 0123", "28435600123"),
        ("QA", "qid", "284 3560 0123", "28435600123"),
        ("TR", "tckn", "10000000146", "10000000146"),
        ("TH", "passport_or_id", "x1234567", "X1234567"),
        ("CN", "cn_id", "X1234567", "X1234567"),
        ("AE", "emirates_id", "784-1980-1234567-8", "784198012345678"),
        ("EG", "eg_id", "A 1234567", "A1234567"),
    ],
)
def test_identity_number_is_accepted_in_any_notation(iso2: str, kind: str, typed: str, number: str) -> None:
    assert check_identity(entry(iso2, kind), typed) == number


@pytest.mark.parametrize(
    ("iso2", "kind", "typed", "code"),
    [
        ("TW", "tw_id", "A123456788", "check_digit"),
        ("TW", "tw_id", "B123456789", "check_digit"),
        ("TW", "tw_id", "A323456789", "format"),
        ("TW", "tw_id", "A12345678", "format"),
        ("TW", "tw_id", "", "required"),
        ("TW", "tw_id", " - ", "required"),
        ("KR", "pccc", "P12345678901", "format"),
        ("KR", "pccc", "123456789012", "format"),
        ("KR", "pccc", "belum punya", "format"),
        ("QA", "qid", "2843560012", "format"),
        ("TR", "tckn", "10000000147", "check_digit"),
        ("TH", "passport_or_id", "1234567890123", "check_digit"),
        ("CN", "cn_id", "360426199101010072", "check_digit"),
        ("AE", "emirates_id", "784-1980-1234567-9", "check_digit"),
        ("EG", "eg_id", "paspor", "format"),
        ("EG", "eg_id", "A" * 4096, "format"),
    ],
)
def test_impossible_identity_number_is_refused_without_repeating_it(
    iso2: str, kind: str, typed: str, code: str
) -> None:
    with pytest.raises(IdentityRefused) as refused:
        check_identity(entry(iso2, kind), typed)
    assert (refused.value.code, refused.value.kind) == (code, kind)
    assert not typed.strip(" -") or typed not in f"{refused.value!r} {refused.value}"


@given(
    st.text(max_size=60),
    st.sampled_from([(one.iso2, n.id) for one in DESTINATIONS for n in one.entry.identity]),
)
def test_any_text_is_a_number_or_refused(typed: str, which: tuple[str, str]) -> None:
    asked = entry(*which)
    try:
        number = check_identity(asked, typed)
    except IdentityRefused:
        return
    assert check_identity(asked, number) == number


def test_exactly_one_check_digit_fits_a_taiwanese_number() -> None:
    fitting = []
    for digit in "0123456789":
        with suppress(IdentityRefused):
            fitting.append(check_identity(entry("TW", "tw_id"), f"A12345678{digit}"))
    assert fitting == ["A123456789"]


def test_identity_number_has_the_label_of_the_file() -> None:
    assert identity_label(DESTINATIONS["KR"], "pccc", "id") == "PCCC (P + 12 angka)"
    assert identity_label(DESTINATIONS["KR"], "pccc", "en") == "PCCC (P + 12 digits)"
    assert identity_label(DESTINATIONS["KR"], "gone", "id") == "gone"


@pytest.mark.parametrize("iso2", EVERYWHERE)
def test_identity_number_is_not_part_of_the_address(iso2: str) -> None:
    numbers = {one.id for one in DESTINATIONS[iso2].entry.identity}
    assert not numbers & {field.id for field in address_form(DESTINATIONS[iso2])}
    assert not numbers & {"name", "mobile", "note"}


@pytest.mark.parametrize("iso2", ["TW", "TH", "JP", "KR", "HK", "CN", "MO"])
def test_native_address_lines_are_optional_and_follow_the_latin_lines(iso2: str) -> None:
    to = DESTINATIONS[iso2]
    form = {field.id: field for field in address_form(to)}
    assert not form["native_lines"].required
    assert form["native_lines"].native
    typed = {one.id: one.example for one in form.values() if one.required}
    given = typed | {"native_lines": f" {form['native_lines'].example} \n二樓 \n"}
    assert native_lines(to, given) == [form["native_lines"].example, "二樓"]
    assert native_lines(to, typed) == native_lines(to, typed | {"native_lines": ""}) == []
    assert address_lines(to, given) == address_lines(to, typed)
    assert to.entry.address.name.latin


def test_native_name_is_kept_apart() -> None:
    assert native_name(DESTINATIONS["TW"], {"name_native": "王小美"}) == "王小美"
    assert native_name(DESTINATIONS["JP"], {"name_kana": "シティ"}) == "シティ"
    assert native_name(DESTINATIONS["TW"], {"name_native": "Wang"}) == ""
    assert native_name(DESTINATIONS["QA"], {"name_native": "王小美"}) == ""
    assert native_lines(DESTINATIONS["SG"], {"native_lines": "新加坡"}) == []
