"""The questions of the checkout: their words, and what an answer fills in, also beyond its own question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.conversation.words import _, language
from bot.destinations import (
    Destination,
    Field,
    FieldRefused,
    MobileRefused,
    address_form,
    check_field,
    check_mobile,
    mobile_question,
)
from bot.orders import Order

NAME, MOBILE, NOTE = "name", "mobile", "note"
LONGEST_NAME = 80
LONGEST_NOTE = 500
LABELLED = re.compile(r"^\s*([\w ./-]{2,24}?)\s*[:=]\s*(.+)$")
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
class Wording:
    """A question as it is put."""

    title: str
    why: str
    example: str = ""
    may_skip: bool = False
    none_word: str = ""

    @property
    def body(self) -> str:
        """Why it is asked, and what an answer looks like."""
        return "\n".join(filter(None, [self.why, self.example]))


def next_missing(to: Destination, draft: Order) -> str | None:
    """What is still to be asked, in order; None when all is known."""
    if not draft.consignee_name:
        return NAME
    if not draft.mobile:
        return MOBILE
    for field in address_form(to):
        if field.id not in draft.address_typed:
            return field.id
    return NOTE if draft.note is None else None


def before(to: Destination, field: str) -> str | None:
    """The question that stands before this one; None before the first."""
    every = [NAME, MOBILE, *(one.id for one in address_form(to)), NOTE]
    at = every.index(field) if field in every else 0
    return every[at - 1] if at else None


def given(draft: Order, field: str) -> str:
    """What was answered to a question so far; "" when nothing was, or it was left open."""
    if field == NAME:
        return draft.consignee_name or ""
    if field == MOBILE:
        return draft.mobile or ""
    return (draft.note or "") if field == NOTE else draft.address_typed.get(field, "")


def wording(to: Destination, field: str, draft: Order) -> Wording | None:
    """How a question is put; None when this destination does not ask it."""
    if field == NAME:
        return Wording(_("Recipient's name"), _("The full name as on their papers or on the door."))
    if field == MOBILE:
        return _field_wording(mobile_question(to))
    if field == NOTE:
        body = _("Anything the seller should know? For example a size or a colour.")
        return Wording(_("Note to the seller"), body, may_skip=True)
    found = next((one for one in address_form(to) if one.id == field), None)
    return _field_wording(found) if found else None


def _field_wording(field: Field) -> Wording:
    example = _("For example: {example}").format(example=field.example) if field.example else ""
    return Wording(
        field.label(language()), field.why(language()), example, not field.required, field.none_word
    )


def take(to: Destination, draft: Order, field: str, text: str) -> None:
    """Takes an answer, and whatever else arrived with it. Raises Refused, and has then taken nothing."""
    answers = dict(_sorted_out(to, draft, field, text))
    taken = [(one, _checked(to, draft, one, given)) for one, given in answers.items()]
    for one, value in taken:
        _fill(draft, one, value)


def _sorted_out(to: Destination, draft: Order, field: str, text: str) -> Iterator[tuple[str, str]]:
    """Which question each line of a message answers."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or field == NOTE:
        yield field, text
        return
    form = address_form(to)
    asked = {NAME, MOBILE, NOTE} | {one.id for one in form}
    rest: list[str] = []
    given: dict[str, str] = {}
    for line in lines:
        name, value = _labelled(line, asked, form)
        if not name and MOBILE not in given and _is_mobile(to, line):
            name = MOBILE
        elif not name and "postal_code" in asked - set(given) and _is_postal_code(to, line):
            name = "postal_code"
        if name:
            given[name] = value
        else:
            rest.append(value)
    yield from given.items()
    if field not in given and rest:
        yield field, rest.pop(0)
    street = "street_address"
    if rest and street in asked and street not in given and field != street:
        yield street, ", ".join(rest)


def _labelled(line: str, asked: set[str], form: Sequence[Field]) -> tuple[str, str]:
    found = LABELLED.match(line)
    if not found:
        return "", line.strip()
    called = found[1].strip().casefold()
    by_label = [field.id for field in form if called in f"{field.label_id} / {field.label_en}".casefold()]
    by_name = [name for name, words in NAMED.items() if called in words and name in asked]
    known = by_name or by_label
    return (known[0], found[2].strip()) if known else ("", line.strip())


def _is_mobile(to: Destination, line: str) -> bool:
    try:
        return bool(check_mobile(to, line))
    except MobileRefused:
        return False


def _is_postal_code(to: Destination, line: str) -> bool:
    try:
        return bool(check_field(to, "postal_code", line))
    except (FieldRefused, KeyError):
        return False


def _checked(to: Destination, draft: Order, field: str, text: str) -> str:
    if field == NAME:
        return _name(text)
    if field == NOTE:
        return _note(text)
    try:
        if field == MOBILE:
            return check_mobile(to, text)
        check_field(to, field, text, draft.address_typed)
    except MobileRefused as refused:
        raise Refused(_mobile_fault(refused, to)) from refused
    except FieldRefused as refused:
        near = ", ".join(refused.near)
        raise Refused(fault_text(refused.code, refused.example, near)) from refused
    except KeyError as unknown:
        raise Refused(_("That is not asked for this country.")) from unknown
    return " ".join(text.split()) if text.strip() != "-" else "-"


def _fill(draft: Order, field: str, value: str) -> None:
    if field == NAME:
        draft.consignee_name = value
    elif field == MOBILE:
        draft.mobile = value
    elif field == NOTE:
        draft.note = value
    else:
        draft.address_typed = draft.address_typed | {field: value}
        draft.address = {}


def readable(text: str) -> str:
    """The text on one line, without signs that cannot be seen or that turn its direction."""
    kept = (one for one in text if unicodedata.category(one) not in ("Cf", "Cc", "Cs", "Co") or one == "\n")
    return " ".join("".join(kept).split())


def _name(text: str) -> str:
    name = readable(text)
    if not any(one.isalpha() for one in name):
        raise Refused(_("Please write the name in letters."))
    if len(name) > LONGEST_NAME:
        raise Refused(_("That is long for a name: at most {most} letters, please.").format(most=LONGEST_NAME))
    return name


def _note(text: str) -> str:
    note = readable(text)
    if len(note) > LONGEST_NOTE:
        raise Refused(_("That is long for a note: at most {most} letters, please.").format(most=LONGEST_NOTE))
    return note


def _mobile_fault(refused: MobileRefused, to: Destination) -> str:
    country = to.name(language())
    if refused.code == "not_of_destination":
        text = _("That number is not from {country}. The courier needs one there, like {example}.")
    elif refused.code == "not_a_mobile":
        text = _("That is no mobile number in {country}. It looks like {example}.")
    else:
        text = _("I cannot read that as a mobile number in {country}. It looks like {example}.")
    return text.format(country=country, example=refused.example)


def fault_text(code: str, example: str, near: str = "") -> str:
    """Why a part of an address is not taken, and what it looks like."""
    texts = {
        "required": _("This is needed for the parcel to arrive."),
        "not_text": _("Please type it in letters or digits."),
        "too_long": _("That is too long for an address label."),
        "format": _("That does not look right."),
        "not_in_list": _("I do not know that place there."),
        "ambiguous": _("There are several places of that name. Which one?"),
        "not_of_region": _("That postcode belongs to another area."),
    }
    why = texts.get(code, _("That does not look right."))
    if near:
        return _("{why} Did you mean: {near}?").format(why=why, near=near)
    return _("{why} For example: {example}").format(why=why, example=example) if example else why
