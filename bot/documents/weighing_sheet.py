"""The sheet of a manifest to fill in at the scales and send back: `shipping.weighing.sheet_file` reads it."""

from __future__ import annotations

from decimal import Decimal

from bot.documents.facts import CartonFacts, ManifestFacts, load_of
from bot.documents.xlsx import COUNT, MEASURE, ORDINAL, WRAP, Book, Cell, Column
from bot.shipping.weighing.sheet_file import SHEET

_HINT = (
    "Isi berat dan ukuran tiap koli, lalu kirim kembali file ini ke chat / Fill in and send this file back"
)
COLUMNS = (
    Column("Kunci\nKey", 16),
    Column("Paket\nParcel", 8, ORDINAL),
    Column("Penerima\nConsignee", 34, WRAP),
    Column("Perkiraan kotor (g)\nEstimated gross (g)", 22, COUNT),
    Column("Berat kotor (g)\nGross (g)", 16, COUNT),
    Column("Panjang (cm)\nLength (cm)", 13, MEASURE),
    Column("Lebar (cm)\nWidth (cm)", 13, MEASURE),
    Column("Tinggi (cm)\nHeight (cm)", 13, MEASURE),
    Column("No. resi / HAWB\nWaybill no.", 22),
    Column("Isi\nContents", 15),
)


def weighing_sheet(book: Book, facts: ManifestFacts) -> None:
    """One row per carton: its key, the estimate, and cells for the measurements."""
    title = f"Timbang / Weighing: {facts.heading.number}"
    sheet = book.sheet(SHEET, title, _HINT, COLUMNS)
    sheet.only_table(COLUMNS, [_row(one) for one in facts.parcels], held_columns=3)


def _row(parcel: CartonFacts) -> tuple[Cell, ...]:
    known = parcel.known
    size: tuple[Cell, ...] = (None, None, None)
    if known.sized:
        size = tuple(Decimal(side) / 10 for side in known.sized)
    return (
        parcel.key,
        parcel.parcel_no,
        parcel.consignee_name,
        load_of(parcel.lines).gross_grams,
        known.gross_grams,
        *size,
        known.hawb,
        parcel.contents,
    )
