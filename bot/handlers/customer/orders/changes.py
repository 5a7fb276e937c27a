"""What a customer may do to a placed order until the cut-off: change it, cancel it, settle a shortage."""

from __future__ import annotations

from bot import ordering
from bot.catalog import OutOfStock
from bot.conversation.routing import action, place
from bot.conversation.screens import Ask, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.customer import catalog
from bot.handlers.customer.orders.orders import may_change, mine, mover, order, orders
from bot.handlers.shared import formatting
from bot.handlers.shared.turn import Turn
from bot.ordering import maker_answers
from bot.orders import CANCELLED, PLACED, NoSuchOrder, Order, OrderMovedOn, QuantityRefused, TooLate

QUICK_QUANTITIES = (0, 1, 2, 3, 5, 10)


@place("order/{order_id}/change/{page}")
async def change(turn: Turn, order_id: int, page: int) -> Screen:
    """Which line shall change?"""
    try:
        found = await mine(turn, order_id)
    except NoSuchOrder:
        return noted(await orders(turn), _("I do not know that order of yours."))
    if not await may_change(turn, found):
        return noted(await order(turn, order_id), _("The cut-off has passed; it can no longer be changed."))
    shown = paged(found.lines, page)
    names = labels([line.name(language()) for line in shown.items])
    buttons = [
        Button(name, f"order/{order_id}/line/{line.id}", hint=_("now {count}").format(count=line.ordered))
        for name, line in zip(names, shown.items, strict=True)
    ]
    more = [
        *formatting.turning(shown, f"order/{order_id}/change/{{page}}"),
        Button(_("Back"), f"order/{order_id}"),
    ]
    return Screen(_("Which one shall change?"), formatting.on_page(shown), [*buttons, *more])


@place("order/{order_id}/line/{line_id}")
async def change_line(turn: Turn, order_id: int, line_id: int) -> Screen:
    """How many shall it be?"""
    try:
        found = await mine(turn, order_id)
        line = next(one for one in found.lines if one.id == line_id)
    except (NoSuchOrder, StopIteration):
        return noted(await orders(turn), _("I do not know that order of yours."))
    if not await may_change(turn, found):
        return noted(await order(turn, order_id), _("The cut-off has passed; it can no longer be changed."))
    body = _("Ordered now: {count}. How many shall it be? Tap or type a number; 0 takes it out.").format(
        count=line.ordered
    )
    route = f"order/{order_id}/set/{line_id}"
    buttons = [
        Button(str(one), f"{route}/{one}/{found.revision}", beside=one > 0) for one in QUICK_QUANTITIES
    ]
    back = Button(_("Back"), f"order/{order_id}/change/1")
    asks = Ask(f"order/{order_id}/typed/{line_id}/{found.revision}")
    return Screen(shorten(line.name(language()), 60), body, [*buttons, back], asks)


@action("order/{order_id}/typed/{line_id}/{revision}")
async def typed_quantity(turn: Turn, order_id: int, line_id: int, revision: int) -> Screen:
    """A number was typed for a line of a placed order."""
    wanted = catalog.whole_number(turn.text)
    if wanted is None:
        return noted(await change_line(turn, order_id, line_id), catalog.not_a_quantity())
    return await set_line(turn, order_id, line_id, wanted, revision)


@action("order/{order_id}/set/{line_id}/{quantity}/{revision}")
async def set_line(turn: Turn, order_id: int, line_id: int, quantity: int, revision: int) -> Screen:
    """The customer wants another quantity of a placed line."""
    try:
        await ordering.change(turn.db, order_id, line_id, quantity, revision, mover(turn))
    except OutOfStock as short:
        left = _("There is not that much left: at most {left} more.").format(left=short.left)
        return noted(await change_line(turn, order_id, line_id), left)
    except QuantityRefused:
        if quantity == 0:
            return noted(await cancel(turn, order_id), _("That is the last line of the order."))
        return noted(await change_line(turn, order_id, line_id), catalog.not_a_quantity())
    except (NoSuchOrder, TooLate, OrderMovedOn) as refused:
        return noted(await order(turn, order_id), refusal_text(refused))
    return noted(await order(turn, order_id), _("Changed. The makers have been told."))


def refusal_text(refused: Exception) -> str:
    """Why a placed order did not change."""
    if isinstance(refused, OrderMovedOn):
        return _("The order has changed since. This is how it stands now.")
    if isinstance(refused, TooLate):
        return _("The cut-off has passed; it can no longer be changed.")
    return _("I do not know that order of yours.")


@place("order/{order_id}/cancel")
async def cancel(turn: Turn, order_id: int) -> Screen:
    """Really?"""
    try:
        found = await mine(turn, order_id)
    except NoSuchOrder:
        return noted(await orders(turn), _("I do not know that order of yours."))
    if not await may_change(turn, found):
        return noted(await order(turn, order_id), _("The cut-off has passed; it can no longer be changed."))
    title = _("Cancel order {number}?").format(number=found.number)
    buttons = [
        Button(_("Yes, cancel it"), f"order/{order_id}/cancel/{found.revision}"),
        Button(_("No, keep it"), f"order/{order_id}"),
    ]
    return Screen(title, _("All of its lines are cancelled, and the makers are told."), buttons)


@action("order/{order_id}/cancel/{revision}")
async def really_cancel(turn: Turn, order_id: int, revision: int) -> Screen:
    """The customer cancels the order."""
    try:
        found = await mine(turn, order_id)
        if found.state == PLACED and found.revision != revision:
            raise OrderMovedOn
        await ordering.cancel(turn.db, order_id, mover(turn))
    except (NoSuchOrder, TooLate, OrderMovedOn) as refused:
        return noted(await order(turn, order_id), refusal_text(refused))
    return await _cancelled(turn, found)


async def _cancelled(turn: Turn, found: Order) -> Screen:
    if found.paid_at:
        return noted(await order(turn, found.id), _("Cancelled. The coordinator sees to your payment."))
    return noted(await order(turn, found.id), _("Cancelled. Nothing is owed for it."))


@place("order/{order_id}/short")
async def short(turn: Turn, order_id: int) -> Screen:
    """A maker cannot make all of it: what shall happen with the first such line?"""
    try:
        found = await mine(turn, order_id)
    except NoSuchOrder:
        return noted(await orders(turn), _("I do not know that order of yours."))
    if not any(line.short for line in found.lines) or not await may_change(turn, found):
        return await order(turn, order_id)
    return shortage_screen(found)


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


@action("order/{order_id}/choose/{choice}/{line_id}/{confirmed_seen}")
async def choose(turn: Turn, order_id: int, choice: str, line_id: int, confirmed_seen: int) -> Screen:
    """The customer takes what there is of a line, or drops it."""
    try:
        found = await maker_answers.choose(turn.db, order_id, line_id, choice, confirmed_seen, mover(turn))
    except (NoSuchOrder, TooLate, OrderMovedOn) as refused:
        return noted(await order(turn, order_id), refusal_text(refused))
    if found.state == CANCELLED:
        return await _cancelled(turn, found)
    if any(line.short for line in found.lines):
        return await short(turn, order_id)
    return noted(await order(turn, order_id), _("Thank you, that is noted."))
