"""Opens a case from the page of an order."""

from __future__ import annotations

from contextlib import suppress

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Button, Screen
from bot.conversation.translation import _
from bot.handlers.customer.orders.order_view import own
from bot.handlers.shared.case_words import KINDS
from bot.handlers.shared.turn import Turn
from bot.ordering import cases
from bot.ordering.case_tables import CaseKind
from bot.ordering.cases import CaseFull


@place("order/{order_id}/problem")
async def problem(turn: Turn, order_id: int) -> Screen:
    """Asks what is wrong with an order; its cases stand there too."""
    order = await own(turn, order_id)
    kinds = [
        Button(_(words).capitalize(), f"order/{order_id}/problem/{kind}") for kind, words in KINDS.items()
    ]
    known = await cases.of_order(turn.db, order_id)
    earlier = [Button(one.number, f"case/{one.number}") for one in known[:2]]
    back = Button(_("Back"), f"order/{order_id}")
    title = _("Order {number}: what is wrong?").format(number=order.number)
    body = _("Tap it, or just type what happened. The coordinator is told at once.")
    return Screen(title, body, [*kinds, *earlier, back])


@action("order/{order_id}/problem/{kind}")
async def report(turn: Turn, order_id: int, kind: str) -> Redirect:
    """Opens a case of this kind about an order, or tells an open one of it; a second tap changes nothing."""
    order = await own(turn, order_id)
    if kind not in KINDS:
        return Redirect(f"order/{order_id}/problem")
    case = await cases.open_case(turn.db, turn.person.id, turn.session.id, CaseKind(kind), order.id, turn.now)
    words = _(KINDS[kind]).capitalize()
    is_new = not case.entries or (case.kind != kind and words not in {one.text for one in case.entries})
    if is_new:
        with suppress(CaseFull):
            await cases.tell(turn.db, case, words, "", turn.now)
    return Redirect(f"case/{case.number}")
