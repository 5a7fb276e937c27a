"""The manifest as the CSV file for carriers."""

from __future__ import annotations

import csv
import io

import pytest

from bot.documents.facts import ManifestFacts
from bot.documents.manifest_csv import COLUMNS, manifest_csv
from tests.support import document_facts


def rows_of(facts: ManifestFacts) -> list[dict[str, str]]:
    text = manifest_csv(facts).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_csv_has_54_columns_in_order_and_a_row_per_parcel_line() -> None:
    data = manifest_csv(document_facts.small_manifest())
    head = data.split(b"\r\n")[0].decode()
    assert head.startswith("batch_id,destination_iso2,channel,mawb,")
    assert head.endswith(",halal_no,pirt_md_no,best_before,notes")
    assert head.split(",") == list(COLUMNS)
    assert len(COLUMNS) == 54
    assert [(row["parcel_no"], row["line_no"]) for row in rows_of(document_facts.small_manifest())] == [
        ("1", "1"),
        ("1", "2"),
        ("2", "2"),
    ]


def test_row_leaves_unknown_values_empty() -> None:
    first = rows_of(document_facts.small_manifest())[0]
    assert {name: value for name, value in first.items() if value} == {
        "batch_id": "TW-261204-v1",
        "destination_iso2": "TW",
        "shipper_name": "Rantau",
        "incoterm": "DAP",
        "invoice_no": "TW-261204-v1-0001",
        "invoice_date": "2026-12-04",
        "parcel_no": "1",
        "order_no": "TW-4K01",
        "consignee_name": "Sari Wulandari",
        "consignee_phone": "+886912345678",
        "address_line1": "No. 12, Lane 3, Zhongshan Rd.",
        "city": "中壢區",
        "region": "桃園市",
        "postal_code": "320",
        "line_no": "1",
        "sku": "SOLO-011",
        "goods_description_en": "Sweet fried rice crust 11",
        "goods_description_id": "Intip manis 11",
        "hs6": "190490",
        "origin": "ID",
        "qty": "4",
        "unit": "bungkus",
        "net_g": "800",
        "gross_g": "956",
        "unit_value": "11000",
        "line_value_fob": "44000",
        "currency": "IDR",
        "pieces": "1",
        "restriction_action": "allow",
        "notes": "Tolong bungkus rapi",
    }


def test_unacknowledged_line_is_marked() -> None:
    assert [row["notes"] for row in rows_of(document_facts.small_manifest())] == [
        "Tolong bungkus rapi",
        "",
        "not acknowledged",
    ]


def test_values_of_cartons_and_orders_stand_on_their_first_line() -> None:
    facts = document_facts.weighed_manifest()
    first, second, other = rows_of(facts)
    assert (first["mawb"], first["flight_no"], first["flight_date"]) == (
        "297-12345675",
        "CI762",
        "2026-12-11",
    )
    assert [first[f"{side}_cm"] for side in ("length", "width", "height")] == ["32", "24", "18.5"]
    assert first["chargeable_kg"] == "2.5"  # 14,208 cubic centimetres / 6,000, up to the next half kilogram
    assert first["notes"] == "parcel weighed 2360 g; Tolong bungkus rapi"
    assert (second["hawb"], second["length_cm"], second["chargeable_kg"]) == ("SOC12345", "", "")
    assert [row["freight"] for row in (first, second, other)] == ["125000", "", "80000"]
    assert (first["consignee_id_type"], first["consignee_id_no"]) == ("tw_id", "A123456789")
    assert other["consignee_id_no"] == "dihapus"
    assert (first["shipper_nib"], first["shipper_npwp_nik"]) == ("1234567890123", "1234567890123456")
    assert first["shipper_phone"] == "+62271000000"
    assert first["shipper_address"] == "Jl. Slamet Riyadi 1 (contoh), Surakarta 57111, Indonesia"
    assert (first["halal_no"], first["pirt_md_no"]) == ("ID33110000123450521", "2063372010123-26")
    assert first["documents"] == "Phytosanitary certificate KT-9"
    assert all(row["best_before"] == "" for row in (first, second, other))  # nobody knows when it was made


HOSTILE = ["=cmd|x", "+1", "-1", "@x", "\tx", "\rx"]
FREE_TEXT = (
    "shipper_name shipper_address shipper_phone consignee_name consignee_name_native consignee_phone "
    "consignee_email city region address_line1 postal_code consignee_id_type consignee_id_no sku "
    "goods_description_en goods_description_id hs6 unit hawb flight_no restriction_action documents "
    "halal_no pirt_md_no notes"
)


@pytest.mark.parametrize("text", HOSTILE)
def test_free_text_that_a_spreadsheet_would_run_is_escaped(text: str) -> None:
    (row,) = rows_of(document_facts.wholly(text))
    free_text = {name: row[name] for name in FREE_TEXT.split()}
    assert free_text == dict.fromkeys(free_text, f"'{text}")


def test_no_cell_starts_like_a_formula() -> None:
    for text in (*HOSTILE, 'a\r\n=b,"c"'):
        (row,) = rows_of(document_facts.wholly(text))
        assert not [value for value in row.values() if value[:1] in ("=", "+", "-", "@", "\t", "\r")]


@pytest.mark.parametrize(("mobile", "postcode"), [("+886912345678", "0320"), ("+6591234567", "SW1A 1AA")])
def test_phones_and_postcodes_are_written_as_they_are(mobile: str, postcode: str) -> None:
    parcel = document_facts.parcel(
        1, document_facts.line(1, 1, 1), mobile=mobile, address={"postal_code": postcode}
    )
    (row,) = rows_of(ManifestFacts(document_facts.heading(), (parcel,)))
    assert (row["consignee_phone"], row["postal_code"]) == (mobile, postcode)


def test_second_address_line_has_the_rest_of_the_street() -> None:
    address = {"street_address": "Blk 12\n#03-45", "city_area": "Bedok", "name_native": "小麗"}
    parcel = document_facts.parcel(1, document_facts.line(1, 1, 1), address=address)
    (row,) = rows_of(ManifestFacts(document_facts.heading(), (parcel,)))
    assert (row["address_line1"], row["address_line2"]) == ("Blk 12", "#03-45, Bedok")
    assert row["consignee_name_native"] == "小麗"


def test_csv_has_the_sums_of_the_frozen_lines() -> None:
    rows = rows_of(document_facts.small_manifest())
    assert sum(int(row["qty"]) for row in rows) == 8
    assert sum(int(row["gross_g"]) for row in rows) == 1912
    assert sum(int(row["line_value_fob"]) for row in rows) == 102_000
