from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from bot.people.outbox import Notice
from bot.shipments import Shipment
from tests.support import rows
from tests.support.terminal import Terminal, two_orders


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.write(two_orders)
    return terminal


def notices(terminal: Terminal) -> list[str]:
    async def kinds(db) -> list[str]:
        return list((await db.scalars(select(Notice.kind).order_by(Notice.id))).all())

    return terminal.write(kinds)


def state(terminal: Terminal) -> str:
    async def read(db) -> str:
        return (await db.scalars(select(Shipment.state))).one()

    return terminal.write(read)


def test_shipments_are_listed_with_their_sums(terminal):
    header, line = terminal.rantau("shipments").out.splitlines()
    assert header.split()[:3] == ["code", "destination", "state"]
    assert line.split()[:3] == ["TW-261204", "TW", "open"]
    (row,) = json.loads(terminal.rantau("shipments", "--json").out)
    assert (row["orders"], row["pieces"], row["grams"], row["rupiah"]) == (2, 7, 990, 9000)
    assert row["unacknowledged"] == 3


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("country", ["TW"]),
        ("umkm", ["maker-1", "maker-2"]),
        ("product", ["SOLO-001", "SOLO-002"]),
        ("shipment", ["TW-261204"]),
        ("status", ["placed"]),
    ],
)
def test_totals_are_the_same_as_table_json_and_csv(terminal, by, keys):
    as_json = json.loads(terminal.rantau("totals", "--by", by, "--json").out)
    as_csv = list(csv.DictReader(io.StringIO(terminal.rantau("totals", "--by", by, "--csv").out)))
    assert [one["key"] for one in as_json] == sorted(keys, key=lambda key: (key != "SOLO-001", key))
    assert [{name: str(value) for name, value in one.items()} for one in as_json] == as_csv
    assert sum(one["pieces"] for one in as_json) == 7
    assert sum(one["rupiah"] for one in as_json) == 9000
    table = terminal.rantau("totals", "--by", by).out.splitlines()
    assert len(table) == len(keys) + (1 if by == "status" else 2)


def test_totals_of_a_period_exclude_other_orders(terminal):
    day = f"{rows.NOON:%Y-%m-%d}"
    assert len(json.loads(terminal.rantau("totals", "--from", day, "--to", day, "--json").out)) == 1
    assert terminal.rantau("totals", "--from", "2026-11-21", "--json").out.strip() == "[]"


def test_totals_reports_all_wrong_options_at_once(terminal):
    result = terminal.rantau("totals", "--by", "colour", "--from", "soon", "--to", "later", "--json", "--csv")
    assert (result.code, result.out) == (2, "")
    assert all(one in result.err for one in ("--by colour", "--from soon", "--to later", "not both"))


def test_closing_freezes_the_manifest_and_notifies_coordinators_once(terminal):
    result = terminal.rantau("shipments", "close", "tw-261204")
    assert (result.code, result.out.strip()) == (0, "TW-261204-v1")
    assert state(terminal) == "closed"
    assert notices(terminal) == ["manifest"]
    again = terminal.rantau("shipments", "close", "TW-261204")
    assert (again.code, again.out) == (1, "")
    assert notices(terminal) == ["manifest"]


def test_a_shipment_without_orders_closes_silently(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.write(lambda db: rows.shipment(db, 1))
    result = terminal.rantau("shipments", "close", "TW-261204")
    assert (result.code, result.out) == (0, "")
    assert terminal.rantau("shipments", "forward", "TW-261204", "--out", str(tmp_path / "out")).code == 1
    assert notices(terminal) == []


def test_forwarding_writes_every_file_and_sends_the_manifest(terminal):
    terminal.rantau("shipments", "close", "TW-261204")
    out = terminal.folder / "deep" / "out"
    result = terminal.rantau("shipments", "forward", "TW-261204", "--out", str(out))
    assert result.code == 0
    names = sorted(path.name for path in out.iterdir())
    assert sorted(result.out.split()) == [str(out / name) for name in names]
    assert names == [
        "TW-261204-v1-invoice.pdf",
        "TW-261204-v1-labels.pdf",
        "TW-261204-v1-manifest.csv",
        "TW-261204-v1-manifest.xlsx",
        "TW-261204-v1-packing.pdf",
        "TW-261204-v1-pick-maker-1.pdf",
        "TW-261204-v1-pick-maker-2.pdf",
    ]
    assert notices(terminal) == ["manifest", "manifest"]
    assert state(terminal) == "forwarded"


def test_open_shipment_cannot_be_forwarded(terminal):
    result = terminal.rantau("shipments", "forward", "TW-261204", "--out", str(terminal.folder / "out"))
    assert (result.code, result.out) == (1, "")
    assert "close it first" in result.err
    assert (state(terminal), notices(terminal)) == ("open", [])
    assert not (terminal.folder / "out").exists()


def test_nothing_is_sent_when_the_folder_cannot_be_written(terminal):
    terminal.rantau("shipments", "close", "TW-261204")
    (terminal.folder / "out").write_text("a file")
    result = terminal.rantau("shipments", "forward", "TW-261204", "--out", str(terminal.folder / "out"))
    assert (result.code, result.out) == (1, "")
    assert result.err == f"rantau: {terminal.folder / 'out'}: File exists\n"
    assert (state(terminal), notices(terminal)) == ("closed", ["manifest"])


@pytest.mark.parametrize("words", [["close"], ["forward", "--out", "out"]])
def test_unknown_shipment_code_is_reported(terminal, words):
    result = terminal.rantau("shipments", *words, "TW-000000")
    assert (result.code, result.out) == (1, "")
    assert "TW-000000" in result.err
