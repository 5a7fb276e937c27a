"""A change that was typed: of the cart at once, of a placed order on a tap, and never more than was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.catalog import Ware
from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, noted, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat import enquiry
from bot.handlers.chat import proposal as reading_places
from bot.handlers.customer import cart, destination
from bot.handlers.customer.orders import changes, orders
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import carts, proposals
from bot.ordering.proposals import Proposal
from bot.orders import PLACED, Order, TooLate, placed_by
from bot.understanding import Interpretation

MOST_TOLD = 6


async def edited(turn: Turn, told: Interpretation) -> Screen:
    """A change of what is ordered."""
    if told.all_off:
        return await _all_off(turn)
    if not told.edits and not told.unclear:
        return await _without_goods(turn, told)
    note = await _sent_to(turn, told)
    draft = await carts.find(turn.db, turn.person.id)
    in_cart = draft.lines if draft else []
    if await reading_places.pending(turn) is None and draft is not None and in_cart:
        return _with(await _of_cart(turn, draft, told), note)
    return _with(await _read(turn, told), note)


async def _sent_to(turn: Turn, told: Interpretation) -> str:
    from bot.handlers.chat import free_text

    return await free_text.sent_to(turn, told)


def _with(screen: Screen, note: str) -> Screen:
    return noted(screen, note) if note else screen


async def _of_cart(turn: Turn, draft: Order, told: Interpretation) -> Screen:
    """A clear change is made at once and said; one that asks more, or leaves nothing, is shown first."""
    named = [one for edit in told.edits if (one := _ware(turn, edit.sku)) is not None]
    if await _belongs_to_order(turn, draft, told, named):
        return await _read(turn, told)
    found = await _taken_in(turn, told)
    await reading_places.narrow(turn, found)
    so = await reading_places.supposing(turn, found)
    if found.words or so.left_out or so.capped or not so.cart.lines:
        return await reading_places.shown(turn, found)
    await reading_places.put_in(turn, found, so)
    after = {line.ware.id: line.quantity for line in so.cart.lines}
    return noted(await cart.cart(turn), _differences(turn, found.touched, so.before, after))


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
    ordered = [{line.product_id for line in one.lines if line.ordered} for one in await _open_orders(turn)]
    return any(one.id in goods for one in named for goods in ordered)


async def _taken_in(turn: Turn, told: Interpretation) -> Proposal:
    from bot.handlers.chat import free_text

    found = await reading_places.begun(turn)
    proposals.take_in(found, told, lambda sku: free_text.product_id(turn, sku))
    await turn.db.flush()
    return found


async def _read(turn: Turn, told: Interpretation) -> Screen:
    """With an empty cart it is a placed order that is meant, if there is one that can still be changed."""
    joins = await reading_places.pending(turn)
    found = await _taken_in(turn, told)
    if joins is not None:
        await reading_places.narrow(turn, found)
        return await reading_places.shown(turn, found)
    open_orders = await _open_orders(turn)
    if len(open_orders) > 1:
        return await which(turn, found.code, 1)
    if open_orders:
        return await of_order(turn, found.code, open_orders[0].id)
    ops = {*(one.op for one in found.changes), *(one.op for one in found.words)}
    if "add" not in ops and (closed := await _closed_order(turn, found)) is not None:
        await proposals.forget(turn.db, turn.person.id)
        too_late = changes.refusal_text(TooLate())
        return noted(await orders.order(turn, closed.id), too_late)
    if {"add", "set"} & ops:
        return await reading_places.shown(turn, found)
    await proposals.forget(turn.db, turn.person.id)
    return await cart.cart(turn)


async def _closed_order(turn: Turn, found: Proposal) -> Order | None:
    """The newest order that has some of these goods, and takes no changes any more."""
    for one in await placed_by(turn.db, turn.person.id, 20):
        if one.state == PLACED and set(found.touched) & {line.product_id for line in one.lines}:
            return one
    return None


async def _open_orders(turn: Turn) -> list[Order]:
    """The customer's placed orders that can still be changed, newest first."""
    return [one for one in await placed_by(turn.db, turn.person.id) if await orders.may_change(turn, one)]


@place("reading/{code}/which/{page}")
async def which(turn: Turn, code: str, page: int) -> Screen:
    """Several orders can still be changed: which one is meant?"""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return await reading_places.gone(turn)
    leaf = paged(await _open_orders(turn), page)
    buttons = [
        Button(one.number or "–", f"reading/{code}/of/{one.id}", hint=shorten(orders.summary(one), 72))
        for one in leaf.items
    ]
    more = [
        *formatting.turning(leaf, f"reading/{code}/which/{{page}}"),
        Button(_("Never mind"), f"reading/{code}/leave"),
    ]
    return Screen(_("Which order shall change?"), formatting.on_page(leaf), [*buttons, *more])


@action("reading/{code}/of/{order_id}")
async def of_order(turn: Turn, code: str, order_id: int) -> Screen:
    """This order is meant."""
    found = await proposals.of(turn.db, turn.person.id, code)
    if found is None:
        return await reading_places.gone(turn)
    meant = next((one for one in await _open_orders(turn) if one.id == order_id), None)
    if meant is not None:
        found.order_id = order_id
        await reading_places.narrow(turn, found)
    return await reading_places.shown(turn, found)


async def _all_off(turn: Turn) -> Screen:
    """Everything shall go: what was only read is left, a cart is emptied and an order cancelled on a tap."""
    waiting = await reading_places.pending(turn)
    if waiting is not None:
        return await reading_places.leave(turn, waiting.code)
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines:
        return await empty(turn)
    open_orders = await _open_orders(turn)
    if len(open_orders) == 1:
        return await changes.cancel(turn, open_orders[0].id)
    return await orders.orders(turn) if open_orders else await cart.cart(turn)


@place("cart/empty")
async def empty(turn: Turn) -> Screen:
    """Really empty the cart?"""
    draft = await carts.find(turn.db, turn.person.id)
    if draft is None or not draft.lines:
        return await cart.cart(turn)
    body = _("All goods go out of it. What you told of the recipient stays.")
    buttons = [Button(_("Yes, empty it"), f"cart/empty/{draft.revision}"), Button(_("No, keep it"), "cart")]
    return Screen(_("Empty the cart?"), body, buttons)


@action("cart/empty/{revision}")
async def really_empty(turn: Turn, revision: int) -> Screen:
    """Empties the cart, if it is still the one that was seen."""
    draft = await carts.find(turn.db, turn.person.id)
    if draft is not None and draft.lines and draft.revision == revision:
        await carts.clear(turn.db, draft)
    return await cart.cart(turn)


async def _without_goods(turn: Turn, told: Interpretation) -> Screen:
    """Another country, another address; else the coordinator may be asked."""
    if told.destination:
        return await destination.go_to(turn, told.destination)
    return await of_recipient(turn)


async def of_recipient(turn: Turn) -> Screen:
    """Another address: while it is a cart on its page of answers, of a placed order by the coordinator."""
    from bot.handlers.customer.checkout import review

    found = await cart.read(turn)
    if found is not None and found.lines and found.order.consignee_name:
        return await review.edit(turn, 1)
    if found is not None and found.lines:
        return await cart.cart(turn)
    return await enquiry.offer(turn, turn.text)
