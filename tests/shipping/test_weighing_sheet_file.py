"""Weights in a file: untrusted bytes, read within limits, recorded whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.shipping.handling_log import HandlingEntry
from bot.shipping.measurements import Measured
from bot.shipping.weighing import record, sheet_file, sheet_review
from bot.shipping.weighing.sheet_file import Row, SheetRefused, read
from bot.shipping.weighing.sheet_review import SheetFaulty, SheetMovedOn, WeighingSheet
from tests.support import rows, weighed_shipment
from tests.support.weighed_shipment import COORDINATOR, Packed

HEADS = (
    "Kunci\nKey",
    "Paket\nParcel",
    "Penerima\nConsignee",
    "Berat kotor (g)\nGross weight",
    "Panjang (cm)\nLength",
    "Lebar (cm)\nWidth",
    "Tinggi (cm)\nHeight",
    "No. resi / HAWB\nWaybill",
    "Isi\nContents",
)
NUMBER = "TW-261204-v1"


def workbook(lines: Sequence[Sequence[Any]], number: str = NUMBER, name: str = "Timbang") -> bytes:
    """A workbook with key, grams, three sides and a waybill number in each row, as a spreadsheet saves it."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    sheet["A1"] = f"Timbang / Weighing: {number}"
    for place, head in enumerate(HEADS, start=1):
        sheet.cell(4, place, head)
    for no, (key, *filled) in enumerate(lines, start=5):
        for place, value in enumerate([key, no - 4, "Sari", *filled], start=1):
            sheet.cell(no, place, value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_workbook_is_read_by_its_heads():
    sheet = read(
        workbook(
            [
                ("TW-4K7M/1", 2350, 40, 30.5, 25, "hawb 01"),
                ("TW-9XRC/1", "2,4 kg", "40", "30,5", "25", 12345678),
                ("TW-2222/1",),
            ]
        )
    )
    assert sheet.manifest == NUMBER
    assert sheet.rows == (
        Row(5, "TW-4K7M/1", "", Measured(2350, (400, 305, 250)), "hawb 01"),
        Row(6, "TW-9XRC/1", "", Measured(2400, (400, 305, 250)), "12345678"),
        Row(7, "TW-2222/1"),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_with_the_same_columns_is_read(separator):
    heads = ["manifest", "parcel", "weight_kg", "length_cm", "width_cm", "height_cm", "hawb"]
    line = [NUMBER, "TW-4K7M/1", "2.35", "40", "30", "25", "HAWB01"]
    text = "\n".join(separator.join(one) for one in (heads, line))
    sheet = read(("\ufeff" + text).encode())
    assert sheet.rows == (Row(2, "TW-4K7M/1", "", Measured(2350, (400, 300, 250)), "HAWB01"),)


def test_the_sheet_saved_as_csv_is_read_with_what_stands_around_it():
    lines = [
        "sep=;",
        f"Timbang / Weighing: {NUMBER};;;;",
        '"Kunci\nKey";"Berat kotor (g)\nGross weight";"No. resi / HAWB\nWaybill";Café;',
        "TW-4K7M/1;2350;HAWB01;;",
        ";;;;",
        "TW-9XRC/1;2400;;\u00a0;",
        *[";;;;"] * sheet_file.MOST_ROWS,
    ]
    for encoding, said in (("utf-8-sig", ""), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")):
        sheet = read("\r\n".join(lines).encode(encoding))
        assert (sheet.manifest, sheet.encoding) == (NUMBER, said)
        assert sheet.rows == (
            Row(4, "TW-4K7M/1", "", Measured(2350), "HAWB01"),
            Row(6, "TW-9XRC/1", "", Measured(2400)),
        )


@pytest.mark.parametrize(
    ("filled", "code"),
    [
        (("berat",), "unreadable"),
        ((date(2026, 2, 3),), "unreadable"),
        ((True,), "unreadable"),
        (("#VALUE!",), "unreadable"),
        ((2.35,), "in_grams"),
        ((12.345,), "in_grams"),
        (("2,35",), "in_grams"),
        ((0,), "no_weight"),
        ((-5,), "no_weight"),
        ((1_000_001,), "too_heavy"),
        ((1e300,), "unreadable"),
        ((2350, 40, 30), "three_sides"),
        ((2350, 40, 30, 400), "too_long"),
        ((2350, 40, 30, "dua"), "unreadable"),
        ((None, 40, 30, 25), "no_weight"),
    ],
)
def test_wrong_row_has_its_fault(filled, code):
    (row,) = read(workbook([("TW-4K7M/1", *filled)])).rows
    assert (row.measured, row.fault) == (None, code)


def test_formula_is_never_evaluated():
    (row,) = read(workbook([("TW-4K7M/1", "=2000+350")])).rows
    assert (row.measured, row.fault) == (None, "")


def packed(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return kept.getvalue()


BOMB = packed({"xl/worksheets/sheet1.xml": b"0" * (sheet_file.MOST_OF_A_PART + 1)})
MANY = packed({f"xl/{number}.xml": b"" for number in range(sheet_file.MOST_PARTS + 1)})
ENTITIES = packed({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"0" * (sheet_file.MOST_BYTES + 1), "too_big"),
        (BOMB, "too_big"),
        (MANY, "too_big"),
        (ENTITIES, "not_readable"),
        (packed({"a.txt": b"no book"}), "not_readable"),
        (b"PK\x03\x04 broken", "not_readable"),
        (b"\xff\xfe\x00", "not_readable"),
        (b"a\x00b", "not_readable"),
        (b"", "no_heads"),
        (b"parcel,weight_kg\nTW-4K7M/1,2", "no_heads"),
        (b"manifest,weight_kg\nTW-261204-v1,2", "no_heads"),
        (b"manifest,parcel,weight_kg\nTW-261204-v1,A/1,2\nTW-261204-v2,B/1,2", "mixed"),
        (b"manifest,parcel,weight_kg\n,,", "no_mark"),
        (workbook([("TW-4K7M/1", 1)], name="Lembar1"), "no_sheet"),
        (workbook([("TW-4K7M/1", 1)], number="lain"), "no_mark"),
        (workbook([]), "empty"),
    ],
)
def test_file_that_is_no_weighing_sheet_is_refused(data, code):
    with pytest.raises(SheetRefused) as refused:
        read(data)
    assert refused.value.code == code


def test_more_rows_than_any_shipment_has_are_refused():
    line = b"\n" + NUMBER.encode() + b",A/1,2"
    with pytest.raises(SheetRefused) as refused:
        read(b"manifest,parcel,weight_kg" + line * (sheet_file.MOST_ROWS + 1))
    assert refused.value.code == "too_many_rows"


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    for one in (data, b"PK" + data):
        with pytest.raises(SheetRefused):
            read(one)


@pytest.fixture
async def db(sqlite_tables_url: str) -> AsyncIterator[AsyncSession]:
    async with rows.fresh_session(sqlite_tables_url) as session:
        await weighed_shipment.shipment(session)
        yield session


async def kept(db: AsyncSession, *lines: Sequence[Any]) -> WeighingSheet:
    return await sheet_review.keep(db, 1, read(workbook(lines)), COORDINATOR)


async def log(db: AsyncSession) -> int:
    return await db.scalar(select(func.count()).select_from(HandlingEntry)) or 0


async def test_sheet_is_recorded_whole_and_a_repeat_changes_nothing(db: AsyncSession) -> None:
    await weighed_shipment.weigh(db, 700)
    sheet = await kept(
        db, ("TW-4K7M/1", 700, None, None, None, "HAWB01"), ("TW-9XRC/1", 900, 40, 30, 25, "HAWB02")
    )
    seen = await sheet_review.review(db, await weighed_shipment.now(db), sheet)
    assert (seen.weighed, seen.grams, seen.changes, seen.missing) == (2, 1600, 2, 0)
    await sheet_review.take(db, sheet, 1, COORDINATOR)
    now = await weighed_shipment.now(db)
    assert [(one.known.gross_grams, one.known.hawb) for one in await weighed_shipment.cartons(db)] == [
        (700, "HAWB01"),
        (900, "HAWB02"),
    ]
    entries = await log(db)
    for seq in (1, now.handled.seq):
        again = await sheet_review.take(db, sheet, seq, COORDINATOR)
        assert (again.changes, await log(db)) == (0, entries)


async def test_sheet_must_be_reviewed_again_when_something_was_recorded_meanwhile(
    db: AsyncSession,
) -> None:
    sheet = await kept(db, ("TW-4K7M/1", 700))
    await weighed_shipment.weigh(db, 710)
    with pytest.raises(SheetMovedOn):
        await sheet_review.take(db, sheet, 0, COORDINATOR)
    assert (await log(db), (await weighed_shipment.cartons(db))[0].known.gross_grams) == (1, 710)


async def test_all_faults_are_named_and_nothing_is_recorded(db: AsyncSession) -> None:
    await weighed_shipment.shipment(db, [Packed({"JP-4K7M": 1})], 2, "JP-261204")
    await record.number(db, 2, {"JP-4K7M/1": "HAWB09"}, COORDINATOR)
    before = await log(db)
    sheet = await kept(
        db,
        ("TW-4K7M/1", 700, 40, None, None, "HAWB09"),
        ("TW-9XRC/1", 900, None, None, None, "!?"),
        ("TW-9XRC/1", 900),
        ("TW-0000/1", 900),
        (None, 900),
    )
    seen = await sheet_review.review(db, await weighed_shipment.now(db), sheet)
    assert [(one.row, one.code) for one in seen.faults] == [
        (5, "three_sides"),
        (5, "number_taken"),
        (6, "twice"),
        (6, "length"),
        (7, "twice"),
        (8, "unknown_parcel"),
        (9, "no_parcel"),
    ]
    with pytest.raises(SheetFaulty):
        await sheet_review.take(db, sheet, 0, COORDINATOR)
    assert await log(db) == before


async def test_review_names_a_parcel_lighter_than_its_goods(db: AsyncSession) -> None:
    sheet = await kept(db, ("TW-4K7M/1", 299))
    seen = await sheet_review.review(db, await weighed_shipment.now(db), sheet)
    assert ([one.key for one in seen.light], seen.missing) == (["TW-4K7M/1"], 1)


async def test_sheet_of_another_version_is_refused(db: AsyncSession) -> None:
    sheet = await kept(db, ("TW-4K7M/1", 700))
    into = await db.get_one(weighed_shipment.Shipment, 1)
    await weighed_shipment.manifest(db, into, weighed_shipment.TWO, version=2)
    with pytest.raises(SheetMovedOn):
        await sheet_review.take(db, sheet, 0, COORDINATOR)
    assert await log(db) == 0
