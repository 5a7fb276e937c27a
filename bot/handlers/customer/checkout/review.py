"""From cart to order: one question at a time, nothing asked twice, then everything on one review."""

from __future__ import annotations

from bot import ordering
from bot.catalog import OutOfStock
from bot.conversation.routing import action, place
from bot.conversation.screens import (
    LABEL_LENGTH,
    Button,
    Screen,
    labels,
    noted,
    paged,
    shorten,
    text_pages,
)
from bot.conversation.translation import _
from bot.destinations import address_lines, native_lines, native_name
from bot.handlers.customer import cart
from bot.handlers.customer.checkout.form import NAME, form_of
from bot.handlers.customer.checkout.question import question, ready_cart
from bot.handlers.customer.orders import orders
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import TEXT_ROOM
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, identity_numbers
from bot.orders import DRAFT, PLACED, Order, OrderMovedOn
from bot.people import Role


@place("checkout")
async def checkout(turn: Turn) -> Screen:
    """The next thing that is still to be known, or the review."""
    found = await ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    draft = found.order
    if not draft.consignee_name:
        earlier = await carts.last_consignee(turn.db, turn.person.id, draft.destination or "")
        return await reuse(turn) if earlier else await question(turn, NAME)
    missing = (await form_of(turn, draft)).next_missing()
    return await question(turn, missing) if missing else await review(turn, 1)


@place("checkout/reuse")
async def reuse(turn: Turn) -> Screen:
    """Offers the consignee of the last order to this destination."""
    earlier = await carts.last_consignee(turn.db, turn.person.id, turn.person.destination or "")
    if earlier is None:
        return await question(turn, NAME)
    title = _("Same address as before?")
    body = formatting.fitted(title, consignee_lines(turn, earlier))
    buttons = [
        Button(_("Yes, the same"), f"checkout/same/{earlier.id}"),
        Button(_("A new address"), f"checkout/ask/{NAME}"),
    ]
    return Screen(title, body, [*buttons, Button(_("Cart"), "cart")])


@action("checkout/same/{order_id}")
async def same_consignee(turn: Turn, order_id: int) -> Screen:
    """The same consignee as in an earlier order of this customer."""
    found = await ready_cart(turn)
    earlier = await carts.last_consignee(turn.db, turn.person.id, turn.person.destination or "")
    if found is not None and earlier is not None and earlier.id == order_id:
        if found.order.consignee_name != earlier.consignee_name:
            await identity_numbers.forget(turn.db, found.order.id)  # a number is one person's
        await carts.take_consignee(turn.db, found.order, earlier)
    return await checkout(turn)


@place("checkout/edit/{page}")
async def edit(turn: Turn, page: int) -> Screen:
    """Every answer given so far, each with a way to give it anew."""
    found = await ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    form = await form_of(turn, found.order)
    shown = paged(form.every, page)
    wordings = [(field, form.wording(field)) for field in shown.items]
    names = labels([asked.title for _field, asked in wordings if asked], LABEL_LENGTH)
    buttons = [
        Button(name, f"checkout/ask/{field}", hint=shorten(form.given(field) or "–", 72))
        for name, (field, _asked) in zip(names, wordings, strict=True)
    ]
    more = [*formatting.turning(shown, "checkout/edit/{page}"), Button(_("Back"), "checkout")]
    return Screen(_("What shall we change?"), formatting.on_page(shown), [*buttons, *more])


def consignee_lines(turn: Turn, order: Order) -> list[str]:
    """Who receives it, and where, as it was typed; in the country's own script too where that was given."""
    to = turn.shop.destinations[order.destination or ""]
    typed = order.address_typed
    named = " ".join(filter(None, [order.consignee_name, native_name(to, typed)]))
    lines = [named, order.mobile, *address_lines(to, typed), *native_lines(to, typed)]
    note = [_("Note: {note}").format(note=shorten(order.note, 300))] if order.note else []
    return [*lines, *note]


@place("checkout/review/{page}")
async def review(turn: Turn, page: int) -> Screen:
    """Everything on one look before it is ordered."""
    found = await ready_cart(turn)
    if found is None:
        return await cart.cart(turn)
    form = await form_of(turn, found.order)
    if form.next_missing() is not None:
        return await checkout(turn)
    title = _("Is everything right?")
    lines = [cart.line_text(turn, line, 200) for line in found.lines]
    lines += ["", *await cart.totals_in_full(turn, found), "", _("To:"), *consignee_lines(turn, found.order)]
    lines += form.extra_lines()
    lines += cart.accepting(found)
    pages = text_pages([part for line in lines for part in line.split("\n")], TEXT_ROOM)
    shown = paged(pages, page, 1)
    body = "\n\n".join(filter(None, [shown.items[0], formatting.on_page(shown)]))
    confirm = Button(_("Order now"), f"checkout/confirm/{found.order.id}/{found.seal}")
    buttons = [
        *formatting.turning(shown, "checkout/review/{page}"),
        *([] if shown.next else [confirm]),
        Button(_("Change address"), "checkout/edit/1"),
        Button(_("Cart"), "cart", beside=True),
    ]
    return Screen(title, body, buttons)


@action("checkout/confirm/{order_id}/{seal}")
async def confirm(turn: Turn, order_id: int, seal: str) -> Screen:
    """Places the order, if it is still exactly what the customer saw."""
    draft = await orders.mine(turn, order_id)
    if draft.state == DRAFT and not await _is_filled_in(turn, draft):
        return await checkout(turn)
    shop, to = turn.shop, turn.person.destination or ""
    mover = ordering.Actor(turn.person.id, Role.CUSTOMER, turn.now)
    try:
        order = await ordering.place(turn.db, order_id, seal, shop, shop.profile.cadence_of(to), mover)
    except OrderMovedOn:
        return noted(await checkout(turn), _("Something has changed since. Please look once more."))
    except OutOfStock:
        return noted(await cart.cart(turn), _("Something in your cart has just been sold out."))
    except ordering.NotReady:
        return await checkout(turn)
    shown = await orders.order(turn, order.id)
    return noted(shown, _("Thank you! Your order is noted.")) if order.state == PLACED else shown


async def _is_filled_in(turn: Turn, draft: Order) -> bool:
    return bool(draft.destination) and (await form_of(turn, draft)).next_missing() is None
