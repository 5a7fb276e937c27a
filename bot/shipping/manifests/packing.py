"""How orders become cartons: whose goods go together, and how what is too heavy is split. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.people.recipients import RecipientShare


@dataclass(frozen=True, slots=True)
class LeavingLine:
    """One line of an order as it leaves, `quantity` pieces of it; the other facts as in `ManifestLine`."""

    order_id: int
    order_number: str
    product_id: int
    sku: str
    umkm_id: int
    umkm_code: str
    umkm_name: str
    name_id: str
    name_en: str
    description_en: str
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
    shelf_life_days: int | None
    hs_code: str
    classes: str
    action: str
    rule_version: str
    halal_no: str
    pirt_md_no: str
    documents: str
    shares: tuple[RecipientShare, ...] = ()


@dataclass(frozen=True, slots=True)
class LeavingOrder:
    """One order as it leaves: for whom, where to, and what of it is due."""

    id: int
    number: str
    placed_at: datetime
    paid: bool
    consignee_name: str
    consignee_name_native: str
    mobile: str
    address: dict[str, str]
    address_typed: dict[str, str]
    note: str
    identity_id: int | None
    lines: tuple[LeavingLine, ...]


@dataclass(frozen=True, slots=True)
class Carton:
    """One physical carton: `piece_no` of the `pieces_of` in which a consignee's orders lie.

    `parts` are lines with how many pieces of each are in here.
    """

    piece_no: int
    pieces_of: int
    orders: tuple[LeavingOrder, ...]
    parts: tuple[tuple[LeavingLine, int], ...]

    @property
    def gross_grams(self) -> int:
        """What its goods weigh with their packing, by the catalogue."""
        return sum(line.gross_grams * pieces for line, pieces in self.parts)


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whose an order is and where it goes: what decides with which others it shares cartons."""

    order_id: int
    customer_id: int
    consignee_name: str
    mobile: str
    address: dict[str, str]


def consignees(addressed: Iterable[Addressed]) -> list[tuple[int, ...]]:
    """The ids of orders that go together, in the order of the first of each.

    Together go those of one customer to the same consignee, mobile and address.
    """
    found: dict[tuple[object, ...], list[int]] = {}
    for one in addressed:
        key = (one.customer_id, one.consignee_name, one.mobile, *sorted(one.address.items()))
        found.setdefault(key, []).append(one.order_id)
    return [tuple(ids) for ids in found.values()]


def cartons(orders: Sequence[LeavingOrder], most_grams: int) -> list[Carton]:
    """One consignee's orders in cartons of at most `most_grams` gross; none when nothing is due.

    A line may be split, a piece may not; one that is heavier than the limit travels alone.
    """
    lines = [line for order in orders for line in order.lines if line.quantity]
    packed = pack([(line.gross_grams, line.quantity) for line in lines], most_grams)
    return [
        Carton(
            piece_no,
            len(packed),
            tuple(orders),
            tuple((lines[place], pieces) for place, pieces in sorted(parts.items())),
        )
        for piece_no, parts in enumerate(packed, start=1)
    ]


def pack(wanted: Sequence[tuple[int, int]], most_grams: int) -> list[dict[int, int]]:
    """Pieces of these lines (grams of a piece, pieces) in cartons: of each line's place, how many.

    The heaviest pieces come first, each into the first carton with room: never more than 11/9 of the
    fewest possible cartons and one, and always the same for the same lines.
    """
    packed: list[dict[int, int]] = []
    room: list[int] = []
    for place in sorted(range(len(wanted)), key=lambda one: (-wanted[one][0], one)):
        grams, left = wanted[place]
        for carton, free in enumerate(room):
            left -= (taken := _fitting(grams, left, free))
            if taken:
                packed[carton][place], room[carton] = taken, free - taken * grams
        while left:
            taken = max(1, _fitting(grams, left, most_grams))
            packed.append({place: taken})
            room.append(most_grams - taken * grams)
            left -= taken
    return packed


def _fitting(grams: int, pieces: int, free: int) -> int:
    if free < 0:
        return 0
    return min(pieces, free // grams) if grams else pieces
