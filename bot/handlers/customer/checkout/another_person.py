"""Answers that belong to one person: they do not go to another one whose name takes the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.destinations import NATIVE_NAMES
from bot.handlers.customer.checkout.form import Form
from bot.handlers.shared.turn import Turn
from bot.ordering import identity_numbers
from bot.orders import Order


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a draft is for, and the answers that are this person's alone: the native name, EZ WAY."""

    name: str
    answers: Mapping[str, str]


def person_of(form: Form) -> Person:
    """The person so far, before an answer is taken."""
    own = {*NATIVE_NAMES, *(field.id for field in form.fields if field.answers)}
    typed = form.draft.address_typed
    return Person(form.draft.consignee_name or "", {one: typed[one] for one in own if one in typed})


def left_out_for_another(form: Form, before: Person) -> bool:
    """Leaves out what belonged to the person so far; whether it is another one now."""
    draft = form.draft
    if not before.name or draft.consignee_name == before.name:
        return False
    typed = draft.address_typed
    draft.address_typed = {part: said for part, said in typed.items() if before.answers.get(part) != said}
    draft.address = {}
    return True


async def cart_changed(turn: Turn, form: Form, before: Person) -> None:
    """Notes that a cart's answers changed; of another person its identity number goes too."""
    if not isinstance(form.draft, Order):
        return
    form.draft.revision += 1
    if left_out_for_another(form, before):
        await identity_numbers.forget(turn.db, form.draft.id)  # an identity number belongs to one person
