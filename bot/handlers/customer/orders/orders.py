"""The customer's own orders: the list, one of them, its history, and the same again."""

from __future__ import annotations

from bot import shipments
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, paged, shorten, with_copy
from bot.conversation.translation import _, language
from bot.handlers.customer.orders.arrival import arrival_buttons, problem_buttons
from bot.handlers.customer.orders.order_view import (
    line_text,
    may_change,
    no_such_order,
    own,
    state_name,
    summary,
)
from bot.handlers.shared import eligibility, formatting, freight_share, reckoning
from bot.handlers.shared.copying import number_copy
from bot.handlers.shared.order_history import entry
from bot.handlers.shared.paging import room_beside, text_page
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.history import history
from bot.ordering.order_numbers import by_number
from bot.orders import Order, OrderState, placed_by
from bot.people import Role
from bot.shipping import freight_bill

HISTORY_ROOM = 900


@place("orders")
async def orders(turn: Turn) -> Screen:
    """The customer's orders, newest first."""
    return await orders_page(turn, 1)


@place("orders/{page}")
async def orders_page(turn: Turn, page: int) -> Screen:
    """The customer's orders, page by page."""
    found = await placed_by(turn.db, turn.person.id)
    if not found:
        return Screen(_("My orders"), _("You have not ordered yet."), [Button(_("Catalogue"), "browse")])
    shown = paged(found, page)
    buttons = [
        Button(one.number or "–", f"order/{one.id}", hint=shorten(summary(one), 72)) for one in shown.items
    ]
    more = [*formatting.page_buttons(shown, "orders/{page}"), Button(_("Home"), "home", kind="back")]
    return Screen(_("My orders"), formatting.on_page(shown), [*buttons, *more])


@place("order/{order_id}")
async def order(turn: Turn, order_id: int) -> Screen | Redirect:
    """One order, from its first line on."""
    return await order_page(turn, order_id, 1)


@place("order/{order_id}/page/{page}")
async def order_page(turn: Turn, order_id: int, page: int) -> Screen | Redirect:
    """One order: lines, sum, where it goes, and what can still be done."""
    found = await own(turn, order_id)
    if found.state == OrderState.DRAFT:
        return Redirect("cart")
    title = _("Order {number}: {state}").format(number=found.number, state=state_name(found))
    kept = [line for line in found.lines if line.ordered] or found.lines
    lines = [*map(line_text, kept), "", *await facts(turn, found)]
    share = await freight_bill.share_of(turn.db, order_id)
    sums = reckoning.of_order(found, share.rupiah if share else None)
    shown = text_page(lines, page, f"order/{order_id}/page/{{page}}", room=room_beside(sums.sums))
    buttons = [*shown.page_buttons, *await _ways(turn, found)]
    return with_copy(Screen(title, shown.body, buttons, sums=sums.sums), number_copy(found.number))


async def _ways(turn: Turn, found: Order) -> list[Button]:
    ways = []
    if await may_change(turn, found):
        if any(line.short for line in found.lines):
            ways.append(Button(_("Not enough: choose"), f"order/{found.id}/short"))
        ways.append(Button(_("Change"), f"order/{found.id}/change/1"))
        ways.append(Button(_("Change recipient"), f"order/{found.id}/recipient/1", beside=True))
        ways.append(Button(_("Cancel order"), f"order/{found.id}/cancel"))
    ways += [*await arrival_buttons(turn, found), *await problem_buttons(turn, found)]
    ways.append(Button(_("Order again"), f"order/{found.id}/again"))
    ways.append(Button(_("History"), f"order/{found.id}/history/1", beside=True))
    ways.append(Button(_("Where is it"), f"order/{found.id}/way"))
    return [*ways, Button(_("My orders"), "orders", beside=True)]


async def facts(turn: Turn, found: Order) -> list[str]:
    """Payment, freight, consignee and shipment of a placed order; of a cancelled one, whom it was for."""
    to = turn.shop.destinations[found.destination or ""]
    consignee = _("To {name}, {country}").format(
        name=formatting.consignee(found.consignee_name, 80), country=to.name(language())
    )
    if found.state == OrderState.CANCELLED:
        return [consignee]
    paid, due = found.paid_rupiah, found.goods_rupiah
    lines = [
        *filter(None, [formatting.still_open(paid, due) or formatting.too_much(paid, due)]),
        await freight_share.settled(turn.db, found.id) or eligibility.estimated(found),
        consignee,
    ]
    if found.shipment_id is not None:
        shipment = await turn.db.get_one(shipments.Shipment, found.shipment_id)
        when = formatting.moment_there(shipment.cutoff_at, to.time_zone, to.name(language()))
        lines.append(_("Shipment {code}, orders close {when}").format(code=shipment.code, when=when))
    return lines


@place("order/{order_id}/history/{page}")
async def order_history(turn: Turn, order_id: int, page: int) -> Screen:
    """Everything that happened to an order."""
    found = await own(turn, order_id)
    lines = [line for row in await history(turn.db, found.id) for line in entry(row, {}, {})]
    shown = text_page(lines, page, f"order/{order_id}/history/{{page}}", room=HISTORY_ROOM)
    title = _("History of {number}").format(number=found.number)
    return Screen(
        title, shown.body, [*shown.page_buttons, Button(_("Back"), f"order/{order_id}", kind="back")]
    )


@action("order/{order_id}/again")
async def again(turn: Turn, order_id: int) -> Redirect:
    """Puts the same goods for the same people into the cart; what cannot be had any more is named."""
    found = await own(turn, order_id)
    draft = await carts.draft_of(turn.db, turn.person, turn.now)
    missing = []
    for line in found.lines:
        ware = turn.shop.catalogue.by_id.get(line.product_id)
        if not line.ordered or ware is None:
            continue
        left = line.ordered if ware.stock is None else min(line.ordered, ware.stock)
        if not ware.sellable or left < line.ordered:
            missing.append(shorten(line.name(language()), 40))
        if ware.sellable and left:
            await carts.set_line(turn.db, draft, ware, left)
            await carts.share(turn.db, draft, ware.id, line.stated_shares)
    told = _("Not available as before: {products}").format(products=", ".join(missing))
    return Redirect("cart", told if missing else "")


@action("find_order")
async def find(turn: Turn) -> Redirect:
    """`/pesanan`, with a number or without; the coordinator finds anybody's."""
    if turn.session.role is Role.COORDINATOR and await turn.may(Role.COORDINATOR):
        return Redirect("c/find")
    if not turn.argument:
        return Redirect("orders")
    found = await by_number(turn.db, turn.argument)
    if found is None or found.customer_id != turn.person.id:
        return Redirect("orders", no_such_order())
    return Redirect(f"order/{found.id}")
