from __future__ import annotations

import json
import re
import shutil
from datetime import date

import pytest
from babel.dates import format_date

from bot.core.clock import Clock
from bot.destinations import Destinations, Restrictions
from tests.support import rows
from tests.support.config_folder import moved
from tests.support.terminal import CONFIG, Terminal

KEYS = [
    "destination",
    "open",
    "lines",
    "warnings",
    "grams",
    "chargeable_grams",
    "goods_rupiah",
    "freight_rupiah",
    "total_rupiah",
]

RATED = format_date(moved(date(2026, 11, 23)), "EEE, d MMM y", locale="id")


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    return Terminal(tmp_path, monkeypatch, capsys)


def quoted(terminal: Terminal, *words: str) -> dict:
    result = terminal.rantau("quote", *words, "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def warned(terminal: Terminal, *words: str) -> list[str]:
    return [one["rule"] for one in quoted(terminal, *words)["warnings"]]


def test_json_has_lines_sums_freight_and_warnings(terminal):
    answer = quoted(terminal, "--to", "TW", "SOLO-001=3", "SOLO-037=10")
    assert list(answer) == KEYS
    assert (answer["destination"], answer["open"]) == ("TW", True)
    snack, tea = answer["lines"]
    assert snack == {
        "sku": "SOLO-001",
        "quantity": 3,
        "action": "allow",
        "reason": None,
        "grams": 717,
        "rupiah": 72_000,
    }
    assert (tea["sku"], tea["quantity"], tea["action"], tea["grams"]) == ("SOLO-037", 10, "allow", 2840)
    assert (answer["grams"], answer["goods_rupiah"]) == (3557, 392_000)
    # 30,240,000 cubic millimetres / 6000 are 5040 grams, more than the gross ones.
    assert answer["chargeable_grams"] == 5500
    assert answer["total_rupiah"] == answer["goods_rupiah"] + answer["freight_rupiah"]
    (warning,) = answer["warnings"]
    assert warning["rule"] == "tea_per_recipient"
    assert "teh paling banyak 1 kg" in warning["reason"]


def test_without_a_rate_card_freight_is_null_and_the_total_is_the_goods(terminal):
    answer = quoted(terminal, "--to", "MY", "SOLO-001=3")
    assert (answer["open"], answer["freight_rupiah"]) == (False, None)
    assert answer["total_rupiah"] == answer["goods_rupiah"] == 72_000
    assert answer["chargeable_grams"] == 3000
    result = terminal.rantau("quote", "--to", "MY", "SOLO-001=3")
    assert "menyusul setelah ditimbang" in result.out
    assert "not open yet" in result.out


def test_table_has_the_sums_below_and_marks_examples(terminal):
    result = terminal.rantau("quote", "--to", "JP", "SOLO-008=1", "SOLO-037=2")
    lines = result.out.splitlines()
    assert lines[0] == "To Japan (JP)"
    assert lines[2].split() == ["sku", "product", "quantity", "action", "grams", "rupiah"]
    assert lines[3].split() == ["SOLO-008", "Abon", "sapi", "1", "forbid", "295", "85000"]
    assert "angka contoh" in result.out
    assert "SOLO-008    forbid: Maaf" in result.out
    assert "no promise" in result.err


@pytest.mark.parametrize("which", ["first wave", pytest.param("all", marks=pytest.mark.long)])
def test_action_depends_only_on_the_classes_of_the_product(terminal, which):
    rules, destinations = Restrictions.read(CONFIG), Destinations.read(CONFIG)
    classes = {
        "SOLO-008": ["meat_bovine"],
        "SOLO-016": ["confectionery", "alcohol_trace"],
        "SOLO-001": ["snack_dry"],
    }
    for destination in destinations if which == "all" else destinations.first_wave():
        answer = quoted(terminal, "--to", destination.iso2, *(f"{sku}=300" for sku in classes))
        for line in answer["lines"]:
            verdict = rules.verdict(destination.iso2, classes[line["sku"]], Clock().today())
            assert (line["action"], line["reason"]) == (verdict.action.value, verdict.reason("id") or None)


@pytest.mark.parametrize(
    ("to", "item", "rules"),
    [
        ("TW", "SOLO-066=5", []),
        ("TW", "SOLO-066=6", ["duty_free_value"]),
        ("TH", "SOLO-001=1", ["duty_free_value"]),
        ("NL", "SOLO-001=1", ["duty_free_value"]),
        ("OM", "SOLO-066=100", []),
        ("HK", "SOLO-066=100", []),
        ("TW", "SOLO-001=25", []),
        ("TW", "SOLO-001=26", ["food_per_recipient"]),
        ("KR", "SOLO-066=13", []),
        ("KR", "SOLO-066=14", ["duty_free_value"]),
    ],
)
def test_order_beyond_a_limit_or_the_duty_free_value_has_a_warning(terminal, to, item, rules):
    assert warned(terminal, "--to", to, item) == rules


def test_likely_tax_is_stated_with_amount_day_and_rate(terminal):
    (warning,) = quoted(terminal, "--to", "TW", "SOLO-066=6")["warnings"]
    assert warning["reason"].startswith("Kemungkinan kena pajak: nilai barang ≈ TWD")
    assert f"kurs {RATED}, kurs contoh" in warning["reason"]
    assert "TWD 2.000,00" in warning["reason"].replace("\xa0", " ")


@pytest.mark.parametrize(
    ("to", "about"), [("OM", r"OMR \d+,\d{3} "), ("JP", r"JPY [\d.]+ "), ("TW", r"TWD [\d.]+,\d\d ")]
)
def test_total_is_stated_in_the_destinations_currency_with_its_minor_units(terminal, to, about):
    out = terminal.rantau("quote", "--to", to, "SOLO-001=3").out.replace("\xa0", " ")
    assert re.search(rf"^about +≈ {about}\(kurs {RATED}, kurs contoh", out, re.MULTILINE)


def test_limit_of_one_baht_counts_as_nothing_free(terminal):
    (warning,) = quoted(terminal, "--to", "TH", "SOLO-001=1")["warnings"]
    assert "praktis mulai dari baht Thailand pertama" in warning["reason"]
    assert "THB 1,00" not in warning["reason"].replace("\xa0", " ")


def test_quote_says_when_volume_and_not_weight_is_charged(terminal):
    by_size = terminal.rantau("quote", "--to", "TW", "SOLO-001=3").out
    by_weight = terminal.rantau("quote", "--to", "TW", "SOLO-066=1").out
    assert "3 kg, dihitung dari besarnya paket" in by_size
    assert "besarnya paket" not in by_weight


def test_lower_case_repeated_products_and_a_countrys_name_are_understood(terminal):
    answer = quoted(terminal, "--to", "jepang", "solo-001=1", "SOLO-001=02")
    assert answer["destination"] == "JP"
    assert [(one["sku"], one["quantity"]) for one in answer["lines"]] == [("SOLO-001", 3)]


def test_quote_reports_all_faults_at_once(terminal):
    items = ["SOLO-001=0", "SOLO-999=2", "SOLO-002", "SOLO-003=two", "=4", "SOLO-004=1000", "SOLO-005=1"]
    result = terminal.rantau("quote", "--to", "XX", *items)
    assert (result.code, result.out) == (1, "")
    assert "--to XX" in result.err
    assert all(f"rantau: {item}: " in result.err for item in items[:5])
    assert "rantau: SOLO-004: at most 999" in result.err
    assert "SOLO-005" not in result.err
    assert list(terminal.folder.iterdir()) == []


async def one_product(db):
    await rows.people_and_makers(db)
    await rows.product(db, 1, 1, sku="DODOL-1", price_rupiah=10_000, gross_grams=600, classes="confectionery")


def test_the_products_of_the_database_win_over_the_files(terminal):
    terminal.write(one_product)
    answer = quoted(terminal, "--to", "SG", "DODOL-1=2")
    assert (answer["grams"], answer["goods_rupiah"]) == (1200, 20_000)
    assert terminal.rantau("quote", "--to", "SG", "SOLO-001=1").code == 1


def test_check_reports_faults_of_rate_cards_and_limits(terminal):
    config = terminal.folder / "config"
    shutil.copytree(CONFIG, config)
    for name, right, wrong in (
        ("freight.yaml", "divisor: 6000", "divisor: 0"),
        ("limits.yaml", "classes: [tea_coffee]", "classes: [tea]"),
    ):
        text = (config / name).read_text(encoding="utf-8")
        (config / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    terminal.set(CONFIG_DIR=str(config))
    result = terminal.rantau("check")
    assert result.code == 1
    assert "freight.yaml:" in result.out
    assert "limits.TW.tea_per_recipient.classes.0: no class tea" in result.out
