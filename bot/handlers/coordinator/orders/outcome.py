"""A coordinator's change of an order: asking for its reason, making it, and wording its outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot import orders
from bot.conversation.routing import Redirect
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, shorten
from bot.conversation.translation import _, later
from bot.core.errors import RantauError
from bot.handlers.coordinator.orders.order_view import to_order
from bot.handlers.shared import formatting, reasons
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.ordering.stock import OutOfStock
from bot.orders import NoSuchOrder, OrderMovedOn, QuantityRefused, TooLate
from bot.shipping import manifests

Change = Callable[[AsyncSession], Awaitable[None]]
EVERYBODY_TOLD = later("Done. UMKM and customer are told.")
REFUSALS: dict[type[RantauError], str] = {
    NoSuchOrder: later("There is no such order."),
    OrderMovedOn: later("This order has changed since you saw it. Here it is as it is now."),
    TooLate: later("This order can no longer be changed."),
    QuantityRefused: later("That number cannot be ordered. To take out the last line, cancel the order."),
}


def moved_on() -> str:
    """Says that somebody else has changed the order meanwhile."""
    return _(REFUSALS[OrderMovedOn])


def why(title: str, effect: str, doing: str, leave: str) -> Screen:
    """Asks for the reason of a change; `doing` is the route of the action, to which a tap adds a code."""
    ask = _("The customer is told the reason. Tap one, or type it in your own words.")
    taps = [Button(_(reasons.LABELS[code]), f"{doing}/{code[1:]}") for code in reasons.SUGGESTED]
    title = shorten(title, TITLE_LENGTH)
    body = formatting.fitted(title, effect.split("\n"), ["", ask])
    return Screen(title, body, [*taps, back(leave)], asks=Ask(doing))


async def moved(
    turn: Turn, order_id: int, change: Change, reason: str, told: str = "", about: str = ""
) -> Redirect:
    """Makes the change and leads to the order with its outcome; a refused change leaves nothing behind.

    `told` says who is told of it, where that is not everybody; `about` what changed, where no quantity did.
    """
    try:
        async with turn.db.begin_nested():
            why_changed = " ".join(filter(None, [about, reasons.worded(reason)]))
            note = await _made(turn, order_id, change, why_changed, told or _(EVERYBODY_TOLD))
    except OutOfStock as short:
        note = _("The stock is too low: only {left} left. Nothing has changed.").format(left=short.left)
    except tuple(REFUSALS) as refused:
        note = _(REFUSALS[type(refused)])
    return to_order(order_id, note)


async def _made(turn: Turn, order_id: int, change: Change, reason: str, told: str) -> str:
    before = (await orders.lock(turn.db, order_id)).revision
    await change(turn.db)
    after = await orders.lock(turn.db, order_id)
    if after.revision == before or after.shipment_id is None:
        return _("It is like that already, so nothing has changed.")
    manifest = await manifests.keep_up(turn.db, after.shipment_id, turn.shop, turn.now, reason)
    if manifest is None and await manifests.is_due(turn.db, after.shipment_id):
        return " ".join([told, _("The manifest's new version comes as a message.")])
    if manifest is None:
        return told
    now = _("The manifest is now version {version}.").format(version=manifest.version)
    return " ".join([told, now])
