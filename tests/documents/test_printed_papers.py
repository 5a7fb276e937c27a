"""Printed papers as readers get them: names, figures and scannable codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.documents.address_label import labels_pdf
from bot.documents.facts import ManifestFacts, PickFacts, goods_of
from bot.documents.invoice import invoices_pdf
from bot.documents.packing_list import packing_lists_pdf
from bot.documents.pick_list import pick_list_pdf
from bot.shipping.handling_log import Weighed
from tests.support import document_facts, read_pdf

NAMES = {
    "TW": "王小明",
    "JP": "田中さくら",
    "TH": "สมหญิง น้ำเที่ยว",
    "QA": "محمد عبد الله",
    "KR": "김민수",
    "ID": "Ngatinah Đặng-Łukasz",
}
WHOLE = {"labels": labels_pdf, "packing": packing_lists_pdf, "invoice": invoices_pdf}
PAPERS = pytest.mark.parametrize("made", WHOLE.values(), ids=WHOLE)
Made = Callable[[ManifestFacts], bytes]


def of_everybody(destination: str = "TW") -> ManifestFacts:
    """A consignee with a name in each script."""
    parcels = [
        document_facts.parcel(
            number,
            document_facts.line(1, 1, number),
            consignee_no=number,
            consignee_name=f"Sari Nomor {number}",
            consignee_name_native=name,
            address_lines_native=(f"{name} 12",),
        )
        for number, name in enumerate(NAMES.values(), start=1)
    ]
    return ManifestFacts(
        document_facts.heading(destination=destination), tuple(parcels), exporter=document_facts.EXPORTER
    )


def pick_facts(facts: ManifestFacts, umkm_id: int = 1) -> PickFacts:
    return PickFacts(
        facts.heading, "dapur-1", "Dapur 1 (contoh)", goods_of(facts, umkm_id), facts.differences
    )


@PAPERS
@pytest.mark.parametrize("destination", ["TW", "JP", "TH"])
def test_names_of_any_script_are_printed_and_can_be_extracted(made: Made, destination: str) -> None:
    pages = read_pdf.pages(made(of_everybody(destination)))
    assert len(pages) == len(NAMES)
    for number, (page, name) in enumerate(zip(pages, NAMES.values(), strict=True), start=1):
        assert f"Sari Nomor {number}" in page
        assert name.replace(" ", "") in page.replace(" ", "")


@PAPERS
def test_no_paper_has_the_name_of_another_consignee(made: Made) -> None:
    for number, page in enumerate(read_pdf.pages(made(of_everybody())), start=1):
        others = [f"Sari Nomor {one}" for one in range(1, len(NAMES) + 1) if one != number]
        assert not [name for name in others if name in page]


@PAPERS
def test_the_same_facts_give_the_same_bytes(made: Made) -> None:
    facts = document_facts.weighed_manifest()
    assert made(facts) == made(facts)
    assert made(of_everybody()) == made(of_everybody())
    assert pick_list_pdf(pick_facts(facts)) == pick_list_pdf(pick_facts(facts))


@PAPERS
def test_paper_is_dated_by_the_freeze_only(made: Made) -> None:
    data = made(document_facts.weighed_manifest())
    assert data.count(b"D:20261204130100+00'00'") == 2
    assert data.count(b"D:2") == 2


def test_label_is_one_page_of_100_by_150_millimetres() -> None:
    assert read_pdf.sizes(labels_pdf(of_everybody())) == [(100.0, 150.0)] * len(NAMES)


def test_both_codes_of_a_label_are_its_order_number() -> None:
    data = labels_pdf(document_facts.weighed_manifest())
    for page, number in enumerate(("TW-4K01", "TW-4K02")):
        assert read_pdf.scanned(data, page) == {"Code 128": number, "QR Code": number}


@pytest.mark.parametrize("number", ["TW-0000", "JP-ZZZZZZ", "QA-4K7MABCDEFG12"])
def test_codes_of_short_and_long_numbers_can_be_scanned(number: str) -> None:
    parcel = document_facts.parcel(1, document_facts.line(1, 1, 1), order_number=number)
    data = labels_pdf(ManifestFacts(document_facts.heading(), (parcel,)))
    assert read_pdf.scanned(data, 0) == {"Code 128": number, "QR Code": number}


def test_label_has_recipient_sender_and_piece_number() -> None:
    facts = document_facts.weighed_manifest()
    one = replace(facts.parcels[0], piece_no=2, pieces_of=3)
    (page,) = read_pdf.pages(labels_pdf(replace(facts, parcels=(one,))))
    for words in (
        "Koperasi Rantau (contoh)",
        "+62 271 000000",
        "Sari Wulandari",
        "No. 12, Lane 3, Zhongshan Rd.",
        "Tel. +886912345678",
        "TAIWAN TW",
        "TW-4K01 2/3",
        "2.360 kg · 32 × 24 × 18.5 cm",
        "HAWB SOC12345",
        "MAWB 297-12345675 CI762",
    ):
        assert words in page
    assert "Tolong bungkus rapi" not in page
    assert "A123456789" not in page


def test_the_longest_name_and_address_stay_on_their_label() -> None:
    lines = tuple(f"Room {one}, Lumpini Park Riverside Tower B, 99/456 Rama III Road" for one in range(5))
    parcel = document_facts.parcel(
        1, document_facts.line(1, 1, 1), consignee_name="Wong " * 30, address_lines=lines
    )
    (page,) = read_pdf.pages(
        labels_pdf(ManifestFacts(document_facts.heading(), (parcel,), exporter=document_facts.EXPORTER))
    )
    assert page.count("Wong") == 30
    assert all(line in page for line in lines)
    assert page.index("Tel. +886912345678") < page.index("TAIWAN")
    assert (
        read_pdf.scanned(labels_pdf(ManifestFacts(document_facts.heading(), (parcel,))), 0)["Code 128"]
        == "TW-4K01"
    )


def test_a_consignee_gets_one_invoice_for_all_cartons() -> None:
    heavy = Weighed(31_000, 400, 300, 300, "SOC2")
    cartons = tuple(
        document_facts.parcel(
            number,
            document_facts.line(1, 1, 2),
            consignee_no=1,
            piece_no=number,
            pieces_of=2,
            order_number="TW-4K01",
            known=heavy,
        )
        for number in (1, 2)
    )
    facts = ManifestFacts(document_facts.heading(), cartons, exporter=document_facts.EXPORTER)
    (invoice,) = read_pdf.pages(invoices_pdf(facts))
    (packing,) = read_pdf.pages(packing_lists_pdf(facts))
    assert "1 Sweet fried rice crust 11 190490 Indonesia 4 pack 11,000 44,000" in invoice
    assert "62.000 kg (weighed)" in invoice
    assert "Package 1 of 2 · TW-4K01/1" in packing
    assert "Package 2 of 2 · TW-4K01/2" in packing
    assert packing.count("Over 30 kg gross: PEB (export declaration) instead of a consignment note.") == 2


def test_invoice_states_everything_that_customs_ask_for() -> None:
    one, two = read_pdf.pages(invoices_pdf(document_facts.weighed_manifest()))
    for words in (
        "TW-261204-v1-0001 4 December 2026",
        "NIB 1234567890123",
        "NPWP/NIK 1234567890123456",
        "TW ID: A123456789",
        "DAP Taiwan",
        "IDR (Indonesian rupiah)",
        "Sale, for personal use",
        "Flight CI762 · 11 December 2026 Master air waybill 297-12345675 House waybill SOC12345",
        "SOLO-011 Intip manis 11 · halal ID33110000123450521 · P-IRT/BPOM 2063372010123-26",
        "Value of the goods 5 66,000",
        "Freight 125,000",
        "Total 191,000",
        "Sapto (contoh)",
    ):
        assert words in one
    assert "TW ID: dihapus" in two
    assert "Freight 80,000" in two


def test_invoice_says_that_unsettled_freight_is_not_included() -> None:
    first = read_pdf.pages(invoices_pdf(document_facts.small_manifest()))[0]
    assert "Freight: not included" in first
    assert "(calculated)" in first


def test_commercial_stock_has_one_invoice_and_one_packing_list() -> None:
    facts = document_facts.small_manifest()
    facts = replace(facts, heading=replace(facts.heading, commercial=True))
    (invoice,) = read_pdf.pages(invoices_pdf(facts))
    (packing,) = read_pdf.pages(packing_lists_pdf(facts))
    assert "Sale of commercial stock" in invoice
    assert "TW-261204-v1-INV" in invoice
    assert "Value of the goods 8 102,000" in invoice
    assert "IMPORTER / CONSIGNEE" in invoice
    assert "Package 2 of 2" in packing


def test_long_invoice_repeats_its_head_and_numbers_its_pages() -> None:
    lines = [document_facts.line(1, number, 1, name_en="Very " * 30 + str(number)) for number in range(1, 41)]
    facts = ManifestFacts(
        document_facts.heading(), (document_facts.parcel(1, *lines),), exporter=document_facts.EXPORTER
    )
    pages = read_pdf.pages(invoices_pdf(facts))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert "Description of goods" in page
    text = " ".join(pages)
    assert all(f"Very {number} " in text for number in range(1, 41))


def test_a_pick_list_names_no_customer_and_no_note() -> None:
    data = pick_list_pdf(pick_facts(document_facts.small_manifest(2)))
    assert read_pdf.sizes(data) == [(210.0, 297.0)]
    text = " ".join(read_pdf.pages(data))
    for secret in ("Sari", "Budi", "+886", "Zhongshan", "bungkus rapi"):
        assert secret not in text


def test_text_that_spreadsheets_would_run_is_printed_unchanged() -> None:
    for text in ("=cmd|x", "+1", "-1", "@x"):
        for made in WHOLE.values():
            assert text in read_pdf.pages(made(document_facts.wholly(text)))[0]
