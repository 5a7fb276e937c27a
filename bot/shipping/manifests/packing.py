"""Packs orders into cartons: groups orders by consignee, and splits what is too heavy. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.people.friends import FriendShare


@dataclass(frozen=True, slots=True)
class LeavingLine:
    """One line of an order that leaves, with `quantity` pieces; its other facts as in `ManifestLine`."""

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
    shares: tuple[FriendShare, ...] = ()


@dataclass(frozen=True, slots=True)
class LeavingOrder:
    """One order that leaves: its consignee, address and due lines."""

    id: int
    number: str
    placed_at: datetime
    paid: bool
    consignee_name: str
    consignee_name_native: str
    mobile: str
    address: dict[str, str]
    address_typed: dict[str, str]
    kept_as_typed: dict[str, str]
    note: str
    identity_id: int | None
    lines: tuple[LeavingLine, ...]


@dataclass(frozen=True, slots=True)
class Carton:
    """One physical carton: number `piece_no` of the `pieces_of` cartons of a consignee.

    `parts` are the lines in it, each with its pieces in this carton.
    """

    piece_no: int
    pieces_of: int
    orders: tuple[LeavingOrder, ...]
    parts: tuple[tuple[LeavingLine, int], ...]

    @property
    def gross_grams(self) -> int:
        """The weight of its goods with their packing, by the catalogue."""
        return sum(line.gross_grams * pieces for line, pieces in self.parts)


@dataclass(frozen=True, slots=True)
class Addressed:
    """The customer, consignee and address of an order: what decides which orders share cartons."""

    order_id: int
    customer_id: int
    consignee_name: str
    mobile: str
    address: dict[str, str]


def consignees(addressed: Iterable[Addressed]) -> list[tuple[int, ...]]:
    """Groups the ids of orders that travel together; the groups are in the order of their first orders.

    Orders of one customer to the same consignee, mobile and address travel together; an order whose names
    are erased is alone, since nobody knows its consignee any more.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for order in addressed:
        consignee = order.consignee_name or order.order_id
        key = (order.customer_id, consignee, order.mobile, *sorted(order.address.items()))
        groups.setdefault(key, []).append(order.order_id)
    return [tuple(ids) for ids in groups.values()]


def cartons(orders: Sequence[LeavingOrder], most_grams: int) -> list[Carton]:
    """Packs one consignee's orders into cartons of at most `most_grams` gross; none when nothing is due.

    A line may be split, a piece may not; a piece heavier than the limit travels alone.
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
    """Packs lines (grams of a piece, pieces) into cartons, each as the pieces by the line's index.

    First-fit decreasing: the heaviest pieces come first, each into the first carton with room. That takes at
    most 11/9 of the fewest possible cartons plus one, and gives the same cartons for the same lines.
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
