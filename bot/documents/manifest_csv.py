"""The manifest as the CSV file for carriers: one row per line of a parcel."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

from bot.core.clock import WIB
from bot.core.csv_cells import E164, safe_text
from bot.documents.facts import CartonFacts, Line, ManifestFacts
from bot.documents.invoice import invoice_number
from bot.ordering.shop_profile import Exporter

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
"""All columns of the file, in order; unknown values stay empty."""

NOT_ACKNOWLEDGED = "not acknowledged"


def manifest_csv(facts: ManifestFacts) -> bytes:
    """The file: UTF-8 without a byte order mark, RFC 4180, with a header.

    Weights are grams of the whole line, values whole rupiah. An apostrophe precedes free text that a
    spreadsheet would run; phone numbers in E.164 are written as they are. The size and
    chargeable kilograms of a carton, and an order's share of the freight, stand only on the first of their
    lines, so that the columns can be summed.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    batch, orders_before = _batch(facts) | _shipper(facts.exporter), set[str]()
    for parcel in facts.parcels:
        whole = batch | _consignee(parcel) | _invoice(facts, parcel)
        for line in parcel.lines:
            carton = _carton(facts, parcel) if line is parcel.lines[0] else {}
            writer.writerow(whole | _goods(line) | carton | _order(facts, parcel, line, orders_before))
    return text.getvalue().encode()


def _batch(facts: ManifestFacts) -> dict[str, str | int]:
    heading, carried = facts.heading, facts.carried
    return {
        "batch_id": heading.number,
        "destination_iso2": heading.destination,
        "currency": "IDR",
        "mawb": safe_text(carried.mawb),
        "flight_no": safe_text(carried.flight_no),
        "flight_date": carried.flight_on.isoformat() if carried.flight_on else "",
        "incoterm": facts.exporter.incoterm,
    }


def _shipper(exporter: Exporter) -> dict[str, str | int]:
    phone = re.sub(r"[ ()-]", "", exporter.phone)
    return {
        "shipper_name": safe_text(exporter.name),
        "shipper_address": safe_text(", ".join(filter(None, exporter.address.split("\n")))),
        "shipper_phone": safe_text(phone if E164.fullmatch(phone) else exporter.phone),
        "shipper_npwp_nik": safe_text(exporter.npwp),
        "shipper_nib": safe_text(exporter.nib),
    }


def _invoice(facts: ManifestFacts, parcel: CartonFacts) -> dict[str, str | int]:
    return {
        "invoice_no": invoice_number(facts, parcel),
        "invoice_date": facts.heading.frozen_at.astimezone(WIB).date().isoformat(),
    }


def _consignee(parcel: CartonFacts) -> dict[str, str | int]:
    address = parcel.address
    first, second = _street(parcel)
    return {
        "parcel_no": parcel.parcel_no,
        "hawb": safe_text(parcel.known.hawb),
        "pieces": 1,  # a parcel is one carton
        "consignee_name": safe_text(parcel.consignee_name),
        "consignee_name_native": safe_text(parcel.name_native),
        "consignee_phone": safe_text(parcel.mobile),
        "consignee_email": safe_text(address.get("email", "")),
        "address_line1": safe_text(first),
        "address_line2": safe_text(second),
        "city": safe_text(address.get("city", "")),
        "region": safe_text(address.get("country_area", "")),
        "postal_code": safe_text(address.get("postal_code", "")),
        "consignee_id_type": safe_text(parcel.identity_kind),
        "consignee_id_no": safe_text(parcel.identity_number),
    }


def _carton(facts: ManifestFacts, parcel: CartonFacts) -> dict[str, str | int]:
    """The measurements of the carton, in centimetres and kilograms."""
    grams, size = parcel.known.chargeable_grams(facts.measure), parcel.known.sized
    names = ("length_cm", "width_cm", "height_cm")
    sides = {name: f"{Decimal(side) / 10:f}" for name, side in zip(names, size, strict=True)} if size else {}
    return {**sides, "chargeable_kg": "" if grams is None else f"{Decimal(grams) / 1000:f}"}


def _order(facts: ManifestFacts, parcel: CartonFacts, line: Line, before: set[str]) -> dict[str, str | int]:
    """The order of a line, with its share of the freight unless the order is in `before`; adds it there."""
    number = line.order_number or parcel.order_number
    freight = "" if number in before else facts.carried.freight.get(number, "")
    before.add(number)
    return {"order_no": number, "freight": freight, "notes": _notes(facts, parcel, line)}


def _street(parcel: CartonFacts) -> tuple[str, str]:
    """The first line of the street, and the rest of what is needed to find the door."""
    address = parcel.address
    street = [one.strip() for one in address.get("street_address", "").splitlines() if one.strip()]
    lines = [*street, address.get("city_area", "")] if street else list(parcel.address_lines)
    return lines[0] if lines else "", ", ".join(one for one in lines[1:] if one)


def _goods(line: Line) -> dict[str, str | int]:
    return {
        "line_no": line.line_no,
        "sku": safe_text(line.sku),
        "goods_description_en": safe_text(line.description),
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
        "documents": safe_text(line.documents),
        "halal_no": safe_text(line.halal_no),
        "pirt_md_no": safe_text(line.pirt_md_no),
    }


def _notes(facts: ManifestFacts, parcel: CartonFacts, line: Line) -> str:
    """The notes: an unanswered line; on the first line of a parcel its weight and the customer's note."""
    first = line is parcel.lines[0]
    notes = [
        (NOT_ACKNOWLEDGED, not line.acknowledged),
        (f"parcel weighed {parcel.known.gross_grams} g", first and parcel.known.gross_grams),
        ("over 30 kg: PEB instead of consignment note", first and parcel.needs_peb),
        (f"piece {parcel.piece_no}/{parcel.pieces_of}", first and parcel.pieces_of > 1),
        ("commercial", facts.heading.commercial),
        (parcel.note, first),
    ]
    return safe_text("; ".join(note for note, applies in notes if note and applies))
