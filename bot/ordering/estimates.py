"""What a placed order costs as it stands now: by its own prices, weights and sizes, and today's rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalog import Ware
from bot.core.clock import solo_day
from bot.ordering import quotes
from bot.ordering.carts import CartLine
from bot.ordering.quotes import Quote
from bot.ordering.shop import Shop
from bot.orders import Order, OrderLine


def quote_of(
    order: Order,
    shop: Shop,
    day: date,
    changed: Mapping[OrderLine, int] | None = None,
    added: Iterable[CartLine] = (),
) -> Quote:
    """Quotes a placed order on that day: these pieces of its lines, else those due, and the new goods."""
    known, pieces_of = shop.restrictions.still_known, changed or {}
    goods = [
        (_as_placed(line, shop.catalogue.by_id[line.product_id], known(line.classes.split(";"))), pieces)
        for line in order.lines
        if (pieces := pieces_of.get(line, line.due))
    ]
    goods += [(one.ware, one.quantity) for one in added]
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


async def estimate_anew(db: AsyncSession, order: Order, shop: Shop, now: datetime) -> None:
    """Sets the estimates of freight and chargeable weight to those of what is due now.

    For every change of what is due, so that the freight shown is never that of other goods.
    """
    await shop.refresh(db)
    quote = quote_of(order, shop, solo_day(now))
    is_any_due = any(line.due for line in order.lines)
    order.freight_estimate_rupiah = quote.freight_rupiah if is_any_due else 0
    order.chargeable_grams_estimate = quote.chargeable_grams if is_any_due else 0
