"""An order's share of the real freight in words: on its page, in its history, in the notice of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.screens import Button, Screen, label, with_copy
from bot.conversation.translation import _, language
from bot.handlers.shared import formatting, reckoning
from bot.handlers.shared.copying import account_copy, number_copy
from bot.handlers.shared.notice import WordedNotice
from bot.ordering.shop import Shop
from bot.orders import Order, OrderState
from bot.people.outbox import Notice
from bot.shipping import freight_bill


class Share(Protocol):
    """An order's share of a bill, recorded or only shown."""

    @property
    def rupiah(self) -> int:
        """Whole rupiah that the order pays."""

    @property
    def chargeable_grams(self) -> int:
        """The weight it is charged for."""

    @property
    def difference_rupiah(self) -> int | None:
        """Rupiah above the estimate; None without an estimate."""


def freight(share: Share) -> str:
    """The freight an order pays, and the weight it is charged for."""
    words = _("Freight {sum} for {weight} as weighed")
    return words.format(sum=formatting.rupiah(share.rupiah), weight=formatting.weight(share.chargeable_grams))


def difference(share: Share) -> str:
    """How the real freight differs from the estimate; "" without an estimate."""
    more = share.difference_rupiah
    if more is None:
        return ""
    if not more:
        return _("exactly as estimated")
    if more > 0:
        return _("{sum} more than estimated").format(sum=formatting.rupiah(more))
    return _("{sum} less than estimated").format(sum=formatting.rupiah(-more))


async def settled(db: AsyncSession, order_id: int) -> str:
    """The line about an order's real freight; "" while it is not known."""
    share = await freight_bill.share_of(db, order_id)
    if share is None:
        return ""
    compared = difference(share)
    if not compared:
        return freight(share)
    return _("{freight}, {difference}").format(freight=freight(share), difference=compared)


def entry(facts: Mapping[str, Any]) -> str:
    """The line about the freight in an order's history."""
    words = _("Freight settled: {sum} for {weight}")
    grams, rupiah = int(facts.get("grams", 0)), int(facts.get("rupiah", 0))
    return words.format(sum=formatting.rupiah(rupiah), weight=formatting.weight(grams))


async def freight_settled(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """Tells a customer the real freight: estimate, weight, sum, and how to pay it."""
    order = await db.get(Order, int(notice.subject))
    share = await freight_bill.share_of(db, int(notice.subject))
    if order is None or share is None or order.state != OrderState.PLACED:
        return None
    title = _("Freight of order {number}").format(number=order.number)
    if share.estimate_rupiah is None:
        estimate = _("Estimate when you ordered: none, it was to follow after weighing")
    else:
        estimate = _("Estimate when you ordered: {sum}").format(sum=formatting.rupiah(share.estimate_rupiah))
    sums = reckoning.of_order(order, share.rupiah)
    lines = [
        _("Your goods are weighed and packed."),
        estimate,
        _("Weighed: {weight}").format(weight=formatting.weight(share.chargeable_grams)),
        _("Real freight: {sum}").format(sum=formatting.rupiah(share.rupiah)),
        *filter(None, [_difference_line(share)]),
        *_paying(shop, order),
    ]
    see = Button(label(_("Order {number}").format(number=order.number)), f"order/{order.id}")
    body = formatting.fitted(title, lines, taken=sums.room)
    screen = Screen(title, body, [see], sums=sums.sums)
    return WordedNotice(with_copy(screen, *account_copy(shop), number_copy(order.number)))


def _paying(shop: Shop, order: Order) -> list[str]:
    how_to_pay = shop.profile.how_to_pay(language())
    if not how_to_pay:
        return []
    return [
        "",
        how_to_pay,
        _("Please quote your order number {number} when you pay.").format(number=order.number),
    ]


def _difference_line(share: Share) -> str:
    compared = difference(share)
    return _("Difference: {difference}").format(difference=compared) if compared else ""
