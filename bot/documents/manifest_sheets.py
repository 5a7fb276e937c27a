"""The sheets of a manifest that list everything: its consignees by carton, and its lines."""

from __future__ import annotations

from bot.documents.facts import CartonFacts, Heading, Line, ManifestFacts, load_of
from bot.documents.formatting import centimetres
from bot.documents.pdf.letterhead import identity
from bot.documents.pick_list_sheet import SUM
from bot.documents.xlsx import COUNT, MARK, NO, NOT_YET, ORDINAL, WRAP, YES, Book, Cell, Column, in_solo

CONSIGNEES = (
    Column("Paket\nParcel", 8, ORDINAL),
    Column("No. pesanan\nOrder no.", 14, WRAP),
    Column("Penerima\nConsignee", 26, WRAP),
    Column("Nama setempat\nName in own script", 20, WRAP),
    Column("No. HP\nPhone", 17),
    Column("Alamat\nAddress", 44, WRAP),
    Column("Kode pos\nPostal code", 11),
    Column("Negara\nCountry", 10, MARK),
    Column("Koli\nPiece", 8, MARK),
    Column("Jumlah (buah)\nPieces", 11, COUNT),
    Column("Berat bersih (g)\nNet (g)", 12, COUNT),
    Column("Berat kotor (g)\nGross (g)", 12, COUNT),
    Column("Berat timbang (g)\nWeighed (g)", 12, COUNT),
    Column("Ukuran\nSize", 19, MARK),
    Column("No. resi\nHAWB", 15),
    Column("PEB\nPEB", 8, MARK),
    Column("Nilai (Rp)\nValue (IDR)", 14, COUNT),
    Column("Lunas\nPaid", 9, MARK),
    Column("Dikonfirmasi\nAcknowledged", 15, MARK),
    Column("Nomor identitas\nIdentity number", 22),
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
    Column("Aturan tujuan\nRestriction", 17, MARK),
    Column("No. halal\nHalal no.", 24, MARK),
    Column("No. P-IRT/BPOM MD\nPermit no.", 22, MARK),
    Column("Dokumen\nDocuments", 24, WRAP),
    Column("Dikonfirmasi\nAcknowledged", 15, MARK),
    Column("Untuk siapa\nFor whom", 30, WRAP),
)


def frozen_line(heading: Heading) -> str:
    """The subtitle of each sheet: when the manifest was frozen."""
    return f"Dibekukan / Frozen {in_solo(heading.frozen_at)} · WIB = UTC+7"


def consignee_sheet(book: Book, facts: ManifestFacts) -> None:
    """The sheet of consignees: one row per carton, with its measurements since the freeze."""
    heading = facts.heading
    title = f"Penerima / Consignees: {heading.number}"
    sheet = book.sheet("Penerima", title, frozen_line(heading), CONSIGNEES)
    load = load_of(line for parcel in facts.parcels for line in parcel.lines)
    weighed = sum(one.known.gross_grams or 0 for one in facts.parcels) or None
    weights = (load.pieces, load.net_grams, load.gross_grams, weighed)
    before: list[Cell] = [len(facts.parcels), SUM, *[None] * 7]
    sums = (*before, *weights, None, None, None, load.rupiah, *[None] * 4)
    rows = [_consignee(parcel, heading.destination) for parcel in facts.parcels]
    sheet.only_table(CONSIGNEES, rows, sums, held_columns=3)


def _consignee(parcel: CartonFacts, destination: str) -> tuple[Cell, ...]:
    load, known = load_of(parcel.lines), parcel.known
    return (
        parcel.parcel_no,
        "\n".join(parcel.orders),
        parcel.consignee_name,
        parcel.name_native,
        parcel.mobile,
        "\n".join((*parcel.address_lines, *parcel.address_lines_native)),
        parcel.address.get("postal_code", ""),
        destination,
        f"{parcel.piece_no}/{parcel.pieces_of}",
        load.pieces,
        load.net_grams,
        load.gross_grams,
        known.gross_grams,
        centimetres(known.sized) if known.sized else None,
        known.hawb,
        "PEB" if parcel.needs_peb else None,
        load.rupiah,
        YES if parcel.paid else NO,
        NOT_YET if load.unacknowledged else YES,
        identity(parcel),
        parcel.note,
    )


def line_sheet(book: Book, facts: ManifestFacts) -> None:
    """The sheet of all lines, with the restriction of each at the border."""
    heading = facts.heading
    title = f"Baris barang / Lines: {heading.number}"
    sheet = book.sheet("Baris barang", title, frozen_line(heading), LINES)
    load = load_of(line for parcel in facts.parcels for line in parcel.lines)
    ordered = sum(line.ordered for parcel in facts.parcels for line in parcel.lines)
    weights = (load.net_grams, load.gross_grams)
    sums = (None, SUM, *[None] * 7, ordered, load.pieces, None, load.rupiah, *weights, *[None] * 7)
    rows = [_line(parcel, line) for parcel in facts.parcels for line in parcel.lines]
    sheet.only_table(LINES, rows, sums)


def _line(parcel: CartonFacts, line: Line) -> tuple[Cell, ...]:
    return (
        parcel.parcel_no,
        line.order_number or parcel.order_number,
        line.line_no,
        line.sku,
        line.umkm_name,
        line.name_id,
        line.description,
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
        NOT_YET if line.lacks_halal_no else line.halal_no,
        NOT_YET if line.lacks_permit_no else line.pirt_md_no,
        line.documents,
        YES if line.acknowledged else NOT_YET,
        parcel.for_whom(line),
    )
