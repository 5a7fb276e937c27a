"""A proposal for a placed order: the order before and after it, and making the change."""

from __future__ import annotations

from bot import ordering
from bot.conversation.routing import Redirect
from bot.conversation.screens import Ask, Button, Screen
from bot.conversation.translation import _
from bot.core.errors import RantauError
from bot.handlers.chat import doubts
from bot.handlers.chat.proposal_state import affected_pieces
from bot.handlers.customer.orders import before_after
from bot.handlers.customer.orders.order_view import actor, own
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.waiting import PREFIX
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals, proposed_cart
from bot.ordering.proposals import Proposal


async def read_so(turn: Turn, proposal: Proposal, page: int) -> Screen | Redirect:
    """Shows the order before and after the proposal, with the button that changes it."""
    order = await own(turn, proposal.order_id or 0)
    route = f"{PREFIX}{proposal.code}"
    undo = [Button(_("Undo"), f"{route}/undo", beside=True)]
    ways = [
        *(undo if proposal.before is not None else []),
        Button(_("Change"), f"{route}/change/1"),
        Button(_("Never mind"), f"{route}/leave", beside=True, kind="back", answers="no"),
    ]
    pieces, asks = await affected_pieces(turn, proposal), Ask(f"{route}/typed")
    answer = await before_after.before_and_after(turn, order, pieces, route, ways, page, asks)
    return remarked(answer, "\n".join(doubts.told(turn, proposal)))


async def done(turn: Turn, proposal: Proposal, seal: str) -> Redirect:
    """Changes the order as it was shown. After a refusal the order stays and the proposal is dropped."""
    pieces, order_id = await affected_pieces(turn, proposal), proposal.order_id or 0
    try:
        changed = await ordering.amend(turn.db, order_id, pieces, seal, turn.shop, actor(turn))
    except ordering.OrderMovedOn:
        moved_on = _("Something has changed since. Please look once more.")
        return Redirect(f"{PREFIX}{proposal.code}", moved_on)
    except RantauError as refused:
        await proposals.forget(turn.db, turn.person.id)
        return before_after.not_amended(turn, order_id, pieces, refused)
    for_whom = proposed_cart.shares_of(proposal, changed)
    for product_id in dict.fromkeys(share.product_id for share in proposal.shares):
        await carts.share(turn.db, changed, product_id, for_whom.get(product_id, ()))
    await proposals.forget(turn.db, turn.person.id)
    return Redirect(f"order/{order_id}", _("Changed. The makers have been told."))
