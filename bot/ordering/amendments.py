"""Changing a placed order as a whole: several lines in one go, new products among them, all or nothing."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import OutOfStock, Ware
from bot.core.clock import solo_day
from bot.core.errors import RantauError
from bot.ordering import carts, quotes
from bot.ordering.actors import Actor, held_for
from bot.ordering.carts import Cart, CartLine, Trouble
from bot.ordering.changes import alter, leaves_goods
from bot.ordering.placement import accepted, snapshot
from bot.ordering.quotes import Quote
from bot.ordering.shop import Shop
from bot.orders import MOST_PIECES, Order, OrderLine, OrderMovedOn, OrderState, QuantityRefused, TooLate


@dataclass(frozen=True, slots=True)
class AmendedLine:
    """One product of an order that would change, in pieces as they are due `before` and `after`.

    A `line` of the order keeps its price and its rules; `new` goods are as a cart has them today. `trouble`
    is empty, or why it cannot be: one of a cart's, of which the order's own lines only know SHORT.
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
        """How many more pieces there are to be had; None when it is made to order."""
        return self.ware.stock if self.ware.offered or self.line else 0

    def name(self, language: str) -> str:
        """The product's name, at placing where it is in the order."""
        return self.line.name(language) if self.line else self.ware.name(language)


@dataclass(frozen=True, slots=True)
class Amended:
    """What a placed order would be: the lines that change, the goods that are new, the whole of it quoted.

    Sums, weights and freight before stand in the order; `quote` has those after. `added` are the new goods as
    a cart.
    """

    order: Order
    lines: Sequence[AmendedLine]
    added: Cart
    quote: Quote
    leaves_goods: bool

    @property
    def changes_nothing(self) -> bool:
        """The order is already as it is wanted."""
        return not self.lines

    @property
    def troubled(self) -> list[AmendedLine]:
        """The lines that cannot be as they are wanted."""
        return [line for line in self.lines if line.trouble]

    @property
    def may_be_done(self) -> bool:
        """Whether there is anything to do, and nothing keeps it from being done."""
        return bool(self.lines) and self.leaves_goods and not self.troubled

    @property
    def seal(self) -> str:
        """A short mark of everything money hangs on; it differs as soon as any of it has changed."""
        facts = [
            (one.ware.id, one.before, one.after, one.unit_rupiah, _action(one), one.trouble)
            for one in self.lines
        ]
        sums = (self.quote.goods_rupiah, self.quote.chargeable_grams, self.quote.freight_rupiah)
        return f"{self.order.revision}-{zlib.crc32(repr((facts, sums)).encode()):08x}"


class GoodsRefused(RantauError):
    """Some of the goods may not go where the order goes."""

    def __init__(self, lines: Sequence[AmendedLine]) -> None:
        super().__init__(", ".join(line.ware.sku for line in lines))
        self.lines = tuple(lines)


def as_it_stands(order: Order) -> dict[int, int]:
    """How many pieces of each product are due; wanted like that, nothing changes."""
    return {line.product_id: line.due for line in order.lines}


def preview(order: Order, wanted: Mapping[int, int], shop: Shop, day: date) -> Amended:
    """What a placed order would be with these quantities (product id → pieces, 0 takes it out) on that day.

    Products that are not named stay as they are. Raises QuantityRefused for what is no number of pieces.
    """
    if not all(0 <= pieces <= MOST_PIECES for pieces in wanted.values()):
        raise QuantityRefused
    known = {line.product_id for line in order.lines}
    fresh = {one: pieces for one, pieces in wanted.items() if one not in known and pieces}
    added = _as_cart(order, fresh, shop, day)
    lines = [
        _changed(line, shop.catalogue.by_id[line.product_id], wanted[line.product_id])
        for line in order.lines
        if not _stands(line, wanted.get(line.product_id, line.due))
    ]
    lines += [AmendedLine(one.ware, 0, one.quantity, one.trouble, new=one) for one in added.lines]
    changed = {one.line: one.after for one in lines if one.line is not None}
    goods = bool(added.lines) or leaves_goods(order, changed)
    return Amended(order, lines, added, _quoted(order, changed, added, shop, day), goods)


def _stands(line: OrderLine, pieces: int) -> bool:
    """Whether a line is as it is wanted: so many are due, or are ordered while the UMKM has fewer."""
    return line.due == pieces or (line.ordered == pieces and not line.choice)


def _changed(line: OrderLine, ware: Ware, pieces: int) -> AmendedLine:
    lacking = ware.stock is not None and ware.stock < pieces - line.reserved
    return AmendedLine(ware, line.due, pieces, Trouble.SHORT if lacking else "", line=line)


def _as_cart(order: Order, fresh: Mapping[int, int], shop: Shop, day: date) -> Cart:
    """New goods as a cart that goes where the order goes; nothing of it is written anywhere."""
    lines = [OrderLine(product_id=one, ordered=pieces) for one, pieces in fresh.items()]
    draft = Order(destination=order.destination, commercial=order.commercial, lines=lines)
    return carts.read(draft, shop, day)


def _quoted(order: Order, changed: Mapping[OrderLine, int], added: Cart, shop: Shop, day: date) -> Quote:
    """The whole order as it would be, its own lines with the figures that they have had since placing."""
    known = shop.restrictions.still_known
    goods = [
        (_as_placed(line, shop.catalogue.by_id[line.product_id], known(line.classes.split(";"))), pieces)
        for line in order.lines
        if (pieces := changed.get(line, line.due))
    ]
    goods += [(one.ware, one.quantity) for one in added.lines]
    return quotes.quote(shop, shop.destinations[order.destination or ""], goods, day, order.commercial)


def _as_placed(line: OrderLine, ware: Ware, classes: Sequence[str]) -> Ware:
    return replace(
        ware,
        price_rupiah=line.unit_rupiah,
        net_grams=line.net_grams,
        gross_grams=line.gross_grams,
        size_millimetres=(line.length_millimetres, line.width_millimetres, line.height_millimetres),
        classes=tuple(classes),
        stays_because="",
    )


def _action(one: AmendedLine) -> str:
    return one.new.verdict.action.value if one.new else ""


async def amend(
    db: AsyncSession,
    order_id: int,
    wanted: Mapping[int, int],
    seal: str,
    shop: Shop,
    mover: Actor,
) -> Order:
    """The customer (before the cut-off) or the coordinator wants these quantities, exactly as they were seen.

    All of it or nothing; products that are not in the order are added as placing would take them today. The
    freight is estimated anew, as it was seen. A repeat changes nothing. Raises NoSuchOrder, TooLate,
    OrderMovedOn when anything differs from what was seen, QuantityRefused (also for taking out the last
    line: that is a cancellation), GoodsRefused, OutOfStock.
    """
    order, _ = await held_for(db, order_id, mover)
    if order.state != OrderState.PLACED:
        raise TooLate
    await shop.refresh(db)
    seen = preview(order, wanted, shop, solo_day(mover.now))
    if seen.changes_nothing:
        return order
    if seen.seal != seal:
        raise OrderMovedOn
    _check(seen)
    version = shop.restrictions.version
    lines = {one.line: one.after for one in seen.lines if one.line is not None}
    lines |= {_line_of(one, version, mover.now): one.quantity for one in seen.added.lines}
    await alter(db, order, lines, mover, **accepted(seen.added, version))
    order.freight_estimate_rupiah = seen.quote.freight_rupiah
    order.chargeable_grams_estimate = seen.quote.chargeable_grams
    await db.flush()
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
