"""What UMKM get on paper: the final pick list and the recap of an open shipment. No customer is on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.documents.facts import Goods, Heading, Line, PickFacts, RecapFacts, load_of
from bot.documents.sheets import COUNT, MARK, ORDINAL, Book, Cell, Column, in_solo
from bot.manifests import Difference
from bot.reports import ToPrepare

_GOODS = (
    Column("Barang\nGoods", 40),
    Column("Satuan\nUnit", 12),
    Column("Jumlah (buah)\nPieces", 13, COUNT),
    Column("Berat kotor (g)\nGross (g)", 14, COUNT),
)
PICKED = (
    Column("No. pesanan\nOrder no.", 16),
    *_GOODS,
    Column("SKU", 14),
    Column("Paket\nParcel", 9, ORDINAL),
    Column("Sudah ✓\nReady", 10, MARK),
)
PREPARED = (Column("SKU", 16), *_GOODS, Column("Pesanan\nOrders", 11, COUNT))
RECAPPED = (
    Column("SKU", 16),
    Column("Barang\nGoods", 40),
    Column("Satuan\nUnit", 12),
    Column("Dipesan (buah)\nOrdered", 14, COUNT),
    Column("Disanggupi (buah)\nConfirmed", 14, COUNT),
    Column("Belum dijawab (buah)\nUnanswered", 16, COUNT),
    Column("Disiapkan (buah)\nTo prepare", 14, COUNT),
    Column("Berat kotor (g)\nGross (g)", 14, COUNT),
    Column("Pesanan\nOrders", 11, COUNT),
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


def pick_list_xlsx(facts: PickFacts) -> bytes:
    """One UMKM's final pick list: what to hand in, product by product, order by order, and what changed."""
    heading = facts.heading
    book = Book(f"Daftar ambil {heading.number}", heading.frozen_at)
    title, subtitle = f"Daftar ambil / Pick list: {facts.umkm_name}", _subtitle(heading)
    prepared = book.sheet("Yang disiapkan", title, subtitle, PREPARED)
    prepared.only_table(PREPARED, *_prepared(facts.parcels))
    picked = book.sheet("Per pesanan", title, subtitle, PICKED)
    picked.only_table(PICKED, *_picked(facts.parcels))
    if heading.version > 1:
        compared = (
            f"Dibandingkan dengan versi {heading.version - 1} / Compared with version {heading.version - 1}"
        )
        changed = book.sheet("Perubahan", title, compared, CHANGED)
        changed.only_table(CHANGED, [changed_row(one) for one in facts.differences])
    return book.close()


def picked_sheet(book: Book, heading: Heading, umkm_name: str, parcels: Sequence[Goods]) -> None:
    """The same list as one sheet of a whole manifest, order by order."""
    title = f"Daftar ambil / Pick list: {umkm_name}"
    sheet = book.sheet(umkm_name, title, _subtitle(heading), PICKED)
    sheet.only_table(PICKED, *_picked(parcels))


def recap_xlsx(facts: RecapFacts) -> bytes:
    """What an UMKM is to prepare for a shipment that may still change."""
    book = Book(f"Rekap {facts.shipment_code}", facts.read_at)
    subtitle = (
        f"Kiriman {facts.shipment_code}, {facts.country_id} · keadaan {in_solo(facts.read_at)} · "
        f"batas pesan {in_solo(facts.cutoff_at)} · batas serah {in_solo(facts.hand_in_at)}"
    )
    sheet = book.sheet("Rekap", f"Rekap sementara / Recap: {facts.umkm_name}", subtitle, RECAPPED)
    sheet.only_table(RECAPPED, [_recap_row(one) for one in facts.rows], _recap_sums(facts.rows))
    return book.close()


def changed_row(change: Difference) -> tuple[Cell, ...]:
    """What a version changed in one product of one order, in the columns of CHANGED."""
    after_less_before = change.after - change.before
    return (
        change.order_number,
        change.name_id,
        change.sku,
        change.before,
        change.after,
        after_less_before,
    )


def _subtitle(heading: Heading) -> str:
    hand_in = in_solo(heading.hand_in_at)
    return f"Manifest {heading.number} · {heading.country_id} · batas serah / hand-in {hand_in}"


def _picked(parcels: Iterable[Goods]) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """Every order with the UMKM's goods in it and room for a tick, and the sums."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.order_number,
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


def _prepared(parcels: Iterable[Goods]) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """What to prepare of each product, in how many orders, and the sums."""
    by_sku: dict[str, list[Line]] = {}
    for line in (line for one in parcels for line in one.lines):
        by_sku.setdefault(line.sku, []).append(line)
    rows = [_prepared_row(lines) for _, lines in sorted(by_sku.items())]
    load = load_of(line for lines in by_sku.values() for line in lines)
    # Orders with several products stand in several rows: their counts are not added up.
    return rows, (SUM, None, None, load.pieces, load.gross_grams, None)


def _prepared_row(lines: Sequence[Line]) -> tuple[Cell, ...]:
    first, load = lines[0], load_of(lines)
    return first.sku, first.name_id, first.unit, load.pieces, load.gross_grams, len(lines)


def _recap_row(row: ToPrepare) -> tuple[Cell, ...]:
    figures = (row.ordered, row.confirmed, row.unanswered, row.pieces, row.grams, row.orders)
    return row.sku, row.name_id, row.unit, *figures


def _recap_sums(rows: Sequence[ToPrepare]) -> tuple[Cell, ...]:
    columns = [[one.ordered, one.confirmed, one.unanswered, one.pieces, one.grams] for one in rows]
    sums = [sum(column) for column in zip(*columns, strict=True)] or [0] * 5
    return SUM, None, None, *sums, None
