"""Checks one answer of the checkout and brings it into the shape in which it is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping

import phonenumbers

from bot.conversation.translation import _, language
from bot.core import redaction
from bot.core.plain_text import plain_words
from bot.core.typed_signs import keyed
from bot.destinations import (
    Destination,
    Field,
    FieldFault,
    FieldRefused,
    IdentityRefused,
    MobileRefused,
    check_field,
    check_identity,
    check_mobile,
    gazetteer_of,
)
from bot.handlers.customer.checkout.errors import fault_text, mobile_fault, number_fault
from bot.handlers.customer.checkout.form import IN_BRACKETS, MOBILE, NAME, NOTE, Form
from bot.handlers.customer.checkout.plain_answers import LABELLED_NAME, NOBODY, is_landmark, plainly
from bot.handlers.customer.checkout.small_words import is_sentence, words_of

LONGEST_NAME = 80
LONGEST_NOTE = 500
REGIONS = frozenset({"country_area", "city", "city_area"})
FULL_STOP = re.compile(r"(?<=[A-Za-z]{3})\s*[.,;]+\s*$")
"""What ends a sentence behind the name of a region: `Doha.`."""
LETTERED = re.compile(r"[A-Za-z]{1,2}[ -]?\d{7,14}")


NUMBER_WORDS = re.compile(
    r"\b(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluh|belas|ratus|seratus|sepuluh|hundred|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
LABEL_ALONE = re.compile(r"\W*[^\W\d_]+\s*[:=]\s*")
"""A label with nothing behind it: `note:`."""
OF_THE_NAME = re.compile(
    r"\W*(?:nama\w*\s|penerima|recipient|receiver|pengirim|sender|(?:catatan|note)\W*$)", re.IGNORECASE
)
OF_A_PERSON = re.compile(r"(?<![\w+-])(?:[1-9]\d{9,17}|\d{6}-\d{7}|784-\d{4}-\d{7}-\d)(?![\w-])")
"""A number of as many digits as a person's has; a telephone number with its country may look like one."""


class Refused(Exception):
    """The answer is not taken; `why` says so in the language in force.

    `unlisted`: the answer, if only the country's list does not know it. `postcode`: the answer, if it is a
    postcode of another region than the one given, and `region` that region's name. `country`: the code of
    another country that the address names.
    """

    def __init__(
        self, why: str, *, unlisted: str = "", postcode: str = "", region: str = "", country: str = ""
    ) -> None:
        super().__init__(why)
        self.why = why
        self.unlisted = unlisted
        self.postcode = postcode
        self.region = region
        self.country = country


def checked(form: Form, field_id: str, text: str, beside: Mapping[str, str] | None = None) -> str:
    """The answer as it is stored. `beside` are answers that came with it. Raises Refused."""
    labelled = LABELLED_NAME.match(text)
    text = plainly(field_id, text)
    if field_id == NAME:
        return _name(form, text if labelled else _no_sentence(form, NAME, text))
    if field_id == NOTE:
        return _note(form, text)
    if field_id == MOBILE:
        return _mobile(form.to, text)
    field = form.field(field_id)
    if field is None:
        raise Refused(_("That is not asked for this country."))
    if field.is_number:
        return number(form, text)
    if field.answers:
        return _chosen(field, text)
    return _part(form, field, text if field.native else _no_sentence(form, field_id, text), beside or {})


def _no_sentence(form: Form, field_id: str, text: str) -> str:
    """The text, unless it is a sentence, or a name that was given before, where another answer is asked."""
    wording = form.wording(field_id)
    what = IN_BRACKETS.sub("", wording.title) if wording else ""
    known = any(one.field == field_id for one in gazetteer_of(form.to).find(text.strip()[:LONGEST_NAME]))
    if field_id != NAME and not any(map(str.isdigit, text)) and len(NUMBER_WORDS.findall(text)) > 1:
        raise Refused(_("Please write the number in digits, for example 261."))
    if _says_else(field_id, text) and not known:
        only = _("That reads like a sentence. Only this, please: {what}.").format(what=what)
        hint = _("(If that is really the name, type it as: name: …)") if field_id == NAME else ""
        raise Refused("\n".join(filter(None, [only, hint])))
    named = plain_words(form.draft.consignee_name or "")
    if field_id != NAME and named and plain_words(text) == named:
        raise Refused(_("We have the recipient's name. Only this is missing: {what}.").format(what=what))
    return text


def _says_else(field_id: str, text: str) -> bool:
    """Whether a text is said and answers nothing, or is something else than this question asks for."""
    has_digits, several = any(map(str.isdigit, text)), len(words_of(text)) > 1
    if field_id == NAME:
        numbered = has_digits and several and any(map(str.isalpha, text))  # "tambahin zone 69"
        said = is_sentence(text) or any(one.fullmatch(text) for one in (NOBODY, LABEL_ALONE))
        return numbered or (not has_digits and said)
    of_else = is_landmark(text) or OF_THE_NAME.match(text) is not None
    return not has_digits and (is_sentence(text) or of_else)


def _mobile(to: Destination, text: str) -> str:
    try:
        return check_mobile(to, text)
    except MobileRefused as refused:
        raise Refused(mobile_fault(refused, to)) from refused


def _part(form: Form, field: Field, text: str, beside: Mapping[str, str]) -> str:
    """One part of the address, stored as it was typed."""
    without_number(text)
    given = {**form.draft.address_typed, **beside}
    try:
        check_field(form.to, field.id, text, given)
    except FieldRefused as refused:
        raise _of_another_country(form, field, refused, text) or _refused(field, refused, text) from refused
    return as_typed(field, text)


def as_typed(field: Field, text: str) -> str:
    """The text with single blanks; in the country's own script the lines stay."""
    if text.strip() == "-":
        return "-"
    text = FULL_STOP.sub("", text) if field.id in REGIONS else text
    lines = (" ".join(line.split()) for line in text.splitlines())
    return ("\n" if field.native else " ").join(line for line in lines if line)


def _of_another_country(form: Form, field: Field, refused: FieldRefused, text: str) -> Refused | None:
    """A postcode of a form that only one other country has, such as `160-0022`."""
    if field.id != "postal_code" or refused.code is not FieldFault.FORMAT:
        return None
    fitting = [one for one in form.countries if _is_postcode_of(one, keyed(text).strip().upper())]
    if len(fitting) != 1:
        return None
    told = _("That looks like a postcode in {there}. In {here} it looks like {example}.")
    there, here = fitting[0].name(language()), form.to.name(language())
    return Refused(told.format(there=there, here=here, example=refused.example))


def _is_postcode_of(country: Destination, text: str) -> bool:
    regex = country.entry.address.postal_code.regex
    return bool(regex and re.fullmatch(regex, text))


def _refused(field: Field, refused: FieldRefused, text: str) -> Refused:
    typed = as_typed(field, text)
    if refused.code is FieldFault.NOT_OF_REGION and refused.near:
        region, other = refused.near
        told = _("Postcode {code} is in {region}, not in {other}.")
        told = told.format(code=typed, region=region, other=other)
        return Refused(told, postcode=typed, region=region)
    why = fault_text(refused.code, refused.example, refused.near)
    return Refused(why, unlisted=typed if refused.code is FieldFault.NOT_IN_LIST else "")


def _chosen(field: Field, text: str) -> str:
    answer = field.answer(text)
    if answer is None:
        several = " / ".join(one.label(language()) for one in field.answers)
        raise Refused(_("Please tap one of the answers, or type it: {answers}").format(answers=several))
    return answer.id


def number(form: Form, text: str) -> str:
    """The identity number in its usual shape. No refusal repeats the typed text."""
    asked = next(one for one in form.to.entry.identity if form.number and one.id == form.number.id)
    try:
        return check_identity(asked, text)
    except IdentityRefused as refused:
        raise Refused(number_fault(refused)) from None


def is_number(form: Form, text: str) -> bool:
    """Whether the text is the identity number that the form asks."""
    try:
        return form.number is not None and bool(number(form, text))
    except Refused:
        return False


def _name(form: Form, text: str) -> str:
    name, own = redaction.readable(text), form.to.entry.address.name
    without_number(name)
    if not any(one.isalpha() for one in name):
        raise Refused(_("Please write the name in letters."))
    if own is not None and own.latin and not any(one.isascii() and one.isalpha() for one in name):
        raise Refused(
            _("Please write the name in Latin letters first, like {example}.").format(example=own.example)
        )
    if len(name) > LONGEST_NAME:
        raise Refused(_("That is long for a name: at most {most} letters, please.").format(most=LONGEST_NAME))
    return name


def without_number(text: str) -> None:
    """Raises Refused for a text with an identity number that nobody asked for."""
    if LETTERED.fullmatch(keyed(text).strip()) or redaction.carries_number(text):
        raise Refused(_("That looks like an identity number. Nobody asks for it here, please keep it."))


def _is_telephone(digits: str) -> bool:
    """Whether the digits are a telephone number with the code of its country."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def _note(form: Form, text: str) -> str:
    """The note, without identity numbers: it is printed."""
    note = redaction.readable(text)
    without_number(note)
    if any(not _is_telephone(one[0]) for one in OF_A_PERSON.finditer(note)):
        raise Refused(_("That looks like an identity number. Nobody asks for it here, please keep it."))
    if form.number is not None and any(is_number(form, word) for word in note.split()):
        raise Refused(_("That looks like an identity number. Nobody asks for it here, please keep it."))
    if len(note) > LONGEST_NOTE:
        raise Refused(_("That is long for a note: at most {most} letters, please.").format(most=LONGEST_NOTE))
    return note
