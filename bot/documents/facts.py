"""The facts of documents: plain values read once from frozen rows, so that they can go to another process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.destinations.prices.rate_cards import AIR_CARGO, Measure
from bot.ordering.shop_profile import Exporter
from bot.people.friends import FriendShare, merged, worded
from bot.shipping.food_permits import is_food
from bot.shipping.handling_log import Weighed, contents_of
from bot.shipping.manifests import Difference
from bot.shipping.measurements import CONSIGNMENT_NOTE_GRAMS
from bot.shipping.reports import ToPrepare, Total

ERASED = "dihapus"
"""Printed in place of an erased name or identity number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One frozen line of a parcel, `quantity` pieces due. Grams, millimetres and rupiah are of one piece."""

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
    order_number: str = ""
    description_en: str = ""
    shelf_life_days: int | None = None
    classes: str = ""
    halal_no: str = ""
    pirt_md_no: str = ""
    documents: str = ""

    @property
    def description(self) -> str:
        """The English description for customs."""
        return self.description_en or self.name_en

    @property
    def lacks_halal_no(self) -> bool:
        """Whether it is food or drink without a halal number."""
        return is_food(self.hs_code) and not self.halal_no

    @property
    def lacks_permit_no(self) -> bool:
        """Whether it is food or drink without a P-IRT or BPOM MD number."""
        return is_food(self.hs_code) and not self.pirt_md_no

    @property
    def rupiah(self) -> int:
        """The value of the line in whole rupiah."""
        return self.quantity * self.unit_rupiah


@dataclass(frozen=True, slots=True)
class Goods:
    """The goods of one carton without their recipient: all that an UMKM may know."""

    parcel_no: int
    order_number: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CartonFacts:
    """One carton with its consignee, number `piece_no` of `pieces_of`.

    `address` is normalised; `address_lines` are those of the label in Latin letters, the native ones where
    given. `order_number` is the first of the consignee's orders, `order_numbers` those with goods in this
    carton. `identity_number` may be ERASED. `known` has the measurements since the freeze. `shares` are the
    people its lines are for, by `line_no`: apart from the lines, so that no UMKM's paper can contain them.
    """

    parcel_no: int
    order_number: str
    paid: bool
    consignee_name: str
    mobile: str
    address_lines: tuple[str, ...]
    address: Mapping[str, str]
    note: str
    lines: tuple[Line, ...]
    consignee_no: int = 0
    piece_no: int = 1
    pieces_of: int = 1
    order_numbers: tuple[str, ...] = ()
    consignee_name_native: str = ""
    address_lines_native: tuple[str, ...] = ()
    identity_kind: str = ""
    identity_number: str = ""
    known: Weighed = field(default_factory=Weighed)
    shares: Mapping[int, tuple[FriendShare, ...]] = field(default_factory=dict)

    def for_whom(self, line: Line) -> str:
        """The people that a line is for, with their pieces; usually empty."""
        return worded(self.shares.get(line.line_no, ()))

    @property
    def for_all(self) -> tuple[FriendShare, ...]:
        """The people that any of its lines is for, each once with all their pieces in it."""
        return merged(one for line in self.lines for one in self.shares.get(line.line_no, ()))

    @property
    def key(self) -> str:
        """The name of the carton in every version of the manifest."""
        return f"{self.order_number}/{self.piece_no}"

    @property
    def contents(self) -> str:
        """The checksum of its goods."""
        return contents_of(self)

    @property
    def orders(self) -> tuple[str, ...]:
        """The numbers of the orders with goods in it."""
        return self.order_numbers or (self.order_number,)

    @property
    def name_native(self) -> str:
        """The consignee's name in the script of their country, where given."""
        return self.consignee_name_native or self.address.get("name_native", "")

    @property
    def gross_grams(self) -> int:
        """The measured weight, else the sum of its goods by the catalogue."""
        return self.known.gross_grams or sum(one.quantity * one.gross_grams for one in self.lines)

    @property
    def needs_peb(self) -> bool:
        """Whether it is too heavy for a consignment note."""
        return self.gross_grams > CONSIGNMENT_NOTE_GRAMS


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of every paper of one version of a manifest."""

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
    commercial: bool = False
    shipment_id: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """The air waybill and flight of a consignment, and each order's share of the freight once settled."""

    mawb: str = ""
    flight_no: str = ""
    flight_on: date | None = None
    freight: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ManifestFacts:
    """One version of a manifest, whole. `umkm_names` also has the UMKM that only the version before had."""

    heading: Heading
    parcels: tuple[CartonFacts, ...]
    differences: tuple[Difference, ...] = ()
    umkm_names: Mapping[int, str] = field(default_factory=dict)
    exporter: Exporter = field(default_factory=Exporter)
    carried: Carried = field(default_factory=Carried)
    measure: Measure = AIR_CARGO


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
    """What one UMKM has to prepare for a shipment, as of `read_at`."""

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
    """The totals of a period, grouped by `by`."""

    by: str
    start: date | None
    end: date | None
    rows: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The sums of lines: pieces, grams and rupiah, and how many lines no UMKM has acknowledged."""

    lines: int
    pieces: int
    net_grams: int
    gross_grams: int
    rupiah: int
    unacknowledged: int


def load_of(lines: Iterable[Line]) -> Load:
    """The sums of these lines."""
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
    goods = (
        Goods(
            parcel.parcel_no,
            parcel.order_number,
            tuple(line for line in parcel.lines if line.umkm_id == umkm_id),
        )
        for parcel in facts.parcels
    )
    return tuple(one for one in goods if one.lines)


def consignees_of(facts: ManifestFacts) -> list[tuple[CartonFacts, ...]]:
    """The cartons of each consignee, in the order of the manifest; one group of all for commercial stock."""
    if facts.heading.commercial:
        return [facts.parcels] if facts.parcels else []
    together: dict[tuple[int, str], list[CartonFacts]] = {}
    for one in facts.parcels:
        together.setdefault((one.consignee_no, one.order_number), []).append(one)
    return [tuple(cartons) for cartons in together.values()]


def makers_of(facts: ManifestFacts) -> list[Line]:
    """One line of each UMKM in the manifest, in the order of their names."""
    firsts: dict[int, Line] = {}
    for parcel in facts.parcels:
        for line in parcel.lines:
            firsts.setdefault(line.umkm_id, line)
    return sorted(firsts.values(), key=lambda one: (one.umkm_name.casefold(), one.umkm_id))
