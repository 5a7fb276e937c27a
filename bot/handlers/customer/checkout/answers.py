"""Answers of the checkout: which questions a typed text fills in, and why it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation.translation import _, language
from bot.core import redaction
from bot.destinations import (
    NATIVE_LINES,
    NATIVE_NAMES,
    MobileRefused,
    Pasted,
    address_form,
    check_mobile,
    gazetteer_of,
    has_native_letters,
    read_pasted,
)
from bot.handlers.customer.checkout.checks import LETTERED, Refused, checked, is_number
from bot.handlers.customer.checkout.form import MOBILE, NAME, NOTE, Draft, Form
from bot.handlers.customer.checkout.labels import called
from bot.handlers.customer.checkout.plain_answers import plainly

LONGEST_LONE_NAME = 4  # words
SEVERAL_REGIONS = ("country_area", "city", "city_area")
WHOLE = (NOTE, *NATIVE_NAMES)
"""Questions to which a text is one answer, however many lines it has."""
FIRST = (NAME, MOBILE, "country_area", "city", "city_area")
"""Regions are checked before the postcode, which is checked against them."""
BEHIND_LABEL = re.compile(r"^[^:=：]{2,24}[:=：]\s*")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an answer.

    `number`: the identity number that it held, which is not stored in the draft, or "". `left_out`: it held
    one that nobody asked for; it is stored nowhere. Of a pasted address, `filled` are the questions that it
    answered, `refused` those whose answer is not taken, and `left` are its parts that answer none.
    """

    number: str = ""
    left_out: bool = False
    filled: tuple[str, ...] = ()
    refused: Mapping[str, Refused] | None = None
    left: tuple[str, ...] = ()


def take(form: Form, field_id: str, text: str) -> Taken:
    """Fills in an answer and whatever else came with it.

    Raises Refused, before it changes anything, if nothing of the text can be taken.
    """
    several = "\n" in text.strip() and not _is_whole(field_id, text)
    bare, number, left_out = _without_numbers(form, text) if several else (plainly(field_id, text), "", False)
    pasted = pasted_in(form, field_id, bare) if bare.strip() or not number else Pasted({})
    if pasted is None:
        one = _one(form, field_id, bare if several else text)
        return replace(one, number=one.number or number, left_out=left_out)
    if pasted.country:
        raise Refused(_elsewhere(form, pasted.country), country=pasted.country)
    filled, refused = fill_in(
        form, _streets_only(form, field_id, pasted.found) if not several else pasted.found
    )
    if not filled and not number and refused:
        raise refused.get(field_id, next(iter(refused.values())))
    return Taken(number, left_out, filled, refused, pasted.left)


def _one(form: Form, field_id: str, text: str) -> Taken:
    field = form.field(field_id)
    value = checked(form, field_id, text)
    if field is not None and field.is_number:
        return Taken(value)
    fill(form.draft, field_id, value)
    return Taken()


def pasted_in(form: Form, field_id: str, text: str, beside: Mapping[str, str] | None = None) -> Pasted | None:
    """The answers in a text with several of them; None if it is one answer to this question."""
    field = form.field(field_id)
    chosen = field is not None and (field.is_number or bool(field.answers))
    if _is_whole(field_id, text) or (chosen and "\n" not in text.strip()):
        return None
    given = {**form.draft.address_typed, NAME: form.draft.consignee_name, MOBILE: form.draft.mobile}
    given |= beside or {}
    return read_pasted(form.to, form.country_of, text, field_id, given)


def _is_whole(field_id: str, text: str) -> bool:
    """Whether the text is one answer, however many lines it has."""
    return field_id in WHOLE or (field_id == NATIVE_LINES and has_native_letters(text))


def _streets_only(form: Form, field_id: str, found: Mapping[str, str]) -> dict[str, str]:
    """Without a street that is the name of a region, or a word for one: `kota, hsinchu city`."""
    street = form.to.entry.address.rest
    value = found.get(street, "")
    other = value.casefold() in called(form) or bool(value and gazetteer_of(form.to).find(value))
    return {one: said for one, said in found.items() if one != street or field_id == street or not other}


def _elsewhere(form: Form, iso2: str) -> str:
    there, here = form.countries.name(iso2, language()), form.to.name(language())
    return _("This address names {there}, but the order goes to {here}.").format(there=there, here=here)


def fill_in(form: Form, found: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, Refused]]:
    """Fills in each answer that holds; returns what was filled in, and what was refused and why."""
    extra = [field for field in form.fields if field.is_number or field.answers]
    asked = address_form(form.to, {**form.draft.address_typed, **found})
    wide = replace(form, fields=[*asked, *extra])
    beside, filled, refused = dict(found), [], {}
    for field_id in sorted(found, key=lambda one: FIRST.index(one) if one in FIRST else len(FIRST)):
        try:
            fill(form.draft, field_id, checked(wide, field_id, found[field_id], beside))
            filled.append(field_id)
        except Refused as why:
            beside.pop(field_id)
            refused[field_id] = why
    return tuple(one for one in wide.every if one in filled), refused


def take_what_fits(form: Form, text: str) -> Taken:
    """Fills in what fits from lines that nobody asked for; what does not is left over.

    An identity number is neither filled in nor told: it has a question of its own.
    """
    bare, _number, _left_out = _without_numbers(form, text)
    pasted = pasted_in(form, "", bare) or Pasted(_lone(form, bare))
    if pasted.country:
        return Taken(left=tuple(bare.splitlines()))
    found, street = dict(pasted.found), form.to.entry.address.rest
    nowhere = [found.pop(street)] if not any(map(str.isdigit, found.get(street, "0"))) else []
    filled, refused = fill_in(form, found)
    return Taken(filled=filled, left=(*pasted.left, *nowhere, *(found[one] for one in refused)))


def _lone(form: Form, line: str) -> dict[str, str]:
    """A line without a label is a name only when it looks like one, and a street only with a number."""
    first, _comma, rest = line.strip().partition(",")
    if first and len(first.split()) <= LONGEST_LONE_NAME and first.replace(" ", "").isalpha():
        return {NAME: first, **({form.to.entry.address.rest: rest.strip()} if rest.strip() else {})}
    return {form.to.entry.address.rest: line.strip()}


def _without_numbers(form: Form, text: str) -> tuple[str, str, bool]:
    """The lines without identity numbers, the one that is asked, and whether another one is left out."""
    lines, number, left_out = [], "", False
    for line in text.splitlines():
        value = BEHIND_LABEL.sub("", line.strip())
        if _is_mobile(form, value) or _has_its_form(form, value) or "://" in line:
            lines.append(line)
        elif not number and is_number(form, value):
            number = checked(form, form.number.id if form.number else "", value)
        elif redaction.NUMBER.search(line) or LETTERED.fullmatch(value):
            left_out = True
        else:
            lines.append(line)
    return "\n".join(lines), number, left_out


def _is_mobile(form: Form, text: str) -> bool:
    try:
        return bool(check_mobile(form.to, text))
    except MobileRefused:
        return False


def _has_its_form(form: Form, text: str) -> bool:
    """Whether it is the number of another question: a Makani has as many digits as a passport."""
    patterns = [entry.pattern for entry in form.to.entry.address.fields if entry.pattern]
    packed = text.replace(" ", "").upper()
    return any(map(str.isdigit, packed)) and any(re.fullmatch(one, packed) for one in patterns)


def fill(draft: Draft, field_id: str, value: str) -> None:
    """Stores an answer that was checked."""
    if field_id == NAME:
        draft.consignee_name = value
    elif field_id == MOBILE:
        draft.mobile = value
    elif field_id == NOTE:
        draft.note = value
    else:
        draft.address_typed = draft.address_typed | {field_id: value}
        draft.unlisted = {key: name for key, name in draft.unlisted.items() if key != field_id}
        draft.address = {}
