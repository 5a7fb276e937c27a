"""A text that calls a part of the recipient wrong, or wants it changed: `alamatnya salah`, `ganti no hp`."""

from __future__ import annotations

import re

from bot.handlers.customer.checkout.form import MOBILE, NAME
from bot.handlers.customer.checkout.labels import NUMBERS, OF_ADDRESS, OF_MOBILE, OF_NAME
from bot.handlers.shared.turn import Turn

OWN = re.compile(r"(?:nya|ku|mu|e|ne|ipun)$")
WRONG = {"salah", "keliru", "kleru", "klentu", "silap", "typo", "wrong", "incorrect"}
REGION = "region"
"""Stands for whichever question of a country asks for such a place."""
NAMED = {
    "street_address": OF_ADDRESS,
    NAME: OF_NAME,
    MOBILE: tuple(word for word in OF_MOBILE if word not in NUMBERS),
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
