"""A place of the shop that is asked for in words: what stands before it is shown first."""

from __future__ import annotations

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen
from bot.conversation.translation import _
from bot.handlers.chat.proposal_view import shown
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.shop_places import PLACES
from bot.handlers.customer.waiting import pending
from bot.handlers.shared import confirmations
from bot.handlers.shared.turn import Turn
from bot.ordering import carts
from bot.ordering.proposals import Proposal
from bot.orders import placed_by
from bot.understanding import Interpretation


async def to_place(turn: Turn, shop_place: str) -> Screen | Redirect:
    """A place by its name; what is wanted, asked for in words, stands in a reading, the cart or orders."""
    if turn.text.casefold() in PLACES or shop_place not in ("cart", "checkout"):
        return Redirect(shop_place)
    if (waiting := await pending(turn)) is not None:
        return await _first(turn, waiting, shop_place)
    draft = await carts.find(turn.db, turn.person.id)
    at_checkout = shop_place == "checkout" and turn.session.screen.startswith("checkout")
    if at_checkout and (asked := await confirmations.on_screen(turn)) is not None:
        return asked
    has_ordered = bool(await placed_by(turn.db, turn.person.id, 1))
    return Redirect(shop_place if (draft and draft.lines) or not has_ordered else "orders")


async def ordered_on(turn: Turn, read: Interpretation) -> Screen | Redirect | None:
    """Goes on with what is in hand for who wants it ordered (`kami pesan`); None where there is nothing."""
    named = read.lines or read.edits or read.unclear or read.contact or read.destination
    if named or not turn.shop.reader().orders_now(turn.text):
        return None
    draft = await carts.find(turn.db, turn.person.id)
    in_hand = await pending(turn) is not None or (draft is not None and bool(draft.lines))
    return await to_place(turn, "checkout") if in_hand else None


async def _first(turn: Turn, waiting: Proposal, shop_place: str) -> Screen | Redirect:
    """What is read stands before what was asked for; a question about a word keeps nobody from the cart."""
    if waiting.open_word is None:
        return await shown(turn, waiting)
    if shop_place == "cart":
        return Redirect("cart")
    return remarked(await shown(turn, waiting), _("First this one question, please, then it is in the cart:"))
