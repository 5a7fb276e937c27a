"""The form of the checkout: its questions in order, and the answers given so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.translation import _, language
from bot.destinations import (
    BESIDE,
    Destination,
    Destinations,
    Field,
    address_form,
    extra_questions,
    identity_label,
    kept_as_typed,
    mobile_question,
    native_lines,
    native_name,
)
from bot.handlers.customer import cart_view, destination_view
from bot.handlers.shared.turn import Turn
from bot.ordering import identity_numbers
from bot.ordering.carts import Cart
from bot.ordering.identity_numbers import Identity
from bot.ordering.recipient_changes import RecipientChange
from bot.orders import Order

NAME, MOBILE, NOTE = "name", "mobile", "note"
IN_BRACKETS = re.compile(r"\s*\(.*\)$")
"""What a title says in brackets at its end: `(if there is one)`."""
_SKIPPING = frozenset({"skip", "skipped", "lewati", "lewat", "lewatin", "dilewati", "dilewatin", "lewatkan"})
_BESIDE = BESIDE | {"dulu", "this", "it"}


def skips(text: str) -> bool:
    """Whether a text passes over a question: `lewati aja kak`."""
    said = {*re.findall(r"\w+", text.casefold())} - _BESIDE
    return bool(said) and said <= _SKIPPING


Draft = Order | RecipientChange
"""What the form fills in: a cart, or what is to replace a placed order's recipient."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a question; `none_word` is set where "there is none" is an answer."""

    title: str
    why: str
    example: str = ""
    may_skip: bool = False
    none_word: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The questions about one draft. `fields` are all but name, mobile number and note."""

    to: Destination
    draft: Draft
    fields: Sequence[Field]
    countries: Destinations
    identity: Identity | None = None

    @property
    def every(self) -> list[str]:
        """The ids of all questions, in the order in which they are asked."""
        return [NAME, MOBILE, *(field.id for field in self.fields), NOTE]

    @property
    def number(self) -> Field | None:
        """The question for an identity number, where one is asked."""
        return next((field for field in self.fields if field.is_number), None)

    @property
    def kept(self) -> dict[str, str]:
        """The regions that stay as typed though no list has them, by question."""
        return kept_as_typed(self.draft.address_typed, self.draft.unlisted)

    def country_of(self, name: str) -> str | None:
        """The code of the country that a name means."""
        return self.countries.atlas.country(name)

    def field(self, field_id: str) -> Field | None:
        """One of the questions between mobile number and note; None when it is not asked here."""
        return next((field for field in self.fields if field.id == field_id), None)

    def next_missing(self) -> str | None:
        """The id of the first question without an answer; None when all are answered."""
        return next((one for one in self.every if not self.is_answered(one)), None)

    def is_answered(self, field_id: str) -> bool:
        """Whether the question has an answer, or was left open."""
        if field_id == NOTE:
            return self.draft.note is not None
        field = self.field(field_id)
        if field is None or field.is_number:
            return bool(self.given(field_id))
        return field_id in self.draft.address_typed

    def before(self, field_id: str) -> str | None:
        """The question that stands before this one; None before the first."""
        at = self.every.index(field_id) if field_id in self.every else 0
        return self.every[at - 1] if at else None

    def given(self, field_id: str) -> str:
        """The answer given so far, as a screen may show it; "" when there is none."""
        own_columns = {NAME: self.draft.consignee_name, MOBILE: self.draft.mobile, NOTE: self.draft.note}
        if field_id in own_columns:
            return own_columns[field_id] or ""
        field = self.field(field_id)
        if field is not None and field.is_number:
            identity = self.identity if self.identity and self.identity.kind == field.id else None
            return identity.masked if identity else ""
        typed = self.draft.address_typed.get(field_id, "")
        chosen = next((one for one in field.answers if one.id == typed), None) if field else None
        return chosen.label(language()) if chosen else typed

    def extra_lines(self) -> list[str]:
        """Answers that no line of the address holds, each with its label: EZ WAY, the time of delivery."""
        fields = [one for one in self.fields if one.is_number or one.answers or not self._in_address(one)]
        told = [(one, self.given(one.id)) for one in fields]
        return [_told(one, given) for one, given in told if given not in ("", one.none_word)]

    def _in_address(self, field: Field) -> bool:
        """Whether the lines of the country's addresses hold the answer."""
        address = self.to.entry.address
        lines = (*address.lines, *(address.lines_latin or ()), address.street)
        return field.native or any(f"{{{field.id}}}" in line for line in lines if line)

    def wording(self, field_id: str) -> Wording | None:
        """The words of a question; None when this destination does not ask it."""
        if field_id == NAME:
            return self._name_wording()
        if field_id == MOBILE:
            return _field_wording(mobile_question(self.to))
        if field_id == NOTE:
            body = _("Anything the seller should know? For example a size or a colour.")
            return Wording(_("Note to the seller"), body, may_skip=True)
        found = self.field(field_id)
        return _field_wording(found) if found else None

    def _name_wording(self) -> Wording:
        own = self.to.entry.address.name
        if own is None:
            return Wording(_("Recipient's name"), _("The full name as on their papers or on the door."))
        english = language() == "en"
        title, why = (own.label_en, own.why_en) if english else (own.label_id, own.why_id)
        return Wording(title, why, _for_example(own.example))


def _told(field: Field, given: str) -> str:
    """An answer with its label; a choice's label is a sentence that goes on with it."""
    label = field.label(language())
    return (
        f"{label} {given}" if field.is_number or field.answers else f"{IN_BRACKETS.sub('', label)}: {given}"
    )


async def ready_cart(turn: Turn) -> Cart | None:
    """The cart, if it can be checked out; None when it cannot."""
    found = await cart_view.read(turn)
    ready = found is not None and found.lines and not found.troubled and turn.person.destination
    return found if ready and not destination_view.closed(turn) else None


async def form_of(turn: Turn, draft: Draft) -> Form:
    """The form of a draft, by its destination and the freight service there."""
    to = turn.shop.destinations[draft.destination or ""]
    service = turn.shop.freight.service(to.iso2, turn.shop.clock.today())
    extra = extra_questions(to, service)
    asks_number = any(one.is_number for one in extra)
    identity = await identity_numbers.of_order(turn.db, draft.id) if asks_number else None
    fields = [*address_form(to, draft.address_typed), *extra]
    return Form(to, draft, fields, turn.shop.destinations, identity)


async def lines_beside_address(turn: Turn, order: Order) -> list[str]:
    """Lines beside a placed order's address: its native script, EZ WAY, the identity number masked."""
    form, identity = await form_of(turn, order), await identity_numbers.of_order(turn.db, order.id)
    chosen = [field for field in form.fields if field.answers and form.given(field.id)]
    lines = [native_name(form.to, order.address_typed), *native_lines(form.to, order.address_typed)]
    lines += [f"{field.label(language())} {form.given(field.id)}" for field in chosen]
    if identity is not None:
        shown = identity.masked or _("erased")
        lines.append(f"{identity_label(form.to, identity.kind, language())}: {shown}")
    return [line for line in lines if line]


def _field_wording(field: Field) -> Wording:
    why = field.why(language())
    if field.is_number:
        storage = _("It is kept apart, shown hidden, and erased 30 days after delivery.")
        why = "\n".join(filter(None, [why, storage]))
    may_skip = not field.required
    return Wording(field.label(language()), why, _for_example(field.example), may_skip, field.none_word)


def _for_example(example: str) -> str:
    return _("For example: {example}").format(example=example) if example else ""
