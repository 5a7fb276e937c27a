"""What is said and offered when an answer is not taken, or when an address fitted only in parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.conversation.screens import SHORT_LABEL_LENGTH, Button, label, shorten
from bot.conversation.translation import _, language
from bot.core import redaction
from bot.destinations import AddressRefused, FieldFault, address_form, normalise_address, place_of_code
from bot.handlers.customer.checkout import errors
from bot.handlers.customer.checkout.answers import Taken, fill
from bot.handlers.customer.checkout.checks import Refused, checked
from bot.handlers.customer.checkout.form import IN_BRACKETS, Draft, Form

A_VALUE = 60
"""Letters of a filled-in answer that are shown."""
A_TITLE = 40
Trouble = tuple[str, Refused]
"""A question that has to be asked again, and why."""


def tried_before(draft: Draft, field: str, refused: Refused) -> bool:
    """Notes down a name that no list knows; returns whether one was refused there before."""
    before = field in draft.unlisted
    if refused.unlisted:
        draft.unlisted = draft.unlisted | {field: refused.unlisted}
    return before and bool(refused.unlisted)


def ways_out(field: str, refused: Refused, base: str, again: bool) -> list[Button]:
    """Buttons below a refused answer, with routes below `base`; `again`: it is not the first one."""
    code = refused.postcode.replace(" ", "")
    if refused.region and code.isascii():
        return [Button(label(refused.region, SHORT_LABEL_LENGTH), f"{base}/region/{code}")]
    return [Button(_("Keep it as typed"), f"{base}/keep/{field}")] if again else []


def why_refused(refused: Refused, again: bool) -> str:
    """Why an answer is not taken, and what can be done about it."""
    if refused.region:
        more = _("Tap the region if the postcode is right, or type another postcode.")
    elif refused.unlisted and again:
        more = _("If “{name}” is really its name, keep it: the coordinator will look at it.")
        more = more.format(name=shorten(refused.unlisted, A_VALUE))
    else:
        more = ""
    return "\n".join(filter(None, [refused.why, more]))


def keep(form: Form, field: str) -> tuple[str, ...]:
    """Takes the name that no list knows as it was typed, marked for the coordinator."""
    name = form.draft.unlisted.get(field, "")
    if name and form.field(field) is not None:
        fill(form.draft, field, name)
        form.draft.unlisted = form.draft.unlisted | {field: name}
    return ()


def move_to_region(form: Form, postal_code: str) -> tuple[str, ...]:
    """Takes the postcode, and its region in place of the one given; returns what is filled in."""
    place, typed = place_of_code(form.to, postal_code), form.draft.address_typed
    if "country_area" not in place:
        return ()
    fill(form.draft, "country_area", place["country_area"])
    filled = ["country_area"]
    if not (_holds(form, "city", typed.get("city", "")) and _holds(form, "postal_code", postal_code)):
        _forget(form, "city")
        if "city" in place:
            fill(form.draft, "city", place["city"])
            filled.append("city")
    fill(form.draft, "postal_code", postal_code)
    return (*filled, "postal_code")


def _holds(form: Form, field: str, text: str) -> bool:
    """Whether this would be an answer to the question beside all that is given."""
    try:
        return form.field(field) is None or bool(checked(form, field, text))
    except Refused:
        return False


def trouble_of(form: Form, refused: Mapping[str, Refused] | None = None) -> Trouble | None:
    """The first question to ask again: refused of a pasted address, or in contradiction to another answer.

    Completes the address once all is answered.
    """
    for field in refused or ():
        if not _holds(form, field, form.draft.address_typed.get(field, "")):
            _forget(form, field)
    first = next((one for one in form.every if refused and one in refused), None)
    if refused and first is not None:
        return first, refused[first]
    return _other_region(form) or _as_a_whole(form)


def _other_region(form: Form) -> Trouble | None:
    """A postcode that lies in another region than the one that was given after it; it is asked again."""
    code = form.draft.address_typed.get("postal_code", "")
    try:
        if code and form.field("postal_code") is not None:
            checked(form, "postal_code", code)
    except Refused as refused:
        if refused.region:
            _forget(form, "postal_code")
            return "postal_code", refused
    return None


def _as_a_whole(form: Form) -> Trouble | None:
    draft = form.draft
    if form.next_missing() is not None or draft.address:
        return None
    try:
        draft.address = normalise_address(form.to, draft.address_typed, form.kept)
    except AddressRefused as refused:
        asked = [field.id for field in form.fields]
        first = next((one for one in refused.faults if one in asked), asked[-1])
        why = _reason(form, first, refused.faults.get(first, FieldFault.FORMAT))
        _forget(form, first)
        return first, why
    return None


def _reason(form: Form, field: str, fault: FieldFault) -> Refused:
    try:
        checked(form, field, form.draft.address_typed.get(field, ""))
    except Refused as refused:
        return refused
    return Refused(errors.fault_text(fault, ""))


def _forget(form: Form, field: str) -> None:
    typed = form.draft.address_typed
    form.draft.address_typed = {key: value for key, value in typed.items() if key != field}


def remark_on_address(form: Form, taken: Taken, asked: str) -> str:
    """What a pasted address has filled in, and what of it is not used; "" for a plain answer."""
    lines = []
    if set(taken.filled) - {asked}:
        lines = [_("Filled in from your message:"), *filled_lines(form, taken.filled)]
    if taken.left:
        parts = redaction.without_numbers(", ".join(shorten(one, A_VALUE) for one in taken.left))
        lines.append(_("Not used: {parts}").format(parts=parts))
    return "\n".join(lines)


def filled_lines(form: Form, fields: Iterable[str]) -> list[str]:
    """These answers with their questions, a line each."""
    labels = {one.id: one.label(language()) for one in address_form(form.to)}
    wordings = {one: form.wording(one) for one in fields}
    titles = {one: wording.title if wording else labels.get(one, one) for one, wording in wordings.items()}
    values = {one: shorten(" ".join(form.given(one).split()), A_VALUE) for one in titles}
    short = {one: shorten(IN_BRACKETS.sub("", title), A_TITLE) for one, title in titles.items()}
    return [f"{short[one]}: {value}" for one, value in values.items() if value]


def kept_lines(form: Form) -> list[str]:
    """Names that no list knows, for the coordinator to look at."""
    wordings = [(form.wording(one), name) for one, name in form.kept.items()]
    return [
        _("⚠ Not in our lists, kept as typed: {what} “{name}”").format(
            what=wording.title if wording else "–", name=shorten(name, A_VALUE)
        )
        for wording, name in wordings
    ]
