"""Cancelling in words: what is meant by it, and asking which of the cart and the orders."""

from __future__ import annotations

from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, paged, shorten
from bot.conversation.translation import _, ngettext
from bot.handlers.chat import enquiry_view
from bot.handlers.chat.proposal_state import left
from bot.handlers.customer.orders.order_view import open_orders, refusal_text, summary
from bot.handlers.customer.waiting import pending
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.orders import OrderState, TooLate, placed_by

RECENT = 20


@place("cancelling/{page}")
async def which(turn: Turn, page: int) -> Screen | Redirect:
    """Asks which shall be cancelled; with one alone the question is whether."""
    entries = [*await _cart_entry(turn), *await _order_entries(turn)]
    if len(entries) < 2:
        return Redirect(entries[0].route if entries else "orders")
    shown = paged(entries, page)
    more = [
        *formatting.page_buttons(shown, "cancelling/{page}"),
        Button(_("None of these"), "home", answers="no"),
    ]
    return Screen(_("Which one shall be cancelled?"), formatting.on_page(shown), [*shown.items, *more])


async def _cart_entry(turn: Turn) -> list[Button]:
    draft = await carts.find(turn.db, turn.person.id)
    pieces = sum(line.ordered for line in draft.lines) if draft else 0
    if not pieces:
        return []
    counted = ngettext("{count} piece", "{count} pieces", pieces).format(count=pieces)
    return [Button(_("Cart"), "cart/empty", hint=_("not ordered yet · {pieces}").format(pieces=counted))]


async def _order_entries(turn: Turn) -> list[Button]:
    return [
        Button(one.number or "–", f"order/{one.id}/cancel", hint=shorten(summary(one), 72))
        for one in await open_orders(turn)
    ]


async def cancelled(turn: Turn) -> Screen | Redirect:
    """Drops a waiting proposal, else asks what shall be cancelled; else offers a person."""
    if (waiting := await pending(turn)) is not None:
        return await left(turn, waiting)
    if await _cart_entry(turn) or await _order_entries(turn):
        return Redirect("cancelling/1")
    return await only_a_person_can(turn) if await has_closed_order(turn) else Redirect("cart")


async def only_a_person_can(turn: Turn) -> Screen | Redirect:
    """Says that the cut-off has passed, and offers to send the text to the coordinator."""
    return await enquiry_view.offer(turn, turn.text, refusal_text(TooLate()))


async def has_closed_order(turn: Turn) -> bool:
    """Whether an order of the customer is under way and takes no more changes."""
    found = await placed_by(turn.db, turn.person.id, RECENT)
    return any(one.state == OrderState.PLACED and one.delivered_at is None for one in found)
