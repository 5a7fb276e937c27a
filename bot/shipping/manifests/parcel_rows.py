"""Composes the rows of parcels and lines from a consignee's orders. Pure, given the destination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bot.destinations import Destination, address_lines, native_lines, regions_as_typed
from bot.people import friends
from bot.shipping.handling_log import contents
from bot.shipping.manifests.packing import Carton, LeavingLine, LeavingOrder, cartons

_FROZEN = tuple(one.name for one in fields(LeavingLine))


@dataclass(frozen=True, slots=True)
class ParcelRows:
    """The columns of a parcel and of its lines, without the ids that the database assigns."""

    parcel: dict[str, Any]
    lines: list[dict[str, Any]]


def compose(
    destination: Destination, orders: Sequence[LeavingOrder], consignee_no: int, parcel_no: int
) -> list[ParcelRows]:
    """The parcels of one consignee, numbered from `parcel_no`; none when nothing is due."""
    leaving = [order for order in orders if any(line.quantity for line in order.lines)]
    packed = cartons(leaving, destination.max_piece_grams)
    if not packed:
        return []
    shared = _shared(destination, leaving) | {"consignee_no": consignee_no}
    begun: set[tuple[int, int]] = set()
    return [
        ParcelRows(
            shared | _of_its_own(carton) | {"parcel_no": number},
            [_line(line_no, *part, begun) for line_no, part in enumerate(carton.parts, start=1)],
        )
        for number, carton in enumerate(packed, start=parcel_no)
    ]


def _shared(destination: Destination, orders: Sequence[LeavingOrder]) -> dict[str, Any]:
    first, newest = orders[0], orders[-1]
    return {
        "order_id": first.id,
        "order_number": first.number,
        "placed_at": first.placed_at,
        "paid": all(one.paid for one in orders),
        "consignee_name": first.consignee_name,
        "consignee_name_native": newest.consignee_name_native,
        "mobile": first.mobile,
        "address_lines": address_lines(destination, first.address_typed),
        "address_lines_native": native_lines(destination, newest.address_typed),
        "address": first.address | regions_as_typed(destination, first.address_typed),
        "note": "\n".join(dict.fromkeys(note for one in orders for note in _notes(one))),
        "identity_id": newest.identity_id,
    }


def _notes(order: LeavingOrder) -> Iterator[str]:
    """The customer's note, and names in the address that no list knows: somebody has to look at them."""
    if order.note:
        yield order.note
    if order.kept_as_typed:
        names = ", ".join(f"“{name}”" for name in order.kept_as_typed.values())
        yield f"Alamat perlu dicek / check the address: {names}"


def _of_its_own(carton: Carton) -> dict[str, Any]:
    numbers = dict.fromkeys(line.order_number for line, _ in carton.parts)
    return {
        "piece_no": carton.piece_no,
        "pieces_of": carton.pieces_of,
        "order_numbers": list(numbers),
        "contents": contents((line.sku, pieces) for line, pieces in carton.parts),
        "net_grams": sum(line.net_grams * pieces for line, pieces in carton.parts),
        "gross_grams": sum(line.gross_grams * pieces for line, pieces in carton.parts),
    }


def _line(line_no: int, line: LeavingLine, pieces: int, begun: set[tuple[int, int]]) -> dict[str, Any]:
    part = {name: getattr(line, name) for name in _FROZEN}
    # When a line is split over cartons, nobody knows which carton has whose pieces.
    for_whom = friends.valid_for(line.shares, pieces if pieces == line.quantity else 0)
    part |= {"line_no": line_no, "quantity": pieces, "shares": friends.to_rows(for_whom)}
    key = (line.order_id, line.product_id)
    if key in begun:  # only the first part states the ordered pieces, so that the column adds up
        part["ordered"] = 0
    begun.add(key)
    return part
