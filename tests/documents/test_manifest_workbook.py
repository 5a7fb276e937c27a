"""The manifest as a workbook."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bot.documents.facts import ManifestFacts
from bot.documents.manifest_workbook import manifest_xlsx
from bot.documents.xlsx import sheet_name
from bot.shipping.measurements import Measured
from bot.shipping.weighing import sheet_file
from tests.support import document_facts
from tests.support.open_workbook import cells, opened, row_of, sums, table

HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "http://evil.example", "{=1+1}", "0812"]


def test_a_manifest_has_summary_consignees_lines_and_a_pick_list_for_each_umkm() -> None:
    book = opened(manifest_xlsx(document_facts.small_manifest()))
    assert book.sheetnames == [
        "Ringkasan",
        "Penerima",
        "Baris barang",
        "Timbang",
        "Dapur 1 (contoh)",
        "Dapur 2 (contoh)",
    ]


def test_the_summary_names_version_destination_and_dates_in_wib() -> None:
    sheet = opened(manifest_xlsx(document_facts.small_manifest()))["Ringkasan"]
    pairs = {
        label: value for label, value in sheet.iter_rows(max_col=2, values_only=True) if value is not None
    }
    assert sheet["A1"].value == "Manifest TW-261204-v1: Taiwan"
    assert pairs["Versi / Version"] == "1"
    assert pairs["Tujuan / Destination"] == "Taiwan (TW)"
    assert pairs["Batas pesan / Order cut-off"] == "Jumat, 4 Desember 2026 20:00 WIB"
    assert pairs["Batas serah UMKM / Hand-in"] == "Selasa, 8 Desember 2026 20:00 WIB"
    assert pairs["Berangkat / Departure"] == "Jumat, 11 Desember 2026 20:00 WIB"
    assert "Alasan versi / Reason" not in pairs


def test_summary_states_totals_as_values_not_formulas() -> None:
    sheet = opened(manifest_xlsx(document_facts.small_manifest()))["Ringkasan"]
    pairs = {
        label: value for label, value in sheet.iter_rows(max_col=2, values_only=True) if value is not None
    }
    assert pairs["Paket / Parcels"] == 2
    assert pairs["Jumlah (buah) / Pieces"] == 8
    assert pairs["Berat kotor (kg) / Gross"] == pytest.approx(1.912)
    assert pairs["Nilai (Rp) / Value (IDR)"] == 4 * 11_000 + 22_000 + 3 * 12_000
    assert pairs["Sudah lunas (Rp) / Paid"] == 66_000
    assert pairs["Belum lunas (Rp) / Not paid"] == 36_000
    assert pairs["Belum dikonfirmasi (baris) / Not acknowledged"] == 1


def test_second_version_shows_its_reason_and_changes_with_the_umkm() -> None:
    facts = document_facts.small_manifest(2)
    facts = replace(facts, heading=replace(facts.heading, reason="barang rusak"))
    sheet = opened(manifest_xlsx(facts))["Ringkasan"]
    assert sheet.cell(row_of(sheet, "Alasan versi"), 2).value == "barang rusak"
    (change,) = table(sheet, row_of(sheet, "Perubahan dari versi 1") + 1)
    assert change == {
        "UMKM": "Dapur 1 (contoh)",
        "Barang": "Intip manis 12",
        "No. pesanan": "TW-4K02",
        "SKU": "SOLO-012",
        "Sebelum (buah)": 5,
        "Sesudah (buah)": 3,
        "Selisih (buah)": -2,
    }


def test_second_version_without_changed_quantities_says_so() -> None:
    sheet = opened(manifest_xlsx(replace(document_facts.small_manifest(2), differences=())))["Ringkasan"]
    assert row_of(sheet, "Tidak ada jumlah yang berubah")


def test_consignees_have_phone_and_postcode_as_text_and_their_payment() -> None:
    sheet = opened(manifest_xlsx(document_facts.small_manifest()))["Penerima"]
    first, second = table(sheet)
    assert (first["No. HP"], first["Kode pos"]) == ("+886912345678", "320")
    assert first["Alamat"] == "No. 12, Lane 3, Zhongshan Rd.\nZhongli Dist., Taoyuan City 320"
    assert (first["Lunas"], first["Dikonfirmasi"]) == ("Ya", "Ya")
    assert (second["Lunas"], second["Dikonfirmasi"]) == ("Tidak", "Belum")
    assert first["Catatan pembeli"] == "Tolong bungkus rapi"


def test_lines_have_ordered_and_due_pieces() -> None:
    last = table(opened(manifest_xlsx(document_facts.small_manifest()))["Baris barang"])[-1]
    assert (last["Dipesan (buah)"], last["Jumlah (buah)"], last["Dikonfirmasi"]) == (5, 3, "Belum")
    assert (last["Kode HS"], last["Nilai (Rp)"], last["Berat kotor (g)"]) == ("190490", 36_000, 717)


def test_table_heads_are_frozen_filter_and_print_landscape() -> None:
    book = opened(manifest_xlsx(document_facts.small_manifest()))
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes.endswith("5")
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.print_title_rows == "$4:$4"
        assert sheet["A4"].font.bold
    for name, printed in (("Penerima", "'Penerima'!$A$4:$U$7"), ("Baris barang", "'Baris barang'!$A$4:")):
        sheet = book[name]  # two pages wide: the title stands whole above each of them
        assert sheet.oddHeader.left.text == f"&B{sheet['A1'].value}"
        assert sheet.print_area.startswith(printed)
    assert book["Penerima"].column_dimensions["F"].width > 40
    assert book["Baris barang"]["M5"].number_format == "#,##0"


@pytest.mark.parametrize("text", HOSTILE)
def test_customers_text_never_becomes_a_formula_link_or_number(text: str) -> None:
    facts = document_facts.wholly(text)
    book = opened(manifest_xlsx(facts))
    (consignee,) = table(book["Penerima"])
    assert {consignee[head] for head in ("Penerima", "No. HP", "Kode pos", "No. resi")} == {text}
    everything = [cell for sheet in book.worksheets for cell in cells(sheet)]
    assert {cell.data_type for cell in everything} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in everything)
    assert len([cell for cell in everything if cell.value == text and cell.data_type == "s"]) >= 25


def test_the_same_facts_give_the_same_bytes() -> None:
    facts = document_facts.weighed_manifest()
    assert manifest_xlsx(facts) == manifest_xlsx(facts)


def test_summary_has_a_chart_of_the_weight_by_umkm() -> None:
    sheet = opened(manifest_xlsx(document_facts.small_manifest()))["Ringkasan"]
    (chart,) = sheet._charts
    (series,) = chart.series
    rows = row_of(sheet, "Per UMKM") + 2
    assert (series.cat.strRef or series.cat.numRef).f == f"Ringkasan!$A${rows}:$A${rows + 1}"
    assert series.val.numRef.f == f"Ringkasan!$F${rows}:$F${rows + 1}"


def test_summary_lists_what_the_papers_still_lack() -> None:
    pairs = _pairs(manifest_xlsx(document_facts.small_manifest()))
    assert pairs["Data pengirim (shop.yaml) / Exporter's data"] == "alamat, telepon, NIB, NPWP/NIK"
    assert pairs["Nomor halal / Halal number"] == "SOLO-011, SOLO-012, SOLO-022"
    pairs = _pairs(manifest_xlsx(document_facts.weighed_manifest()))
    assert "Data pengirim (shop.yaml) / Exporter's data" not in pairs
    assert pairs["Nomor P-IRT atau BPOM MD / Permit number"] == "SOLO-012, SOLO-022"


def test_only_food_and_drink_need_halal_and_permit_numbers() -> None:
    cloth = document_facts.line(1, 1, 1, hs_code="520852")
    food = document_facts.line(2, 1, 1, halal_no="ID331")
    sheet = opened(
        manifest_xlsx(ManifestFacts(document_facts.heading(), (document_facts.parcel(1, cloth, food),)))
    )
    first, second = table(sheet["Baris barang"])
    assert (first["No. halal"], first["No. P-IRT/BPOM MD"]) == (None, None)
    assert (second["No. halal"], second["No. P-IRT/BPOM MD"]) == ("ID331", "Belum")


def test_workbook_shows_measured_and_calculated_weights() -> None:
    book = manifest_xlsx(document_facts.weighed_manifest())
    first, second = table(opened(book)["Penerima"])
    assert (first["Berat kotor (g)"], first["Berat timbang (g)"]) == (1195, 2360)
    assert (first["Ukuran"], first["No. resi"], first["Koli"]) == ("32 × 24 × 18.5 cm", "SOC12345", "1/1")
    assert (second["Berat timbang (g)"], second["Nomor identitas"]) == (None, "TW ID: dihapus")
    pairs = _pairs(book)
    assert pairs["Sudah ditimbang (paket) / Weighed"] == 1
    assert pairs["Berat tagih (kg) / Chargeable"] == pytest.approx(2.5)
    assert pairs["MAWB"] == "297-12345675"


def test_carton_over_30_kilograms_needs_a_peb() -> None:
    heavy = document_facts.parcel(1, document_facts.line(1, 1, 200))
    facts = ManifestFacts(
        document_facts.heading(), (heavy, document_facts.parcel(2, document_facts.line(1, 1, 1)))
    )
    first, second = table(opened(manifest_xlsx(facts))["Penerima"])
    assert (first["PEB"], second["PEB"]) == ("PEB", None)


def test_filled_in_weighing_sheet_is_read_back() -> None:
    facts = document_facts.weighed_manifest()
    book = opened(manifest_xlsx(facts))
    sheet = book["Timbang"]
    sheet["E6"], sheet["F6"], sheet["G6"], sheet["H6"], sheet["I6"] = 1800, 30, 20.5, 15, "SOC12346"
    filled = io.BytesIO()
    book.save(filled)
    read = sheet_file.read(filled.getvalue())
    assert read.manifest == "TW-261204-v1"
    one, two = read.rows
    assert (one.parcel, one.contents) == ("TW-4K01/1", facts.parcels[0].contents)
    assert one.measured == Measured(2360, (320, 240, 185))
    assert (two.measured, two.hawb) == (Measured(1800, (300, 205, 150)), "SOC12346")


def _pairs(data: bytes) -> dict[Any, Any]:
    return dict(opened(data)["Ringkasan"].iter_rows(max_col=2, values_only=True))


def test_pick_lists_in_a_manifest_name_no_customer() -> None:
    book = opened(manifest_xlsx(document_facts.small_manifest()))
    for sheet in book.worksheets[4:]:
        words = " ".join(str(cell.value) for cell in cells(sheet))
        for secret in ("Sari", "Budi", "+886", "Zhongshan", "bungkus rapi", "320"):
            assert secret not in words


def _goods(sheet: Any) -> tuple[int, int]:
    found = table(sheet)
    pieces, grams = (sum(row[head] for row in found) for head in ("Jumlah (buah)", "Berat kotor (g)"))
    below = sums(sheet)
    assert (below["Jumlah (buah)"], below["Berat kotor (g)"]) == (pieces, grams)
    return pieces, grams


@given(facts=document_facts.manifests)
@settings(max_examples=25, deadline=None)
def test_consignees_lines_and_pick_lists_have_the_same_sums(facts: ManifestFacts) -> None:
    book = opened(manifest_xlsx(facts))
    consignees, lines = book["Penerima"], book["Baris barang"]
    picked = [_goods(sheet) for sheet in book.worksheets[4:]]
    assert _goods(consignees) == _goods(lines) == tuple(map(sum, zip((0, 0), *picked, strict=True)))
    rupiah = sum(row["Nilai (Rp)"] for row in table(lines))
    summary = book["Ringkasan"]
    by_umkm = table(summary, row_of(summary, "Per UMKM") + 1)
    by_product = table(summary, row_of(summary, "Per barang") + 1)
    for rows in (table(consignees), by_umkm, by_product):
        assert sum(row["Nilai (Rp)"] for row in rows) == rupiah
    assert sums(consignees)["Nilai (Rp)"] == sums(lines)["Nilai (Rp)"] == rupiah


def test_sheet_names_are_valid_short_and_unique() -> None:
    taken = {"history"}
    wanted = ["A/B:C*D?[E]\\F", "'Dapur'", "", "History", "Dapur", "dapur", "x" * 40, "x" * 50, "🍪" * 20]
    names = [sheet_name(one, taken) for one in wanted]
    assert names[:6] == ["A B C D E F", "Dapur", "UMKM", "History (2)", "Dapur (2)", "dapur (3)"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
