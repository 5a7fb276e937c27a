"""A change that was typed: of the cart at once, of a placed order on a tap, and never more than was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.catalog import Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat import enquiry_view
from bot.handlers.chat.proposal_state import narrow, pending, put_in, sent_to, supposing, taken_in
from bot.handlers.chat.proposal_view import shown
from bot.handlers.customer import cart_view
from bot.handlers.customer.orders.order_view import open_orders, refusal_text
from bot.handlers.customer.remarks import remarked
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.ordering.proposals import Proposal
from bot.orders import Order, OrderState, TooLate, placed_by
from bot.understanding import Interpretation

MOST_TOLD = 6


async def edited(turn: Turn, told: Interpretation) -> Screen | Redirect:
    """A change of what is ordered."""
    if told.all_off:
        return await _all_off(turn)
    if not told.edits and not told.unclear:
        return await _without_goods(turn, told)
    note = await sent_to(turn, told)
    draft = await carts.find(turn.db, turn.person.id)
    in_cart = draft.lines if draft else []
    if await pending(turn) is None and draft is not None and in_cart:
        return remarked(await _of_cart(turn, draft, told), note)
    return remarked(await _read(turn, told), note)


async def _of_cart(turn: Turn, draft: Order, told: Interpretation) -> Screen | Redirect:
    """A clear change is made at once and said; one that asks more, or leaves nothing, is shown first."""
    named = [one for edit in told.edits if (one := _ware(turn, edit.sku)) is not None]
    if await _belongs_to_order(turn, draft, told, named):
        return await _read(turn, told)
    found = await taken_in(turn, told)
    await narrow(turn, found)
    so = await supposing(turn, found)
    if found.words or so.left_out or so.capped or not so.cart.lines:
        return await shown(turn, found)
    await put_in(turn, found, so)
    after = {line.ware.id: line.quantity for line in so.cart.lines}
    return Redirect("cart", _differences(turn, found.product_ids, so.before, after))


def _ware(turn: Turn, sku: str) -> Ware | None:
    return turn.shop.catalogue.by_sku.get(sku.upper())


def _differences(
    turn: Turn, touched: Sequence[int], before: Mapping[int, int], after: Mapping[int, int]
) -> str:
    wares = turn.shop.catalogue.by_id
    told = [
        _("{product}: {before} → {after}").format(
            product=shorten(wares[one].name(language()), 60),
            before=before.get(one, 0),
            after=after.get(one, 0),
        )
        for one in touched[:MOST_TOLD]
    ]
    return "\n".join(told)


async def _belongs_to_order(turn: Turn, draft: Order, told: Interpretation, named: Sequence[Ware]) -> bool:
    """Whether it takes away what is not in the cart, but in an order that can still be changed."""
    if not named or any(edit.op == "add" for edit in told.edits):
        return False
    in_cart = {line.product_id for line in draft.lines}
    if any(one.id in in_cart for one in named):
        return False
    ordered = [{line.product_id for line in one.lines if line.ordered} for one in await open_orders(turn)]
    return any(one.id in goods for one in named for goods in ordered)


async def _read(turn: Turn, told: Interpretation) -> Screen | Redirect:
    """With an empty cart it is a placed order that is meant, if there is one that can still be changed."""
    joins = await pending(turn)
    found = await taken_in(turn, told)
    if joins is not None:
        await narrow(turn, found)
        return await shown(turn, found)
    may_be_meant = await open_orders(turn)
    if len(may_be_meant) > 1:
        return Redirect(f"reading/{found.code}/which/1")
    if may_be_meant:
        return Redirect(f"reading/{found.code}/of/{may_be_meant[0].id}")
    ops = {*(one.op for one in found.changes), *(one.op for one in found.words)}
    if "add" not in ops and (closed := await _closed_order(turn, found)) is not None:
        await proposals.forget(turn.db, turn.person.id)
        return Redirect(f"order/{closed.id}", refusal_text(TooLate()))
    if {"add", "set"} & ops:
        return await shown(turn, found)
    await proposals.forget(turn.db, turn.person.id)
    return Redirect("cart")


async def _closed_order(turn: Turn, found: Proposal) -> Order | None:
    """The newest order that has some of these goods, and takes no changes any more."""
    for one in await placed_by(turn.db, turn.person.id, 20):
        if one.state == OrderState.PLACED and set(found.product_ids) & {
            line.product_id for line in one.lines
        }:
            return one
    return None


async def _all_off(turn: Turn) -> Redirect:
    """Everything shall go: what was only read is left, a cart is emptied and an order cancelled on a tap."""
    waiting = await pending(turn)
    if waiting is not None:
        return Redirect(f"reading/{waiting.code}/leave")
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines:
        return Redirect("cart/empty")
    may_be_meant = await open_orders(turn)
    if len(may_be_meant) == 1:
        return Redirect(f"order/{may_be_meant[0].id}/cancel")
    return Redirect("orders" if may_be_meant else "cart")


async def _without_goods(turn: Turn, told: Interpretation) -> Redirect:
    """Another country, another address; else the coordinator may be asked."""
    if told.destination:
        return Redirect(f"to/{told.destination}")
    return await of_recipient(turn)


async def of_recipient(turn: Turn) -> Redirect:
    """Another address: while it is a cart on its page of answers, of a placed order by the coordinator."""
    found = await cart_view.read(turn)
    if found is not None and found.lines and found.order.consignee_name:
        return Redirect("checkout/edit/1")
    if found is not None and found.lines:
        return Redirect("cart")
    return await enquiry_view.offer(turn, turn.text)
