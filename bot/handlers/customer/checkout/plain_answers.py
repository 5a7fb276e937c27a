"""Takes the answer out of what people say around it: `nama saya Siti Aminah ya kak` is Siti Aminah."""

from __future__ import annotations

import re

from bot.handlers.customer.checkout.form import NAME

INTRODUCED = {
    NAME: re.compile(
        r"(?:(?:nama|jeneng)(?:\s+(?:saya|aku|penerima|lengkap))?|namaku|jenengku|atas nama|penerima|"
        r"my name is|name is|a\.n\.?|a/n)(?:nya)?\s*[:=]?\s+(?=\S)",
        re.IGNORECASE,
    ),
    "street_address": re.compile(
        r"(?:alamat|alamate?|address)(?:nya|ku|\s+(?:saya|lengkap|is))?\s*[:=]?\s+(?:(?:di|ing)\s+)?(?=\S)",
        re.IGNORECASE,
    ),
}
"""What people say before a name or an address."""
ADDRESSED = re.compile(r"[,\s]+(?:ya|kak|kakak|min|sis|gan|dong|nih|please)(?=\W*$)", re.IGNORECASE)
"""What people say behind an answer."""
LABELLED_NAME = re.compile(r"\s*(?:nama|name)\s*[:=]\s*\S", re.IGNORECASE)
"""Whoever writes so means a name, whatever follows."""


def plainly(field_id: str, text: str) -> str:
    """The answer to this question, without what stands around it."""
    if field_id not in INTRODUCED:
        return text
    said = INTRODUCED[field_id]
    found = said.match(text.strip())
    bare = text.strip()[found.end() :] if found else text.strip()
    while ADDRESSED.search(bare):
        bare = ADDRESSED.sub("", bare).rstrip(" ,.!")
    return bare or text
