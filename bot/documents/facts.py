"""What a document is made of: plain values read once from frozen rows, ready to cross to another process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.manifests import Difference
from bot.reports import ToPrepare, Total


@dataclass(frozen=True, slots=True)
class Line:
    """One frozen line of a parcel; `quantity` is to be delivered. Grams, millimetres, rupiah of one piece."""

    line_no: int
    sku: str
    umkm_id: int
    umkm_code: str
    umkm_name: str
    name_id: str
    name_en: str
    unit: str
    quantity: int
    ordered: int
    acknowledged: bool
    unit_rupiah: int
    net_grams: int
    gross_grams: int
    length_millimetres: int
    width_millimetres: int
    height_millimetres: int
    hs_code: str
    action: str

    @property
    def rupiah(self) -> int:
        """What the line comes to."""
        return self.quantity * self.unit_rupiah


@dataclass(frozen=True, slots=True)
class Goods:
    """The goods of one parcel, without who receives them: all that an UMKM may know."""

    parcel_no: int
    order_number: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Consigned:
    """One parcel with its consignee. `address` is normalised, `address_lines` as on the label."""

    parcel_no: int
    order_number: str
    paid: bool
    consignee_name: str
    mobile: str
    address_lines: tuple[str, ...]
    address: Mapping[str, str]
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above every paper of one version of a manifest."""

    number: str
    shipment_code: str
    version: int
    destination: str
    country_id: str
    country_en: str
    cutoff_at: datetime
    hand_in_at: datetime
    departs_at: datetime
    frozen_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ManifestFacts:
    """One version of a manifest, whole. `umkm_names` also names those only the version before had."""

    heading: Heading
    parcels: tuple[Consigned, ...]
    differences: tuple[Difference, ...] = ()
    umkm_names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PickFacts:
    """One UMKM's final pick list: its own lines only, and nobody's name."""

    heading: Heading
    umkm_code: str
    umkm_name: str
    parcels: tuple[Goods, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class RecapFacts:
    """What one UMKM is to prepare for a shipment, as it stood at `read_at`."""

    shipment_code: str
    country_id: str
    cutoff_at: datetime
    hand_in_at: datetime
    umkm_code: str
    umkm_name: str
    read_at: datetime
    rows: tuple[ToPrepare, ...]


@dataclass(frozen=True, slots=True)
class TotalsFacts:
    """Rows of totals of a period, told apart by `by`."""

    by: str
    start: date | None
    end: date | None
    rows: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """Lines summed up: pieces, grams and rupiah, and how many of the lines no UMKM acknowledged."""

    lines: int
    pieces: int
    net_grams: int
    gross_grams: int
    rupiah: int
    unacknowledged: int


def load_of(lines: Iterable[Line]) -> Load:
    """These lines summed up."""
    all_lines = tuple(lines)
    return Load(
        len(all_lines),
        sum(one.quantity for one in all_lines),
        sum(one.quantity * one.net_grams for one in all_lines),
        sum(one.quantity * one.gross_grams for one in all_lines),
        sum(one.rupiah for one in all_lines),
        sum(not one.acknowledged for one in all_lines),
    )


def goods_of(facts: ManifestFacts, umkm_id: int) -> tuple[Goods, ...]:
    """What one UMKM contributes to a manifest, parcel by parcel."""
    theirs = (
        Goods(one.parcel_no, one.order_number, tuple(line for line in one.lines if line.umkm_id == umkm_id))
        for one in facts.parcels
    )
    return tuple(one for one in theirs if one.lines)


def makers_of(facts: ManifestFacts) -> list[Line]:
    """One line of each UMKM in the manifest, in the order of their names."""
    firsts: dict[int, Line] = {}
    for parcel in facts.parcels:
        for line in parcel.lines:
            firsts.setdefault(line.umkm_id, line)
    return sorted(firsts.values(), key=lambda one: (one.umkm_name.casefold(), one.umkm_id))
