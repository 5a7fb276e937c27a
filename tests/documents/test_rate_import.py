"""Rate cards and exchange rates as people write them, in files and by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.csv_rows import FileRefused
from bot.destinations import Destinations
from bot.destinations.prices.exchange_rates import rate_written, strays
from bot.destinations.prices.rate_cards import Freight, Surcharge
from bot.documents.imports.rates import (
    cards_csv,
    read_cards,
    read_rates,
    rupiah_written,
    surcharges_text,
    surcharges_written,
)

CONFIG = Path(__file__).parents[2] / "config"
DESTINATIONS = Destinations.read(CONFIG)
HEAD = (
    "destination,service,first_step_rupiah,next_step_rupiah,divisor,step_grams,minimum_grams,surcharges,"
    "transit_days_least,transit_days_most,valid_from,valid_to,source"
)
LINE = (
    "TW,air_cargo,90000,30000,6000,500,1000,bahan bakar 10%; dokumen 10000,4,8,2026-11-23,2027-03-31,PT Kargo"
)


@pytest.mark.parametrize(
    ("text", "last", "rate"),
    [
        ("531,20", None, "531.20"),
        ("531.20", None, "531.20"),
        ("531", None, "531"),
        ("12.770,50", None, "12770.50"),
        ("12,770.50", None, "12770.50"),
        ("12.770", "12500", "12770"),
        ("12,770", "12500", "12770"),
        ("107,526", "107", "107.526"),
        ("12.770", None, None),
        ("12.770", "500", None),
        ("0.188", None, "0.188"),
        ("1.234.567", None, "1234567"),
        ("0", None, None),
        ("1.2.3", None, None),
        ("-5", None, None),
        ("1e5", None, None),
        ("lima", None, None),
        ("٥٣١", None, "531"),
    ],
)
def test_rate_is_parsed_in_indonesian_and_english_notation(
    text: str, last: str | None, rate: str | None
) -> None:
    read = rate_written(text, Decimal(last) if last else None)
    assert read == (Decimal(rate) if rate else None)


@given(st.integers(1, 10**9), st.integers(0, 999_999))
def test_rate_with_both_separators_is_never_mistaken(whole: int, part: int) -> None:
    meant = Decimal(f"{whole}.{part:06}")
    assert rate_written(f"{whole:,}.{part:06}") == meant
    assert rate_written(f"{whole:,}".replace(",", ".") + f",{part:06}") == meant


def test_rate_over_30_percent_off_strays() -> None:
    last = Decimal(500)
    assert [strays(Decimal(one), last) for one in (349, 350, 500, 650, 651)] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("95000", 95_000),
        ("95.000", 95_000),
        ("Rp 95,000", 95_000),
        ("rp95.000", 95_000),
        ("95.00", None),
        ("", None),
    ],
)
def test_only_whole_rupiah_are_parsed(text: str, rupiah: int | None) -> None:
    assert rupiah_written(text) == rupiah


def test_surcharges_are_parsed_and_formatted() -> None:
    surcharges = surcharges_written("biaya bahan bakar (contoh) 10%; dokumen: Rp10.000")
    assert surcharges == [
        Surcharge(name="biaya bahan bakar (contoh)", percent=10),
        Surcharge(name="dokumen", rupiah=10_000),
    ]
    assert surcharges_written(surcharges_text(surcharges)) == surcharges
    assert surcharges_written("-") == surcharges_written("") == surcharges_written("tidak ada") == []
    for wrong in ("10%", "bahan bakar", "bahan bakar banyak", "x 0%"):
        with pytest.raises(ValueError, match=r".+"):
            surcharges_written(wrong)


def test_exported_cards_of_the_files_are_read_back(tmp_path: Path) -> None:
    freight = Freight.read(CONFIG, DESTINATIONS)
    (tmp_path / "cards.csv").write_text(cards_csv(freight), encoding="utf-8")
    rows = read_cards(tmp_path / "cards.csv", DESTINATIONS)
    assert [(row.destination, row.card()) for row in rows] == [
        (iso2, card) for iso2 in freight for card in freight.cards(iso2)
    ]


def test_a_source_that_a_spreadsheet_would_run_is_exported_as_text_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "cards.csv").write_text(f"{HEAD}\n{LINE.replace('PT Kargo', '=PT()')}\n", encoding="utf-8")
    (row,) = read_cards(tmp_path / "cards.csv", DESTINATIONS)
    text = cards_csv(Freight({"TW": (row.card(),)}))
    assert text.rstrip().endswith(",'=PT(),no")
    (tmp_path / "again.csv").write_text(text, encoding="utf-8")
    assert list(read_cards(tmp_path / "again.csv", DESTINATIONS)) == [row]


@pytest.mark.parametrize(
    ("was", "now", "complaint"),
    [
        ("TW,", "XX,", "destination: 'XX' is none of destinations.yaml"),
        ("air_cargo", "kapal", "service: Input should be"),
        ("90000", "90.000", "first_step_rupiah: '90.000' is not a whole number"),
        (",1000,", ",750,", "minimum_grams must be whole steps"),
        ("10%", "sepuluh", "surcharges: "),
        ("2026-11-23", "23/11/2026", "valid_from: '23/11/2026' is no day"),
        ("2027-03-31", "2026-03-31", "valid_to is before valid_from"),
        (",4,8,", ",8,4,", "transit_days_most is less"),
        ("PT Kargo", "", "source: "),
        ("PT Kargo", "PT \u202eogra K", "source: must have no direction marks"),
        ("bahan bakar", "bahan \u200fbakar", "surcharges: must have no direction marks"),
        (",6000,", ",60,", "divisor"),
    ],
)
def test_fault_of_a_card_is_reported_by_line_and_column(
    tmp_path: Path, was: str, now: str, complaint: str
) -> None:
    assert LINE.count(was)
    (tmp_path / "cards.csv").write_text(f"{HEAD}\n{LINE.replace(was, now, 1)}\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_cards(tmp_path / "cards.csv", DESTINATIONS)
    assert [one for one in refused.value.complaints if "cards.csv:2: " in one and complaint in one]


def test_two_cards_of_a_service_never_share_a_day(tmp_path: Path) -> None:
    later = LINE.replace("2026-11-23", "2027-03-31").replace("2027-03-31,PT", "2027-06-30,PT")
    (tmp_path / "cards.csv").write_text(f"{HEAD}\n{LINE}\n{later}\n", encoding="utf-8")
    with pytest.raises(FileRefused, match=r"cards.csv:3: valid_from: a day of it has the card of line 2"):
        read_cards(tmp_path / "cards.csv", DESTINATIONS)


def test_faults_of_a_rates_file_are_reported(tmp_path: Path) -> None:
    lines = ["currency,rupiah,date,source", 'TWD,"531,20",2026-11-23,BI', "TWD,532,2026-11-23,BI"]
    lines += ["XXQ,5,2026-11-23,BI", "SGD,12.770,2026-11-23,BI", "JPY,107.5,kemarin,BI"]
    (tmp_path / "rates.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_rates(tmp_path / "rates.csv")
    report = "\n".join(refused.value.complaints)
    for complaint in (
        ":3: currency: 'TWD' stands in line 2",
        ":4: currency: no currency",
        ":5: ",
        ":6: date: ",
    ):
        assert f"rates.csv{complaint}" in report
    assert "rates.csv:2" not in report
