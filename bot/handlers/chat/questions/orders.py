"""Answers about a customer's own orders: where they are, and how they are paid."""

from __future__ import annotations

from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, shorten, with_copy
from bot.conversation.translation import _, language
from bot.handlers.chat.questions.order_standing import MOST, owed, parcel_numbers, standing, standing_open
from bot.handlers.customer.orders.arrival import arrival_buttons, problem_buttons
from bot.handlers.customer.orders.order_view import own
from bot.handlers.shared import formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.copying import account_copy, number_copy, parcel_copy
from bot.handlers.shared.turn import Turn
from bot.orders import OrderState


@place("ways")
async def ways(turn: Turn) -> Screen | Redirect:
    """The newest open orders, and where each of them is."""
    orders = (await standing_open(turn))[:MOST]
    if not orders:
        return Redirect("orders")
    words = _("{number}: {standing}")
    lines = [words.format(number=order.number, standing=(await standing(turn, order))[0]) for order in orders]
    title = _("Where your orders are")
    buttons = [
        Button(order.number or "–", f"order/{order.id}/way", beside=at % 2 == 1)
        for at, order in enumerate(orders)
    ]
    return Screen(title, formatting.fitted(title, lines), [*buttons, Button(_("My orders"), "orders")])


@place("order/{order_id}/way")
async def way(turn: Turn, order_id: int) -> Screen | Redirect:
    """Where one order is, as far as it is known."""
    found = await own(turn, order_id)
    if found.state == OrderState.DRAFT:
        return Redirect(f"order/{order_id}")
    title = _("Order {number}: where it is").format(number=found.number)
    ways_on = [
        *await arrival_buttons(turn, found),
        *await problem_buttons(turn, found),
        Button(_("See order"), f"order/{found.id}"),
        Button(_("My orders"), "orders", beside=True),
        *await ask_button(turn),
    ]
    screen = Screen(title, formatting.fitted(title, await standing(turn, found)), ways_on)
    parcels = map(parcel_copy, await parcel_numbers(turn, found))
    return with_copy(screen, *parcels, number_copy(found.number))


@place("pay")
async def paying(turn: Turn) -> Screen:
    """How to pay, and what is still open on the customer's orders."""
    title, open_sums = _("How to pay"), await owed(turn)
    how = turn.shop.profile.how_to_pay(language()) or _("We will tell you how to pay.")
    quote = [_("Please quote your order number when you pay.")] if open_sums else []
    tail = [*quote, _contact(turn)]
    buttons = [
        Button(_("My orders"), "orders"),
        Button(_("Home"), "home", beside=True, kind="back"),
        *await ask_button(turn),
    ]
    screen = Screen(title, formatting.fitted(title, [how, "", *open_sums], tail), buttons)
    return with_copy(screen, *account_copy(turn.shop))


def _contact(turn: Turn) -> str:
    contact = turn.shop.profile.coordinator_contact
    return _("To talk to a person: {contact}").format(contact=shorten(contact, 200)) if contact else ""
