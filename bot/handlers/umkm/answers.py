"""An UMKM's answer to an order: all, none, or so many pieces of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, shorten
from bot.conversation.translation import _, language, later
from bot.core.errors import RantauError
from bot.handlers.shared.paging import back
from bot.handlers.shared.quantities import whole_number
from bot.handlers.shared.turn import Turn
from bot.handlers.umkm import access
from bot.handlers.umkm.order_view import line_words, to_order
from bot.ordering import maker_answers
from bot.orders import NoSuchOrder, OrderMovedOn, QuantityRefused, TooLate
from bot.people import Role, outbox
from bot.people.notice_kinds import NoticeKind

MOST_TAPS = 8
REFUSALS: dict[type[RantauError], str] = {
    TooLate: later("The cut-off has passed, so answers are closed. Your last answer stands."),
    OrderMovedOn: later("This order has changed since. Here it is as it is now: please answer again."),
    QuantityRefused: later("That number does not fit this order, so nothing has changed."),
}


@action("u/can/{order_id}/{umkm_id}/{revision}", role=Role.UMKM)
async def can(turn: Turn, order_id: int, umkm_id: int, revision: int) -> Redirect:
    """Confirms all lines of the UMKM."""
    await _answer_with(turn, order_id, umkm_id, True, revision)
    return to_order(order_id, umkm_id, _("Thank you, noted: you make all of it."))


@action("u/cannot/{order_id}/{umkm_id}/{revision}", role=Role.UMKM)
async def cannot(turn: Turn, order_id: int, umkm_id: int, revision: int) -> Redirect:
    """Declines all lines of the UMKM."""
    await _answer_with(turn, order_id, umkm_id, False, revision)
    noted_down = _("Noted: you cannot make it. Coordinator and customer are told at once.")
    return to_order(order_id, umkm_id, noted_down)


async def answer_lines(
    turn: Turn, order_id: int, umkm_id: int, pieces: Mapping[int, int], revision: int
) -> Redirect:
    """Answers several lines (line id → pieces) at once."""
    await _answer_with(turn, order_id, umkm_id, pieces, revision)
    return to_order(order_id, umkm_id, _("Thank you, your answer is noted."))


async def _answer_with(
    turn: Turn, order_id: int, umkm_id: int, pieces: Mapping[int, int] | bool, revision: int
) -> None:
    """Records the answer; True and False are all and none. Raises Redirect with the reason of a refusal."""
    if not await access.belongs(turn, umkm_id):
        raise access.not_yours()
    try:
        async with turn.db.begin_nested():
            by, now = turn.person.id, turn.now
            await maker_answers.answer(turn.db, order_id, umkm_id, pieces, revision, by, now, turn.shop)
            subject = (NoticeKind.UMKM_ORDER, f"{order_id}/{umkm_id}")
            await outbox.mark_subject_answered(turn.db, turn.session.id, *subject, turn.now)
    except NoSuchOrder:
        raise access.not_yours() from None
    except tuple(REFUSALS) as refused:
        raise to_order(order_id, umkm_id, _(REFUSALS[type(refused)])) from None


@place("u/some/{order_id}/{umkm_id}/{revision}/{line_id}", role=Role.UMKM)
async def some(turn: Turn, order_id: int, umkm_id: int, revision: int, line_id: int) -> Screen | Redirect:
    """Asks how many pieces of one line the UMKM can make."""
    own = await access.order(turn, order_id, umkm_id)
    line = next((one for one in own.to_make if one.id == line_id), None)
    if line is None or not own.takes_answers(turn.now):
        return to_order(order_id, umkm_id)
    at = f"{order_id}/{umkm_id}/{revision}/{line_id}"
    number = [one.id for one in own.to_make].index(line_id) + 1
    question = _("Order {number}, line {nth} of {of}: how many can you make? Tap or type a number.").format(
        number=own.order.number, nth=number, of=len(own.to_make)
    )
    taps = [Button(str(one), f"u/line/{at}/{one}", beside=bool(one)) for one in quantities(line.ordered)]
    body = f"{line_words(line)}\n\n{question}"
    title = shorten(line.name(language()), TITLE_LENGTH)
    leave = back(f"u/order/{order_id}/{umkm_id}")
    return Screen(title, body, [*taps, leave], asks=Ask(f"u/typed/{at}"))


def quantities(ordered: int) -> Sequence[int]:
    """At most eight quantities to tap, evenly spread from 0 to `ordered`."""
    if ordered < MOST_TAPS:
        return range(ordered + 1)
    return sorted({round(ordered * step / (MOST_TAPS - 1)) for step in range(MOST_TAPS)})


@action("u/typed/{order_id}/{umkm_id}/{revision}/{line_id}", role=Role.UMKM)
async def typed(turn: Turn, order_id: int, umkm_id: int, revision: int, line_id: int) -> Redirect:
    """Answers the line with the typed number; asks again for any other text."""
    pieces = whole_number(turn.text)
    return await answer_line(turn, order_id, umkm_id, revision, line_id, -1 if pieces is None else pieces)


@action("u/line/{order_id}/{umkm_id}/{revision}/{line_id}/{pieces}", role=Role.UMKM)
async def answer_line(
    turn: Turn, order_id: int, umkm_id: int, revision: int, line_id: int, pieces: int
) -> Redirect:
    """Answers this line with so many pieces, then goes to the next line, or after the last to the order."""
    if not await access.belongs(turn, umkm_id):
        return access.not_yours()
    lines = {line.id: line for line in await maker_answers.lines_of(turn.db, order_id, umkm_id)}
    if line_id not in lines:
        return to_order(order_id, umkm_id)
    if not 0 <= pieces <= lines[line_id].ordered:
        again = _("Please type a whole number from 0 to {most}.").format(most=lines[line_id].ordered)
        return Redirect(f"u/some/{order_id}/{umkm_id}/{revision}/{line_id}", again)
    await _answer_with(turn, order_id, umkm_id, {line_id: pieces}, revision)
    return _next_line(order_id, umkm_id, revision, list(lines), line_id)


def _next_line(
    order_id: int, umkm_id: int, revision: int, line_ids: Sequence[int], answered: int
) -> Redirect:
    remaining = line_ids[line_ids.index(answered) + 1 :]
    if remaining:
        return Redirect(f"u/some/{order_id}/{umkm_id}/{revision}/{remaining[0]}")
    return to_order(order_id, umkm_id, _("Thank you, your answer is noted."))
