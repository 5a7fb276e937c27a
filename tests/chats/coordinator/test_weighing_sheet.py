"""Weighing by file: the manifest's sheet is sent out, filled in as a spreadsheet program does, and read."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

NAME = "timbang.xlsx"
BEGIN = """
% scene team
% scene siti
% orders 1
% cutoff TW
@wati
> {number}
[Lihat kirimannya]
< Kiriman {shipment}
[Timbang paket] [Kirim lembar Timbang]
< Isi lembar “Timbang” di manifes {shipment}-v1
[Minta lembarnya]
+ {shipment}-v1*.xlsx
"""
WRONG = """
> (dokumen timbang.xlsx)
< 2 baris belum benar, jadi belum ada yang dicatat.
< Baris {first}: Ada salah ketik: angka pemeriksa nomor pos ini seharusnya 5.
< Baris {second}: Ukuran ada tiga sisi
[Kembali]
< Ditimbang: belum ada dari 2 paket
[Kirim lembar Timbang]
"""
RIGHT = """
> (dokumen timbang.xlsx)
< 2 paket, 4 kg, 2 berubah
< 1 nomor resi baru
% twice Catat
< Ditimbang: 2 dari 2, 4 kg
> {number}
< 1,4 kg, 40 × 30,5 × 10 cm, dihitung 2,5 kg
[Semua paket] [Kirim lembar Timbang]
> (dokumen timbang.xlsx)
< Semua ini sudah dicatat.
> (dokumen lain.xlsx)
< Berkas ini tidak terbaca.
> (dokumen lama.csv)
< Berkas ini untuk manifes TW-200101-v1, padahal sekarang {shipment}-v1.
= same
"""


def filled(book: bytes, *lines: tuple[object, ...]) -> tuple[bytes, list[int]]:
    """The workbook with grams, three sides and a number in each row of the sheet; and the row numbers."""
    opened = load_workbook(io.BytesIO(book))
    sheet = opened["Timbang"]
    heads = {str(cell.value).partition("\n")[0]: cell.column for cell in sheet[4] if cell.value}
    names = ("Berat kotor (g)", "Panjang (cm)", "Lebar (cm)", "Tinggi (cm)", "No. resi / HAWB")
    for number, line in enumerate(lines, start=5):
        assert sheet.cell(number, heads["Kunci"]).value
        for name, value in zip(names, line, strict=True):
            sheet.cell(number, heads[name]).value = value
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue(), [5, 6]


@pytest.mark.parametrize("channel", ["telegram", "browser"])
async def test_filled_in_weighing_sheet_is_reviewed_and_recorded(
    program: RunningProgram, channel: str
) -> None:
    play = Play(program, channel)
    await play.run(BEGIN)
    name = next(one.file for one in reversed(play.person.said()) if one.file.endswith(".xlsx"))
    book = await play.person.file(name)
    number = "EE123456784ID"
    play.files[NAME], (first, second) = filled(
        book, (1400, 40, 30.5, 10, number), (2600, 40, None, None, None)
    )
    await play.run(WRONG.format(first=first, second=second))
    play.files[NAME], _rows = filled(
        book, (1400, 40, 30.5, 10, "EE123456785ID"), (2600, None, None, None, None)
    )
    play.files["lain.xlsx"] = b"PK no book"
    play.files["lama.csv"] = b"manifest,parcel,weight_g\nTW-200101-v1,TW-4K7M/1,900"
    await play.run(RIGHT)
