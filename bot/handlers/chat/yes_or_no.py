"""A typed yes or no that no screen asks for: it goes on with what is in hand."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.handlers.chat.proposal_view import shown
from bot.handlers.customer import cart_view
from bot.handlers.customer.checkout.form import form_of, ready_cart
from bot.handlers.customer.checkout.review_page import review_page
from bot.handlers.customer.waiting import pending
from bot.handlers.shared import confirmations
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation


async def yes_or_no(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """Answers a yes or no. A yes goes on with the cart, and never replaces a tap that confirms."""
    waiting = await pending(turn)
    if waiting is not None:
        return await shown(turn, waiting)
    cart = await cart_view.read(turn)
    if interpretation.declines or cart is None or not cart.lines:
        return Redirect("home")
    return await _review(turn)


async def _review(turn: Turn) -> Screen | Redirect:
    """The review, with a note that names the button to order; the checkout while answers are missing."""
    cart = await ready_cart(turn)
    form = await form_of(turn, cart.order) if cart else None
    if cart is None or form is None or form.next_missing() is not None:
        return Redirect("checkout")
    return confirmations.pointed_to(await review_page(turn, cart, form, 1), "checkout/confirm/")
