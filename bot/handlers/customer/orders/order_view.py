"""A customer's own order: finding it, its state in words, and why it cannot be changed."""

from __future__ import annotations

import re

from bot import ordering, shipments
from bot.conversation.routing import Redirect
from bot.conversation.screens import Button, Screen, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.typed_signs import keyed
from bot.handlers.shared import eligibility, formatting, order_states
from bot.handlers.shared.turn import Turn
from bot.ordering.order_numbers import by_number
from bot.orders import NoSuchOrder, Order, OrderLine, OrderMovedOn, OrderState, TooLate, of, placed_by
from bot.people import Role

ORDER_NUMBER = re.compile(r"[A-Za-z]{2}[ -]?[0-9A-Za-z]{4,8}")


async def mine(turn: Turn, order_id: int) -> Order:
    """The customer's own order. Raises NoSuchOrder for anybody else's."""
    return await of(turn.db, turn.person.id, order_id)


async def own(turn: Turn, order_id: int) -> Order:
    """The customer's own order. Raises Redirect to the list of them for anybody else's."""
    try:
        return await mine(turn, order_id)
    except NoSuchOrder:
        raise Redirect("orders", no_such_order()) from None


async def changeable(turn: Turn, order_id: int) -> Order:
    """The customer's own order that can still be changed. Raises Redirect to the order, or to the list."""
    found = await own(turn, order_id)
    if not await may_change(turn, found):
        raise Redirect(f"order/{order_id}", refusal_text(TooLate()))
    return found


async def own_by_number(turn: Turn) -> Order | None:
    """The customer's own order whose number is the whole text; None for any other text."""
    if not ORDER_NUMBER.fullmatch(keyed(turn.text)):
        return None
    found = await by_number(turn.db, turn.text)
    return found if found is not None and found.customer_id == turn.person.id else None


def actor(turn: Turn) -> ordering.Actor:
    """The customer as the actor who changes an order."""
    return ordering.Actor(turn.person.id, Role.CUSTOMER, turn.now)


async def may_change(turn: Turn, found: Order) -> bool:
    """Whether the customer may still change the order."""
    if found.state != OrderState.PLACED or found.shipment_id is None:
        return False
    shipment = await turn.db.get_one(shipments.Shipment, found.shipment_id)
    return shipments.takes_changes(shipment, turn.now)


async def open_orders(turn: Turn) -> list[Order]:
    """The customer's placed orders that can still be changed, newest first."""
    return [one for one in await placed_by(turn.db, turn.person.id) if await may_change(turn, one)]


def no_such_order() -> str:
    """That an order does not exist, or is somebody else's."""
    return _("I do not know that order of yours.")


def refusal_text(refused: Exception) -> str:
    """Why a placed order did not change."""
    if isinstance(refused, OrderMovedOn):
        return _("The order has changed since. This is how it stands now.")
    if isinstance(refused, TooLate):
        return _("The cut-off has passed; it can no longer be changed.")
    return no_such_order()


def state_name(found: Order) -> str:
    """The state of an order in one word."""
    if found.state == OrderState.PLACED and found.paid_at:
        return _("paid")
    return order_states.state_name(OrderState(found.state))


def summary(found: Order) -> str:
    """An order in one line: state, pieces, sum of the goods."""
    pieces = ngettext("{count} piece", "{count} pieces", found.pieces).format(count=found.pieces)
    return " · ".join([state_name(found), pieces, formatting.rupiah(found.goods_rupiah)])


def line_text(line: OrderLine) -> str:
    """A line of a placed order: what was ordered, what the UMKM answered, and for whom it is."""
    text = _("{count} × {product}: {sum}").format(
        count=line.due,
        product=shorten(line.name(language()), 60),
        sum=formatting.rupiah(line.due * line.unit_rupiah),
    )
    if line.due != line.ordered:
        text = _("{line} (ordered {ordered})").format(line=text, ordered=line.ordered)
    elif line.confirmed is not None:
        text = f"{text} ✓"
    paper = eligibility.paper_text(line) if line.ordered else ""
    return "\n   ".join(filter(None, [text, formatting.for_whom(line.for_whom), paper]))


def shortage_screen(found: Order) -> Screen:
    """The first short line of an order, with the three things that a customer can do about it."""
    lines = [line for line in found.lines if line.short]
    line = lines[0]
    title = _("Order {number}: not enough").format(number=found.number)
    texts = [
        _("{product}: {confirmed} of {ordered} can be made.").format(
            product=shorten(one.name(language()), 60), confirmed=one.confirmed, ordered=one.ordered
        )
        for one in lines
    ]
    ask = _("What about {product}? Without an answer by the cut-off we send what there is.")
    tail = [ask.format(product=shorten(line.name(language()), 60))]
    route = f"order/{found.id}"
    take = (
        [Button(_("Take what there is"), f"{route}/choose/take/{line.id}/{line.confirmed}")]
        if line.confirmed
        else []
    )
    buttons = [
        *take,
        Button(_("Drop it"), f"{route}/choose/drop/{line.id}/{line.confirmed}"),
        Button(_("Cancel order"), f"{route}/cancel"),
    ]
    return Screen(title, formatting.fitted(title, texts, tail), buttons)
