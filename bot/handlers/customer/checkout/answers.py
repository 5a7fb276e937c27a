"""Answers of the checkout: which questions a typed text fills in, and why it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.conversation.translation import _, language
from bot.core import redaction
from bot.core.typed_signs import keyed
from bot.destinations import (
    Destination,
    Field,
    FieldRefused,
    IdentityRefused,
    MobileRefused,
    check_field,
    check_identity,
    check_mobile,
)
from bot.handlers.customer.checkout.errors import fault_text, mobile_fault, number_fault
from bot.handlers.customer.checkout.form import MOBILE, NAME, NOTE, Draft, Form
from bot.handlers.customer.checkout.plain_answers import plainly

LONGEST_NAME = 80
LONGEST_NOTE = 500
LONGEST_LONE_NAME = 4  # words
WHOLE = (NOTE, "native_lines")  # the text is one answer, however many lines it has
NOT_ASKED = "identity number"
LETTERED = re.compile(r"[A-Za-z]{1,2}[ -]?\d{7,14}")
LABELLED = re.compile(r"^([\w ./-]{2,24}?)\s*[:=：]\s*(.+)$")
NAMED = {
    NAME: ("nama", "name", "penerima", "recipient", "nama penerima"),
    MOBILE: ("hp", "no hp", "telp", "telepon", "wa", "whatsapp", "phone", "mobile", "nomor hp", "no"),
    NOTE: ("catatan", "note", "pesan", "notes"),
    "street_address": ("alamat", "address", "jalan", "street", "almt"),
    "postal_code": ("kode pos", "kodepos", "postal code", "postcode", "zip"),
}


class Refused(Exception):
    """The answer is not taken; `why` says so in the language in force."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer held that is not stored in the draft: the identity number, or "".

    `left_out`: the answer held an identity number that nobody asked for; it is stored nowhere.
    """

    number: str = ""
    left_out: bool = False


def take(form: Form, field_id: str, text: str) -> Taken:
    """Fills in an answer and whatever else came with it. Raises Refused before it changes anything."""
    answers = dict(_by_question(form, field_id, text))
    left_out = answers.pop(NOT_ASKED, "") != ""
    taken = {field: _checked(form, field, given) for field, given in answers.items()}
    number = taken.pop(form.number.id, "") if form.number else ""
    for field, value in taken.items():
        _fill(form.draft, field, value)
    return Taken(number, left_out)


def take_what_fits(form: Form, text: str) -> bool:
    """Fills in what fits from lines that nobody asked for; returns whether anything did.

    A line without a label is a name only when it looks like one. An identity number is not filled in: it has
    a question of its own.
    """
    filled = False
    for field_id, given in _unasked(form, text):
        field = form.field(field_id)
        if field is not None and field.is_number:
            continue
        try:
            value = _checked(form, field_id, given)
        except Refused:
            continue
        _fill(form.draft, field_id, value)
        filled = True
    return filled


def _unasked(form: Form, text: str) -> Iterator[tuple[str, str]]:
    """The question that each unasked line answers, with its text; a single line is split at its commas."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and not _labelled(lines[0], form)[0]:
        lines = lines[0].split(",")
    given: dict[str, str] = {}
    rest: list[str] = []
    for line in lines:
        name, value = _labelled(line, form)
        name = name or _recognised(form, value, given)
        if name and name != NOT_ASKED:
            given.setdefault(name, value)
        elif not name:
            rest.append(value)
    first = rest[0] if rest else ""
    if (
        NAME not in given
        and first
        and len(first.split()) <= LONGEST_LONE_NAME
        and first.replace(" ", "").isalpha()
    ):
        given[NAME] = rest.pop(0)
    street = "street_address"
    if rest and street in form.every and street not in given and any(map(str.isdigit, " ".join(rest))):
        given[street] = ", ".join(rest)
    yield from given.items()


def _by_question(form: Form, field_id: str, text: str) -> Iterator[tuple[str, str]]:
    """The question that each line of an answer to `field_id` answers, with its text."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or field_id in WHOLE:
        yield field_id, text
        return
    rest: list[str] = []
    given: dict[str, str] = {}
    for line in lines:
        name, value = _labelled(line, form)
        name = _recognised(form, value, given) if not name or LETTERED.fullmatch(value) else name
        if name:
            given[name] = value
        else:
            rest.append(value)
    yield from given.items()
    if field_id not in given and rest:
        yield field_id, rest.pop(0)
    street = "street_address"
    if rest and street in form.every and street not in given and field_id != street:
        yield street, ", ".join(rest)


def _labelled(line: str, form: Form) -> tuple[str, str]:
    match = LABELLED.match(line.strip())
    if not match:
        return "", line.strip()
    label = match[1].strip().casefold()
    by_label = [
        field.id for field in form.fields if label in f"{field.label_id} / {field.label_en}".casefold()
    ]
    by_name = [name for name, words in NAMED.items() if label in words and name in form.every]
    ids = by_name or by_label
    return (ids[0] if ids else "", match[2].strip() if ids else line.strip())


def _recognised(form: Form, line: str, given: Mapping[str, str]) -> str:
    """The question that a line answers by its look; NOT_ASKED for an unasked identity number, else ""."""
    if MOBILE not in given and _is_mobile(form.to, line):
        return MOBILE
    number = form.number
    if number is not None and number.id not in given and _is_number(form, line):
        return number.id
    if "postal_code" in form.every and "postal_code" not in given and _is_postal_code(form.to, line):
        return "postal_code"
    return NOT_ASKED if redaction.NUMBER.search(line) and not _is_link(line) else ""


def _is_link(line: str) -> bool:
    return "://" in line


def _is_mobile(to: Destination, line: str) -> bool:
    try:
        return bool(check_mobile(to, line))
    except MobileRefused:
        return False


def _is_number(form: Form, line: str) -> bool:
    try:
        return bool(_number(form, line))
    except Refused:
        return False


def _is_postal_code(to: Destination, line: str) -> bool:
    try:
        return bool(check_field(to, "postal_code", line))
    except (FieldRefused, KeyError):
        return False


def _checked(form: Form, field_id: str, text: str) -> str:
    text = plainly(field_id, text)
    if field_id == NAME:
        return _name(form, text)
    if field_id == NOTE:
        return _note(form, text)
    if field_id == MOBILE:
        return _mobile(form.to, text)
    field = form.field(field_id)
    if field is None:
        raise Refused(_("That is not asked for this country."))
    if field.is_number:
        return _number(form, text)
    return _chosen(field, text) if field.answers else _part(form, field, text)


def _mobile(to: Destination, text: str) -> str:
    try:
        return check_mobile(to, text)
    except MobileRefused as refused:
        raise Refused(mobile_fault(refused, to)) from refused


def _part(form: Form, field: Field, text: str) -> str:
    """One part of the address, stored as it was typed."""
    _without_number(text)
    try:
        check_field(form.to, field.id, text, form.draft.address_typed)
    except FieldRefused as refused:
        raise Refused(fault_text(refused.code, refused.example, ", ".join(refused.near))) from refused
    if text.strip() == "-":
        return "-"
    lines = (" ".join(line.split()) for line in text.splitlines())
    return ("\n" if field.native else " ").join(line for line in lines if line)


def _chosen(field: Field, text: str) -> str:
    answer = field.answer(text)
    if answer is None:
        several = " / ".join(one.label(language()) for one in field.answers)
        raise Refused(_("Please tap one of the answers, or type it: {answers}").format(answers=several))
    return answer.id


def _number(form: Form, text: str) -> str:
    """The identity number in its usual shape. No refusal repeats the typed text."""
    asked = next(one for one in form.to.entry.identity if form.number and one.id == form.number.id)
    try:
        return check_identity(asked, text)
    except IdentityRefused as refused:
        raise Refused(number_fault(refused)) from None


def _fill(draft: Draft, field_id: str, value: str) -> None:
    if field_id == NAME:
        draft.consignee_name = value
    elif field_id == MOBILE:
        draft.mobile = value
    elif field_id == NOTE:
        draft.note = value
    else:
        draft.address_typed = draft.address_typed | {field_id: value}
        draft.address = {}


def _name(form: Form, text: str) -> str:
    name, own = redaction.readable(text), form.to.entry.address.name
    _without_number(name)
    if not any(one.isalpha() for one in name):
        raise Refused(_("Please write the name in letters."))
    if own is not None and own.latin and not any(one.isascii() and one.isalpha() for one in name):
        raise Refused(
            _("Please write the name in Latin letters first, like {example}.").format(example=own.example)
        )
    if len(name) > LONGEST_NAME:
        raise Refused(_("That is long for a name: at most {most} letters, please.").format(most=LONGEST_NAME))
    return name


def _without_number(text: str) -> None:
    if LETTERED.fullmatch(keyed(text).strip()) or redaction.carries_number(text):
        raise Refused(_("That looks like an identity number. Nobody asks for it here, please keep it."))


def _note(form: Form, text: str) -> str:
    """The note, without identity numbers: it is printed."""
    note = redaction.readable(text)
    _without_number(note)
    if form.number is not None and any(_is_number(form, word) for word in note.split()):
        raise Refused(_("That looks like an identity number. Nobody asks for it here, please keep it."))
    if len(note) > LONGEST_NOTE:
        raise Refused(_("That is long for a note: at most {most} letters, please.").format(most=LONGEST_NOTE))
    return note
