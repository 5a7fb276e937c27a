"""Changing the quantity of an order line, with a reason."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.coordinator.orders.order_view import coordinator, load_placed, makers_of, standing, to_order
from bot.handlers.coordinator.orders.outcome import moved, moved_on, why
from bot.handlers.shared import formatting, reasons
from bot.handlers.shared.paging import back
from bot.handlers.shared.quantities import whole_number
from bot.handlers.shared.turn import Turn
from bot.orders import MOST_PIECES, Order, OrderLine
from bot.people import Role


@place("c/lines/{order_id}/{page}", role=Role.COORDINATOR)
async def lines(turn: Turn, order_id: int, page: int) -> Screen:
    """Asks which line to change."""
    order = await load_placed(turn, order_id)
    shown = paged(order.lines, page)
    names = labels([f"{one.ordered} × {one.name(language())}" for one in shown.items])
    buttons = [
        Button(name, f"c/line/{order_id}/{one.id}") for name, one in zip(names, shown.items, strict=True)
    ]
    texts = [f"{one.ordered} × {shorten(one.name(language()), 80)}" for one in shown.items]
    body = "\n".join([_("Which line is to change?"), *texts, formatting.on_page(shown)])
    title = _("Order {number}").format(number=order.number)
    page_buttons = formatting.page_buttons(shown, f"c/lines/{order_id}/{{page}}")
    return Screen(title, body, [*buttons, *page_buttons, back(f"c/order/{order_id}")])


async def _line(turn: Turn, order_id: int, line_id: int) -> tuple[Order, OrderLine]:
    """The order and its line. Raises Redirect to the order when it has no such line."""
    order = await load_placed(turn, order_id)
    line = next((one for one in order.lines if one.id == line_id), None)
    if line is None:
        raise to_order(order_id)
    return order, line


@place("c/line/{order_id}/{line_id}", role=Role.COORDINATOR)
async def line(turn: Turn, order_id: int, line_id: int) -> Screen:
    """Asks for the new quantity of a line."""
    order, chosen = await _line(turn, order_id, line_id)
    makers = await makers_of(turn, [chosen.umkm_id])
    question = _("How many shall it be? Tap or type a number; 0 takes the line out.")
    umkm = shorten(makers.get(chosen.umkm_id or 0, ""), 60)
    taps = [
        Button(str(count), f"c/change/{order_id}/{line_id}/{count}/{order.revision}", beside=bool(nth))
        for nth, count in enumerate(_quantities(chosen))
    ]
    body = "\n".join([umkm, standing(chosen), "", question])
    title = shorten(chosen.name(language()), TITLE_LENGTH)
    asks = Ask(f"c/pieces/{order_id}/{line_id}/{order.revision}")
    return Screen(title, body, [*taps, back(f"c/lines/{order_id}/1")], asks)


def _quantities(line: OrderLine) -> list[int]:
    counts = {0, line.due, line.ordered - 1, line.ordered + 1, line.ordered + 2}
    return sorted(count for count in counts if 0 <= count <= MOST_PIECES and count != line.ordered)


@action("c/pieces/{order_id}/{line_id}/{revision}", role=Role.COORDINATOR)
async def typed_pieces(turn: Turn, order_id: int, line_id: int, revision: int) -> Screen | Redirect:
    """Takes the typed number as the quantity; asks again for any other text."""
    count = whole_number(turn.text)
    if count is not None and 0 <= count <= MOST_PIECES:
        return await why_change(turn, order_id, line_id, count, revision)
    again = _("Please type a whole number from 0 to {most}.").format(most=MOST_PIECES)
    return Redirect(f"c/line/{order_id}/{line_id}", again)


@place("c/change/{order_id}/{line_id}/{quantity}/{revision}", role=Role.COORDINATOR)
async def why_change(
    turn: Turn, order_id: int, line_id: int, quantity: int, revision: int
) -> Screen | Redirect:
    """Asks for the reason of the change, which is recorded and told to the customer."""
    order, changed_line = await _line(turn, order_id, line_id)
    if order.revision != revision:
        return to_order(order_id, moved_on())
    at = f"{order_id}/{line_id}/{quantity}/{revision}"
    effect = _("{name}: {before} → {after}").format(
        name=shorten(changed_line.name(language()), 80), before=changed_line.ordered, after=quantity
    )
    title = _("Change order {number}: why?").format(number=order.number)
    return why(title, effect, f"c/changing/{at}", f"c/line/{order_id}/{line_id}")


@action("c/changing/{order_id}/{line_id}/{quantity}/{revision}", role=Role.COORDINATOR)
async def change_as_typed(
    turn: Turn, order_id: int, line_id: int, quantity: int, revision: int
) -> Screen | Redirect:
    """Changes the quantity with the typed reason."""
    reason = reasons.own(turn.text)
    if not reason:
        return await why_change(turn, order_id, line_id, quantity, revision)
    return await _change(turn, order_id, line_id, quantity, revision, reason)


@action("c/changing/{order_id}/{line_id}/{quantity}/{revision}/{code}", role=Role.COORDINATOR)
async def change_as_tapped(
    turn: Turn, order_id: int, line_id: int, quantity: int, revision: int, code: str
) -> Screen | Redirect:
    """Changes the quantity with a tapped reason."""
    if f":{code}" not in reasons.SUGGESTED:
        return await why_change(turn, order_id, line_id, quantity, revision)
    return await _change(turn, order_id, line_id, quantity, revision, f":{code}")


async def _change(
    turn: Turn, order_id: int, line_id: int, quantity: int, revision: int, reason: str
) -> Redirect:
    async def move(db: AsyncSession) -> None:
        by = coordinator(turn, reason)
        await ordering.change(db, order_id, line_id, quantity, revision, by, turn.shop)

    return await moved(turn, order_id, move, reason)
