"""What documents are made of, for tests: one small manifest, and any number of drawn ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.documents.facts import Consigned, Heading, Line, ManifestFacts
from bot.manifests import Difference
from bot.shop import Exporter

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
    """A line of an UMKM; its product, price and weight follow from both numbers."""
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


def parcel(parcel_no: int, *lines: Line, **other: Any) -> Consigned:
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
    return Consigned(lines=lines, **(facts | other))


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


def _drawn_line(figures: tuple[int, int, int, int], line_no: int) -> Line:
    umkm_id, quantity, rupiah, grams = figures
    return line(line_no, umkm_id, quantity, unit_rupiah=rupiah, net_grams=grams, gross_grams=grams + 40)


def _drawn_parcel(parcel_no: int, drawn: tuple[bool, list[tuple[int, int, int, int]]]) -> Consigned:
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
