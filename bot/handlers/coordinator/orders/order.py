"""The coordinator's page of an order: lines, consignee, payment, history."""

from __future__ import annotations

from collections.abc import Sequence

from bot import ordering
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, shorten, with_copy
from bot.conversation.translation import _, language, ngettext
from bot.destinations import address_lines
from bot.handlers.coordinator.orders.order_view import (
    coordinator,
    line_words,
    load,
    makers_of,
    no_such_order,
    to_order,
)
from bot.handlers.customer.checkout.form import form_of, lines_beside_address
from bot.handlers.customer.checkout.mending import kept_lines
from bot.handlers.shared import formatting, freight_share, order_history
from bot.handlers.shared.copying import number_copy
from bot.handlers.shared.names import speakers
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.ordering.deliveries import under_way
from bot.ordering.history import history as history_of
from bot.orders import NEEDS_DOCUMENT, Order, OrderState
from bot.people import Role
from bot.shipments import Shipment


@place("c/order/{order_id}", role=Role.COORDINATOR)
async def order(turn: Turn, order_id: int) -> Screen:
    """The page of an order."""
    return await order_page(turn, order_id, 1)


@place("c/order/{order_id}/{page}", role=Role.COORDINATOR)
async def order_page(turn: Turn, order_id: int, page: int) -> Screen:
    """The order with everything about it, page by page."""
    found = await load(turn, order_id)
    makers = await makers_of(turn, (line.umkm_id for line in found.lines))
    lines = [
        *await _state(turn, found),
        "",
        *(line for one in found.lines for line in line_words(one, makers)),
        "",
        *await _consignee(turn, found),
    ]
    title = _("Order {number}").format(number=found.number)
    buttons = [*await _arrival(turn, found), *_buttons(found)]
    screen = leaf(title, lines, page, f"c/order/{order_id}/{{page}}", buttons)
    return with_copy(screen, number_copy(found.number))


async def _arrival(turn: Turn, order: Order) -> list[Button]:
    if not await under_way(turn.db, order):
        return []
    delivered = order.delivered_at is not None
    words = _("Mark not delivered") if delivered else _("Mark delivered")
    return [Button(words, f"c/delivered/{order.id}/{0 if delivered else 1}")]


def _buttons(order: Order) -> list[Button]:
    paid = order.paid_at is not None
    buttons = [
        Button(_("Mark not paid") if paid else _("Mark paid"), f"c/paid/{order.id}/{0 if paid else 1}"),
        Button(_("History"), f"c/history/{order.id}/1", beside=True),
    ]
    if order.state == OrderState.PLACED:
        at = f"{order.id}/{order.revision}"
        buttons.append(Button(_("Change lines"), f"c/lines/{order.id}/1"))
        buttons.append(Button(_("Cancel order"), f"c/cancel/{at}", beside=True))
        buttons.append(Button(_("Change recipient"), f"c/recipient/{order.id}/1"))
        buttons += _paper(order)
        kind = _("Personal parcel") if order.commercial else _("Commercial stock")
        buttons.append(Button(kind, f"c/kind/{order.id}/{0 if order.commercial else 1}/1", beside=True))
    return [*buttons, Button(_("Its shipment"), f"c/shipment/{order.shipment_id}"), back("c")]


def _paper(order: Order) -> list[Button]:
    """The button to the first line that lacks its paper, else to the first that needs one."""
    lines = [line for line in order.lines if line.action == NEEDS_DOCUMENT and line.ordered]
    if not lines:
        return []
    first = next((line for line in lines if line.lacks_document), lines[0])
    return [Button(_("Its paper"), f"c/paper/{first.id}")]


async def _state(turn: Turn, order: Order) -> list[str]:
    shipment = await turn.db.get_one(Shipment, order.shipment_id)
    sums = ngettext("{count} piece, {weight}, {rupiah}", "{count} pieces, {weight}, {rupiah}", order.pieces)
    country = turn.shop.destinations.name(shipment.destination, language())
    return [
        *_moments(order),
        _("Shipment {code} to {country}, cut-off {moment}").format(
            code=shipment.code, country=country, moment=formatting.moment(shipment.cutoff_at)
        ),
        sums.format(
            count=order.pieces,
            weight=formatting.weight(order.gross_grams),
            rupiah=formatting.rupiah(order.goods_rupiah),
        ),
        _freight(order),
        *filter(None, [await freight_share.settled(turn.db, order.id)]),
        _("Paid, marked {moment}").format(moment=formatting.moment(order.paid_at))
        if order.paid_at
        else formatting.still_open(order.paid_rupiah, order.goods_rupiah) or _("Not paid"),
        *filter(None, [formatting.too_much(order.paid_rupiah, order.goods_rupiah)]),
    ]


def _freight(order: Order) -> str:
    if order.freight_estimate_rupiah is None:
        return _("No freight was estimated: it follows after weighing")
    return _("Freight about {sum} for {weight}; it is settled after weighing").format(
        sum=formatting.rupiah(order.freight_estimate_rupiah),
        weight=formatting.weight(order.chargeable_grams_estimate or 0),
    )


def _moments(order: Order) -> list[str]:
    lines = []
    if order.placed_at:
        lines.append(_("Ordered {moment}").format(moment=formatting.moment(order.placed_at)))
    if order.delivered_at:
        lines.append(_("Delivered {moment}").format(moment=formatting.moment(order.delivered_at)))
    if order.state == OrderState.CANCELLED and order.cancelled_at:
        lines.append(_("CANCELLED {moment}").format(moment=formatting.moment(order.cancelled_at)))
    return lines


async def _consignee(turn: Turn, order: Order) -> Sequence[str]:
    destination = turn.shop.destinations.get(order.destination or "")
    typed = order.address_typed
    address = address_lines(destination, typed) if destination else list(typed.values())
    lines = [
        _("Consignee: {name}").format(name=formatting.consignee(order.consignee_name, 120)),
        _("Mobile: {mobile}").format(mobile=order.mobile),
        *(shorten(line, 200) for line in address),
        *(shorten(line, 200) for line in (await lines_beside_address(turn, order) if destination else ())),
        *(kept_lines(await form_of(turn, order)) if destination else ()),
    ]
    note = _("Note: {note}").format(note=shorten(order.note, 500)) if order.note else _("No note")
    return [*lines, note]


@place("c/history/{order_id}/{page}", role=Role.COORDINATOR)
async def history(turn: Turn, order_id: int, page: int) -> Screen:
    """Everything that happened to an order, oldest first."""
    found = await load(turn, order_id)
    rows = await history_of(turn.db, order_id)
    names = await speakers(
        turn.db, found.customer_id, {row.who_id for row in rows if row.who_id}, _("somebody without a name")
    )
    makers = await makers_of(turn, (line.umkm_id for line in found.lines))
    lines = [line for row in rows for line in ("", *order_history.entry(row, names, makers))]
    title = _("History of {number}").format(number=found.number)
    return leaf(title, lines[1:], page, f"c/history/{order_id}/{{page}}", [back(f"c/order/{order_id}")])


@action("c/paid/{order_id}/{wanted}", role=Role.COORDINATOR)
async def paid(turn: Turn, order_id: int, wanted: int) -> Redirect:
    """Marks the order as paid, or not paid, and tells the customer."""
    await load(turn, order_id)
    if wanted not in (0, 1):
        return no_such_order()
    await ordering.mark_paid(turn.db, order_id, bool(wanted), coordinator(turn))
    done = _("Marked as paid. The customer is told.") if wanted else _("Marked as not paid.")
    return to_order(order_id, done)


@action("c/delivered/{order_id}/{wanted}", role=Role.COORDINATOR)
async def delivered(turn: Turn, order_id: int, wanted: int) -> Redirect:
    """Records that the order has arrived, or takes that back, and tells the customer."""
    found = await load(turn, order_id)
    if wanted not in (0, 1):
        return no_such_order()
    if bool(wanted) == (found.delivered_at is not None):
        return to_order(order_id, _("It is like that already, so nothing has changed."))
    try:
        await ordering.mark_delivered(turn.db, order_id, bool(wanted), coordinator(turn))
    except ordering.NotUnderWay:
        return to_order(order_id, _("This order is not under way."))
    done = _("Marked as delivered. The customer is told.")
    return to_order(order_id, done if wanted else _("Marked as not delivered. The customer is told."))
