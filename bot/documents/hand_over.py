"""The manifest as the CSV file that is handed over to carriers: one line per parcel line."""

from __future__ import annotations

import csv
import io
import re

from bot.documents.facts import Consigned, Heading, Line, ManifestFacts
from bot.reports import safe_text

CSV_MIME = "text/csv"
# fmt: off  # one name a line would hide their order
COLUMNS = (
    "batch_id",
    "destination_iso2",
    "channel",
    "mawb",
    "flight_no",
    "flight_date",
    "hawb",
    "parcel_no",
    "order_no",
    "shipper_name",
    "shipper_address",
    "shipper_phone",
    "shipper_npwp_nik",
    "shipper_nib",
    "consignee_name",
    "consignee_name_native",
    "consignee_phone",
    "consignee_email",
    "address_line1",
    "address_line2",
    "city",
    "region",
    "postal_code",
    "consignee_id_type",
    "consignee_id_no",
    "line_no",
    "sku",
    "goods_description_en",
    "goods_description_id",
    "hs6",
    "origin",
    "qty",
    "unit",
    "net_g",
    "gross_g",
    "unit_value",
    "line_value_fob",
    "currency",
    "incoterm",
    "freight",
    "insurance",
    "length_cm",
    "width_cm",
    "height_cm",
    "chargeable_kg",
    "pieces",
    "invoice_no",
    "invoice_date",
    "restriction_action",
    "documents",
    "halal_no",
    "pirt_md_no",
    "best_before",
    "notes",
)
# fmt: on
"""All columns of the file, in order; what is not known when a manifest is frozen stays empty."""

NOT_ACKNOWLEDGED = "not acknowledged"
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{0,15}")


def manifest_csv(facts: ManifestFacts) -> bytes:
    """UTF-8 without a byte order mark, RFC 4180, with a header.

    Weights are grams of the whole line, values whole rupiah. Free text that a spreadsheet would run
    gets an apostrophe; phone numbers in E.164 and postcodes are written as they are. Carton size and
    chargeable weight are known only after packing, so they are empty here.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for parcel in facts.parcels:
        consignee = _consignee(parcel)
        for line in parcel.lines:
            writer.writerow(
                _batch(facts.heading) | consignee | _goods(line) | {"notes": _notes(parcel, line)}
            )
    return text.getvalue().encode()


def _batch(heading: Heading) -> dict[str, str | int]:
    return {"batch_id": heading.number, "destination_iso2": heading.destination, "currency": "IDR"}


def _consignee(parcel: Consigned) -> dict[str, str | int]:
    address = parcel.address
    first, second = _street(parcel)
    return {
        "parcel_no": parcel.parcel_no,
        "order_no": parcel.order_number,
        "pieces": 1,  # a parcel is one carton
        "consignee_name": safe_text(parcel.consignee_name),
        "consignee_name_native": safe_text(address.get("name_native", "")),
        "consignee_phone": _as_it_is(parcel.mobile, _E164),
        "consignee_email": safe_text(address.get("email", "")),
        "address_line1": safe_text(first),
        "address_line2": safe_text(second),
        "city": safe_text(address.get("city", "")),
        "region": safe_text(address.get("country_area", "")),
        "postal_code": _as_it_is(address.get("postal_code", ""), _POSTCODE),
    }


def _street(parcel: Consigned) -> tuple[str, str]:
    """The first line of the street, and what else is needed to find the door."""
    address = parcel.address
    street = [one.strip() for one in address.get("street_address", "").splitlines() if one.strip()]
    lines = [*street, address.get("city_area", "")] if street else list(parcel.address_lines)
    return lines[0] if lines else "", ", ".join(one for one in lines[1:] if one)


def _goods(line: Line) -> dict[str, str | int]:
    return {
        "line_no": line.line_no,
        "sku": safe_text(line.sku),
        "goods_description_en": safe_text(line.name_en),
        "goods_description_id": safe_text(line.name_id),
        "hs6": safe_text(line.hs_code),
        "origin": "ID",  # everything on offer is made in and around Solo
        "qty": line.quantity,
        "unit": safe_text(line.unit),
        "net_g": line.quantity * line.net_grams,
        "gross_g": line.quantity * line.gross_grams,
        "unit_value": line.unit_rupiah,
        "line_value_fob": line.rupiah,
        "restriction_action": safe_text(line.action),
    }


def _notes(parcel: Consigned, line: Line) -> str:
    """Whether the UMKM has answered and, once a parcel, the customer's note."""
    note = parcel.note if line is parcel.lines[0] else ""
    told = [note] if line.acknowledged else [NOT_ACKNOWLEDGED, note]
    return safe_text("; ".join(one for one in told if one))


def _as_it_is(text: str, known: re.Pattern[str]) -> str:
    return text if known.fullmatch(text) else safe_text(text)
