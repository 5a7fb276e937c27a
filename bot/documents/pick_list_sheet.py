"""One UMKM's pick list as a sheet of the manifest's workbook, and the columns of a version's changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.documents.facts import Goods, Heading, load_of
from bot.documents.xlsx import COUNT, MARK, ORDINAL, Book, Cell, Column, in_solo
from bot.shipping.manifests import Difference

PICKED = (
    Column("No. pesanan\nOrder no.", 16),
    Column("Barang\nGoods", 40),
    Column("Satuan\nUnit", 12),
    Column("Jumlah (buah)\nPieces", 13, COUNT),
    Column("Berat kotor (g)\nGross (g)", 14, COUNT),
    Column("SKU", 14),
    Column("Paket\nParcel", 9, ORDINAL),
    Column("Sudah ✓\nReady", 10, MARK),
)
CHANGED = (
    Column("No. pesanan\nOrder no.", 16),
    Column("Barang\nGoods", 40),
    Column("SKU", 14),
    Column("Sebelum (buah)\nBefore", 13, COUNT),
    Column("Sesudah (buah)\nAfter", 13, COUNT),
    Column("Selisih (buah)\nDifference", 13, COUNT),
)
SUM = "Jumlah / Total"


def picked_sheet(book: Book, heading: Heading, umkm_name: str, parcels: Sequence[Goods]) -> None:
    """The sheet of one UMKM's goods, by order."""
    title = f"Daftar ambil / Pick list: {umkm_name}"
    sheet = book.sheet(umkm_name, title, _subtitle(heading), PICKED)
    sheet.only_table(PICKED, *_picked(parcels))


def changed_row(change: Difference) -> tuple[Cell, ...]:
    """What a version changed in one product of one order, in the columns of CHANGED."""
    difference = change.after - change.before
    return (
        change.order_number,
        change.name_id,
        change.sku,
        change.before,
        change.after,
        difference,
    )


def _subtitle(heading: Heading) -> str:
    hand_in = in_solo(heading.hand_in_at)
    return f"Manifest {heading.number} · {heading.country_id} · batas serah / hand-in {hand_in}"


def _picked(parcels: Iterable[Goods]) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """A row for every line of the UMKM with room for a tick, and the sums."""
    rows: list[tuple[Cell, ...]] = [
        (
            line.order_number or one.order_number,
            line.name_id,
            line.unit,
            line.quantity,
            line.quantity * line.gross_grams,
            line.sku,
            one.parcel_no,
            None,
        )
        for one in parcels
        for line in one.lines
    ]
    load = load_of(line for one in parcels for line in one.lines)
    return rows, (SUM, None, None, load.pieces, load.gross_grams, None, None, None)
