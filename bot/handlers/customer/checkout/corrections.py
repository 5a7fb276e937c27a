"""A text that calls a part of the recipient wrong, or wants it changed: `alamatnya salah`, `ganti no hp`."""

from __future__ import annotations

import re

from bot.handlers.shared.turn import Turn

OWN = re.compile(r"(?:nya|ku|mu|e|ne|ipun)$")
WRONG = {"salah", "keliru", "kleru", "klentu", "silap", "typo", "wrong", "incorrect"}
REGION = "region"
"""Stands for whichever question of a country asks for such a place."""
NAMED = {
    "street_address": ("alamat", "address", "almt"),
    "name": ("nama", "name", "penerima", "recipient", "jeneng"),
    "mobile": ("hp", "nohp", "telp", "tlp", "telepon", "wa", "whatsapp", "phone", "mobile"),
    "postal_code": ("kodepos", "postcode", "zip"),
    REGION: ("kota", "city", "kabupaten", "kab", "provinsi", "prefektur", "distrik", "district", "kecamatan"),
}
"""Words for parts of a recipient, by the question that asks for them."""


def corrects_recipient(turn: Turn) -> str:
    """The question about the recipient whose answer is to change; "" for none."""
    words, vocabulary = re.findall(r"[\w/]+", turn.text.casefold()), turn.shop.vocabulary
    if "?" in turn.text or set(words).isdisjoint(WRONG | vocabulary.words("change")):
        return ""
    said = [part for word in words for part in (word, OWN.sub("", word))]
    named = (field for word in said for field, known in NAMED.items() if word in known)
    return next(named, "")
