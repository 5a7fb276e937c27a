"""Prices converted to other currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ConfigRefused
from bot.destinations import Destinations
from bot.destinations.prices.exchange_rates import ConvertedAmount, RateEntry, Rates
from tests.support.config_folder import CONFIG, moved

RATES = Rates.read(CONFIG)
DAY = date(2026, 11, 23)


def dated(rupiah: str) -> RateEntry:
    return RateEntry.model_validate({"rupiah": rupiah, "date": DAY, "source": "contoh"})


@pytest.mark.parametrize(
    ("rupiah", "currency", "amount"),
    [(24_000, "TWD", "44.86"), (24_000, "JPY", "223"), (24_000, "OMR", "0.556"), (0, "SGD", "0.00")],
)
def test_amount_is_rounded_to_the_minor_units_of_the_currency(
    rupiah: int, currency: str, amount: str
) -> None:
    about = RATES.convert(rupiah, currency)
    assert about == ConvertedAmount(Decimal(amount), currency, moved(DAY), example=True)
    assert str(about.amount) == amount


def test_half_a_minor_unit_is_rounded_up() -> None:
    about = Rates({"JPY": dated("100")}).convert(250, "JPY")
    assert about is not None
    assert (about.amount, about.example) == (Decimal(3), False)


def test_currency_without_a_rate_is_not_converted() -> None:
    assert RATES.convert(24_000, "TRY") is None
    assert RATES.convert(24_000, "XXX") is None


def test_every_first_wave_currency_has_an_example_rate() -> None:
    for one in Destinations.read(CONFIG).first_wave():
        about = RATES.convert(100_000, one.currency)
        assert about is not None
        assert about.example


@given(st.integers(0, 10**12), st.sampled_from(["TWD", "JPY", "KWD", "USD", "KRW"]))
def test_amount_never_has_more_places_than_the_currency(rupiah: int, currency: str) -> None:
    about = RATES.convert(rupiah, currency)
    assert about is not None
    assert about.amount.as_tuple().exponent == -get_currency_precision(currency)
    assert about.amount >= 0


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{rupiah: 535.5, date: 2026-11-23, source: x}", "write the rate as quoted text"),
        ("{rupiah: '535,5', date: 2026-11-23, source: x}", "no number"),
        ("{rupiah: '0', date: 2026-11-23, source: x}", "greater than 0"),
        ("{rupiah: 'NaN', date: 2026-11-23, source: x}", "finite"),
        ("{rupiah: '535', date: kemarin, source: x}", "date"),
        ("{rupiah: '535', source: x}", "Field required"),
        ("{rupiah: '535', date: 2026-11-23, source: x, sample: true}", "Extra"),
    ],
)
def test_wrong_rate_is_refused_with_its_line(tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "rates.yaml").write_text(f"# rates\nrates:\n  TWD: {written}\n", encoding="utf-8")
    with pytest.raises(ConfigRefused) as refused:
        Rates.read(tmp_path)
    assert complaint in refused.value.complaints[0]
    assert "rates.yaml:3: rates.TWD" in refused.value.complaints[0]


def test_unknown_currency_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rates.yaml").write_text(
        "rates:\n  NTD: {rupiah: '5', date: 2026-11-23, source: x}\n", encoding="utf-8"
    )
    with pytest.raises(ConfigRefused, match="no currency: NTD"):
        Rates.read(tmp_path)
