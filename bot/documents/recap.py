"""The recap: what an UMKM has to prepare for a shipment that may still change, without customers' names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.facts import RecapFacts
from bot.documents.pick_list_sheet import SUM
from bot.documents.xlsx import COUNT, Book, Cell, Column, in_solo
from bot.shipping.reports import ToPrepare

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


def recap_xlsx(facts: RecapFacts) -> bytes:
    """The recap of one UMKM for a shipment as a workbook."""
    book = Book(f"Rekap {facts.shipment_code}", facts.read_at)
    subtitle = (
        f"Kiriman {facts.shipment_code}, {facts.country_id} · keadaan {in_solo(facts.read_at)} · "
        f"batas pesan {in_solo(facts.cutoff_at)} · batas serah {in_solo(facts.hand_in_at)}"
    )
    sheet = book.sheet("Rekap", f"Rekap sementara / Recap: {facts.umkm_name}", subtitle, RECAPPED)
    sheet.only_table(RECAPPED, [_recap_row(one) for one in facts.rows], _recap_sums(facts.rows))
    return book.close()


def _recap_row(row: ToPrepare) -> tuple[Cell, ...]:
    figures = (row.ordered, row.confirmed, row.unanswered, row.pieces, row.grams, row.orders)
    return row.sku, row.name_id, row.unit, *figures


def _recap_sums(rows: Sequence[ToPrepare]) -> tuple[Cell, ...]:
    columns = [[one.ordered, one.confirmed, one.unanswered, one.pieces, one.grams] for one in rows]
    sums = [sum(column) for column in zip(*columns, strict=True)] or [0] * 5
    return SUM, None, None, *sums, None
