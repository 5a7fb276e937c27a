"""Emptying the cart, after a confirmation."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen
from bot.conversation.translation import _
from bot.handlers.shared.turn import Turn
from bot.ordering import carts


@place("cart/empty")
async def empty(turn: Turn) -> Screen | Redirect:
    """Asks whether to empty the cart."""
    draft = await carts.find(turn.db, turn.person.id)
    if draft is None or not draft.lines:
        return Redirect("cart")
    body = _("All goods go out of it. What you told of the recipient stays.")
    buttons = [
        Button(_("Yes, empty it"), f"cart/empty/{draft.revision}", kind="irreversible", answers="cancel"),
        Button(_("No, keep it"), "cart", kind="back", answers="no"),
    ]
    return Screen(_("Empty the cart?"), body, buttons)


@action("cart/empty/{revision}")
async def really_empty(turn: Turn, revision: int) -> Redirect:
    """Empties the cart, if it is still as the customer saw it."""
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines and draft.revision == revision:
        await carts.clear(turn.db, draft)
    return Redirect("cart")
