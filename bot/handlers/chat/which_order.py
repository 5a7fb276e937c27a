"""Asks which placed order a typed change is for, when several can still change."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen, paged, shorten
from bot.conversation.translation import _
from bot.handlers.chat.proposal_state import narrow, onward
from bot.handlers.customer.orders.order_view import open_orders, summary
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals


@place("reading/{code}/which/{page}")
async def which(turn: Turn, code: str, page: int) -> Screen | Redirect:
    """Asks which of the changeable orders the proposal is for."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None:
        return onward(None)
    shown = paged(await open_orders(turn), page)
    buttons = [
        Button(order.number or "–", f"reading/{code}/of/{order.id}", hint=shorten(summary(order), 72))
        for order in shown.items
    ]
    more = [
        *formatting.page_buttons(shown, f"reading/{code}/which/{{page}}"),
        Button(_("Never mind"), f"reading/{code}/leave", kind="back"),
    ]
    return Screen(_("Which order shall change?"), formatting.on_page(shown), [*buttons, *more])


@action("reading/{code}/of/{order_id}")
async def of_order(turn: Turn, code: str, order_id: int) -> Redirect:
    """Takes the order that the proposal is for."""
    proposal = await proposals.of(turn.db, turn.person.id, code)
    if proposal is None:
        return onward(None)
    order = next((one for one in await open_orders(turn) if one.id == order_id), None)
    if order is not None:
        proposal.order_id = order_id
        await narrow(turn, proposal)
    return onward(proposal)
