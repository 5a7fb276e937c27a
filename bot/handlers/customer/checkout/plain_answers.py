"""Takes the answer out of what people say around it: `nama saya Siti Aminah ya kak` is Siti Aminah."""

from __future__ import annotations

import re

from bot.handlers.customer.checkout.form import MOBILE, NAME
from bot.handlers.customer.checkout.small_words import KIN_WORDS

_KIN = rf"(?:{KIN_WORDS})(?:(?-i:ku)|\s(?-i:saya|aku|sy|gw|gue))"
INTRODUCED = {
    NAME: re.compile(
        r"(?:(?:nih|ini|itu|buat|untuk)\s+)?(?:(?:nama|jeneng)(?:nya|e)?(?:\s+(?:penerima|lengkap))?"
        rf"(?:\s+(?:saya|aku|sy|gw|gue|{_KIN}))?|namaku|jenengku|atas nama|penerimanya|{_KIN}|my name is|"
        r"(?:the\s+)?(?:recipient|receiver)(?:'s name)?(?: is)?|de ontvanger is|name is|a\.n\.?|a/n)"
        r"(?:nya)?\s*[:=]?\s+(?=\S)",
        re.IGNORECASE,
    ),
    "street_address": re.compile(
        r"(?:(?:kak|kakak|mbak|mas|min)[,\s]+)?(?:alamat|alamate?|address)(?:nya|ku|\s+(?:saya|lengkap|is))?\s*[:=]?\s+(?:(?:di|ing)\s+)?(?=\S)",
        re.IGNORECASE,
    ),
    **dict.fromkeys(
        ("country_area", "city", "city_area"),
        re.compile(
            r"(?:(?:aku|saya|sy|gw|gue|i|i'm|i am)\s+)?"
            r"(?:(?:tinggal|stay|live|living|domisili|posisi|lokasi|ada)(?:nya|ku)?\s+(?:saya\s+|aku\s+)?"
            r"|(?:kota|kab|kabupaten|provinsi|daerah|distrik|district|wilayah|city|region|prefektur)"
            r"(?:nya|ku|\s+saya|\s+aku|\s+is|\s*[:=])\s*)?(?:(?:di|ning|in|at)\s+)?(?=\S)",
            re.IGNORECASE,
        ),
    ),
}
"""What people say before a name or an address."""
ADDRESSED = re.compile(r"[,\s]+(?:ya+h?|ye|y|ka+k|kakak|mbak|mas|do+ng|ni+h|la+h?|please|pls)(?=\W*$)")
"""What people say behind an answer, in small letters: `Park Ji Min`, `Lim Gan` and `Bunga Ya` are names."""
AFTER_DIGITS = re.compile(r"(?<=\d)[\s,.!]+[a-zA-Z\s,.!]*$")
"""What people say behind a telephone number."""
A_TELEPHONE = re.compile(r"(?<![\w+])\+?\(?\d[\d ()./-]{5,}\d(?!\w)")
"""The digits of a telephone number among words."""
EXTENSION = re.compile(r"#|\bext", re.IGNORECASE)
PLACE_BEHIND = re.compile(r"[,\s]+yang\s+(?:tinggal\s+|ada\s+)?(?:di|ing)\s.*$", re.IGNORECASE)
"""A place behind a name: `Siti, yang di Taoyuan`."""
POSTCODE = "postal_code"
LONGEST_SENTENCE = 600
"""Letters up to which an answer is looked for within a sentence; none of the form's is longer."""
_HEDGE = (
    r"(?:kayaknya|kyknya|sepertinya|mungkin|kira2|kira-kira|berarti|kode ?pos(?:nya)?|postcode|zip"
    r"|ya|kak|kakak|deh|sih)"
)
NUMBER_ALONE = re.compile(rf"(?:{_HEDGE}[\s:]+)*(\d[\d-]{{2,8}})(?:\s+{_HEDGE})*\W*", re.IGNORECASE)
"""A postcode of digits with words that hedge it: `kayaknya 414 ya kak`. Others stay as they are typed."""
_PAPER = r"(?:arc|ktp|paspor|passport|visa|iqama|id|kartu\w*|papers?)"
BEHIND_NAME = re.compile(
    r"[\s,(]+(?:(?:sesuai|seperti|kayak|persis|as|like|according)\s+"
    rf"(?:(?:di|in|on|to|the|my|dengan|yang|yg)\s+)*{_PAPER}\b.*|i (?:think|guess)|kayaknya|kyknya|sepertinya"
    r"|(?:kalau|kalo|kl)\s+(?:ga|gak|nggak|tidak)\s+salah)\W*$",
    re.IGNORECASE,
)
"""What people say behind a name of where it is written, or of how sure they are."""
HEDGED = re.compile(r"^\s*(?:kayaknya|kyknya|sepertinya|mungkin|i think|maybe)[\s,]+(?=\S)", re.IGNORECASE)
NEARBY = re.compile(
    r"\W*(?:(?:di|ing|nang|in)\s+)?(?:samping|sebelah|sampingnya|deket|dekat|depan|belakang|seberang|cedhak"
    r"|near|next to|beside|behind|opposite|in front of)\b\D*",
    re.IGNORECASE,
)
"""Something that the house stands by: for whoever looks for it, and no address."""
NOBODY = re.compile(
    r"\W*(?:(?:saya|aku|sy|gw|gue|i)\s+)?(?:(?:lupa|lali|forgot|(?:ga|gak|nggak|ora|tidak)\s+(?:inget|ingat|eling))"
    rf"|(?:buat\s+|untuk\s+)?(?!adin\W*$)(?:{KIN_WORDS}|friend|boss)"
    r"(?:ku|nya)?(?:\s+(?:saya|aku|gw|gue|sy))?)\W*",
    re.IGNORECASE,
)
"""Who is forgotten, or only what somebody is to the customer: no name."""
LABELLED_NAME = re.compile(r"\s*(?:nama|name)\s*[:=]\s*(?=\S)", re.IGNORECASE)
"""Whoever writes so means a name, whatever follows."""


def is_landmark(text: str) -> bool:
    """Whether it only tells what the house stands by: `di samping masjid`."""
    return NEARBY.fullmatch(text) is not None


def plainly(field_id: str, text: str) -> str:
    """The answer to this question, without what stands around it; of `nama: …` all that follows."""
    if len(text) > LONGEST_SENTENCE:
        return text
    if field_id == MOBILE:
        runs = A_TELEPHONE.findall(text)
        alone = len(runs) == 1 and not EXTENSION.search(text)
        return runs[0].strip() if alone else AFTER_DIGITS.sub("", text)
    if field_id == POSTCODE and (numbers := NUMBER_ALONE.fullmatch(text.strip())):
        return numbers[1]
    if field_id not in INTRODUCED:
        return text
    if field_id == NAME and (labelled := LABELLED_NAME.match(text)):
        return text[labelled.end() :].strip()
    bare = text.strip()
    for _twice in range(2):  # "ibu saya namanya Siti Aminah"
        found = INTRODUCED[field_id].match(bare)
        bare = bare[found.end() :] if found else bare
    if field_id == NAME:
        bare = BEHIND_NAME.sub("", HEDGED.sub("", bare))
    while ADDRESSED.search(bare):
        bare = ADDRESSED.sub("", bare).rstrip(" ,.!")
    return bare or text
