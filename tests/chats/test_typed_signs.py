"""Numbers and codes are read however their digits, dashes and blanks are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.conversation.turn import Turn
from bot.core.money import rupiah_typed
from bot.core.redaction import carries_number, hiding, without_numbers
from bot.destinations import Destinations, check_field
from bot.destinations.prices.exchange_rates import rate_written
from bot.documents.imports.rates import rupiah_written, surcharges_written
from bot.handlers.chat.questions.country_lines import weight_in
from bot.handlers.coordinator.prices import rate_card_form
from bot.handlers.shared.quantities import whole_number
from bot.handlers.shared.typed_dates import day_typed, moment_typed, period_typed
from bot.shipping import waybills
from bot.shipping.measurements import MeasureRefused, parse_measured
from bot.understanding.search.terms import Terms
from tests.support.reader import lines, reader

DESTINATIONS = Destinations.read(Path(__file__).parents[2] / "config")
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("reads", "typed", "plain"),
    [
        (whole_number, "\u200b１２", "12"),
        (whole_number, "−٣", "-3"),
        (rupiah_typed, "Rp\u00a0１.２５０.０００", "Rp 1.250.000"),
        (rupiah_written, "Rp\u00a0９５.０００", "Rp 95.000"),
        (surcharges_written, "bahan bakar １０%", "bahan bakar 10%"),
        (rate_written, "\u2007５３１,２０", "531,20"),
        (parse_measured, "２,３５\u00a0㎏ ４０×３０×２５", "2,35 kg 40x30x25"),
        (parse_measured, "2½ kg", "2,5 kg"),
        (parse_measured, "½ kg", "0.5 kg"),
        (weight_in, "berapa ongkir ٣\u00a0kg", "berapa ongkir 3 kg"),
        (waybills.parse_mawb, "１７６–１２３４５６７５", "176-12345675"),
        (waybills.parse_mawb, "176\u200b-12345675", "176-12345675"),
        (waybills.parse_s10, "ＲＲ473124829ＧＢ", "RR473124829GB"),
        (waybills.parse_flight, "CI\u00a0７６２", "CI 762"),
        (waybills.parse_parcel_number, "ab—12\u200b34", "ab-1234"),
        (lambda text: day_typed(text, TODAY), "２０２６–１２–０４", "2026-12-04"),
        (lambda text: moment_typed(text, TODAY, time(20)), "4/12\u00a0２０.００", "4/12 20.00"),
        (lambda text: period_typed(text, TODAY), "1/12/2026—３１/12/2026", "1/12/2026 - 31/12/2026"),
        (lambda text: rate_card_form.read("minimum", text, TODAY), "５００\u00a0g", "500 g"),
        (lambda text: rate_card_form.read("transit", text, TODAY), "５–７", "5-7"),
    ],
)
def test_number_is_read_in_any_signs(reads: Callable[[str], Any], typed: str, plain: str) -> None:
    assert reads(typed) == reads(plain)
    assert reads(plain) is not None


@pytest.mark.parametrize("typed", ["3/4 x kg", "1/3 kg", "5/4 kg", "1/2/3 kg"])
def test_parts_that_are_no_weight_are_refused(typed: str) -> None:
    with pytest.raises(MeasureRefused, match="unreadable"):
        parse_measured(typed)


@pytest.mark.parametrize(
    ("iso2", "field", "typed", "shaped"),
    [
        ("TW", "postal_code", "３２０\u200b", "320"),
        ("TW", "postal_code", "١٠٦٥١", "10651"),
        ("JP", "postal_code", "〒１０６–００４４", "106-0044"),
        ("TW", "street_address", "No.\u00a0１２, Xinyi Rd", "No. 12, Xinyi Rd"),
        ("TW", "native_lines", "台北市\u200b大安區１２號", "台北市大安區12號"),
        ("TW", "name_native", "王小美", "王小美"),
    ],
)
def test_address_has_plain_digits_and_its_own_letters(iso2: str, field: str, typed: str, shaped: str) -> None:
    assert check_field(DESTINATIONS[iso2], field, typed) == shaped


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" \u200bSiti\u00a0Aminah\u2060 ", "Siti Aminah"),
        ("王小美", "王小美"),
        ("شارع ١٢", "شارع 12"),
        ("Jl. Ｍａｗａｒ ５", "Jl. Ｍａｗａｒ 5"),
    ],
)
def test_whatever_a_person_types_reaches_the_shop_with_plain_digits_and_blanks(typed: str, text: str) -> None:
    turn = Turn(cast(Any, SimpleNamespace(text=typed)), cast(Any, None), cast(Any, None), cast(Any, None))
    assert turn.text == text


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ka\u200brak 2", {"002": 2}),
        ("karak ½ lusin", {"002": 6}),
        ("karak\u00a0٣", {"002": 3}),
        ("𝐤𝐚𝐫𝐚𝐤 ②", {"002": 2}),
        ("ｋａｒａｋ　４", {"002": 4}),
        ("karak —— 5", {"002": 5}),
        ("Karak: −\nBrem: 2", {"016": 2}),
        ("karak 1½ lusin", {"002": 18}),
    ],
)
def test_message_is_read_in_any_signs(typed: str, wanted: dict[str, int]) -> None:
    assert lines(f"pesen {typed}") == wanted


def test_amounts_and_searches_are_read_in_any_signs() -> None:
    assert reader().amount("½ lusin") == reader().amount("٦") == 6
    assert Terms().query_words("ka\u200brak") == Terms().query_words("ｋａｒａｋ") == "karak"


def test_identity_number_in_other_signs_is_hidden_too() -> None:
    assert carries_number("paspor Ａ１２３４５６７８９")
    with hiding("Ｐ１２３–４５６"):
        assert without_numbers("P123-456 P123456") == "•••••• ••••••"
