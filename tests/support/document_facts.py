"""Facts of documents for tests: one small manifest, and any number of random ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.documents.facts import ERASED, Carried, CartonFacts, Heading, Line, ManifestFacts
from bot.ordering.shop_profile import Exporter
from bot.shipping.handling_log import Weighed
from bot.shipping.manifests import Difference

CUTOFF = datetime(2026, 12, 4, 13, 0, tzinfo=UTC)
"""Friday, 20:00 in Solo."""


def heading(version: int = 1, **other: Any) -> Heading:
    facts: dict[str, Any] = {
        "number": f"TW-261204-v{version}",
        "shipment_code": "TW-261204",
        "version": version,
        "destination": "TW",
        "country_id": "Taiwan",
        "country_en": "Taiwan",
        "cutoff_at": CUTOFF,
        "hand_in_at": CUTOFF + timedelta(days=4),
        "departs_at": CUTOFF + timedelta(days=7),
        "frozen_at": CUTOFF + timedelta(minutes=1),
        "reason": "",
        "shipment_id": 1,
    }
    return Heading(**(facts | other))


def line(line_no: int, umkm_id: int, quantity: int, **other: Any) -> Line:
    """A line of a UMKM; product, price and weight are derived from both numbers."""
    product = 10 * umkm_id + line_no
    facts: dict[str, Any] = {
        "line_no": line_no,
        "sku": f"SOLO-{product:03}",
        "umkm_id": umkm_id,
        "umkm_code": f"dapur-{umkm_id}",
        "umkm_name": f"Dapur {umkm_id} (contoh)",
        "name_id": f"Intip manis {product}",
        "name_en": f"Sweet fried rice crust {product}",
        "unit": "bungkus",
        "quantity": quantity,
        "ordered": quantity,
        "acknowledged": True,
        "unit_rupiah": 1000 * product,
        "net_grams": 200,
        "gross_grams": 239,
        "length_millimetres": 280,
        "width_millimetres": 200,
        "height_millimetres": 90,
        "hs_code": "190490",
        "action": "allow",
        "classes": "snack_dry",
    }
    return Line(**(facts | other))


def parcel(parcel_no: int, *lines: Line, **other: Any) -> CartonFacts:
    facts: dict[str, Any] = {
        "parcel_no": parcel_no,
        "order_number": f"TW-4K{parcel_no:02}",
        "paid": False,
        "consignee_name": "Sari Wulandari",
        "mobile": "+886912345678",
        "address_lines": ("No. 12, Lane 3, Zhongshan Rd.", "Zhongli Dist., Taoyuan City 320"),
        "address": {
            "street_address": "No. 12, Lane 3, Zhongshan Rd.",
            "city": "中壢區",
            "country_area": "桃園市",
            "postal_code": "320",
        },
        "note": "",
    }
    return CartonFacts(lines=lines, **(facts | other))


def small_manifest(version: int = 1) -> ManifestFacts:
    """Two consignees, two UMKM, three lines: one paid order, one line nobody acknowledged."""
    changed = Difference("TW-4K02", "SOLO-012", "Intip manis 12", "Sweet fried rice crust 12", 1, 5, 3)
    return ManifestFacts(
        heading(version),
        (
            parcel(1, line(1, 1, 4), line(2, 2, 1), paid=True, note="Tolong bungkus rapi"),
            parcel(2, line(2, 1, 3, ordered=5, acknowledged=False), consignee_name="Budi Santoso"),
        ),
        (changed,) if version > 1 else (),
        {1: "Dapur 1 (contoh)", 2: "Dapur 2 (contoh)"},
        Exporter(name="Rantau"),
    )


EXPORTER = Exporter(
    name="Koperasi Rantau (contoh)",
    address="Jl. Slamet Riyadi 1 (contoh)\nSurakarta 57111, Indonesia",
    phone="+62 271 000000",
    email="kirim@example.com",
    nib="1234567890123",
    npwp="1234567890123456",
    signatory="Sapto (contoh)",
)


def weighed_manifest() -> ManifestFacts:
    """The small manifest after weighing: waybills, weights, papers, freight; one identity is erased."""
    facts = small_manifest()
    one, two = facts.parcels
    halal = {"halal_no": "ID33110000123450521", "pirt_md_no": "2063372010123-26"}
    first = replace(one.lines[0], **halal, documents="Phytosanitary certificate KT-9")
    one = replace(
        one,
        lines=(first, one.lines[1]),
        known=Weighed(2360, 320, 240, 185, "SOC12345"),
        identity_kind="tw_id",
        identity_number="A123456789",
    )
    two = replace(two, identity_kind="tw_id", identity_number=ERASED)
    freight = {one.order_number: 125_000, two.order_number: 80_000}
    carried = Carried("297-12345675", "CI762", date(2026, 12, 11), freight)
    return replace(facts, parcels=(one, two), exporter=EXPORTER, carried=carried)


def _drawn_line(figures: tuple[int, int, int, int], line_no: int) -> Line:
    umkm_id, quantity, rupiah, grams = figures
    return line(line_no, umkm_id, quantity, unit_rupiah=rupiah, net_grams=grams, gross_grams=grams + 40)


def _drawn_parcel(parcel_no: int, drawn: tuple[bool, list[tuple[int, int, int, int]]]) -> CartonFacts:
    paid, figures = drawn
    lines = [_drawn_line(one, line_no) for line_no, one in enumerate(figures, start=1)]
    return parcel(parcel_no, *lines, paid=paid)


_FIGURES = st.tuples(
    st.integers(1, 4), st.integers(1, 999), st.integers(0, 10_000_000), st.integers(1, 30_000)
)
manifests = st.lists(st.tuples(st.booleans(), st.lists(_FIGURES, min_size=1, max_size=4)), max_size=5).map(
    lambda drawn: ManifestFacts(
        heading(), tuple(_drawn_parcel(number, one) for number, one in enumerate(drawn, start=1))
    )
)


def wholly(text: str) -> ManifestFacts:
    """A manifest in which every free text is `text`."""
    names = "sku umkm_name name_id name_en unit hs_code action documents halal_no pirt_md_no description_en"
    one = line(1, 1, 2, **dict.fromkeys(names.split(), text))
    address = dict.fromkeys(("city", "country_area", "postal_code", "email", "name_native"), text)
    names = "consignee_name mobile note consignee_name_native identity_kind identity_number"
    who: dict[str, Any] = dict.fromkeys(names.split(), text)
    many = {"address_lines": (text,), "address_lines_native": (text,)}
    consigned = parcel(1, one, address=address, known=Weighed(hawb=text), **who, **many)
    exporter = Exporter.model_construct(name=text, address=text, phone=text)
    carried = Carried(mawb=text, flight_no=text)
    return ManifestFacts(heading(reason=text), (consigned,), exporter=exporter, carried=carried)
