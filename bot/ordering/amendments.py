"""Changes a placed order as a whole: several lines at once, new products too, all or nothing."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Ware
from bot.core.clock import solo_day
from bot.core.errors import RantauError
from bot.ordering import carts
from bot.ordering.actors import Actor, held_for
from bot.ordering.carts import Cart, CartLine, Trouble
from bot.ordering.changes import alter, leaves_goods
from bot.ordering.estimates import quote_of
from bot.ordering.placement import accepted, snapshot
from bot.ordering.quotes import Quote
from bot.ordering.shop import Shop
from bot.ordering.stock import OutOfStock
from bot.orders import MOST_PIECES, Order, OrderLine, OrderMovedOn, OrderState, QuantityRefused, TooLate


@dataclass(frozen=True, slots=True)
class AmendedLine:
    """One product of an order that would change; `before` and `after` are the pieces due.

    A `line` already in the order keeps its price and rules; `new` goods have those of today's cart. `trouble`
    is empty, or why the change is impossible: a carts.Trouble, only SHORT for a line already in the order.
    """

    ware: Ware
    before: int
    after: int
    trouble: str = ""
    line: OrderLine | None = None
    new: CartLine | None = None

    @property
    def unit_rupiah(self) -> int:
        """What one piece costs in this order."""
        return self.line.unit_rupiah if self.line else self.ware.price_rupiah

    @property
    def rupiah(self) -> int:
        """What the line would come to, in whole rupiah."""
        return self.after * self.unit_rupiah

    @property
    def left(self) -> int | None:
        """The pieces left in stock; None when it is made to order."""
        return self.ware.stock if self.ware.sellable or (self.line and not self.ware.options) else 0

    def name(self, language: str) -> str:
        """The product's name; the name at placing when it is already in the order."""
        return self.line.name(language) if self.line else self.ware.name(language)


@dataclass(frozen=True, slots=True)
class Amended:
    """A placed order with its changes: the lines that change, the goods added, and a quote for the whole.

    `order` has the sums, weights and freight before the change, `quote` those after. `added` holds the new
    goods as a cart.
    """

    order: Order
    lines: Sequence[AmendedLine]
    added: Cart
    quote: Quote
    leaves_goods: bool

    @property
    def changes_nothing(self) -> bool:
        """The order already has the wanted quantities."""
        return not self.lines

    @property
    def troubled(self) -> list[AmendedLine]:
        """The lines that cannot be changed as wanted."""
        return [line for line in self.lines if line.trouble]

    @property
    def may_be_done(self) -> bool:
        """Whether there is a change, and nothing prevents it."""
        return bool(self.lines) and self.leaves_goods and not self.troubled

    @property
    def seal(self) -> str:
        """A checksum of everything that affects the price; it changes whenever any of that changes."""
        facts = [
            (line.ware.id, line.before, line.after, line.unit_rupiah, _action(line), line.trouble)
            for line in self.lines
        ]
        sums = (self.quote.goods_rupiah, self.quote.chargeable_grams, self.quote.freight_rupiah)
        return f"{self.order.revision}-{zlib.crc32(repr((facts, sums)).encode()):08x}"


class GoodsRefused(RantauError):
    """The order's destination refuses some of the goods; `lines` are those."""

    def __init__(self, lines: Sequence[AmendedLine]) -> None:
        super().__init__(", ".join(line.ware.sku for line in lines))
        self.lines = tuple(lines)


def as_it_stands(order: Order) -> dict[int, int]:
    """The due pieces of each product: amending to these quantities changes nothing."""
    return {line.product_id: line.due for line in order.lines}


def preview(order: Order, wanted: Mapping[int, int], shop: Shop, day: date) -> Amended:
    """A placed order with these quantities (product id → pieces, 0 removes the product) on that day.

    Products not in `wanted` stay as they are. Raises QuantityRefused for a quantity out of range.
    """
    if not all(0 <= pieces <= MOST_PIECES for pieces in wanted.values()):
        raise QuantityRefused
    known = {line.product_id for line in order.lines}
    fresh = {
        product_id: pieces for product_id, pieces in wanted.items() if product_id not in known and pieces
    }
    added = _as_cart(order, fresh, shop, day)
    lines = [
        _changed(line, shop.catalogue.by_id[line.product_id], wanted[line.product_id])
        for line in order.lines
        if not _is_as_wanted(line, wanted.get(line.product_id, line.due))
    ]
    lines += [AmendedLine(new.ware, 0, new.quantity, new.trouble, new=new) for new in added.lines]
    changed = {amended.line: amended.after for amended in lines if amended.line is not None}
    goods_left = bool(added.lines) or leaves_goods(order, changed)
    return Amended(order, lines, added, quote_of(order, shop, day, changed, added.lines), goods_left)


def _is_as_wanted(line: OrderLine, pieces: int) -> bool:
    """Whether a line needs no change: that many are due, or are ordered while the UMKM has fewer."""
    return line.due == pieces or (line.ordered == pieces and not line.choice)


def _changed(line: OrderLine, ware: Ware, pieces: int) -> AmendedLine:
    short = ware.stock is not None and ware.stock < pieces - line.reserved
    short = short or (bool(ware.options) and pieces > line.due)  # more of it is one of its sizes
    return AmendedLine(ware, line.due, pieces, Trouble.SHORT if short else "", line=line)


def _as_cart(order: Order, fresh: Mapping[int, int], shop: Shop, day: date) -> Cart:
    """The new goods as a cart to the order's destination; writes nothing to the database."""
    lines = [OrderLine(product_id=product_id, ordered=pieces) for product_id, pieces in fresh.items()]
    draft = Order(destination=order.destination, commercial=order.commercial, lines=lines)
    return carts.read(draft, shop, day)


def _action(one: AmendedLine) -> str:
    return one.new.verdict.action.value if one.new else ""


async def amend(
    db: AsyncSession,
    order_id: int,
    wanted: Mapping[int, int],
    seal: str,
    shop: Shop,
    actor: Actor,
) -> Order:
    """Changes an order for the customer (before the cut-off) or a coordinator, as `preview` showed it.

    All or nothing; new products are added by today's prices and rules, and the order takes over the freight
    estimate of the preview. A repeat changes nothing. Raises NoSuchOrder, TooLate, OrderMovedOn when `seal`
    is not that of the preview now, QuantityRefused (also for removing the last line: that is a cancellation),
    GoodsRefused, OutOfStock.
    """
    order, _ = await held_for(db, order_id, actor)
    if order.state != OrderState.PLACED:
        raise TooLate
    await shop.refresh(db)
    seen = preview(order, wanted, shop, solo_day(actor.now))
    if seen.changes_nothing:
        return order
    if seen.seal != seal:
        raise OrderMovedOn
    _check(seen)
    version = shop.restrictions.version
    lines = {one.line: one.after for one in seen.lines if one.line is not None}
    lines |= {_line_of(one, version, actor.now): one.quantity for one in seen.added.lines}
    await alter(db, order, lines, actor, shop, **accepted(seen.added, version))
    return order


def _line_of(one: CartLine, rule_version: str, now: datetime) -> OrderLine:
    line = OrderLine(product_id=one.ware.id, ordered=0, reserved=0, choice="")
    return snapshot(line, one, rule_version, now)


def _check(seen: Amended) -> None:
    if not seen.leaves_goods:
        raise QuantityRefused
    if refused := [one for one in seen.troubled if one.trouble == Trouble.REFUSED]:
        raise GoodsRefused(refused)
    for one in seen.troubled:
        raise OutOfStock(one.ware.id, one.left or 0)
