"""The manifest as a workbook: summary, consignees, lines, and a pick list for each UMKM."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from bot.documents.facts import Consigned, Heading, Line, Load, ManifestFacts, goods_of, load_of, makers_of
from bot.documents.picked_sheets import CHANGED, SUM, changed_row, picked_sheet
from bot.documents.sheets import (
    COUNT,
    KILOGRAMS,
    MARK,
    NO,
    NOT_YET,
    ORDINAL,
    TEXT,
    WRAP,
    YES,
    Book,
    Cell,
    Column,
    Sheet,
    in_solo,
    kilograms,
)
from bot.manifests import Difference

BY_UMKM = (
    Column("UMKM", 44),
    Column("Kode\nCode", 36),
    Column("Pesanan\nOrders", 16, COUNT),
    Column("Baris\nLines", 13, COUNT),
    Column("Jumlah (buah)\nPieces", 13, COUNT),
    Column("Berat kotor (kg)\nGross (kg)", 15, KILOGRAMS),
    Column("Nilai (Rp)\nValue (IDR)", 16, COUNT),
    Column("Belum dikonfirmasi (baris)\nNot acknowledged (lines)", 26, COUNT),
)
# These two stand below BY_UMKM and have its columns' widths.
CHANGES = (Column("UMKM", 44), CHANGED[1], CHANGED[0], *CHANGED[2:])
BY_PRODUCT = (
    Column("UMKM", 44),
    Column("Barang\nGoods", 36),
    Column("SKU", 16),
    Column("Satuan\nUnit", 13),
    *BY_UMKM[4:],
)
CONSIGNEES = (
    Column("Paket\nParcel", 8, ORDINAL),
    Column("No. pesanan\nOrder no.", 14),
    Column("Penerima\nConsignee", 26, WRAP),
    Column("No. HP\nPhone", 17),
    Column("Alamat\nAddress", 44, WRAP),
    Column("Kode pos\nPostal code", 11),
    Column("Negara\nCountry", 10, MARK),
    Column("Jumlah (buah)\nPieces", 11, COUNT),
    Column("Berat bersih (g)\nNet (g)", 12, COUNT),
    Column("Berat kotor (g)\nGross (g)", 12, COUNT),
    Column("Nilai (Rp)\nValue (IDR)", 14, COUNT),
    Column("Lunas\nPaid", 9, MARK),
    Column("Dikonfirmasi\nAcknowledged", 15, MARK),
    Column("Catatan pembeli\nCustomer's note", 32, WRAP),
)
LINES = (
    Column("Paket\nParcel", 8, ORDINAL),
    Column("No. pesanan\nOrder no.", 14),
    Column("Baris\nLine", 7, ORDINAL),
    Column("SKU", 12),
    Column("UMKM", 22, WRAP),
    Column("Barang\nGoods (Indonesian)", 26, WRAP),
    Column("Uraian barang\nGoods description (English)", 26, WRAP),
    Column("Kode HS\nHS code", 9),
    Column("Satuan\nUnit", 11),
    Column("Dipesan (buah)\nOrdered", 10, COUNT),
    Column("Jumlah (buah)\nQuantity", 10, COUNT),
    Column("Harga satuan (Rp)\nUnit value (IDR)", 15, COUNT),
    Column("Nilai (Rp)\nLine value (IDR)", 15, COUNT),
    Column("Berat bersih (g)\nNet (g)", 11, COUNT),
    Column("Berat kotor (g)\nGross (g)", 11, COUNT),
    Column("Ukuran per buah (mm)\nPiece size (mm)", 17, MARK),
    Column("Aturan tujuan\nRestriction", 12, MARK),
    Column("Dikonfirmasi\nAcknowledged", 15, MARK),
)


def manifest_xlsx(facts: ManifestFacts) -> bytes:
    """The whole frozen manifest. The same facts always give the same bytes."""
    heading = facts.heading
    book = Book(f"Manifest {heading.number}", heading.frozen_at)
    _summary(book, facts)
    _consignees(book, facts)
    _line_list(book, facts)
    for maker in makers_of(facts):
        picked_sheet(book, heading, maker.umkm_name, goods_of(facts, maker.umkm_id))
    return book.close()


def _summary(book: Book, facts: ManifestFacts) -> None:
    heading = facts.heading
    title = f"Manifest {heading.number}: {heading.country_id}"
    sheet = book.sheet("Ringkasan", title, _frozen(heading), BY_UMKM)
    sheet.pairs(_dates(heading))
    sheet.section("Isi kiriman / Contents")
    sheet.pairs(_contents(facts))
    sheet.section("Per UMKM / By UMKM")
    sheet.table(BY_UMKM, *_by_umkm(facts))
    if heading.version > 1:
        _changes(sheet, facts)
    sheet.section("Per barang / By product")
    sheet.table(BY_PRODUCT, _by_product(facts))


def _changes(sheet: Sheet, facts: ManifestFacts) -> None:
    before = facts.heading.version - 1
    sheet.section(f"Perubahan dari versi {before} / Changes since version {before}")
    if facts.differences:
        sheet.table(CHANGES, [_change(one, facts.umkm_names) for one in facts.differences])
    else:
        sheet.say("Tidak ada jumlah yang berubah / No quantity has changed")


def _change(change: Difference, umkm_names: Mapping[int, str]) -> tuple[Cell, ...]:
    number, name, *others = changed_row(change)
    return umkm_names.get(change.umkm_id, ""), name, number, *others


def _frozen(heading: Heading) -> str:
    return f"Dibekukan / Frozen {in_solo(heading.frozen_at)} · WIB = UTC+7"


def _dates(heading: Heading) -> list[tuple[str, Cell, str]]:
    reason: list[tuple[str, Cell, str]] = [("Alasan versi / Reason", heading.reason, WRAP)]
    return [
        ("Kiriman / Shipment", heading.shipment_code, TEXT),
        ("Versi / Version", str(heading.version), TEXT),
        ("Tujuan / Destination", _country(heading), TEXT),
        ("Batas pesan / Order cut-off", in_solo(heading.cutoff_at), TEXT),
        ("Batas serah UMKM / Hand-in", in_solo(heading.hand_in_at), TEXT),
        ("Berangkat / Departure", in_solo(heading.departs_at), TEXT),
        *(reason if heading.reason else []),
    ]


def _country(heading: Heading) -> str:
    names = dict.fromkeys((heading.country_id, heading.country_en))
    return f"{' / '.join(names)} ({heading.destination})"


def _contents(facts: ManifestFacts) -> list[tuple[str, Cell, str]]:
    load = load_of(line for parcel in facts.parcels for line in parcel.lines)
    paid = load_of(line for parcel in facts.parcels if parcel.paid for line in parcel.lines)
    return [
        ("Paket / Parcels", len(facts.parcels), COUNT),
        ("Baris / Lines", load.lines, COUNT),
        ("Jumlah (buah) / Pieces", load.pieces, COUNT),
        ("Berat bersih (kg) / Net", kilograms(load.net_grams), KILOGRAMS),
        ("Berat kotor (kg) / Gross", kilograms(load.gross_grams), KILOGRAMS),
        ("Nilai (Rp) / Value (IDR)", load.rupiah, COUNT),
        ("Sudah lunas (Rp) / Paid", paid.rupiah, COUNT),
        ("Belum lunas (Rp) / Not paid", load.rupiah - paid.rupiah, COUNT),
        ("Belum dikonfirmasi (baris) / Not acknowledged", load.unacknowledged, COUNT),
    ]


def _by_umkm(facts: ManifestFacts) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for maker in makers_of(facts):
        goods = goods_of(facts, maker.umkm_id)
        load = load_of(line for one in goods for line in one.lines)
        rows.append((maker.umkm_name, maker.umkm_code, len(goods), *_figures(load)))
    whole = load_of(line for parcel in facts.parcels for line in parcel.lines)
    return rows, (SUM, None, len(facts.parcels), *_figures(whole))


def _figures(load: Load) -> tuple[Cell, ...]:
    return load.lines, load.pieces, kilograms(load.gross_grams), load.rupiah, load.unacknowledged


def _by_product(facts: ManifestFacts) -> list[tuple[Cell, ...]]:
    lines = [line for parcel in facts.parcels for line in parcel.lines]
    lines.sort(key=lambda one: (one.umkm_name.casefold(), one.umkm_id, one.sku))
    rows: list[tuple[Cell, ...]] = []
    for _, same in groupby(lines, key=lambda one: (one.umkm_id, one.sku)):
        first, *others = same
        _count, *figures = _figures(load_of((first, *others)))
        rows.append((first.umkm_name, first.name_id, first.sku, first.unit, *figures))
    return rows


def _consignees(book: Book, facts: ManifestFacts) -> None:
    heading = facts.heading
    sheet = book.sheet("Penerima", f"Penerima / Consignees: {heading.number}", _frozen(heading), CONSIGNEES)
    load = load_of(line for parcel in facts.parcels for line in parcel.lines)
    weights = (load.pieces, load.net_grams, load.gross_grams, load.rupiah)
    sums = (len(facts.parcels), SUM, None, None, None, None, None, *weights, None, None, None)
    rows = [_consignee(parcel, heading.destination) for parcel in facts.parcels]
    sheet.only_table(CONSIGNEES, rows, sums, held_columns=3)


def _consignee(parcel: Consigned, destination: str) -> tuple[Cell, ...]:
    load = load_of(parcel.lines)
    return (
        parcel.parcel_no,
        parcel.order_number,
        parcel.consignee_name,
        parcel.mobile,
        "\n".join(parcel.address_lines),
        parcel.address.get("postal_code", ""),
        destination,
        load.pieces,
        load.net_grams,
        load.gross_grams,
        load.rupiah,
        YES if parcel.paid else NO,
        NOT_YET if load.unacknowledged else YES,
        parcel.note,
    )


def _line_list(book: Book, facts: ManifestFacts) -> None:
    heading = facts.heading
    sheet = book.sheet("Baris barang", f"Baris barang / Lines: {heading.number}", _frozen(heading), LINES)
    load = load_of(line for parcel in facts.parcels for line in parcel.lines)
    ordered = sum(line.ordered for parcel in facts.parcels for line in parcel.lines)
    weights = (load.net_grams, load.gross_grams)
    sums = (None, SUM, *[None] * 7, ordered, load.pieces, None, load.rupiah, *weights, None, None, None)
    rows = [_line(parcel, line) for parcel in facts.parcels for line in parcel.lines]
    sheet.only_table(LINES, rows, sums)


def _line(parcel: Consigned, line: Line) -> tuple[Cell, ...]:
    return (
        parcel.parcel_no,
        parcel.order_number,
        line.line_no,
        line.sku,
        line.umkm_name,
        line.name_id,
        line.name_en,
        line.hs_code,
        line.unit,
        line.ordered,
        line.quantity,
        line.unit_rupiah,
        line.rupiah,
        line.quantity * line.net_grams,
        line.quantity * line.gross_grams,
        f"{line.length_millimetres} × {line.width_millimetres} × {line.height_millimetres}",
        line.action,
        YES if line.acknowledged else NOT_YET,
    )
