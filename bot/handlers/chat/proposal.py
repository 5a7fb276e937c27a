"""The places and taps of a proposal: looking at it, taking it as it was read, leaving it."""

from __future__ import annotations

from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Screen
from bot.conversation.translation import _
from bot.handlers.chat import order_proposal, proposal_view
from bot.handlers.chat.confirmations import pointed_to
from bot.handlers.chat.proposal_state import PREFIX, one_more, onward, put_in, supposing
from bot.handlers.customer.checkout import prefill
from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.proposals import Proposal
from bot.ordering.proposed_cart import ProposedCart


@place("reading/{code}")
async def reading(turn: Turn, code: str) -> Screen | Redirect:
    """What is to be asked next about a proposal, or how it was read."""
    found = await proposals.of(turn.db, turn.person.id, code)
    return await proposal_view.shown(turn, found) if found else onward(None)


@place("reading/{code}/page/{page}")
async def page(turn: Turn, code: str, page: int) -> Screen | Redirect:
    """How it was read, page by page."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None or found.open_word is not None:
        return onward(found)
    if found.order_id is not None:
        return await order_proposal.read_so(turn, found, page)
    return await proposal_view.proposal(turn, found, page)


@action("reading/{code}/right/{seal}")
async def right(turn: Turn, code: str, seal: str) -> Redirect:
    """It was read rightly: it goes into the cart, or changes the order, as it was shown."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None or found.open_word is not None:
        return onward(found)
    if found.order_id is not None:
        return await order_proposal.done(turn, found, seal)
    so = await supposing(turn, found)
    if so.seal != seal:
        return Redirect(f"{PREFIX}{code}", _("Something has changed since. Please look once more."))
    return await _take(turn, found, so)


async def _take(turn: Turn, found: Proposal, so: ProposedCart) -> Redirect:
    """Puts what was shown into the cart, and what was said of the recipient beside it."""
    draft = await put_in(turn, found, so)
    return await prefill.go_on(turn, found, draft)


@action("reading/{code}/leave")
async def leave(turn: Turn, code: str) -> Redirect:
    """It is not wanted: the cart and the orders stay as they were."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is not None:
        await proposals.forget(turn.db, turn.person.id)
    back = "checkout" if found and found.back else "home"
    return Redirect(back, _("All right, we leave it there. Your cart and your orders are as they were."))


@action("reading/{code}/typed")
async def typed(turn: Turn, code: str) -> Screen | Redirect | NotAnAnswer:
    """Yes, no, or one more message that joins the proposal."""
    found, told = await proposals.of(turn.db, turn.person.id, code), turn.interpretation
    if found is None:
        return NotAnAnswer()
    if told.declines:
        return Redirect(f"{PREFIX}{code}/change/1")
    if not told.confirms or found.open_word is not None:
        return await one_more(turn)
    if found.order_id is None:
        so = await supposing(turn, found)
        return await right(turn, code, so.seal) if so.cart.lines or so.before else onward(found)
    answer = await proposal_view.shown(turn, found)
    return pointed_to(answer, f"{PREFIX}{code}/right/") if isinstance(answer, Screen) else answer
