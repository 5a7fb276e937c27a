"""An UMKM's orders: the lists of them, and one order with the UMKM's lines only."""

from __future__ import annotations

from typing import Any

from bot.conversation.routing import place
from bot.conversation.screens import HINT_LENGTH, Button, Screen, labels, paged, shorten
from bot.conversation.translation import _
from bot.core.clock import WIB
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.handlers.umkm import access
from bot.handlers.umkm.access import OwnOrder
from bot.handlers.umkm.order_view import answer_buttons, line_words, pieces_of
from bot.orders import OrderState
from bot.people import Person, Role


@place("u/orders/{which}/{page}", role=Role.UMKM)
async def listed(turn: Turn, which: str, page: int) -> Screen:
    """The orders that wait for an answer, or the settled ones."""
    waits = which == "waiting"
    shown = paged(await (access.waiting(turn) if waits else access.settled(turn)), page)
    names = labels([str(row.number) for row in shown.items])
    buttons = [
        Button(name, f"u/order/{row.id}/{row.umkm_id}", hint=shorten(pieces_of(row), HINT_LENGTH))
        for name, row in zip(names, shown.items, strict=True)
    ]
    several = len(await access.umkm_ids(turn)) > 1
    body = "\n".join([*(_row(row, several) for row in shown.items), formatting.on_page(shown)])
    title = _("Orders to answer") if waits else _("Answered orders")
    page_buttons = formatting.page_buttons(shown, f"u/orders/{which}/{{page}}")
    return Screen(
        title, body.strip() or _("There is none at the moment."), [*buttons, *page_buttons, back("u")]
    )


def _row(row: Any, several: bool) -> str:
    line = _("{number}: {pieces}, hand in by {day}").format(
        number=row.number, pieces=pieces_of(row), day=formatting.day(row.hand_in_at.astimezone(WIB).date())
    )
    return f"{line} ({shorten(row.name, 30)})" if several else line


@place("u/order/{order_id}/{umkm_id}", role=Role.UMKM)
async def order(turn: Turn, order_id: int, umkm_id: int) -> Screen:
    """An order as one of its UMKM sees it: the UMKM's lines, and the buttons to answer."""
    return await order_page(turn, order_id, umkm_id, 1)


@place("u/order/{order_id}/{umkm_id}/{page}", role=Role.UMKM)
async def order_page(turn: Turn, order_id: int, umkm_id: int, page: int) -> Screen:
    """The order, page by page."""
    own = await access.order(turn, order_id, umkm_id)
    answers = answer_buttons(own) if own.takes_answers(turn.now) else []
    title = _("Order {number}").format(number=own.order.number)
    route = f"u/order/{order_id}/{umkm_id}/{{page}}"
    lines = [*map(line_words, own.lines), *await _answered(turn, own)]
    return leaf(title, lines, page, route, [*answers, back("u/orders/waiting/1")], await _head(turn, own))


async def _head(turn: Turn, own: OwnOrder) -> str:
    several = len(await access.umkm_ids(turn)) > 1
    name = shorten(own.umkm.name, 60) if several else ""
    if own.order.state == OrderState.CANCELLED:
        state = _("This order was cancelled. Please do not prepare it.")
    elif own.takes_answers(turn.now):
        state = _("Answer until {moment}.").format(moment=formatting.moment(own.shipment.cutoff_at))
    else:
        state = _("Answers are closed.")
    hand_in = _("Hand in by {moment}.").format(moment=formatting.moment(own.shipment.hand_in_at))
    return "\n".join(part for part in (name, hand_in, state) if part)


async def _answered(turn: Turn, own: OwnOrder) -> list[str]:
    answered = [line for line in own.lines if line.answered_at is not None]
    if not answered:
        return []
    last = max(answered, key=lambda line: (line.answered_at, line.id))
    who = await turn.db.get(Person, last.answered_by) if last.answered_by else None
    if last.answered_at is None:
        return []
    name = shorten(who.name, 40) if who and who.name else _("somebody of the UMKM")
    return [
        "",
        _("Last answer: {name}, {moment}").format(name=name, moment=formatting.moment(last.answered_at)),
    ]
