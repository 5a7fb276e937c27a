"""What a text says at a question of the form, beside its answer: that there is none, a wish, chatter."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.destinations import (
    FieldRefused,
    MobileRefused,
    check_field,
    check_mobile,
    gazetteer_of,
    has_native_letters,
)
from bot.handlers.customer.checkout.form import MOBILE, NAME, NOTE, Form, skips
from bot.handlers.customer.checkout.house_blocks import with_number
from bot.handlers.customer.checkout.labels import called
from bot.handlers.customer.checkout.notes import note_said
from bot.handlers.customer.checkout.plain_answers import (
    A_TELEPHONE,
    LABELLED_NAME,
    LONGEST_SENTENCE,
    POSTCODE,
    is_landmark,
)
from bot.handlers.customer.checkout.said_telephones import CORRECTS
from bot.handlers.customer.checkout.small_words import SMALL, clauses, core, is_sentence, words_of
from bot.handlers.customer.checkout.spoken import Spoken, spoken_in

NONE = re.compile(
    r"\b(?:ga|gak|g|nggak|ngga|enggak|engga|tidak|tdk|ndak|mboten|ora|belum|blm)\s?"
    r"(?:ada|punya|gadhah|wonten|duwe|ono|usah|perlu|tau|tahu|apal|hafal|ngerti|ngertos|ngasih)\b"
    r"|\b(?:gada|gaada|gapunya|gausah|gakusah|gatau|gaktau)\b|\bno (?:name|idea|need|unit|building|po box)\b"
    r"|\b(?:don'?t|doesn'?t|haven'?t) (?:have|know|need)\b|\bthere(?:'s| is) none\b|\bnone\b|\bno such\b",
    re.IGNORECASE,
)
TO_THE_DOOR = re.compile(
    r"\b(?:di)?(?:ant[ae]r|kirim)(?:in|kan)?\b.*\b(?:rumah|alamat|omah|kos|mes)\b", re.IGNORECASE
)
PICK_UP = "store_pickup"
WISH = re.compile(
    r"\b(?:tolong|tulung|please|pls|jangan|jgn|ojo|mohon|minta|nyuwun|don'?t|do not|"
    r"kurir\w*|courier|(?-i:titip\w*)|"
    r"dipisah\w*|dibungkus\w*)\b",
    re.IGNORECASE,
)
OF_THE_FORM = re.compile(
    r"\b(?:(?:di)?(?:betul|benar|ganti|ubah|hapus|perbaik)\w*|baris|nama\w*|alamat\w*|skip|lewat\w*|bantu|dibantu)\b",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(r"(?:^|\s)[\"“”']?\b(?:bukan|dudu|sanes|ampun|not)\b.*$", re.IGNORECASE)
NOT_BUT = re.compile(
    r"(?<!do )(?<!does )(?<!did )\b(?:bukan|dudu|sanes|not)\b[^,;\n]{1,60}?,?\s+"
    r"(?:tapi|tp|tetapi|but|melainkan|nanging)\b",
    re.IGNORECASE,
)
NOT_THIS = re.compile(
    r"[\s,(]+(?:bukan|dudu|sanes|not)\s+(?:no\.?\s*)?"
    r"(?:\+?\d[\d -]{5,}|\d+[^,;\n]{0,60}|no\.[^,;\n]{0,60})\)?",
    re.IGNORECASE,
)
"""A number, or an address that begins with one, that is denied behind the one that is meant."""
NUMBERS = re.compile(r"(?:[A-Za-z]{1,2} ?)?\d[\d -]{1,8}\d")
SHORTEST_WISH = 2
"""Words of a wish that say something."""
MOST_AROUND = 2
"""Small words around what may be an answer beside one that is named."""
LONGEST_NONE = 12
"""Words of the longest clause that says that there is none."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says at a question: answers that it names, what else may be one, and what goes beside.

    `passes`: a clause says that there is none, or passes over. `wishes` are for whoever packs or delivers.
    """

    spoken: Spoken
    text: str
    passes: bool = False
    wishes: tuple[str, ...] = ()

    @property
    def notes(self) -> bool:
        """Whether it names the note, in which goods are none that are ordered."""
        return NOTE in self.spoken.found or NOTE in self.spoken.emptied

    @property
    def names(self) -> bool:
        """Whether it answers questions that it names."""
        return bool(self.spoken.found or self.spoken.emptied)


def heard(form: Form, field: str, text: str) -> Heard:
    """What one line says at this question; lines of a form are read as such."""
    asked = form.field(field)
    short = len(text) <= LONGEST_SENTENCE
    if short and (asked is None or not asked.is_number) and (note := note_said(text)) is not None:
        return Heard(Spoken(found={NOTE: note}) if note else Spoken(emptied=(NOTE,)), "")
    if "\n" in text.strip() or (asked is not None and asked.is_number):
        return Heard(Spoken(rest=text), text)
    if _is_plain(form, field, text):
        return Heard(Spoken(rest=text), text)
    exchanged, rest_of_text = _exchanged(form, text)
    spoken = _lone_telephone(form, field, spoken_in(form, _meant(rest_of_text), field))
    spoken = replace(spoken, found=exchanged | spoken.found)
    named = bool(spoken.found or spoken.emptied)
    if field == NOTE and not named:
        return Heard(spoken, text)
    rest, whole = _whole_wish(spoken.rest)
    every = clauses(rest)
    none = [one for one in every if _passes(one, text, field)]
    wishes = [one for one in every if one not in none and _is_wish(one) and "?" not in text] + whole
    plain = len(every) == 1 and not is_sentence(text) and not text.isupper() and not TAKEN_BACK.search(text)
    if not named and not none and not wishes and (plain or not _has_small(text)):
        return Heard(spoken, text)
    asking = [one for one in every if f"{one}?" in text]
    left = [one for one in every if one not in (*none, *wishes, *asking)]
    if named:  # beside answers that are named, what is only said holds no other one
        left = [one for one in left if len(words_of(one)) - len(words_of(core(one))) <= MOST_AROUND]
    return Heard(spoken, _answers(form, field, left), bool(none), tuple(wishes))


def _is_plain(form: Form, field: str, text: str) -> bool:
    """Whether the text is one answer as it stands, whatever words it has.

    So is what somebody labels as the name, an address of the net, and a note that corrects nothing.
    """
    labelled = field == NAME and LABELLED_NAME.match(text) is not None
    too_long = len(text) > LONGEST_SENTENCE
    of_net = ("@" in text or "://" in text) and " " not in text.strip()
    return too_long or labelled or of_net or (field == NOTE and not _corrects(form, text))


def _corrects(form: Form, text: str) -> bool:
    """Whether a clause names an answer and corrects it; `salah satu buat Budi, hp 0912…` is a note."""
    names = re.compile("|".join(map(re.escape, called(form))), re.IGNORECASE)
    parts = re.split(r"[,;.\n]", text)
    return any(CORRECTS.search(one) and names.search(one) for one in parts)


def _exchanged(form: Form, text: str) -> tuple[dict[str, str], str]:
    """`jalannya Lane 102 bukan 120`: the given street with the other number, and the text without that."""
    street = form.to.entry.address.rest
    value = form.given(street) if form.field(street) is not None else ""
    changed = with_number(value, text) if value else None
    if changed is None:
        return {}, text
    start, end = changed[1]
    return {street: changed[0]}, f"{text[:start]} {text[end:]}".strip()


def _meant(text: str) -> str:
    """The text without what it says that is not meant: `No. 88 bukan No. 12`, `bukan X tapi Y`."""
    text = NOT_BUT.sub(" ", text)
    return NOT_THIS.sub("", text)


def _lone_telephone(form: Form, field: str, spoken: Spoken) -> Spoken:
    """A telephone number at a question for words answers that for one."""
    asked = form.field(field)
    for_words = field == NAME or field in ("country_area", "city", "city_area")
    if not for_words or MOBILE in spoken.found or (asked is not None and asked.native):
        return spoken
    for one in clauses(spoken.rest):
        number = _number_behind(one) if field == NAME else core(one)
        with suppress(MobileRefused):
            if A_TELEPHONE.fullmatch(number) and check_mobile(form.to, number):
                rest = spoken.rest.replace(number, "", 1).strip(" ,.")
                return replace(spoken, found={**spoken.found, MOBILE: number}, rest=rest)
    return spoken


def _number_behind(clause: str) -> str:
    """The telephone number at the end of a clause: `Siti Aminah 0912345678`."""
    inner = core(clause) or clause
    match = A_TELEPHONE.search(inner)
    return match[0] if match and match.end() == len(inner) else ""


def _has_small(text: str) -> bool:
    return any(word.casefold() in SMALL for word in words_of(text))


def _passes(clause: str, text: str, field: str) -> bool:
    words = words_of(clause)
    if len(words) > LONGEST_NONE or any(map(str.isdigit, clause)) or f"{clause}?" in text:
        return False
    if field == PICK_UP and TO_THE_DOOR.search(clause):
        return True
    return bool(NONE.search(clause)) or any(skips(word) for word in words)


def _whole_wish(text: str) -> tuple[str, list[str]]:
    """The text without a wish that goes on behind a colon: `tolong dipisah per orang: dedi 2, heri 4`."""
    before, colon, _behind = text.partition(":")
    lead = clauses(before)[-1:] if colon else []
    if not lead or not _is_wish(lead[0]):
        return text, []
    at = text.rfind(lead[0], 0, len(before))
    return text[:at].strip(" ,."), [text[at:].strip()]


def _is_wish(clause: str) -> bool:
    """Whether it asks something of whoever packs or delivers, and nothing of the form itself."""
    said = [word for word in words_of(clause) if word.casefold() not in SMALL]
    return bool(WISH.search(clause)) and len(said) >= SHORTEST_WISH and not OF_THE_FORM.search(clause)


def _answers(form: Form, field: str, left: list[str]) -> str:
    """What may answer in these clauses, without what is only said."""
    cores = [(one, core(TAKEN_BACK.sub("", one), field == NAME)) for one in left]
    kept = [one for one in cores if one[1]]
    if field not in ("", form.to.entry.address.rest) and len(kept) > 1:  # "27 bu, di samping masjid"
        kept = [one for one in kept if not is_landmark(one[0])] or kept
    if len(kept) > 1:  # "nanti yg ditelpon temen saya": one word of a sentence is no answer beside another
        kept = [
            one for one in kept if not is_sentence(one[0]) or " " in one[1] or any(map(str.isdigit, one[1]))
        ]
    text = ", ".join(one[1] for one in kept)
    if field == POSTCODE:
        code = next((one for one in NUMBERS.findall(text) if _holds(form, one)), text)
        return text if _is_more(text.replace(code, "", 1)) else code
    return _name_apart(form, text) if field == NAME and not has_native_letters(text) else text


def _is_more(text: str) -> bool:
    """Whether an address stands beside a postcode: several parts, with a number."""
    return "," in text.strip(" ,") and any(map(str.isdigit, text))


def _holds(form: Form, code: str) -> bool:
    """Whether it has the form of a postcode there."""
    try:
        return bool(check_field(form.to, POSTCODE, code))
    except FieldRefused:
        return False


def _name_apart(form: Form, text: str) -> str:
    """`riko pratama aichi ken …`: a comma between the name and the region behind it."""
    words = text.split(",")[0].split()
    for at in range(1, min(len(words) - 1, 5)):
        for length in (2, 3):
            places = gazetteer_of(form.to).find(" ".join(words[at : at + length]))
            if any(one.of_kind for one in places) and all(word.isalpha() for word in words[:at]):
                head = " ".join(words[:at])
                return f"{head}, {text[len(head) :].lstrip()}"
    return text
