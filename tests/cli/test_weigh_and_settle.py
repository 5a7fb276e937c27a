"""`rantau shipments weigh` and `settle` at a terminal."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.people.outbox import Notice
from bot.shipping.freight_bill import FreightBill, FreightShare
from bot.shipping.handling_log import HandlingEntry
from bot.shipping.weighing.sheet_review import WeighingSheet
from tests.support import weighed_shipment
from tests.support.terminal import Terminal

HEADS = "manifest,parcel,weight_kg,length_cm,width_cm,height_cm,hawb\n"


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.write(weighed_shipment.shipment)
    return terminal


def written(terminal: Terminal) -> list[int]:
    async def counts(db) -> list[int]:
        tables = (HandlingEntry, WeighingSheet, FreightBill, FreightShare, Notice)
        return [await db.scalar(select(func.count()).select_from(one)) for one in tables]

    return terminal.write(counts)


def sheet(terminal: Terminal, *lines: str) -> str:
    path = terminal.folder / "timbang.csv"
    path.write_text(HEADS + "\n".join(lines), "utf-8")
    return str(path)


FIRST, SECOND = "TW-261204-v1,TW-4K7M/1,1.4,,,,HAWB01", 'TW-261204-v1,TW-9XRC/1,"2,6",40,30,10,'


def test_file_of_weights_is_shown_and_then_recorded(terminal):
    file = sheet(terminal, FIRST, SECOND)
    shown = terminal.rantau("shipments", "weigh", "tw-261204", file, "--dry-run")
    assert (shown.code, shown.out) == (0, "2 parcels, 4000 g, 2 changed\n")
    assert written(terminal) == [0] * 5
    done = terminal.rantau("shipments", "weigh", "TW-261204", file)
    assert (done.code, done.out) == (0, "2 parcels, 4000 g, 2 changed\n")
    assert written(terminal)[:2] == [3, 1]


def test_every_wrong_row_is_reported_and_nothing_is_recorded(terminal):
    file = sheet(terminal, "TW-261204-v1,TW-4K7M/1,berat,,,,", "TW-261204-v1,TW-0000/1,1,,,,")
    result = terminal.rantau("shipments", "weigh", "TW-261204", file)
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [
        "rantau: row 2: unreadable",
        "rantau: row 3: unknown parcel TW-0000/1",
    ]
    assert written(terminal) == [0] * 5


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("TW-261204-v2,TW-4K7M/1,1.4,,,,", "the file is of TW-261204-v2, the manifest is TW-261204-v1 now"),
        ("", "no mark"),
    ],
)
def test_file_of_another_manifest_is_refused(terminal, line, why):
    result = terminal.rantau("shipments", "weigh", "TW-261204", sheet(terminal, line))
    assert (result.code, result.out) == (1, "")
    assert why in result.err
    assert written(terminal) == [0] * 5


def test_real_freight_is_shown_split_and_recorded_once(terminal):
    terminal.rantau("shipments", "weigh", "TW-261204", sheet(terminal, FIRST, SECOND))
    before = written(terminal)
    shown = terminal.rantau("shipments", "settle", "TW-261204", "Rp1.000.001", "--dry-run")
    assert [line.split()[:3] for line in shown.out.splitlines()[1:]] == [
        ["TW-4K7M", "1500", "333334"],
        ["TW-9XRC", "3000", "666667"],
    ]
    assert written(terminal) == before
    done = terminal.rantau("shipments", "settle", "TW-261204", "1000001")
    assert (done.code, done.out) == (0, shown.out)
    after = written(terminal)
    assert after[2:] == [1, 2, 2]
    again = terminal.rantau("shipments", "settle", "TW-261204", "2000000")
    assert (again.code, again.err.strip()) == (
        1,
        "rantau: the freight of TW-261204 was recorded before: Rp1000001",
    )
    assert written(terminal) == after


@pytest.mark.parametrize(
    ("rupiah", "why"),
    [("1,25 juta", "whole rupiah"), ("100", "TW-4K7M/1 is not weighed yet")],
)
def test_freight_that_cannot_be_split_is_refused(terminal, rupiah, why):
    result = terminal.rantau("shipments", "settle", "TW-261204", rupiah)
    assert (result.code, result.out) == (1, "")
    assert why in result.err
    assert written(terminal) == [0] * 5
