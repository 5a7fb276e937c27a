"""A customer's changes of a placed order until the cut-off: quantities, cancelling, shortages."""

from __future__ import annotations

from bot import ordering
from bot.conversation.routing import NotAnAnswer, Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.customer.orders.order_view import (
    actor,
    changeable,
    may_change,
    mine,
    no_such_order,
    own,
    refusal_text,
    shortage_screen,
)
from bot.handlers.shared import formatting
from bot.handlers.shared.quantities import QUICK_OR_NONE, not_a_quantity, whole_number
from bot.handlers.shared.turn import Turn
from bot.ordering import maker_answers
from bot.ordering.stock import OutOfStock
from bot.orders import NoSuchOrder, Order, OrderMovedOn, OrderState, QuantityRefused, TooLate


@place("order/{order_id}/change/{page}")
async def change(turn: Turn, order_id: int, page: int) -> Screen:
    """Asks which line shall change."""
    found = await changeable(turn, order_id)
    shown = paged(found.lines, page)
    names = labels([line.name(language()) for line in shown.items])
    buttons = [
        Button(name, f"order/{order_id}/line/{line.id}", hint=_("now {count}").format(count=line.ordered))
        for name, line in zip(names, shown.items, strict=True)
    ]
    more = [
        *formatting.page_buttons(shown, f"order/{order_id}/change/{{page}}"),
        Button(_("Back"), f"order/{order_id}", kind="back"),
    ]
    return Screen(_("Which one shall change?"), formatting.on_page(shown), [*buttons, *more])


@place("order/{order_id}/line/{line_id}")
async def change_line(turn: Turn, order_id: int, line_id: int) -> Screen | Redirect:
    """Asks for the new quantity of a line."""
    found = await own(turn, order_id)
    line = next((one for one in found.lines if one.id == line_id), None)
    if line is None:
        return Redirect("orders", no_such_order())
    if not await may_change(turn, found):
        return Redirect(f"order/{order_id}", refusal_text(TooLate()))
    body = _("Ordered now: {count}. How many shall it be? Tap or type a number; 0 takes it out.").format(
        count=line.ordered
    )
    route = f"order/{order_id}/set/{line_id}"
    buttons = [Button(str(one), f"{route}/{one}/{found.revision}", beside=one > 0) for one in QUICK_OR_NONE]
    back = Button(_("Back"), f"order/{order_id}/change/1", kind="back")
    asks = Ask(f"order/{order_id}/typed/{line_id}/{found.revision}")
    return Screen(shorten(line.name(language()), 60), body, [*buttons, back], asks)


@action("order/{order_id}/typed/{line_id}/{revision}")
async def typed_quantity(turn: Turn, order_id: int, line_id: int, revision: int) -> Redirect | NotAnAnswer:
    """A number was typed for a line of a placed order."""
    wanted = whole_number(turn.text)
    if wanted is None and turn.shop.reader().read(turn.text).fills_no_form:
        return NotAnAnswer()
    if wanted is None:
        return Redirect(f"order/{order_id}/line/{line_id}", not_a_quantity())
    return await set_line(turn, order_id, line_id, wanted, revision)


@action("order/{order_id}/set/{line_id}/{quantity}/{revision}")
async def set_line(turn: Turn, order_id: int, line_id: int, quantity: int, revision: int) -> Redirect:
    """Sets the quantity of a placed line."""
    try:
        await ordering.change(turn.db, order_id, line_id, quantity, revision, actor(turn), turn.shop)
    except OutOfStock as short:
        left = _("There is not that much left: at most {left} more.").format(left=short.left)
        return Redirect(f"order/{order_id}/line/{line_id}", left)
    except QuantityRefused:
        if quantity == 0:
            return Redirect(f"order/{order_id}/cancel", _("That is the last line of the order."))
        return Redirect(f"order/{order_id}/line/{line_id}", not_a_quantity())
    except (NoSuchOrder, TooLate, OrderMovedOn) as refused:
        return Redirect(f"order/{order_id}", refusal_text(refused))
    return Redirect(f"order/{order_id}", _("Changed. The makers have been told."))


@place("order/{order_id}/cancel")
async def cancel(turn: Turn, order_id: int) -> Screen:
    """Asks whether to cancel the order."""
    found = await changeable(turn, order_id)
    title = _("Cancel order {number}?").format(number=found.number)
    buttons = [
        Button(
            _("Yes, cancel it"),
            f"order/{order_id}/cancel/{found.revision}",
            kind="irreversible",
            answers="cancel",
        ),
        Button(_("No, keep it"), f"order/{order_id}", kind="back", answers="no"),
    ]
    return Screen(title, _("All of its lines are cancelled, and the makers are told."), buttons)


@action("order/{order_id}/cancel/{revision}")
async def really_cancel(turn: Turn, order_id: int, revision: int) -> Redirect:
    """Cancels the order, if it is still as the customer saw it."""
    try:
        found = await mine(turn, order_id)
        if found.state == OrderState.PLACED and found.revision != revision:
            raise OrderMovedOn
        await ordering.cancel(turn.db, order_id, actor(turn))
    except (NoSuchOrder, TooLate, OrderMovedOn) as refused:
        return Redirect(f"order/{order_id}", refusal_text(refused))
    return _cancelled(found)


def _cancelled(found: Order) -> Redirect:
    if found.paid_at:
        return Redirect(f"order/{found.id}", _("Cancelled. The coordinator sees to your payment."))
    return Redirect(f"order/{found.id}", _("Cancelled. Nothing is owed for it."))


@place("order/{order_id}/short")
async def short(turn: Turn, order_id: int) -> Screen | Redirect:
    """Asks what shall happen to the first line that its maker cannot make in full."""
    found = await own(turn, order_id)
    if not any(line.short for line in found.lines) or not await may_change(turn, found):
        return Redirect(f"order/{order_id}")
    return shortage_screen(found)


@action("order/{order_id}/choose/{choice}/{line_id}/{confirmed_seen}")
async def choose(
    turn: Turn, order_id: int, choice: str, line_id: int, confirmed_seen: int
) -> Screen | Redirect:
    """The customer takes what there is of a line, or drops it."""
    try:
        found = await maker_answers.choose(
            turn.db, order_id, line_id, choice, confirmed_seen, actor(turn), turn.shop
        )
    except (NoSuchOrder, TooLate, OrderMovedOn) as refused:
        return Redirect(f"order/{order_id}", refusal_text(refused))
    if found.state == OrderState.CANCELLED:
        return _cancelled(found)
    if any(line.short for line in found.lines):
        return await short(turn, order_id)
    return Redirect(f"order/{order_id}", _("Thank you, that is noted."))
