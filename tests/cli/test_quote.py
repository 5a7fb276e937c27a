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
    said = terminal.rantau("quote", *words, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def warned(terminal: Terminal, *words: str) -> list[str]:
    return [one["rule"] for one in quoted(terminal, *words)["warnings"]]


def test_programs_read_lines_sums_freight_and_warnings(terminal):
    told = quoted(terminal, "--to", "TW", "SOLO-001=3", "SOLO-037=10")
    assert list(told) == KEYS
    assert (told["destination"], told["open"]) == ("TW", True)
    snack, tea = told["lines"]
    assert snack == {
        "sku": "SOLO-001",
        "quantity": 3,
        "action": "allow",
        "reason": None,
        "grams": 717,
        "rupiah": 72_000,
    }
    assert (tea["sku"], tea["quantity"], tea["action"], tea["grams"]) == ("SOLO-037", 10, "allow", 2840)
    assert (told["grams"], told["goods_rupiah"]) == (3557, 392_000)
    # 30,240,000 cubic millimetres / 6000 are 5040 grams, more than the gross ones.
    assert told["chargeable_grams"] == 5500
    assert told["total_rupiah"] == told["goods_rupiah"] + told["freight_rupiah"]
    (warning,) = told["warnings"]
    assert warning["rule"] == "tea_per_recipient"
    assert "teh paling banyak 1 kg" in warning["reason"]


def test_without_a_rate_card_freight_is_null_and_the_total_the_goods_alone(terminal):
    told = quoted(terminal, "--to", "MY", "SOLO-001=3")
    assert (told["open"], told["freight_rupiah"]) == (False, None)
    assert told["total_rupiah"] == told["goods_rupiah"] == 72_000
    assert told["chargeable_grams"] == 3000
    said = terminal.rantau("quote", "--to", "MY", "SOLO-001=3")
    assert "menyusul setelah ditimbang" in said.out
    assert "not open yet" in said.out


def test_people_read_a_table_with_the_sums_below_and_examples_marked(terminal):
    said = terminal.rantau("quote", "--to", "JP", "SOLO-008=1", "SOLO-037=2")
    lines = said.out.splitlines()
    assert lines[0] == "To Japan (JP)"
    assert lines[2].split() == ["sku", "product", "quantity", "action", "grams", "rupiah"]
    assert lines[3].split() == ["SOLO-008", "Abon", "sapi", "1", "forbid", "295", "85000"]
    assert "angka contoh" in said.out
    assert "SOLO-008    forbid: Maaf" in said.out
    assert "no promise" in said.err


@pytest.mark.parametrize("which", ["first wave", pytest.param("all", marks=pytest.mark.long)])
def test_an_action_comes_from_the_classes_of_the_product_alone(terminal, which):
    rules, destinations = Restrictions.read(CONFIG), Destinations.read(CONFIG)
    classes = {
        "SOLO-008": ["meat_bovine"],
        "SOLO-016": ["confectionery", "alcohol_trace"],
        "SOLO-001": ["snack_dry"],
    }
    for destination in destinations if which == "all" else destinations.first_wave():
        told = quoted(terminal, "--to", destination.iso2, *(f"{sku}=300" for sku in classes))
        for line in told["lines"]:
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
def test_whole_orders_are_warned_about_beyond_a_limit_or_the_duty_free_value(terminal, to, item, rules):
    assert warned(terminal, "--to", to, item) == rules


def test_tax_is_said_to_be_likely_with_the_amount_the_day_and_the_rate(terminal):
    (warning,) = quoted(terminal, "--to", "TW", "SOLO-066=6")["warnings"]
    assert warning["reason"].startswith("Kemungkinan kena pajak: nilai barang ≈ TWD")
    assert f"kurs {RATED}, kurs contoh" in warning["reason"]
    assert "TWD 2.000,00" in warning["reason"].replace("\xa0", " ")


@pytest.mark.parametrize(
    ("to", "about"), [("OM", r"OMR \d+,\d{3} "), ("JP", r"JPY [\d.]+ "), ("TW", r"TWD [\d.]+,\d\d ")]
)
def test_the_total_is_told_in_the_destinations_money_with_its_own_minor_units(terminal, to, about):
    out = terminal.rantau("quote", "--to", to, "SOLO-001=3").out.replace("\xa0", " ")
    assert re.search(rf"^about +≈ {about}\(kurs {RATED}, kurs contoh", out, re.MULTILINE)


def test_one_baht_is_practically_nothing(terminal):
    (warning,) = quoted(terminal, "--to", "TH", "SOLO-001=1")["warnings"]
    assert "praktis mulai dari baht Thailand pertama" in warning["reason"]
    assert "THB 1,00" not in warning["reason"].replace("\xa0", " ")


def test_it_is_said_when_the_size_and_not_the_weight_is_charged(terminal):
    by_size = terminal.rantau("quote", "--to", "TW", "SOLO-001=3").out
    by_weight = terminal.rantau("quote", "--to", "TW", "SOLO-066=1").out
    assert "3 kg, dihitung dari besarnya paket" in by_size
    assert "besarnya paket" not in by_weight


def test_lower_case_repeated_products_and_a_countrys_name_are_understood(terminal):
    told = quoted(terminal, "--to", "jepang", "solo-001=1", "SOLO-001=02")
    assert told["destination"] == "JP"
    assert [(one["sku"], one["quantity"]) for one in told["lines"]] == [("SOLO-001", 3)]


def test_everything_that_is_wrong_is_named_at_once(terminal):
    items = ["SOLO-001=0", "SOLO-999=2", "SOLO-002", "SOLO-003=two", "=4", "SOLO-004=1000", "SOLO-005=1"]
    said = terminal.rantau("quote", "--to", "XX", *items)
    assert (said.code, said.out) == (1, "")
    assert "--to XX" in said.err
    assert all(f"rantau: {item}: " in said.err for item in items[:5])
    assert "rantau: SOLO-004: at most 999" in said.err
    assert "SOLO-005" not in said.err
    assert list(terminal.folder.iterdir()) == []


async def one_product(db):
    await rows.people_and_makers(db)
    await rows.product(db, 1, 1, sku="DODOL-1", price_rupiah=10_000, gross_grams=600, classes="confectionery")


def test_the_products_of_the_database_win_over_the_files(terminal):
    terminal.write(one_product)
    told = quoted(terminal, "--to", "SG", "DODOL-1=2")
    assert (told["grams"], told["goods_rupiah"]) == (1200, 20_000)
    assert terminal.rantau("quote", "--to", "SG", "SOLO-001=1").code == 1


def test_faults_of_rate_cards_and_limits_are_named_by_the_check(terminal):
    config = terminal.folder / "config"
    shutil.copytree(CONFIG, config)
    for name, right, wrong in (
        ("freight.yaml", "divisor: 6000", "divisor: 0"),
        ("limits.yaml", "classes: [tea_coffee]", "classes: [tea]"),
    ):
        text = (config / name).read_text(encoding="utf-8")
        (config / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    terminal.set(CONFIG_DIR=str(config))
    said = terminal.rantau("check")
    assert said.code == 1
    assert "freight.yaml:" in said.out
    assert "limits.TW.tea_per_recipient.classes.0: no class tea" in said.out
