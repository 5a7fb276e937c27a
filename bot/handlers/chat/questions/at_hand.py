"""The order at hand, of which a customer speaks: the one being read, else the cart, else the newest order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot import ordering
from bot.catalog import Ware
from bot.core.clock import solo_day
from bot.handlers.chat.proposal_state import affected_pieces, cart_with
from bot.handlers.chat.questions.order_standing import standing_open
from bot.handlers.customer import cart_view
from bot.handlers.customer.orders.order_view import mine, open_orders
from bot.handlers.customer.waiting import PREFIX, pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, estimates, proposals, proposed_cart
from bot.ordering.carts import Cart, CartLine
from bot.ordering.proposal_parts import Change
from bot.ordering.proposals import Proposal
from bot.ordering.quotes import Quote
from bot.orders import Order, QuantityRefused
from bot.people.friends import FriendShare
from bot.shipping import freight_bill


@dataclass(frozen=True, slots=True)
class AtHand:
    """Goods with their pieces, and what they cost; `route` is the place that shows them.

    `quote` is None while no country is chosen. Of a placed order (`order`) its freight is the estimate of
    then, or the real one (`is_settled`); one that is `is_closed` cannot change any more. `waiting` is a
    proposal that waits for its answer. `troubled` are goods that cannot be had so. `for_whom` names by
    product id who gets the pieces.
    """

    route: str
    goods: Sequence[tuple[Ware, int]]
    quote: Quote | None = None
    waiting: Proposal | None = None
    order: Order | None = None
    is_settled: bool = False
    is_closed: bool = False
    for_whom: Mapping[int, Sequence[FriendShare]] = field(default_factory=dict)
    troubled: Sequence[CartLine] = ()

    @property
    def goods_rupiah(self) -> int:
        """What the goods come to, in whole rupiah."""
        return sum(ware.price_rupiah * pieces for ware, pieces in self.goods)

    @property
    def grams(self) -> int:
        """What the goods weigh with their packing."""
        return sum(ware.gross_grams * pieces for ware, pieces in self.goods)

    @property
    def freight_rupiah(self) -> int | None:
        """The freight in whole rupiah; None while it is not known."""
        return self.quote.freight_rupiah if self.quote else None

    @property
    def total_rupiah(self) -> int:
        """Goods and freight; the goods alone while the freight is not known."""
        return self.goods_rupiah + (self.freight_rupiah or 0)

    @property
    def pieces(self) -> dict[int, int]:
        """The pieces by product id."""
        return {ware.id: pieces for ware, pieces in self.goods}


async def at_hand(turn: Turn) -> AtHand | None:
    """What the customer has at hand; None when nothing is ordered, in the cart or being read."""
    if (waiting := await pending(turn)) is not None:
        return await _of_proposal(turn, waiting, {})
    cart = await cart_view.read(turn)
    if cart is not None and cart.lines:
        return _of_cart(cart, "cart")
    newest = next(iter(await standing_open(turn)), None)
    return await _of_order(turn, newest) if newest else None


async def wares_at_hand(turn: Turn) -> tuple[Ware, ...]:
    """The goods of the order being read, of the cart, else of the newest order; none without any."""
    found = await at_hand(turn)
    return tuple(ware for ware, _pieces in found.goods) if found else ()


async def left_out(turn: Turn) -> tuple[Ware, ...]:
    """The goods that the order being read, or the cart, cannot have."""
    if (waiting := await pending(turn)) is not None and waiting.order_id is None:
        return tuple(line.ware for line in (await cart_with(turn, waiting)).left_out)
    cart = await cart_view.read(turn)
    return tuple(line.ware for line in cart.troubled) if cart else ()


async def supposed(turn: Turn, found: AtHand | None, pieces: Mapping[int, int], to: str) -> AtHand:
    """What is at hand with these pieces of products (by id), sent to `to`; nothing is stored.

    A placed order stays with its own country. Raises QuantityRefused for an order that cannot become so.
    """
    if found is not None and found.waiting is None and found.order is not None:
        return _previewed(turn, found.route, found.order, pieces)
    waiting = found.waiting if found else None
    if waiting is not None and waiting.order_id is not None:
        return await _of_proposal(turn, waiting, pieces)
    changes = [*(waiting.changes if waiting else ()), *(Change(one, "set", n) for one, n in pieces.items())]
    only_supposed = Proposal(stored_changes=[], stored_shares=waiting.stored_shares if waiting else [])
    only_supposed.set_changes(changes)
    draft = await carts.find(turn.db, turn.person.id)
    built = proposed_cart.build(only_supposed, draft, to or None, turn.shop, solo_day(turn.now))
    return replace(_of_cart(built.cart, found.route if found else "cart"), troubled=built.left_out)


async def _of_proposal(turn: Turn, waiting: Proposal, pieces: Mapping[int, int]) -> AtHand:
    route = f"{PREFIX}{waiting.code}"
    if waiting.order_id is None:
        return replace(_of_cart((await cart_with(turn, waiting)).cart, route), waiting=waiting)
    order = await mine(turn, waiting.order_id)
    wanted = {**await affected_pieces(turn, waiting), **pieces}
    try:
        return replace(_previewed(turn, route, order, wanted), waiting=waiting)
    except QuantityRefused:
        return replace(await _of_order(turn, order), route=route, waiting=waiting)


def _previewed(turn: Turn, route: str, order: Order, pieces: Mapping[int, int]) -> AtHand:
    seen = ordering.preview(order, pieces, turn.shop, solo_day(turn.now))
    troubled = [one.new for one in seen.troubled if one.new is not None]
    return AtHand(route, _goods(seen.quote), seen.quote, order=order, troubled=troubled)


def _of_cart(cart: Cart, route: str) -> AtHand:
    goods = [(line.ware, line.quantity) for line in cart.lines]
    for_whom = {line.ware.id: line.for_whom for line in cart.lines if line.for_whom}
    return AtHand(route, goods, cart.quote, for_whom=for_whom)


async def _of_order(turn: Turn, order: Order) -> AtHand:
    """A placed order with the freight that it was told, or really pays."""
    quote = estimates.quote_of(order, turn.shop, solo_day(turn.now))
    share = await freight_bill.share_of(turn.db, order.id)
    rupiah = share.rupiah if share else order.freight_estimate_rupiah
    grams = share.chargeable_grams if share else order.chargeable_grams_estimate
    told = replace(quote, freight_rupiah=rupiah, chargeable_grams=grams or quote.chargeable_grams)
    for_whom = {line.product_id: line.for_whom for line in order.lines if line.for_whom}
    return AtHand(
        f"order/{order.id}",
        _goods(told),
        told,
        order=order,
        is_settled=share is not None,
        is_closed=order.id not in {one.id for one in await open_orders(turn)},
        for_whom=for_whom,
    )


def _goods(quote: Quote) -> list[tuple[Ware, int]]:
    return [(line.ware, line.pieces) for line in quote.lines]


def changed(found: AtHand | None, changes: Sequence[Change]) -> dict[int, int]:
    """The pieces of the products that these changes are about, after them."""
    before = found.pieces if found else {}
    after = proposals.would_be(before, changes)
    return {one.product_id: after[one.product_id] for one in changes}
