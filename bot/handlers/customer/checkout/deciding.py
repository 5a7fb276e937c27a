"""What a typed text is to the open question of a form, of the cart as of a placed order's recipient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.handlers.customer.checkout.explaining import asked_about
from bot.handlers.customer.checkout.form import NAME, NOTE, Form
from bot.handlers.customer.checkout.heard import Heard, heard
from bot.handlers.customer.checkout.hearing import is_region, none_of
from bot.handlers.customer.checkout.not_an_answer import (
    answers_after_all,
    chosen_in,
    fills_and_passes,
    is_a_wish,
    orders_goods,
    other_than_answer,
    passes,
)
from bot.handlers.customer.checkout.plain_answers import PLACE_BEHIND
from bot.handlers.shared.turn import Turn

Kind = Literal["take", "amend", "explain", "wish", "order", "question", "stop", "wait", "first"]
"""It answers; it names answers; it asks about a question; it is a wish for whoever packs or delivers.

Or it orders goods; it asks the shop; it stops the form; it is small talk; it wants the order placed at once.
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """`text` is the answer of what is taken, and the question of what is explained."""

    kind: Kind
    said: Heard
    text: str = ""
    wishes: tuple[str, ...] = ()
    """Wishes to be kept in the note beside the answer."""


def decided(turn: Turn, form: Form, field: str) -> Decision:
    """What the typed text is to this question."""
    said = heard(form, field, turn.text)
    return _plain_answer(form, field, turn.text, said) or _said(turn, form, field, said)


def _plain_answer(form: Form, field: str, text: str, said: Heard) -> Decision | None:
    """A region of the country's lists, or one of a choice's answers."""
    if is_region(form, field, text):
        return Decision("take", said, text)
    choice = chosen_in(form.field(field), text)
    return Decision("take", said, choice) if choice else None


def _said(turn: Turn, form: Form, field: str, said: Heard) -> Decision:
    if (about := asked_about(form, field, turn.text)) and not said.names:
        return Decision("explain", said, about)
    if said.notes:
        return Decision("amend", said)
    if (said.names or fills_and_passes(form, field, said)) and not orders_goods(turn):
        return Decision("amend", said)
    if passes(form, field, said, turn.text):
        return Decision("take", said, none_of(form, field), said.wishes)
    if (reader := turn.shop.reader()).orders_now(turn.text) and field != NAME:
        wishes = tuple(one for one in said.wishes if not reader.orders_now(one))
        return Decision("first", said, wishes=wishes)
    if is_a_wish(field, said, turn.text):
        return Decision("take", said, turn.text) if field == NOTE else Decision("wish", said)
    return _other(turn, form, field, said)


def _other(turn: Turn, form: Form, field: str, said: Heard) -> Decision:
    asked = form.field(field)
    other = other_than_answer(turn, field, asked)
    if said.passes and other != "stop" and field != NOTE and not orders_goods(turn):
        return Decision("explain", said, field)
    if other == "talk" and answers_after_all(turn, field, asked, said):
        other = None
    match other:
        case "order" | "question" | "stop":
            return Decision(other, said)
        case "talk":
            return Decision("wait", said)
        case "onwards":
            return Decision("first", said)
        case "none":
            return Decision("take", said)
        case None:
            placed = field == NAME and PLACE_BEHIND.search(turn.text)  # "Siti, yang di Taoyuan"
            return Decision("take", said, turn.text if placed else said.text or turn.text, said.wishes)
