"""A question about a question of the form: what it is, an example, and whether it may be left out."""

from __future__ import annotations

import re

from bot.conversation.translation import _
from bot.handlers.customer.checkout.form import MOBILE, NAME, NOTE, Form, Wording
from bot.handlers.customer.checkout.labels import called
from bot.handlers.customer.checkout.small_words import SMALL, clauses, words_of

ASKS = re.compile(
    r"\b(?:apa|apaan|opo|nopo|what|what's|whats|buat apa|kanggo opo|maksud\w*|pripun|piye|gimana|wajib|harus"
    r"|perlu|kudu|required|optional|necessary|mandatory|need)\b",
    re.IGNORECASE,
)
FOR_WHAT = re.compile(
    r"\b(?:(?:ini|itu|iku|niku|this|that) (?:buat|untuk|kanggo|kangge|for)?\s*(?:apa|opo|nopo|what)"
    r"|(?:buat|untuk|kanggo|kangge) (?:apa|opo|nopo)|what(?:'s| is) (?:this|that|it)(?: for)?|what for"
    r"|apa (?:itu|ini)|(?:opo|nopo) (?:iku|niku)|(?:maksud\w*|artinya) (?:apa|opo|nopo|gimana)"
    r"|wajib(?: ta| kah| ga| gak)?|(?:harus|kudu|wajib) (?:di)?isi\w*|is it required|do i need)\b",
    re.IGNORECASE,
)
SPOKEN_TO = frozenset(
    ["kak", "mbak", "mas", "min", "pak", "bu", "bang", "bro", "sis", "to", "ta", "ya", "sih", "eh"]
)
LONGEST = 14
"""Words of the longest question about one of the form's."""


def asked_about(form: Form, field: str, text: str) -> str:
    """The question of the form that a text asks about: one that it names, else the open one; "" for none."""
    words = words_of(text)
    if not words or len(words) > LONGEST or not ("?" in text or ASKS.search(text)):
        return ""
    named = _named(form, text) if field != NOTE else None
    if named:
        bare = {word.casefold() for word in words} - SMALL
        about = bool(ASKS.search(text)) or len(bare) <= len(words_of(named[1])) + 1
        return named[0] if about else ""
    return field if any(FOR_WHAT.fullmatch(_plain(one)) for one in clauses(text)) else ""


def _plain(clause: str) -> str:
    """The clause without those whom it speaks to."""
    return " ".join(word for word in words_of(clause) if word.casefold() not in SPOKEN_TO).casefold()


def _named(form: Form, text: str) -> tuple[str, str] | None:
    """The question that a text names, and by which word; a name or a telephone is asked about otherwise."""
    words = dict(called(form))
    for one in form.fields:
        for title in (one.label_id, one.label_en):
            for name in re.findall(r"ez ?way|plat biru|blue plate|katakana", title.casefold()):
                words[name] = one.id
    own = {one: word for one, word in words.items() if word not in (NAME, MOBILE, NOTE)}
    for word in sorted(own, key=len, reverse=True):
        if re.search(rf"\b{re.escape(word)}(?:nya|ne|e)?\b", text, re.IGNORECASE):
            return own[word], word
    return None


def explained(form: Form, field: str, shown: str) -> str:
    """What a question is for, an example, and whether it may be left out; `shown` is the one below it."""
    wording = form.wording(field)
    if wording is None:
        return ""
    other = [wording.title, wording.why] if field != shown else ["", ""]  # else they stand below
    asked = form.field(field)
    left_out = "" if asked is not None and asked.answers else _left_out(wording)
    lines = [other[0], _of_field(field), other[1], wording.example, left_out]
    return "\n".join(filter(None, lines))


def _of_field(field: str) -> str:
    known = {
        "po_box": _(
            "A P.O. box is a numbered letter box at the post office; employers and offices often have one."
        ),
        "map_pin": _("In Google Maps, hold a finger on the house, then share: that link is it."),
        "zone_no": _("The blue plate hangs at the wall by the door or the gate of the house."),
        "postal_code": _("The postcode is the number of the area, for the post."),
        "unit": _("The unit is the number of your own door in a large building."),
        "unit_no": _("The unit is the number of your own door in a large building."),
        "native_lines": _("The same address in the letters of the country, as on a letter or a card."),
    }
    return known.get(field, "")


def _left_out(wording: Wording) -> str:
    if wording.may_skip:
        return _("It may be left out: type “skip”.")
    if wording.none_word:
        return _("If there is none, type “none”.")
    return _("We need this one, so that the parcel arrives.")
