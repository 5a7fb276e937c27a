"""The proposal that waits for the customer's answer."""

from __future__ import annotations

from datetime import timedelta

from bot.handlers.shared.turn import Turn
from bot.ordering import proposals
from bot.ordering.proposals import Proposal

PREFIX = "reading/"
JOINED = timedelta(hours=1)  # how long a message still joins a proposal that is off the screen


async def pending(turn: Turn) -> Proposal | None:
    """The proposal that waits for the customer: on the screen, or one for the cart in the last hour."""
    proposal = await proposals.of(turn.db, turn.person.id)
    if proposal is None or turn.session.screen.startswith(PREFIX):
        return proposal
    return proposal if proposal.order_id is None and turn.now - proposal.made_at < JOINED else None
