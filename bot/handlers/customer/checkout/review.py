"""The checkout from its first step to the placed order: reuse, edit, review, confirm."""

from __future__ import annotations

from bot import ordering
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import LABEL_LENGTH, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _
from bot.handlers.customer.checkout.form import NAME, form_of, ready_cart
from bot.handlers.customer.checkout.review_page import consignee_lines, review_page
from bot.handlers.customer.orders.order_view import actor, own
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, identity_numbers
from bot.ordering.stock import OutOfStock
from bot.orders import Order, OrderMovedOn, OrderState


@place("checkout")
async def checkout(turn: Turn) -> Screen | Redirect:
    """The next open question, or the review."""
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    draft = found.order
    if not draft.consignee_name:
        earlier = await carts.last_consignee(turn.db, turn.person.id, draft.destination or "")
        return await reuse(turn) if earlier else Redirect(f"checkout/ask/{NAME}")
    missing = (await form_of(turn, draft)).next_missing()
    return Redirect(f"checkout/ask/{missing}") if missing else await review(turn, 1)


@place("checkout/reuse")
async def reuse(turn: Turn) -> Screen | Redirect:
    """Offers the consignee of the last order to this destination."""
    earlier = await carts.last_consignee(turn.db, turn.person.id, turn.person.destination or "")
    if earlier is None:
        return Redirect(f"checkout/ask/{NAME}")
    title = _("Same address as before?")
    body = formatting.fitted(title, consignee_lines(turn, earlier))
    buttons = [
        Button(_("Yes, the same"), f"checkout/same/{earlier.id}", kind="on", answers="yes"),
        Button(_("A new address"), f"checkout/ask/{NAME}", answers="no"),
    ]
    return Screen(title, body, [*buttons, Button(_("Cart"), "cart", kind="back")])


@action("checkout/same/{order_id}")
async def same_consignee(turn: Turn, order_id: int) -> Screen | Redirect:
    """Takes the consignee of the customer's earlier order."""
    found = await ready_cart(turn)
    earlier = await carts.last_consignee(turn.db, turn.person.id, turn.person.destination or "")
    if found is not None and earlier is not None and earlier.id == order_id:
        if found.order.consignee_name != earlier.consignee_name:
            await identity_numbers.forget(turn.db, found.order.id)  # an identity number belongs to one person
        await carts.take_consignee(turn.db, found.order, earlier)
    return await checkout(turn)


@place("checkout/edit/{page}")
async def edit(turn: Turn, page: int) -> Screen | Redirect:
    """Every answer given so far, each with a button to change it."""
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    form = await form_of(turn, found.order)
    shown = paged(form.every, page)
    wordings = [(field, form.wording(field)) for field in shown.items]
    names = labels([asked.title for _field, asked in wordings if asked], LABEL_LENGTH)
    buttons = [
        Button(name, f"checkout/ask/{field}", hint=shorten(form.given(field) or "–", 72))
        for name, (field, _asked) in zip(names, wordings, strict=True)
    ]
    more = [
        *formatting.page_buttons(shown, "checkout/edit/{page}"),
        Button(_("Back"), "checkout", kind="back"),
    ]
    return Screen(_("What shall we change?"), formatting.on_page(shown), [*buttons, *more])


@place("checkout/review/{page}")
async def review(turn: Turn, page: int) -> Screen | Redirect:
    """Everything at a glance before the order is placed."""
    found = await ready_cart(turn)
    if found is None:
        return Redirect("cart")
    form = await form_of(turn, found.order)
    if form.next_missing() is not None:
        return await checkout(turn)
    return await review_page(turn, found, form, page)


@action("checkout/confirm/{order_id}/{seal}")
async def confirm(turn: Turn, order_id: int, seal: str) -> Screen | Redirect:
    """Places the order, if it is still exactly what the customer saw."""
    draft = await own(turn, order_id)
    if draft.state == OrderState.DRAFT and not await _is_filled_in(turn, draft):
        return await checkout(turn)
    shop, to = turn.shop, turn.person.destination or ""
    try:
        order = await ordering.place(turn.db, order_id, seal, shop, shop.profile.cadence_of(to), actor(turn))
    except OrderMovedOn:
        return Redirect("checkout", _("Something has changed since. Please look once more."))
    except OutOfStock:
        return Redirect("cart", _("Something in your cart has just been sold out."))
    except ordering.NotReady:
        return await checkout(turn)
    thanks = _("Thank you! Your order is noted.") if order.state == OrderState.PLACED else ""
    return Redirect(f"order/{order.id}", thanks)


async def _is_filled_in(turn: Turn, draft: Order) -> bool:
    return bool(draft.destination) and (await form_of(turn, draft)).next_missing() is None
