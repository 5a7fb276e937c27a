"""Which placed order a typed change is meant for, where several can still be changed."""

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
    """Several orders can still be changed: which one is meant?"""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return onward(None)
    leaf = paged(await open_orders(turn), page)
    buttons = [
        Button(one.number or "–", f"reading/{code}/of/{one.id}", hint=shorten(summary(one), 72))
        for one in leaf.items
    ]
    more = [
        *formatting.turning(leaf, f"reading/{code}/which/{{page}}"),
        Button(_("Never mind"), f"reading/{code}/leave"),
    ]
    return Screen(_("Which order shall change?"), formatting.on_page(leaf), [*buttons, *more])


@action("reading/{code}/of/{order_id}")
async def of_order(turn: Turn, code: str, order_id: int) -> Redirect:
    """This order is meant."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return onward(None)
    meant = next((one for one in await open_orders(turn) if one.id == order_id), None)
    if meant is not None:
        found.order_id = order_id
        await narrow(turn, found)
    return onward(found)
