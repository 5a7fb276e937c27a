"""Random consignments without a database: orders, and the rows they are frozen into."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from bot.destinations import Destination, kept_as_typed
from bot.orders import Choice, Order, OrderLine, OrderState
from bot.people import friends
from bot.people.friends import FriendShare
from bot.shipping import freight_split
from bot.shipping.manifests.packing import Addressed, LeavingLine, LeavingOrder, consignees
from bot.shipping.manifests.parcel_rows import ParcelRows, compose
from bot.shipping.manifests.write import Listing
from tests.support.placed_orders import TYPED
from tests.support.rows import NOON

STREETS = ("No. 7, Section 5, Xinyi Road", "No. 9, Lane 3, Heping East Road")
FRIENDS = (FriendShare("kakak", 1), FriendShare("teman kamar", 2))
Sums = tuple[int, int, int]


@dataclass(frozen=True)
class Consigned:
    """The orders, and the rows frozen from them."""

    orders: Sequence[Order]
    rows: Sequence[ParcelRows]
    listing: Listing

    @property
    def lines(self) -> list[dict[str, object]]:
        return [line for row in self.rows for line in row.lines]


def hold(destination: Destination, seed: int, count: int) -> None:
    """Checks every invariant on so many random consignments. Raises AssertionError."""
    chance = random.Random(seed)
    for _ in range(count):
        check(consigned(random_orders(chance), destination), destination.max_piece_grams)


def random_orders(chance: random.Random) -> list[Order]:
    """Up to eight orders of up to three customers, placed or cancelled, with all kinds of answers."""
    return [_order(chance, number) for number in range(1, chance.randint(2, 9))]


def _order(chance: random.Random, number: int) -> Order:
    customer = chance.randint(1, 3)
    address = TYPED | {"street_address": chance.choice(STREETS)}
    goods = chance.sample(range(1, 9), chance.randint(1, 4))
    return Order(
        id=number,
        number=f"TW-{number:04}",
        customer_id=customer,
        state=chance.choice([OrderState.PLACED, OrderState.PLACED, OrderState.PLACED, OrderState.CANCELLED]),
        consignee_name=f"Siti {chance.randint(1, 2)}",
        mobile="+886912345678",
        address=address,
        address_typed=address,
        note=chance.choice([None, "", "Titip di satpam"]),
        placed_at=NOON,
        paid_at=chance.choice([None, NOON]),
        lines=[_line(chance, product) for product in goods],
    )


def _line(chance: random.Random, product: int) -> OrderLine:
    ordered = chance.choice([0, 1, 1, 2, 5, 40])
    return OrderLine(
        product_id=product,
        sku=f"SOLO-{product:03}",
        umkm_id=1 + product % 3,
        ordered=ordered,
        confirmed=chance.choice([None, None, ordered, ordered // 2, 0]),
        choice=chance.choice(["", "", Choice.TAKE, Choice.DROP]),
        held_at=chance.choice([None, None, None, NOON]),
        unit_rupiah=chance.randint(0, 250_000),
        net_grams=1,
        gross_grams=chance.choice([1, 110, 240, 999, 5_000, 29_999, 31_000]),
        shares=friends.to_rows(FRIENDS[: chance.choice([0, 0, 1, 2])]),
    )


def consigned(orders: Sequence[Order], destination: Destination) -> Consigned:
    """Freezes the orders into parcels as a shipment does."""
    standing = [order for order in orders if order.state == OrderState.PLACED]
    leaving = {order.id: _leaving(order) for order in standing}
    together = consignees(
        Addressed(one.id, one.customer_id, one.consignee_name, one.mobile, one.address) for one in standing
    )
    composed = [compose(destination, [leaving[one] for one in ids], 0, 0) for ids in together]
    listing = Listing(1)
    listing.number(composed)
    rows = [row for one in composed for row in one]
    for row in rows:
        listing.count(row)
    return Consigned(orders, rows, listing)


def _leaving(order: Order) -> LeavingOrder:
    facts = {name: getattr(order, name) for name in ("id", "number", "placed_at", "consignee_name", "mobile")}
    return LeavingOrder(
        **facts,
        paid=order.paid_at is not None,
        consignee_name_native="",
        address=order.address,
        address_typed=order.address_typed,
        kept_as_typed=kept_as_typed(order.address_typed, order.unlisted or {}),
        note=order.note or "",
        identity_id=None,
        lines=tuple(_leaving_line(order, line) for line in order.lines if line.due),
    )


def _leaving_line(order: Order, line: OrderLine) -> LeavingLine:
    known: dict[str, Any] = {"order_id": order.id, "order_number": order.number, "quantity": line.due}
    known |= {"acknowledged": line.confirmed is not None, "shares": line.stated_shares}
    facts = {one.name: known.get(one.name, getattr(line, one.name, "")) for one in fields(LeavingLine)}
    return LeavingLine(**facts)


def check(found: Consigned, most_grams: int) -> None:
    """Checks every invariant of a consignment. Raises AssertionError."""
    standing = [order for order in found.orders if order.state == OrderState.PLACED]
    customers = _added((order.pieces, order.gross_grams, order.goods_rupiah) for order in standing)
    assert _added(_figures(line) for line in found.lines) == customers
    sums = found.listing.sums()
    assert (sums.pieces, sums.grams, sums.rupiah) == customers
    assert _umkm_of(found.lines) == {
        key: (pick["pieces"], pick["grams"]) for key, pick in found.listing.picks.items()
    }
    _each_line_once(found, standing)
    _names_go_along(found, standing)
    _cartons_are_sound(found, most_grams)
    _shares_add_up(standing)


def _figures(line: dict[str, object]) -> Sums:
    pieces, grams, rupiah = (int(str(line[name])) for name in ("quantity", "gross_grams", "unit_rupiah"))
    return pieces, pieces * grams, pieces * rupiah


def _added(some: Iterable[Sums]) -> Sums:
    figures = list(some)
    return sum(one[0] for one in figures), sum(one[1] for one in figures), sum(one[2] for one in figures)


def _umkm_of(lines: Iterable[dict[str, object]]) -> dict[object, tuple[int, int]]:
    sums: dict[object, tuple[int, int]] = {}
    for line in lines:
        key, (pieces, grams, _rupiah) = (line["umkm_id"], line["sku"]), _figures(line)
        known = sums.get(key, (0, 0))
        sums[key] = known[0] + pieces, known[1] + grams
    return sums


def _each_line_once(found: Consigned, standing: Sequence[Order]) -> None:
    """Cancelled, dropped and held lines are in no parcel; the parts of a split line add up."""
    due = {(order.id, line.product_id): line for order in standing for line in order.lines if line.due}
    parts: dict[object, tuple[int, int]] = {}
    for line in found.lines:
        key = line["order_id"], line["product_id"]
        known = parts.get(key, (0, 0))
        parts[key] = known[0] + int(str(line["quantity"])), known[1] + int(str(line["ordered"]))
    assert parts == {key: (line.due, line.ordered) for key, line in due.items()}


def _names_go_along(found: Consigned, standing: Sequence[Order]) -> None:
    """Each part of a line names its recipients, with pieces only if the whole line is in one parcel."""
    due = {(order.id, line.product_id): line for order in standing for line in order.lines if line.due}
    for part in found.lines:
        of: Any = part["order_id"], part["product_id"]
        line = due[of]
        whole = line.for_whom if part["quantity"] == line.due else friends.valid_for(line.stated_shares, 0)
        assert part["shares"] == friends.to_rows(whole)


def _cartons_are_sound(found: Consigned, most_grams: int) -> None:
    assert [row.parcel["parcel_no"] for row in found.rows] == list(range(1, len(found.rows) + 1))
    whose = {order.number: (order.customer_id, order.consignee_name, order.address) for order in found.orders}
    by_consignee: dict[int, list[ParcelRows]] = {}
    for row in found.rows:
        by_consignee.setdefault(row.parcel["consignee_no"], []).append(row)
        pieces, grams, _rupiah = _added(_figures(line) for line in row.lines)
        assert grams <= most_grams or pieces == 1, "a carton is too heavy"
        numbers = {str(line["order_number"]) for line in row.lines}
        assert set(row.parcel["order_numbers"]) == numbers
        assert all(whose[one] == whose[row.parcel["order_number"]] for one in numbers), "strangers share it"
    for rows in by_consignee.values():
        assert [row.parcel["piece_no"] for row in rows] == list(range(1, len(rows) + 1))
        assert {row.parcel["pieces_of"] for row in rows} == {len(rows)}
        assert len({row.parcel["order_number"] for row in rows}) == 1


def _shares_add_up(standing: Sequence[Order]) -> None:
    weights = {order.id: order.gross_grams for order in standing if order.gross_grams}
    bill = sum(weights.values()) * 97 + 13 if weights else 0
    shares = freight_split.split(bill, weights)
    assert sum(shares.values()) == bill
    lightest_first = sorted(weights, key=lambda key: weights[key])
    for one, other in pairwise(lightest_first):
        assert weights[one] == weights[other] or shares[one] <= shares[other]
