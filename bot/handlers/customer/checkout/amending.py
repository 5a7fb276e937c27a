"""Answers that a sentence names at any question of the form: what changed is told, the form stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language
from bot.destinations import address_form
from bot.handlers.customer.checkout import answers
from bot.handlers.customer.checkout.checks import Refused, checked
from bot.handlers.customer.checkout.form import IN_BRACKETS, NOTE, Form
from bot.handlers.customer.checkout.heard import Heard
from bot.handlers.customer.checkout.hearing import take_heard
from bot.handlers.customer.checkout.mending import A_TITLE, A_VALUE, filled_lines, remark_on_address


def given_now(form: Form) -> dict[str, str]:
    """Every answer as a screen shows it, before something changes."""
    return {one: form.given(one) for one in form.every}


def amended(form: Form, field: str, said: Heard) -> answers.Taken:
    """Fills in what the sentence names; a wish for whoever packs or delivers goes into the note."""
    taken = take_heard(form, field, said)
    keep_wishes(form, said.wishes)
    return taken


def keep_wishes(form: Form, wishes: Iterable[str]) -> None:
    """Adds wishes to the note, each once; one that a note may not hold, or has no room for, is left out."""
    for wish in wishes:
        note = form.draft.note or ""
        if wish not in note:
            with suppress(Refused):
                form.draft.note = checked(form, NOTE, f"{note}; {wish}" if note else wish)


def told(form: Form, before: Mapping[str, str], taken: answers.Taken, said: Heard, saved: bool = True) -> str:
    """What changed, each answer before and after; what is filled in for the first time; what is not used.

    Of a placed order's recipient nothing is `saved` before its button is tapped.
    """
    changed = [one for one in taken.filled if before.get(one, "") not in ("", form.given(one))]
    none = [one for one in said.spoken.emptied if one in taken.filled and one not in changed]
    same = [one for one in taken.filled if one not in (*changed, *none) and before.get(one, "")]
    fresh = tuple(one for one in taken.filled if one not in (*changed, *same, *none))
    lines = [_before_after(form, one, before.get(one, "")) for one in changed]
    head = _("Changed:") if saved else _("Not saved yet. Tap “Save” when all is right:")
    lines = [head, *lines] if lines else []
    already = [*filled_lines(form, same), *(_before_after(form, one, "") for one in none)]
    kept = [_("That is how it is already:"), *already] if already and not changed else []
    rest = remark_on_address(form, answers.Taken(filled=fresh, left=taken.left), "")
    return "\n".join(filter(None, [*lines, *kept, rest, told_wishes(form, said.wishes)]))


def told_wishes(form: Form, wishes: Iterable[str]) -> str:
    """That a wish stands in the note now; "" without one."""
    kept = [one for one in wishes if one in (form.draft.note or "")]
    if not kept:
        return ""
    return _("In the note to the seller: “{wish}”").format(wish=shorten("; ".join(kept), 200))


def _before_after(form: Form, field: str, before: str) -> str:
    wording, labels = form.wording(field), {one.id: one.label(language()) for one in address_form(form.to)}
    title = IN_BRACKETS.sub("", wording.title if wording else labels.get(field, field))
    if not before:
        return f"{shorten(title, A_TITLE)}: {shorten(form.given(field), A_VALUE) or '–'}"
    return _("{what}: {before} → {after}").format(
        what=shorten(title, A_TITLE),
        before=shorten(before, A_VALUE),
        after=shorten(form.given(field), A_VALUE) or "–",
    )
