"""Notices to customers: an order is noted, short, changed, closed, paid, or leaves on other days."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipments
from bot.conversation.screens import Button, Screen, label, shorten, with_copy
from bot.conversation.translation import _, language, ngettext
from bot.handlers.customer.orders import order_view
from bot.handlers.shared import eligibility, formatting, reckoning
from bot.handlers.shared.copying import account_copy, number_copy
from bot.handlers.shared.notice import WordedNotice
from bot.handlers.shared.order_history import parts_changed
from bot.handlers.shared.reasons import worded as reason_text
from bot.ordering.shop import Shop
from bot.orders import Order, OrderState
from bot.people.outbox import Notice


async def placed(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The message after ordering: what happens next and when, what the customer owes, and how to pay."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED or order.shipment_id is None:
        return None
    shipment = await db.get_one(shipments.Shipment, order.shipment_id)
    to = shop.destinations[order.destination or ""]
    name = to.name(language())
    title = _("Order {number} is noted").format(number=order.number)
    pay = shop.profile.how_to_pay(language()) or _("We will tell you how to pay.")
    pieces = ngettext("{count} piece", "{count} pieces", order.pieces).format(count=order.pieces)
    owed = _("{pieces} to {country}: you owe {sum} for the goods.").format(
        pieces=pieces, country=name, sum=formatting.rupiah(order.goods_rupiah)
    )
    lines = [
        owed,
        eligibility.estimated(order),
        *waiting(order),
        "",
        pay,
        _("Please quote your order number {number} when you pay.").format(number=order.number),
        "",
        _("You can change or cancel until {when}.").format(
            when=formatting.moment_there(shipment.cutoff_at, to.time_zone, name)
        ),
        _(
            "Then the makers hand everything in by {hand_in}, and shipment {code} leaves about {leaves}."
        ).format(
            hand_in=formatting.day_of(shipment.hand_in_at),
            code=shipment.code,
            leaves=formatting.day_of(shipment.departs_at),
        ),
    ]
    screen = Screen(title, formatting.fitted(title, lines), [_open(order)])
    return WordedNotice(with_copy(screen, *account_copy(shop), number_copy(order.number)))


def waiting(order: Order) -> list[str]:
    """The lines that wait for a paper, and what happens without it."""
    lines = [line for line in order.lines if line.lacks_document and line.due]
    if not lines:
        return []
    texts = [
        _("{name}: {standing}").format(
            name=shorten(line.name(language()), 40), standing=eligibility.paper_text(line)
        )
        for line in lines[:3]
    ]
    return [*texts, _("Without its paper at the cut-off, a line stays behind and is not charged.")]


def _open(order: Order) -> Button:
    return Button(label(_("Order {number}").format(number=order.number)), f"order/{order.id}")


async def shortage(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """A maker cannot make all of an order; None once the customer has decided about it."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED or not any(line.short for line in order.lines):
        return None
    return WordedNotice(order_view.shortage_screen(order))


async def changed_for_you(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has changed or cancelled the order."""
    order = await db.get(Order, int(notice.subject))
    if order is None:
        return None
    reason = reason_text(str(notice.facts.get("reason") or ""))
    why = _("Reason: {reason}").format(reason=shorten(reason, 300)) if reason else ""
    if order.state == OrderState.CANCELLED:
        title = _("Order {number} is cancelled").format(number=order.number)
        text = _("The coordinator had to cancel it. Nothing is owed for it.")
        if order.paid_at:
            text = _("The coordinator had to cancel it, and sees to your payment.")
    else:
        title = _("Order {number} has changed").format(number=order.number)
        text = _("The coordinator has changed it. The goods now come to {sum}.").format(
            sum=formatting.rupiah(order.goods_rupiah)
        )
        if order.paid_at:
            why = "\n".join(filter(None, [why, _("You have paid already: we will settle the difference.")]))
    return WordedNotice(Screen(title, "\n".join(filter(None, [text, why])), [_open(order)]))


async def closed(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The order's shipment has closed: what is being prepared, and the sum."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED or order.shipment_id is None:
        return None
    shipment = await db.get_one(shipments.Shipment, order.shipment_id)
    title = _("Order {number} is being prepared").format(number=order.number)
    if not order.pieces:
        if any(line.held_at is not None for line in order.lines):
            return None  # the notice HELD_BACK says why nothing goes
        title = _("Order {number} cannot be made").format(number=order.number)
        text = _("Sorry, the makers could not make any of it. Nothing is owed for it.")
        return WordedNotice(Screen(title, text, [_open(order)]))
    sums = reckoning.of_order(order, None)
    lines = [order_view.line_text(line) for line in order.lines if line.ordered]
    body = formatting.fitted(title, lines, _on_its_way(order, shipment), sums.room)
    return WordedNotice(Screen(title, body, [_open(order)], sums=sums.sums))


async def recipient_changed(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has changed the recipient: which parts, and why."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED:
        return None
    title = _("Recipient of {number} changed").format(number=order.number)
    reason = reason_text(str(notice.facts.get("reason") or ""))
    lines = [
        _("The coordinator has changed: {what}.").format(what=parts_changed(notice.facts.get("fields", []))),
        _("Reason: {reason}").format(reason=shorten(reason, 300)) if reason else "",
        _("Open the order to see it, and ask the coordinator if you did not want this."),
    ]
    return WordedNotice(Screen(title, "\n".join(filter(None, lines)), [_open(order)]))


async def delivered(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has recorded that the order arrived, or has taken that record back."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED:
        return None
    if order.delivered_at is None:
        title = _("Order {number} has not arrived yet").format(number=order.number)
        text = _("It was recorded as delivered by mistake. We will tell you when we know more.")
        return WordedNotice(Screen(title, text, [_open(order)]))
    title = _("Order {number} has arrived").format(number=order.number)
    text = _("It is recorded as delivered on {day}. If you have not got it, please tap below.")
    missing = Button(_("It has not arrived"), f"order/{order.id}/arrived/0")
    return WordedNotice(
        Screen(title, text.format(day=formatting.day_of(order.delivered_at)), [_open(order), missing])
    )


async def payment(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has marked the order as paid, or has taken the mark back."""
    order = await db.get(Order, int(notice.subject))
    if order is None:
        return None
    if order.paid_at:
        title = _("Payment received: {number}").format(number=order.number)
        text = _("Thank you! {sum} for the goods has arrived.").format(
            sum=formatting.rupiah(order.goods_rupiah)
        )
    else:
        title = _("Payment open: {number}").format(number=order.number)
        text = _("We could not find your payment of {sum} after all. Please look once more.").format(
            sum=formatting.rupiah(order.goods_rupiah)
        )
    return WordedNotice(Screen(title, text, [_open(order)]))


async def dates_moved(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has moved the dates of the order's shipment."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED or order.shipment_id is None:
        return None
    shipment = await db.get_one(shipments.Shipment, order.shipment_id)
    if shipment.state != shipments.ShipmentState.OPEN:
        return None
    to = shop.destinations[order.destination or ""]
    title = _("New dates for order {number}").format(number=order.number)
    lines = [
        _("You can change or cancel until {when}.").format(
            when=formatting.moment_there(shipment.cutoff_at, to.time_zone, to.name(language()))
        ),
        *_on_its_way(order, shipment),
    ]
    return WordedNotice(Screen(title, formatting.fitted(title, lines), [_open(order)]))


async def kind_changed(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice | None:
    """The coordinator has made the order commercial stock, or a personal parcel again."""
    order = await db.get(Order, int(notice.subject))
    if order is None or order.state != OrderState.PLACED or order.shipment_id is None:
        return None
    shipment = await db.get_one(shipments.Shipment, order.shipment_id)
    title = _("Order {number} has changed").format(number=order.number)
    if order.commercial:
        text = _("It now goes as commercial stock, with papers in your name as the importer.")
    else:
        text = _("It now goes as a personal parcel again.")
    lines = [text, *waiting(order)]
    return WordedNotice(
        Screen(title, formatting.fitted(title, lines, _on_its_way(order, shipment)), [_open(order)])
    )


def _on_its_way(order: Order, shipment: shipments.Shipment) -> list[str]:
    """When the order leaves, and the freight estimate from when it was placed."""
    words = _("Shipment {code} leaves about {day}.")
    return [
        words.format(code=shipment.code, day=formatting.day_of(shipment.departs_at)),
        eligibility.estimated(order),
    ]


async def country_open(db: AsyncSession, shop: Shop, notice: Notice) -> WordedNotice:
    """A country that the customer waits for takes orders now; or it was closed again before this was sent."""
    iso2 = notice.subject.partition("/")[0]
    found, name = shop.destinations.get(iso2), shop.destinations.name(iso2, language())
    if found is None or not found.open:
        body = _("It was open for a short while. Shall we tell you the next time?")
        again = Button(_("Tell me again"), f"waiting/{iso2}")
        return WordedNotice(Screen(_("{country} is not open yet").format(country=name), body, [again]))
    body = _("You wanted to hear of it: we send to {country} now. Shall we begin?").format(country=name)
    there = label(_("Send to {country}").format(country=name))
    return WordedNotice(
        Screen(_("{country} is open!").format(country=name), body, [Button(there, f"to/{iso2}")])
    )
