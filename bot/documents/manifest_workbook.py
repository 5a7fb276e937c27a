"""The manifest as a workbook: summary, consignees, lines, and a pick list for each UMKM."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from bot.documents.facts import (
    CartonFacts,
    Goods,
    Heading,
    Load,
    ManifestFacts,
    consignees_of,
    goods_of,
    load_of,
    makers_of,
)
from bot.documents.formatting import day
from bot.documents.manifest_sheets import consignee_sheet, frozen_line, line_sheet
from bot.documents.pick_list_sheet import CHANGED, SUM, changed_row, picked_sheet
from bot.documents.weighing_sheet import weighing_sheet
from bot.documents.xlsx import COUNT, KILOGRAMS, TEXT, WRAP, Book, Cell, Column, Sheet, in_solo, kilograms
from bot.shipping.manifests import Difference

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
# These two tables stand below BY_UMKM and share its column widths.
CHANGES = (Column("UMKM", 44), CHANGED[1], CHANGED[0], *CHANGED[2:])
BY_PRODUCT = (
    Column("UMKM", 44),
    Column("Barang\nGoods", 36),
    Column("SKU", 16),
    Column("Satuan\nUnit", 13),
    *BY_UMKM[4:],
)

_SHOWN = 12


def manifest_xlsx(facts: ManifestFacts) -> bytes:
    """The whole frozen manifest as a workbook. The same facts always give the same bytes."""
    heading = facts.heading
    book = Book(f"Manifest {heading.number}", heading.frozen_at)
    _summary(book, facts)
    consignee_sheet(book, facts)
    line_sheet(book, facts)
    weighing_sheet(book, facts)
    for maker in makers_of(facts):
        picked_sheet(book, heading, maker.umkm_name, goods_of(facts, maker.umkm_id))
    return book.close()


def _summary(book: Book, facts: ManifestFacts) -> None:
    heading = facts.heading
    title = f"Manifest {heading.number}: {heading.country_id}"
    sheet = book.sheet("Ringkasan", title, frozen_line(heading), BY_UMKM)
    sheet.pairs(_dates(heading))
    sheet.section("Isi kiriman / Contents")
    sheet.pairs([*_contents(facts), *_recorded(facts)])
    if missing := _missing(facts):
        sheet.section("Masih kurang / Still missing")
        sheet.pairs(missing)
    sheet.section("Per UMKM / By UMKM")
    head, last = sheet.table(BY_UMKM, *_by_umkm(facts))
    if last > head:
        sheet.bars("Berat kotor per UMKM (kg) / Gross weight by UMKM", (head + 1, last), 5, (3, 2))
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
    heavy = sum(one.needs_peb for one in facts.parcels)
    return [
        ("Penerima / Consignees", len(consignees_of(facts)), COUNT),
        ("Paket / Parcels", len(facts.parcels), COUNT),
        ("Di atas 30 kg, perlu PEB / Over 30 kg, PEB", heavy, COUNT),
        ("Baris / Lines", load.lines, COUNT),
        ("Jumlah (buah) / Pieces", load.pieces, COUNT),
        ("Berat bersih (kg) / Net", kilograms(load.net_grams), KILOGRAMS),
        ("Berat kotor (kg) / Gross", kilograms(load.gross_grams), KILOGRAMS),
        ("Nilai (Rp) / Value (IDR)", load.rupiah, COUNT),
        ("Sudah lunas (Rp) / Paid", paid.rupiah, COUNT),
        ("Belum lunas (Rp) / Not paid", load.rupiah - paid.rupiah, COUNT),
        ("Belum dikonfirmasi (baris) / Not acknowledged", load.unacknowledged, COUNT),
    ]


def _recorded(facts: ManifestFacts) -> list[tuple[str, Cell, str]]:
    """The weights, waybill and flight recorded since the freeze."""
    carried = facts.carried
    weights = [one.known.gross_grams for one in facts.parcels if one.known.gross_grams]
    chargeable = sum(one.known.chargeable_grams(facts.measure) or 0 for one in facts.parcels)
    pairs: list[tuple[str, Cell, str]] = [
        ("Sudah ditimbang (paket) / Weighed", len(weights), COUNT),
        ("Berat timbang (kg) / Weighed gross", kilograms(sum(weights)), KILOGRAMS),
        ("Berat tagih (kg) / Chargeable", kilograms(chargeable), KILOGRAMS),
    ]
    flight = " ".join(
        filter(None, (carried.flight_no, day(carried.flight_on, "id") if carried.flight_on else ""))
    )
    carriage: list[tuple[str, Cell, str]] = [
        ("MAWB", carried.mawb, TEXT),
        ("Penerbangan / Flight", flight, TEXT),
    ]
    return [*(pairs if weights else []), *(one for one in carriage if one[1])]


def _missing(facts: ManifestFacts) -> list[tuple[str, Cell, str]]:
    """What the papers still lack: numbers of the goods, and data of the exporter."""
    lines = [line for one in facts.parcels for line in one.lines]
    exporter = facts.exporter
    exporter_data = {
        "alamat": exporter.address,
        "telepon": exporter.phone,
        "NIB": exporter.nib,
        "NPWP/NIK": exporter.npwp,
    }
    empty = ", ".join(name for name, value in exporter_data.items() if not value)
    halal = _some({line.sku for line in lines if line.lacks_halal_no})
    permit = _some({line.sku for line in lines if line.lacks_permit_no})
    pairs: list[tuple[str, Cell, str]] = [
        ("Data pengirim (shop.yaml) / Exporter's data", empty, WRAP),
        ("Nomor halal / Halal number", halal, WRAP),
        ("Nomor P-IRT atau BPOM MD / Permit number", permit, WRAP),
    ]
    return [one for one in pairs if one[1]]


def _some(skus: Collection[str]) -> str:
    """These products, or the first _SHOWN of them and how many more there are."""
    more = f" … (+{len(skus) - _SHOWN})" if len(skus) > _SHOWN else ""
    return ", ".join(sorted(skus)[:_SHOWN]) + more


def _by_umkm(facts: ManifestFacts) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for maker in makers_of(facts):
        goods = goods_of(facts, maker.umkm_id)
        load = load_of(line for one in goods for line in one.lines)
        rows.append((maker.umkm_name, maker.umkm_code, _orders(goods), *_figures(load)))
    whole = load_of(line for parcel in facts.parcels for line in parcel.lines)
    return rows, (SUM, None, _orders(facts.parcels), *_figures(whole))


def _orders(cartons: Iterable[Goods | CartonFacts]) -> int:
    """How many orders have goods in these cartons."""
    return len({line.order_number or one.order_number for one in cartons for line in one.lines})


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
