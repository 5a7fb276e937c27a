"""The proposal that waits for the customer's answer."""

from __future__ import annotations

from datetime import timedelta

from bot.catalog import Ware
from bot.conversation.screens import Button
from bot.conversation.translation import _
from bot.handlers.shared import eligibility
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.ordering.proposal_parts import Word
from bot.ordering.proposals import Proposal

PREFIX = "reading/"
FORM = "checkout/"
JOINED = timedelta(hours=1)  # how long a message still joins a proposal that is off the screen


async def pending(turn: Turn) -> Proposal | None:
    """The proposal that waits for the customer: on the screen, or one for the cart in the last hour."""
    proposal = await proposals.of(turn.db, turn.person.id)
    if proposal is None or turn.session.screen.startswith(PREFIX):
        return proposal
    return proposal if proposal.order_id is None and turn.now - proposal.made_at < JOINED else None


def options(turn: Turn, word: Word) -> list[Ware]:
    """The products that a word may mean, as they are shown; those that cannot be ordered come last."""
    known = [one for one in map(turn.shop.catalogue.by_id.get, word.any_of) if one is not None]
    return sorted(known, key=lambda one: eligibility.verdict(turn, one).blocks or one.sold_out)


async def way_on(turn: Turn) -> str:
    """The route on which an open order goes on: its proposal, the form that asks, the cart; "" for none."""
    if (waiting := await pending(turn)) is not None:
        return f"{PREFIX}{waiting.code}"
    if turn.session.asks.startswith(FORM):
        return "checkout"
    draft = await carts.find(turn.db, turn.person.id)
    return "cart" if draft and draft.lines else ""


async def buttons_on(turn: Turn) -> list[Button]:
    """The button on which an open order goes on; the engine adds that of a form that stays open."""
    if turn.session.asks.startswith(FORM):
        return []
    route = await way_on(turn)
    return [Button(_("Go on ordering"), route)] if route else []
