"""The coordinator changes how many of a line an order has, with a reason."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import ordering
from bot.conversation.routing import action, place
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language
from bot.handlers.coordinator.orders.order import coordinator, load, makers_of, order, standing
from bot.handlers.coordinator.orders.outcome import moved, moved_on, why
from bot.handlers.shared import formatting, reasons
from bot.handlers.shared.paging import back
from bot.handlers.shared.quantities import whole_number
from bot.handlers.shared.turn import Turn
from bot.orders import MOST_PIECES, PLACED, Order, OrderLine
from bot.people import Role


@place("c/lines/{order_id}/{page}", role=Role.COORDINATOR)
async def lines(turn: Turn, order_id: int, page: int) -> Screen:
    """Which line is to change?"""
    found = await load(turn, order_id)
    if found is None or found.state != PLACED:
        return await order(turn, order_id)
    shown = paged(found.lines, page)
    names = labels([f"{one.ordered} × {one.name(language())}" for one in shown.items])
    buttons = [
        Button(name, f"c/line/{order_id}/{one.id}") for name, one in zip(names, shown.items, strict=True)
    ]
    told = [f"{one.ordered} × {shorten(one.name(language()), 80)}" for one in shown.items]
    body = "\n".join([_("Which line is to change?"), *told, formatting.on_page(shown)])
    title = _("Order {number}").format(number=found.number)
    turning = formatting.turning(shown, f"c/lines/{order_id}/{{page}}")
    return Screen(title, body, [*buttons, *turning, back(f"c/order/{order_id}")])


async def _line(turn: Turn, order_id: int, line_id: int) -> tuple[Order, OrderLine] | None:
    found = await load(turn, order_id)
    line = next((one for one in found.lines if one.id == line_id), None) if found else None
    return (found, line) if found and line and found.state == PLACED else None


@place("c/line/{order_id}/{line_id}", role=Role.COORDINATOR)
async def line(turn: Turn, order_id: int, line_id: int) -> Screen:
    """How many of this line shall it be?"""
    found = await _line(turn, order_id, line_id)
    if found is None:
        return await order(turn, order_id)
    of, one = found
    makers = await makers_of(turn, [one.umkm_id])
    question = _("How many shall it be? Tap or type a number; 0 takes the line out.")
    umkm = shorten(makers.get(one.umkm_id or 0, ""), 60)
    taps = [
        Button(str(count), f"c/change/{order_id}/{line_id}/{count}/{of.revision}", beside=bool(nth))
        for nth, count in enumerate(_offered(one))
    ]
    body = "\n".join([umkm, standing(one), "", question])
    title = shorten(one.name(language()), TITLE_LENGTH)
    asks = Ask(f"c/pieces/{order_id}/{line_id}/{of.revision}")
    return Screen(title, body, [*taps, back(f"c/lines/{order_id}/1")], asks)


def _offered(one: OrderLine) -> list[int]:
    around = {0, one.due, one.ordered - 1, one.ordered + 1, one.ordered + 2}
    return sorted(count for count in around if 0 <= count <= MOST_PIECES and count != one.ordered)


@action("c/pieces/{order_id}/{line_id}/{revision}", role=Role.COORDINATOR)
async def typed_pieces(turn: Turn, order_id: int, line_id: int, revision: int) -> Screen:
    """A typed number is the wanted quantity; anything else is asked again."""
    count = whole_number(turn.text)
    if count is not None and 0 <= count <= MOST_PIECES:
        return await why_change(turn, order_id, line_id, count, revision)
    again = _("Please type a whole number from 0 to {most}.").format(most=MOST_PIECES)
    return noted(await line(turn, order_id, line_id), again)


@place("c/change/{order_id}/{line_id}/{quantity}/{revision}", role=Role.COORDINATOR)
async def why_change(turn: Turn, order_id: int, line_id: int, quantity: int, revision: int) -> Screen:
    """Why is the quantity to change? The reason is kept and told to the customer."""
    found = await _line(turn, order_id, line_id)
    if found is None:
        return await order(turn, order_id)
    of, one = found
    if of.revision != revision:
        return noted(await order(turn, order_id), moved_on())
    at = f"{order_id}/{line_id}/{quantity}/{revision}"
    wish = _("{name}: {before} → {after}").format(
        name=shorten(one.name(language()), 80), before=one.ordered, after=quantity
    )
    title = _("Change order {number}: why?").format(number=of.number)
    return why(title, wish, f"c/changing/{at}", f"c/line/{order_id}/{line_id}")


@action("c/changing/{order_id}/{line_id}/{quantity}/{revision}", role=Role.COORDINATOR)
async def change_as_typed(turn: Turn, order_id: int, line_id: int, quantity: int, revision: int) -> Screen:
    """The typed text is the reason: now the quantity changes."""
    reason = reasons.own(turn.text)
    if not reason:
        return await why_change(turn, order_id, line_id, quantity, revision)
    return await _change(turn, order_id, line_id, quantity, revision, reason)


@action("c/changing/{order_id}/{line_id}/{quantity}/{revision}/{code}", role=Role.COORDINATOR)
async def change_as_tapped(
    turn: Turn, order_id: int, line_id: int, quantity: int, revision: int, code: str
) -> Screen:
    """A tapped reason: now the quantity changes."""
    if f":{code}" not in reasons.SUGGESTED:
        return await why_change(turn, order_id, line_id, quantity, revision)
    return await _change(turn, order_id, line_id, quantity, revision, f":{code}")


async def _change(
    turn: Turn, order_id: int, line_id: int, quantity: int, revision: int, reason: str
) -> Screen:
    async def move(db: AsyncSession) -> None:
        await ordering.change(db, order_id, line_id, quantity, revision, coordinator(turn, reason))

    return await moved(turn, order_id, move, reason)
