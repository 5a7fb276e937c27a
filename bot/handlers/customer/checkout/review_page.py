"""Everything on one look before it is ordered: goods, sums, and whom they are for."""

from __future__ import annotations

from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _
from bot.destinations import address_lines, native_lines, native_name
from bot.handlers.customer import cart_view
from bot.handlers.customer.checkout.form import Form
from bot.handlers.customer.checkout.mending import kept_lines
from bot.handlers.shared.paging import room_beside, text_page
from bot.handlers.shared.turn import Turn
from bot.ordering.carts import Cart
from bot.orders import Order


def consignee_lines(turn: Turn, order: Order) -> list[str]:
    """Who receives it, and where, as it was typed; in the country's own script too where that was given."""
    to = turn.shop.destinations[order.destination or ""]
    typed = order.address_typed
    named = " ".join(filter(None, [order.consignee_name, native_name(to, typed)]))
    lines = [named, order.mobile, *address_lines(to, typed), *native_lines(to, typed)]
    note = [_("Note: {note}").format(note=shorten(order.note, 300))] if order.note else []
    return [*lines, *note]


async def review_page(turn: Turn, found: Cart, form: Form, page: int) -> Screen:
    """The cart and its answered form, page by page; on the last page it can be ordered."""
    title = _("Is everything right?")
    lines = [cart_view.line_text(turn, line, 200) for line in found.lines]
    lines += ["", *await cart_view.totals_in_full(turn, found), ""]
    lines += [_("To:"), *consignee_lines(turn, found.order)]
    lines += [*form.extra_lines(), *kept_lines(form)]
    lines += cart_view.accepting(found)
    sums = cart_view.sums(turn, found)
    shown = text_page(lines, page, "checkout/review/{page}", room=room_beside(sums.sums))
    confirm = Button(
        _("Order now"), f"checkout/confirm/{found.order.id}/{found.seal}", kind="on", answers="tap"
    )
    buttons = [
        *shown.page_buttons,
        *([confirm] if shown.is_last else []),
        Button(_("Change address"), "checkout/edit/1"),
        Button(_("Cart"), "cart", beside=True),
    ]
    return Screen(title, shown.body, buttons, sums=sums.sums).at(f"checkout/review/{page}")
