"""Answers said within a sentence, each behind a word for its question: `nama gue gilang prasetyo`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.destinations import FieldRefused, check_field, gazetteer_of
from bot.handlers.customer.checkout.around_labels import (
    ITSELF,
    LINK,
    NOT_BEHIND,
    OWN,
    OWNER,
    TAKER,
    is_of_else,
)
from bot.handlers.customer.checkout.form import MOBILE, NAME, NOTE, Form
from bot.handlers.customer.checkout.house_blocks import with_block
from bot.handlers.customer.checkout.labels import OF_ADDRESS, called
from bot.handlers.customer.checkout.plain_answers import BEHIND_NAME, POSTCODE
from bot.handlers.customer.checkout.said_telephones import CORRECTS, IN_PASSING, is_label, number_behind
from bot.handlers.customer.checkout.small_words import (
    KIN_WORDS,
    SMALL,
    TITLES,
    bare,
    clauses,
    is_sentence,
    is_shouted,
    is_small,
    words_of,
)

MOST_NAME_WORDS = 6
OF_A_NAME = frozenset({"on", "in", "too", "long", "short", "kepanjangan", "kependekan", "panjang", "pendek"})
"""What is said of a name: `the name is too long`."""
SENT_TO = re.compile(r"\b(?:it'?s for|kirim(?:in)?\s+ke|send(?: it)? to|penerima)\s+", re.IGNORECASE)
VALUE_ENDS = re.compile(r"\s/(?=\s)|[,;\n\"“”!?()]|(?<=\w{3})\.(?=\s|$)|\s[-–]\s")
NAME_ENDS = re.compile(r"\s/(?=\s)|[,;:\n\"“”!?()\d]|(?<=[^\W\d_]{4})\.(?=\s|$)")
EMPTY = re.compile(
    r"\s*(?:di)?kosong(?:in|kan|i)?\b|\s*(?:di)?hapus\b|\s*(?:ga|gak|g|nggak|enggak|tidak|mboten|ora)\s?"
    r"(?:ada|punya|wonten|gadhah|duwe|ono|usah)\b|\s*gada\b|\s*(?:is )?(?:none|empty|deleted?|removed?)\b",
    re.IGNORECASE,
)
HOUSE = re.compile(
    r"\b(?:no(?:mor|mer)?|number)(?:nya|ne|e)?\s+(\d{1,4}[a-z]?)\b(?:\s+(?:bukan|dudu|not)\s+(?:no\.?\s*)?(\d+[a-z]?))?",
    re.IGNORECASE,
)
WHAT_THEY_ARE = re.compile(
    r"(?:penerima|recipient|receiver|(?:yang|yg|sing) (?:terima|nerima|nampa))\w*(?: (?:itu|is|juga))*\W*",
    re.IGNORECASE,
)
"""Behind it, words in small letters tell something of the recipient: `penerimanya orang Indonesia`."""
WHO_RECEIVES = re.compile(r"penerima|recipient|receiver", re.IGNORECASE)
"""Who is called so receives it, whatever other names are told: `nama kakak saya Wati, penerimanya Siti`."""
WISHING = frozenset({"tolong", "ditulis", "tulis", "jangan", "jgn", "please", "mohon", "minta"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a sentence says: answers by their questions, questions without one, and the rest of the text."""

    found: dict[str, str] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()
    rest: str = ""
    addressed: bool = False
    """Whether a part of the rest is called the address."""


@dataclass(frozen=True, slots=True)
class _Label:
    field: str
    start: int
    end: int
    marked: bool
    """An ending or a word behind it says that it is a label, and no part of an address."""


def spoken_in(form: Form, text: str, asked: str = "") -> Spoken:
    """The answers that the text gives to questions which it names; the rest as it stands."""
    found, text = _blocked(form, text)
    labels = [one for one in _labels(form, text, asked) if _counts(one, text, asked)]
    emptied: list[str] = []
    taken: list[tuple[int, int]] = []
    addressed = False
    for at, label in enumerate(labels):
        zone_end = labels[at + 1].start if at + 1 < len(labels) else len(text)
        none = EMPTY.match(text, label.end, zone_end)
        if none and _may_be_empty(form, label.field):
            emptied.append(label.field)
            taken.append((label.start, none.end()))
            continue
        receives = label.field == NAME and WHO_RECEIVES.match(text, label.start) is not None
        if label.field in found and label.field != MOBILE and not receives:
            continue
        if _said_as(label, text).startswith(OF_ADDRESS):
            if any(map(str.isdigit, text[label.end : zone_end])):  # it may hold several: read as a pasted one
                taken.append((label.start, label.end))
                addressed = True
            continue
        value, end = _value(form, label, text[:zone_end])
        if value:
            found[label.field] = value
            taken.append((label.start, end))
    if NAME not in found and (whom := _for_whom(form, text)) is not None:
        found[NAME] = whom[0]
        taken.append(whom[1])
    return _numbered(form, Spoken(found, tuple(emptied), _without(text, taken), addressed))


def _said_as(label: _Label, text: str) -> str:
    """The label as typed, without whose it is."""
    return re.sub(r"^(?:my|our)\s+", "", text[label.start : label.end].casefold())


def _counts(label: _Label, text: str, asked: str) -> bool:
    """Whether it is a label, and not a part of an address; a note may name one in the middle of a wish."""
    said = _said_as(label, text)
    if label.field == NAME and said.strip() == "namanya" and asked not in ("", NAME):
        return bool(CORRECTS.search(text))
    if label.field == MOBILE and IN_PASSING.search(text[: label.start]):
        return False
    if label.field == MOBILE and is_label(text, label.start, label.end):
        return True
    owned = said.startswith(OF_ADDRESS) and label.marked
    if owned and any(map(str.isdigit, text[label.end :])):
        return True  # "adapun alamat anak saya ialah Villa 27"
    bare_ones = label.field in (NAME, MOBILE, POSTCODE) or said.startswith(OF_ADDRESS)
    emptied = label.field not in (NAME, MOBILE) and EMPTY.match(text, label.end) is not None
    if asked != NOTE and asked:
        return label.marked or bare_ones or emptied
    before = clauses(text[: label.start] + "|")[-1].rstrip("|").rpartition(":")[2].casefold()
    leads = words_of(before)
    begins = all(word in SMALL for word in leads) and not WISHING.intersection(leads)
    return (label.marked or bare_ones or emptied) and begins


def _blocked(form: Form, text: str) -> tuple[dict[str, str], str]:
    """`nomor bloknya jadi Blk 251`: the block within the street that is given; and the text without it."""
    street = form.to.entry.address.rest
    value = form.given(street) if form.field(street) is not None else ""
    changed = with_block(value, text) if value else None
    return ({street: changed[0]}, _without(text, [changed[1]])) if changed else ({}, text)


def _numbered(form: Form, spoken: Spoken) -> Spoken:
    """`nomernya 98 bukan 88`: the number of the house, behind the street or in the place of the other."""
    street, match = form.to.entry.address.rest, HOUSE.search(spoken.rest)
    if match is None or form.field(street) is None:
        return spoken
    value, old, new = spoken.found.get(street) or form.given(street), match[2], match[1]
    if old and re.search(rf"\b{old}\b", value):
        value = re.sub(rf"\b{old}\b", new, value, count=1)
    elif street in spoken.found and not re.search(rf"\b{new}\b", value):
        value = f"{value}, No. {new}"
    else:
        return spoken
    rest = _without(spoken.rest, [match.span()])
    return replace(spoken, found={**spoken.found, street: value}, rest=rest)


def _labels(form: Form, text: str, asked: str) -> Iterator[_Label]:
    """The words for questions in the text, the longest first, none within another."""
    words = called(form)
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for match in re.finditer(
        rf"{NOT_BEHIND}\b(?:(?:my|our)\s+)?({known})({OWN})({OWNER})({LINK})(?![\w'])",
        text,
        re.IGNORECASE,
    ):
        word, owned = match[1].casefold(), bool(match[2] or match[4].strip())
        name = "namanya" in match[0].casefold() or match[0].casefold() == "nama"
        field_id = _own_name(form, asked) if name and word == "nama" else words[word]
        if not is_of_else(field_id or words[word], text, match):
            yield _Label(field_id or words[word], match.start(), match.end(), owned)


def _own_name(form: Form, asked: str) -> str:
    """`namanya …` at a question for the name of a building is that of the building."""
    wording = form.wording(asked) if asked not in ("", NAME, NOTE) and form.given(NAME) else None
    return asked if wording is not None and wording.title.casefold().startswith("nama ") else ""


def _may_be_empty(form: Form, field_id: str) -> bool:
    asked = form.field(field_id)
    return field_id == NOTE or (asked is not None and (not asked.required or bool(asked.none_word)))


def _value(form: Form, label: _Label, text: str) -> tuple[str, int]:
    """The answer behind a label, and where it ends; "" for none."""
    if label.field == MOBILE:
        return number_behind(form.to, text, label.end)
    if label.field == NAME:
        value, end = _name(text, label.end)
        told = value[:1].islower() and WHAT_THEY_ARE.fullmatch(text[label.start : label.end])
        return ("", label.end) if told else (value, end)
    if label.field == POSTCODE:
        return _postcode(form, text, label.end)
    return _part(label, text) if label.marked else ("", label.end)


def _postcode(form: Form, text: str, at: int) -> tuple[str, int]:
    """What has the form of the country's postcodes, letters too; else digits, which are refused aloud."""
    for words in (2, 1):
        behind = re.compile(rf"[\s:=]*((?:[\w-]+ ?){{{words}}})(?!\w)").match(text, at)
        code = behind[1].strip() if behind else ""
        if behind and any(map(str.isdigit, code)) and _is_postcode(form, code):
            return code, behind.end(1)
    match = re.compile(r"[\s:=]*((?:[A-Za-z]{1,2} ?)?\d[\d -]{1,8}\d)(?!\w)").match(text, at)
    return (match[1], match.end()) if match else ("", at)


def _is_postcode(form: Form, code: str) -> bool:
    try:
        return bool(check_field(form.to, POSTCODE, code))
    except FieldRefused:
        return False


def _name(text: str, at: int) -> tuple[str, int]:
    """Words up to the first that says something else; it may begin with a title.

    `penerimanya putri saya, Ratna …`: a comma behind the kin is passed over.
    """
    at += len(text[at:]) - len(text[at:].lstrip(" ,"))
    end = NAME_ENDS.search(text, at + len(text[at:]) - len(text[at:].lstrip()))
    stretch = text[at : end.start() if end else len(text)]
    shouted = is_shouted(text)
    words: list[str] = []
    stop = at + len(stretch)
    for match in re.finditer(r"\S+", stretch):
        word = match[0].strip(".'’")
        titled = not words and word.casefold() in TITLES
        joins = word in ("and", "dan", "&") and words and stretch[match.end() :].lstrip()[:1].isupper()
        if is_small(word, shouted) and not (titled or joins):
            stop = at + match.start()
            break
        words.append(match[0])
    if len(words) > 1 and words[0] in KIN_WORDS.split("|") and words[1][:1].isupper():
        words.pop(0)  # "nama suami Budi Santoso"
    lone = len(words) == 1 and words[0].casefold() in TITLES
    good = 0 < len(words) <= MOST_NAME_WORDS and not lone and words[0][:1].isalpha()
    good = good and words[0].strip(".'").casefold() not in OF_A_NAME
    return (BEHIND_NAME.sub("", " ".join(words)), stop) if good else ("", at)


def _part(label: _Label, text: str) -> tuple[str, int]:
    """A part of the address, up to a comma or a word that says something else."""
    ends = VALUE_ENDS.search(text, label.end)
    stretch = text[label.end : ends.start() if ends else len(text)]
    shouted, stop = is_shouted(text), len(stretch)
    for match in re.finditer(r"[^\W\d_]+", stretch):
        if is_small(match[0], shouted):
            stop = match.start()
            break
    value = bare(stretch[:stop]).strip(" :=")
    good = bool(value) and not is_sentence(value)
    return (value, label.end + stop) if good else ("", label.end)


def _for_whom(form: Form, text: str) -> tuple[str, tuple[int, int]] | None:
    """`kirim ke FREDDY WOWORUNTU`: a name in capitals, of at least two words, and no street."""
    for pattern in (TAKER, ITSELF):
        if (named_so := pattern.match(text)) is not None:
            return named_so[1].strip(), named_so.span()
    match = SENT_TO.search(text)
    if match is None:
        return None
    value, end = _name(text, match.end())
    words = [word for word in value.split() if word.casefold() != "and"]
    named = len(words) > 1 and all(word[0].isupper() for word in words) and not is_small(words[0].casefold())
    named = named and not gazetteer_of(form.to).find(value)  # "kirim ke Taipei City"
    return (value, (match.start(), end)) if named else None


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    """The text without these stretches, a comma in the place of each."""
    for start, end in sorted(taken, reverse=True):
        text = f"{text[:start].rstrip()}, {text[end:].lstrip()}"
    text = re.sub(r",\s*\.(?=\s|$)", ", ", text)
    text = re.sub(r"(?:\s*,\s*)+", ", ", text)
    return text.strip(" ,;:")
