"""Answers of a sentence: what it names, what of its rest may answer, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from bot.destinations import MobileRefused, check_mobile, gazetteer_of
from bot.handlers.customer.checkout.answers import SEVERAL_REGIONS, WHOLE, Taken, fill, fill_in, pasted_in
from bot.handlers.customer.checkout.checks import Refused, checked
from bot.handlers.customer.checkout.form import MOBILE, NAME, Form
from bot.handlers.customer.checkout.heard import Heard
from bot.handlers.customer.checkout.house_blocks import is_piece, within
from bot.handlers.customer.checkout.labels import called
from bot.handlers.customer.checkout.plain_answers import A_TELEPHONE, POSTCODE
from bot.handlers.customer.checkout.small_words import SMALL, is_sentence, words_of

MOST_NAME_WORDS = 6
SHORT_PIECE = 3
"""Words of what may be the first piece of a street."""
SENDING = frozenset({"ship", "send", "deliver", "to", "recipient"})
"""Words that lead to a recipient and say nothing of the address."""
LONGEST_REGION = 60


def take_heard(form: Form, field_id: str, said: Heard) -> Taken:
    """Fills in the answers that a sentence names, and what of its rest may answer."""
    rest = form.to.entry.address.rest
    said = _whole_street(said, rest)
    named = _by_lists(form, said.spoken.found)
    if rest in named:
        named[rest] = within(form.given(rest), named[rest])
    text = said.text
    if field_id == NAME or (not field_id and not form.given(NAME) and _leads_with_name(form, text)):
        text = _behind_name(named, text)
    if MOBILE in named:  # another telephone is nobody's street
        text = ", ".join(one for one in text.split(", ") if not _is_telephone(form, one))
    in_words = field_id == MOBILE and any(map(str.isalpha, text))
    elsewhere = not field_id or field_id in (*named, *WHOLE)
    asked = rest if said.passes or in_words or elsewhere else field_id
    pasted = pasted_in(form, asked, text, named) if text else None
    found = dict(pasted.found) if pasted and not pasted.country else {}
    left = [*pasted.left] if pasted else []
    if rest in found and not _is_street(form, found, said):
        left.append(found.pop(rest))
    if pasted is None:
        open_ones = [one for one in (asked, POSTCODE) if one not in named]
        alone = [
            one for one in open_ones if _answers_alone(form, one, text, said.spoken.addressed, bool(named))
        ]
        found |= dict.fromkeys(alone[:1], text)
    filled, refused = fill_in(form, found | named)
    emptied = [*said.spoken.emptied]
    if said.passes and may_pass(form, field_id) and field_id not in (*filled, *emptied):
        emptied.append(field_id)
    for one in emptied:
        fill(form.draft, one, none_of(form, one))
    return Taken(filled=(*filled, *said.spoken.emptied), refused=refused, left=tuple(left))


def _whole_street(said: Heard, street: str) -> Heard:
    """`jalannya No. 9, Section 5, Xinyi Road`: what stands behind the first piece belongs to it."""
    first = said.spoken.found.get(street, "")
    short = is_piece(first) or 0 < len(first.split()) <= SHORT_PIECE
    if not short or not any(map(str.isdigit, said.text)):
        return said
    others = {one: value for one, value in said.spoken.found.items() if one != street}
    spoken = replace(said.spoken, found=others, addressed=True)
    return replace(said, spoken=spoken, text=f"{first}, {said.text}")


def _is_telephone(form: Form, part: str) -> bool:
    """Whether a part holds another telephone number; a postcode of as many digits is none."""
    number = A_TELEPHONE.search(part)
    if number is None:
        return False
    with suppress(MobileRefused):
        return bool(check_mobile(form.to, number[0]))
    return number[0].startswith("+")


def is_region(form: Form, field_id: str, text: str) -> bool:
    """Whether the text is a region of the country that answers this question, whatever else it may say."""
    if field_id not in SEVERAL_REGIONS or len(text) > LONGEST_REGION:
        return False
    return any(one.field == field_id for one in gazetteer_of(form.to).find(text.strip()))


def may_pass(form: Form, field_id: str) -> bool:
    """Whether a question may stay without an answer, or has one for "there is none"."""
    wording = form.wording(field_id)
    return wording is not None and (wording.may_skip or bool(wording.none_word))


def leave_open(form: Form) -> None:
    """Leaves every question open that has no answer yet and may stay so."""
    for field_id in [one for one in form.every if not form.is_answered(one)]:
        wording = form.wording(field_id)
        if wording is not None and wording.may_skip:
            fill(form.draft, field_id, "")


def none_of(form: Form, field_id: str) -> str:
    """What is stored for "there is none": a sign where that is an answer, nothing where it is skipped."""
    asked = form.field(field_id)
    return asked.none_word if asked is not None else ""


def _by_lists(form: Form, found: Mapping[str, str]) -> dict[str, str]:
    """A region may be called by another question's word; the country's lists say which one it answers."""
    moved = {}
    for field_id, value in found.items():
        places = gazetteer_of(form.to).find(value) if field_id in SEVERAL_REGIONS else ()
        fields = [one.field for one in places if form.field(one.field) is not None]
        moved[field_id if not fields or field_id in fields else fields[0]] = value
    return moved


def _answers_alone(form: Form, field_id: str, text: str, addressed: bool, beside: bool) -> bool:
    """Whether what is left of a sentence answers a question that had no answer."""
    if not text or (form.field(field_id) is None and field_id not in (NAME, MOBILE)):
        return False
    if field_id == form.to.entry.address.rest:
        said_so = addressed or not form.given(field_id)
        return said_so and any(map(str.isdigit, text)) and not is_sentence(text)
    if form.given(field_id) or is_sentence(text) or "," in text:
        return False
    says_enough = any(map(str.isdigit, text)) or field_id == NAME
    plain = says_enough or (len(text.split()) > 1 and not beside)  # beside a name that is mended it is talk
    try:
        return (plain or bool(gazetteer_of(form.to).find(text))) and bool(checked(form, field_id, text))
    except Refused:
        return False


def _behind_name(named: dict[str, str], text: str) -> str:
    """What stands behind the name, which comes first where it is asked: `Nurhayati, Sohar, …`.

    What leads to it with a colon stays with the address, unless it says nothing (`ship to: …`).
    """
    first, comma, behind = text.partition(",")
    lead, _colon, name = first.rpartition(":")
    words = name.split()
    if NAME in named or not comma or not 0 < len(words) <= MOST_NAME_WORDS:
        return text
    if not all(word.replace(".", "").replace("'", "").replace("-", "").isalpha() for word in words):
        return text
    if is_sentence(name):
        return text
    named[NAME] = name.strip()
    says_more = any(word.casefold() not in SMALL | SENDING for word in words_of(lead))
    return f"{behind.strip()}, {lead.strip()}" if says_more else behind.strip()


def _leads_with_name(form: Form, text: str) -> bool:
    """Whether an address that nobody asked for begins with a name: words in capitals, none of an address."""
    words = text.partition(",")[0].rpartition(":")[2].split()
    of_form = called(form)
    capitals = len(words) > 1 and all(word[0].isupper() for word in words)
    return capitals and not any(word.casefold() in of_form for word in words)


def _is_street(form: Form, found: Mapping[str, str], said: Heard) -> bool:
    """Whether what is left is a street; it replaces another only where more says that it is an address."""
    street = form.to.entry.address.rest
    if form.given(street) and not any(map(str.isdigit, found[street])):
        return False
    if form.given(street):
        return said.spoken.addressed or len(found) > 1
    return any(map(str.isdigit, found[street])) or len(found) > 1
