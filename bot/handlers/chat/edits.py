"""A typed change: of the cart at once, of a placed order after a tap, and never more than the text says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat import cancelling, doubts, enquiry_view, wording
from bot.handlers.chat.proposal_state import begun, cart_with, narrow, put_in, sent_to, taken_in
from bot.handlers.chat.proposal_view import shown
from bot.handlers.chat.questions.order_standing import named
from bot.handlers.customer import cart_view, product_search
from bot.handlers.customer.checkout.corrections import REGION
from bot.handlers.customer.orders.order_view import open_orders, refusal_text
from bot.handlers.customer.recipient.recipient import NO_FIELD
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.waiting import pending
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.ordering.proposals import Proposal
from bot.orders import MOST_PIECES, Order, OrderState, TooLate, placed_by
from bot.understanding import Interpretation

MOST_TOLD = 6


async def edited(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """The answer to a message that changes what is ordered."""
    if interpretation.all_off:
        return await cancelling.cancelled(turn)
    if not (interpretation.edits or interpretation.unclear or interpretation.unwanted):
        return await _without_goods(turn, interpretation)
    note = await sent_to(turn, interpretation)
    draft = await carts.find(turn.db, turn.person.id)
    in_cart = draft.lines if draft else []
    if await pending(turn) is None and draft is not None and in_cart:
        return remarked(await _edit_cart(turn, draft, interpretation), note)
    return remarked(await _propose(turn, interpretation), note)


async def wondered(turn: Turn) -> Screen | Redirect | None:
    """The cart for somebody who wonders at it, or wants it as it was: a number in that is no new one.

    Where one product has the number that is wondered at, the other one is its number then, to be confirmed.
    """
    reader = turn.shop.reader()
    if await pending(turn) is not None or not (reader.undoes(turn.text) or reader.is_astonished(turn.text)):
        return None
    draft = await carts.find(turn.db, turn.person.id)
    numbers = reader.lone_numbers(turn.text)
    wrong = [one for one in draft.lines if one.ordered == numbers[0]] if draft and len(numbers) > 1 else []
    if len(wrong) == 1 and 0 < numbers[-1] <= MOST_PIECES:
        proposal = await begun(turn)
        proposals.put(proposal, wrong[0].product_id, numbers[-1])
        await turn.db.flush()
        return await shown(turn, proposal)
    words = _("I have changed nothing now. If something is wrong there, type how it shall be.")
    return Redirect("cart", words) if draft is not None and draft.lines else None


async def _edit_cart(turn: Turn, draft: Order, interpretation: Interpretation) -> Screen | Redirect:
    """Makes a clear change of the cart at once; shows one that leaves questions, or no goods, first."""
    wares = [one for edit in interpretation.edits if (one := _ware(turn, edit.sku)) is not None]
    if await _belongs_to_order(turn, draft, interpretation, wares):
        return await _propose(turn, interpretation)
    proposal = await taken_in(turn, interpretation)
    await narrow(turn, proposal)
    if not proposal.changes and not proposal.words:
        return await as_it_is(turn, proposal)
    proposed = await cart_with(turn, proposal)
    plain = all(one.named and (one.counted or one.op == "remove") for one in interpretation.edits)
    if (
        not plain
        or proposal.words
        or proposal.doubts
        or proposed.left_out
        or proposed.capped
        or not proposed.cart.lines
    ):
        return await shown(turn, proposal)
    await put_in(turn, proposal, proposed)
    after = {line.ware.id: line.quantity for line in proposed.cart.lines}
    return Redirect("cart", _differences(turn, proposal.product_ids, proposed.before, after))


async def as_it_is(turn: Turn, proposal: Proposal) -> Redirect:
    """The cart unchanged, with what was not taken for a change; the proposal goes."""
    told = "\n".join(doubts.told(turn, proposal, kinds=("there",)))
    await proposals.forget(turn.db, turn.person.id)
    return Redirect("cart", told)


def _ware(turn: Turn, sku: str) -> Ware | None:
    return turn.shop.catalogue.by_sku.get(sku.upper())


def _differences(
    turn: Turn, product_ids: Sequence[int], before: Mapping[int, int], after: Mapping[int, int]
) -> str:
    wares = turn.shop.catalogue.by_id
    lines = [
        _("{product}: {before} → {after}").format(
            product=shorten(wares[product_id].name(language()), 60),
            before=before.get(product_id, 0),
            after=after.get(product_id, 0),
        )
        for product_id in product_ids[:MOST_TOLD]
    ]
    return "\n".join(lines)


async def _belongs_to_order(
    turn: Turn, draft: Order, interpretation: Interpretation, wares: Sequence[Ware]
) -> bool:
    """Whether the edits are about goods that only a changeable order holds, not the cart."""
    if not wares or any(edit.op == "add" for edit in interpretation.edits):
        return False
    in_cart = {line.product_id for line in draft.lines}
    if any(one.id in in_cart for one in wares):
        return False
    ordered = [{line.product_id for line in one.lines if line.ordered} for one in await open_orders(turn)]
    return any(one.id in product_ids for one in wares for product_ids in ordered)


async def _propose(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """Takes the change into a proposal: a waiting one, else one for a placed order that can still change."""
    waiting = await pending(turn)
    proposal = await taken_in(turn, interpretation)
    if waiting is not None:
        await narrow(turn, proposal)
        return await shown(turn, proposal)
    candidates = await open_orders(turn)
    if len(candidates) > 1:
        return Redirect(f"reading/{proposal.code}/which/1")
    if candidates:
        return Redirect(f"reading/{proposal.code}/of/{candidates[0].id}")
    ops = {*(one.op for one in proposal.changes), *(one.op for one in proposal.words)}
    if "add" not in ops and (closed := await _closed_order(turn, proposal)) is not None:
        await proposals.forget(turn.db, turn.person.id)
        return Redirect(f"order/{closed.id}", refusal_text(TooLate()))
    if {"add", "set"} & ops:
        return await shown(turn, proposal)
    await proposals.forget(turn.db, turn.person.id)
    return Redirect("cart")


async def _closed_order(turn: Turn, proposal: Proposal) -> Order | None:
    """The newest placed order that holds some of these goods; None without one."""
    for order in await placed_by(turn.db, turn.person.id, 20):
        if order.state == OrderState.PLACED and set(proposal.product_ids) & {
            line.product_id for line in order.lines
        }:
            return order
    return None


async def of_whole_order(turn: Turn) -> Screen | Redirect | None:
    """Answers `gak jadi batal`, and `batalin TW-4K7M`; None for any other text."""
    if turn.shop.reader().keeps(turn.text):
        note, waiting = _("All right, nothing is cancelled."), await pending(turn)
        candidates = await open_orders(turn)
        only = f"order/{candidates[0].id}" if len(candidates) == 1 else "orders" if candidates else "cart"
        return remarked(await shown(turn, waiting), note) if waiting else Redirect(only, note)
    if wording.cancels(turn) and (order := await named(turn)) is not None:
        return Redirect(f"order/{order.id}/cancel")
    return None


async def _without_goods(turn: Turn, interpretation: Interpretation) -> Screen | Redirect:
    """Answers a change that changes no goods: another country, else another address.

    While an order is being read, what only speaks of its goods shows it again.
    """
    if interpretation.destination:
        return Redirect(f"to/{interpretation.destination}")
    if (waiting := await pending(turn)) is not None and not wording.asks_for_a_change(turn):
        missed = turn.shop.reader().of_an_order(turn.text)
        unclear = _("I do not understand “{text}”.").format(text=product_search.as_seen(turn.text))
        words = _("It is not ordered yet. It goes on here:") if missed else unclear
        return remarked(await shown(turn, waiting), words)
    return await of_recipient(turn)


async def of_recipient(turn: Turn, field: str = "") -> Screen | Redirect:
    """Leads to where the recipient can change: the checkout of a cart, else a placed order, else a person.

    `field` is the question that the text names, "" for none. Regions are chosen from the list of answers.
    """
    field = "" if field == REGION else field
    candidates, cart = await open_orders(turn), await cart_view.read(turn)
    if (meant := await named(turn)) is not None and meant.id in {one.id for one in candidates}:
        candidates = [meant]
    elif cart is not None and cart.lines and cart.order.consignee_name:
        return Redirect(f"checkout/ask/{field}" if field else "checkout/edit/1")
    if len(candidates) > 1:
        return Redirect(f"recipients/{field or NO_FIELD}/1")
    if candidates:
        return Redirect(f"order/{candidates[0].id}/recipient/{f'ask/{field}' if field else 1}")
    if cart is not None and cart.lines:
        return Redirect("cart")
    if await cancelling.has_closed_order(turn):
        return await cancelling.only_a_person_can(turn)
    return await enquiry_view.offer(turn, turn.text)
