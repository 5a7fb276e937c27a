"""Typed text in plain signs."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.typed_signs import keyed, keyed_name

EVERY_SIGN = [chr(code) for code in range(sys.maxunicode + 1)]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ka\u200brak\u00a02", "karak 2"),
        ("ka\u200drak", "karak"),
        ("karak\u20032", "karak 2"),
        ("karak ½", "karak 1/2"),
        ("2½ kg", "2 1/2 kg"),
        ("1⁄2", "1/2"),
        ("٢ – ३", "2 - 3"),
        ("2−3 2〜3", "2-3 2~3"),
        ("１２ー３", "12-3"),
        ("𝐤𝐚𝐫𝐚𝐤 𝟚", "karak 2"),
        ("ＡＢ：１", "AB:1"),
        ("① ❶ ⑴ ⒈ 1️⃣", "(1) (1) (1) 1. (1)"),
        ("ⅳ. 5㎏", "iv. 5kg"),
        ("a\u2028b\x0bc\x00", "a\nb\nc"),
    ],
)
def test_signs_become_those_of_a_plain_keyboard(typed: str, plain: str) -> None:
    assert keyed(typed) == plain


@pytest.mark.parametrize("typed", ["می\u200cخواهم", "コーヒー", "台北市 3樓", "m² … ™", "葛\U000e0100城"])
def test_letters_of_other_scripts_stay(typed: str) -> None:
    assert keyed(typed) == typed


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ＡＢ３\u3000Ltd", "ＡＢ3 Ltd"),
        ("Jl. Solo 1–3½", "Jl. Solo 1–3½"),
        ("شارع ١٢", "شارع 12"),
        ("Nur\u200b Aini\u202e", "Nur Aini"),
        ("می\u200cخواهم 👩\u200d👧", "می\u200cخواهم 👩\u200d👧"),
        ("台北市中正路１２０號", "台北市中正路120號"),
    ],
)
def test_names_and_addresses_keep_their_letters(typed: str, plain: str) -> None:
    assert keyed_name(typed) == plain


@pytest.mark.parametrize("kind", ["Nd", "Zs", "Pd"])
def test_every_digit_blank_and_dash_of_unicode_becomes_the_plain_one(kind: str) -> None:
    plain = {"Nd": set("0123456789"), "Zs": {" "}, "Pd": {"-", "~"}}[kind]
    assert {keyed(sign) for sign in EVERY_SIGN if unicodedata.category(sign) == kind} == plain


def test_no_invisible_sign_is_left_between_latin_letters() -> None:
    unseen = [sign for sign in EVERY_SIGN if unicodedata.category(sign) in {"Cf", "Cc"}]
    left = {
        sign for sign in unseen if sign not in "\t\n\r" and keyed(f"ka{sign}rak") not in {"karak", "ka\nrak"}
    }
    assert {unicodedata.bidirectional(sign) for sign in left} <= {"AN", "AL", "L"}  # signs that are seen
    assert len(left) < 20


@given(st.text())
def test_plain_signs_are_left_alone(text: str) -> None:
    for rule in (keyed, keyed_name):
        assert rule(rule(text)) == rule(text)
