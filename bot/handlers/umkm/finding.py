"""What somebody of an UMKM types: an order's number."""

from __future__ import annotations

from bot.conversation.routing import action
from bot.conversation.screens import Screen, noted, shorten
from bot.conversation.words import _
from bot.handlers.say import Turn
from bot.handlers.umkm import own
from bot.handlers.umkm.home import home
from bot.handlers.umkm.orders import order
from bot.people import Role


@action("u/find", role=Role.UMKM)
async def find(turn: Turn) -> Screen:
    """A typed text: an order number opens that order, own lines only."""
    found = await own.called(turn, turn.text)
    if found is not None:
        return await order(turn, *found)
    sorry = _("Your UMKM has no order “{text}”. Tap below, or type an order number.")
    return noted(await home(turn), sorry.format(text=shorten(turn.text, 40)))
