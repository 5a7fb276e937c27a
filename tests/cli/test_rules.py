from __future__ import annotations

import json
import sqlite3

import pytest

from bot.catalog import Product
from tests.support import rows
from tests.support.terminal import CONFIG, Terminal


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    return Terminal(tmp_path, monkeypatch, capsys)


async def one_product(db):
    await rows.people_and_makers(db)
    await rows.product(db, 1, 1, sku="DODOL-1", name_en="Palm sugar toffee", classes="honey;meat_bovine")


def test_rules_print_action_reason_authority_and_source(terminal):
    result = terminal.rantau("rules", "--to", "JP", "SOLO-008", "SOLO-037")
    assert result.code == 0
    assert "SOLO-008 Beef floss to JP (Japan): forbid" in result.out
    assert "SOLO-037 Solo tea blend to JP (Japan): allow" in result.out
    assert "MAFF Animal Quarantine Service" in result.out
    assert "https://www.maff.go.jp/pps/j/pqaqinfo_idn.html" in result.out
    assert "not legal advice" in result.err
    assert f"version {version()}" in result.err


def version() -> str:
    lines = (CONFIG / "restrictions.yaml").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("version:")).split("'")[1]


def test_general_knowledge_and_default_rules_are_marked(terminal):
    result = terminal.rantau("rules", "--to", "EG", "SOLO-001")
    assert "EG (Egypt, not open yet): allow" in result.out
    assert "general knowledge, not checked yet" in result.out
    assert "for every country without a rule of its own" in result.out


def test_json_has_the_same_rules(terminal):
    result = terminal.rantau("rules", "--to", "JP", "SOLO-008", "SOLO-001", "--json")
    told = json.loads(result.out)
    assert (told["destination"], told["open"], told["version"]) == ("JP", True, version())
    floss, crust = told["products"]
    assert (floss["sku"], floss["action"], crust["action"]) == ("SOLO-008", "forbid", "allow")
    (rule,) = floss["rules"]
    assert (rule["class"], rule["decides"], rule["own"], rule["action"]) == (
        "meat_bovine",
        True,
        True,
        "forbid",
    )
    assert rule["reason"].startswith("meat and anything")
    assert rule["reason_id"].startswith("Maaf, daging")
    assert rule["sources"][0]["url"] == "https://www.maff.go.jp/pps/j/pqaqinfo_idn.html"
    assert crust["rules"][0]["commercial"]["action"] == "needs_document"


def test_country_name_and_lower_case_sku_are_understood(terminal):
    result = terminal.rantau("rules", "--to", "jepang", "solo-008")
    assert (result.code, result.out.splitlines()[0]) == (0, "SOLO-008 Beef floss to JP (Japan): forbid")


def test_unknown_country_and_products_are_reported_at_once(terminal):
    result = terminal.rantau("rules", "--to", "XX", "SOLO-008", "NIX-1", "NIX-2")
    assert (result.code, result.out) == (1, "")
    assert all(f"{name}" in result.err for name in ("XX", "NIX-1", "NIX-2"))
    assert "SOLO-008" not in result.err


@pytest.mark.parametrize("words", ["rules", "rules --to JP", "rules SOLO-008"])
def test_rules_need_a_destination_and_a_product(terminal, words):
    result = terminal.rantau(*words.split())
    assert (result.code, result.out) == (2, "")


def test_rules_use_the_folders_catalogue_and_create_no_database(terminal):
    assert terminal.rantau("rules", "--to", "TW", "SOLO-001").code == 0
    assert list(terminal.folder.iterdir()) == []


def test_an_empty_database_stays_empty(terminal):
    terminal.has_database()
    result = terminal.rantau("rules", "--to", "TW", "SOLO-001")
    assert result.code == 0
    assert "The database holds no products" in result.err
    with sqlite3.connect(terminal.folder / "rantau.db") as database:
        assert database.execute("SELECT count(*) FROM products").fetchone() == (0,)
    database.close()


def test_rules_use_the_products_of_the_database(terminal):
    terminal.write(one_product)
    result = terminal.rantau("rules", "--to", "JP", "DODOL-1")
    assert result.out.startswith("DODOL-1 Palm sugar toffee to JP (Japan): forbid\n  meat_bovine ")
    assert "\n  honey (Honey and bee products): warn\n" in result.out
    assert "no products" not in result.err
    assert terminal.rantau("rules", "--to", "JP", "SOLO-008").code == 1


def test_unreachable_database_is_reported_in_one_line(terminal):
    terminal.set(DATABASE_URL="postgresql+asyncpg://me:hush@127.0.0.1:1/shop")
    result = terminal.rantau("rules", "--to", "JP", "SOLO-008")
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert "hush" not in result.err


async def stays_home(db):
    await one_product(db)
    sku = await db.get_one(Product, 1)
    sku.stays_because = "Mudah basi, hanya dijual di Solo."


def test_product_that_stays_home_is_forbidden_with_the_sellers_reason(terminal):
    terminal.write(stays_home)
    result = terminal.rantau("rules", "--to", "TW", "DODOL-1")
    assert "DODOL-1 Palm sugar toffee to TW (Taiwan): forbid" in result.out
    assert "it travels nowhere: Mudah basi, hanya dijual di Solo." in result.out
    told = json.loads(terminal.rantau("rules", "--to", "TW", "DODOL-1", "--json").out)
    assert told["products"][0]["stays_because"] == "Mudah basi, hanya dijual di Solo."
    assert not any(rule["decides"] for rule in told["products"][0]["rules"])
    quoted = json.loads(terminal.rantau("quote", "--to", "TW", "DODOL-1=2", "--json").out)
    (line,) = quoted["lines"]
    assert (line["action"], line["reason"]) == ("forbid", "Mudah basi, hanya dijual di Solo.")


async def one_order_of_old(db):
    """An order from when Taiwan allowed honey; another is in a shipment that is closed by now."""
    await rows.people_and_makers(db)
    honey = await rows.product(db, 1, 1, sku="MADU-1", classes="honey")
    open_one = await rows.shipment(db, 1, "TW-261204")
    closed = await rows.shipment(db, 2, "TW-261106", state="closed")
    await rows.order(db, open_one, [rows.Wanted(honey, 3)], number="TW-4K7M")
    await rows.order(db, closed, [rows.Wanted(honey, 1)], number="TW-9CDF")


def test_orders_affected_by_newer_rules_are_listed_and_unchanged(terminal):
    terminal.write(one_order_of_old)
    result = terminal.rantau("rules", "--touched")
    assert "TW-4K7M" in result.out
    assert "TW-9CDF" not in result.out
    assert "No placed order is changed by a rule." in result.err
    (told,) = json.loads(terminal.rantau("rules", "--touched", "--json").out)
    why = told.pop("why")
    assert why
    assert told == {
        "order": "TW-4K7M",
        "shipment_id": 1,
        "sku": "MADU-1",
        "pieces": 3,
        "before": "allow",
        "now": "warn",
    }


def test_empty_shop_has_no_affected_orders(terminal):
    terminal.has_database()
    result = terminal.rantau("rules", "--touched")
    assert (result.code, result.out) == (0, "No order in an open shipment is touched.\n")


@pytest.mark.parametrize("words", ["rules --touched --to JP", "rules --touched SOLO-001"])
def test_touched_option_excludes_other_arguments(terminal, words):
    result = terminal.rantau(*words.split())
    assert (result.code, result.out) == (2, "")
