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


def test_shipments_are_listed_with_what_stands_in_them(terminal):
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


def test_totals_of_a_period_leave_the_others_out(terminal):
    day = f"{rows.NOON:%Y-%m-%d}"
    assert len(json.loads(terminal.rantau("totals", "--from", day, "--to", day, "--json").out)) == 1
    assert terminal.rantau("totals", "--from", "2026-11-21", "--json").out.strip() == "[]"


def test_everything_that_is_wrong_with_the_options_of_totals_is_named_at_once(terminal):
    said = terminal.rantau("totals", "--by", "colour", "--from", "soon", "--to", "later", "--json", "--csv")
    assert (said.code, said.out) == (2, "")
    assert all(one in said.err for one in ("--by colour", "--from soon", "--to later", "not both"))


def test_closing_freezes_the_manifest_and_tells_the_coordinators_once(terminal):
    said = terminal.rantau("shipments", "close", "tw-261204")
    assert (said.code, said.out.strip()) == (0, "TW-261204-v1")
    assert state(terminal) == "closed"
    assert notices(terminal) == ["manifest"]
    again = terminal.rantau("shipments", "close", "TW-261204")
    assert (again.code, again.out) == (1, "")
    assert notices(terminal) == ["manifest"]


def test_a_shipment_without_orders_closes_silently(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.write(lambda db: rows.shipment(db, 1))
    said = terminal.rantau("shipments", "close", "TW-261204")
    assert (said.code, said.out) == (0, "")
    assert terminal.rantau("shipments", "forward", "TW-261204", "--out", str(tmp_path / "out")).code == 1
    assert notices(terminal) == []


def test_forwarding_writes_every_file_and_has_them_sent(terminal):
    terminal.rantau("shipments", "close", "TW-261204")
    out = terminal.folder / "deep" / "out"
    said = terminal.rantau("shipments", "forward", "TW-261204", "--out", str(out))
    assert said.code == 0
    names = sorted(path.name for path in out.iterdir())
    assert sorted(said.out.split()) == [str(out / name) for name in names]
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


def test_an_open_shipment_is_not_forwarded(terminal):
    said = terminal.rantau("shipments", "forward", "TW-261204", "--out", str(terminal.folder / "out"))
    assert (said.code, said.out) == (1, "")
    assert "close it first" in said.err
    assert (state(terminal), notices(terminal)) == ("open", [])
    assert not (terminal.folder / "out").exists()


def test_a_folder_that_cannot_be_written_sends_nothing(terminal):
    terminal.rantau("shipments", "close", "TW-261204")
    (terminal.folder / "out").write_text("a file")
    said = terminal.rantau("shipments", "forward", "TW-261204", "--out", str(terminal.folder / "out"))
    assert (said.code, said.out) == (1, "")
    assert said.err == f"rantau: {terminal.folder / 'out'}: File exists\n"
    assert (state(terminal), notices(terminal)) == ("closed", ["manifest"])


@pytest.mark.parametrize("words", [["close"], ["forward", "--out", "out"]])
def test_a_code_that_nobody_knows_is_named(terminal, words):
    said = terminal.rantau("shipments", *words, "TW-000000")
    assert (said.code, said.out) == (1, "")
    assert "TW-000000" in said.err
