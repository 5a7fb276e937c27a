"""The words by which people call the questions of a form: `kotane`, `amphoe nya`, `nomornya`."""

from __future__ import annotations

import re

from bot.destinations import Field
from bot.handlers.customer.checkout.form import MOBILE, NAME, Form

OF_NAME = (
    *(
        "atas nama",
        "a/n",
        "a.n",
        "nama penerima",
        "nama lengkap",
        "nama",
        "name",
        "jeneng",
        "asmo",
        "penerima",
        "recipient",
        "receiver",
    ),
    *(
        "full name",
        "recipient name",
        "recipient's name",
        "receiver's name",
        "yang nerima",
        "yang terima",
        "sing nampa",
    ),
)
NUMBERS = ("nomor", "nomer", "nmr", "number", "ph", "tel")
"""Of these, words that call other numbers too, unless they stand beside one."""
OF_MOBILE = (
    *("nomor hp", "nomer hp", "no hp", "nohp", "hp", "hape", "telp", "tlp", "telpon", "telepon", "telfon"),
    *("wa", "whatsapp", "nomor telepon", "nomer telpon", "nomor telpon", "no telp", *NUMBERS),
    *("phone", "phone number", "mobile"),
)
OF_ADDRESS = (
    *("alamat", "alamate", "almt", "address", "kirim ke", "dikirim ke", "send to", "ship to", "deliver to"),
)
OF_STREET = (*OF_ADDRESS, "alamat lengkap", "alamat pengiriman", "jalan", "jln", "road")
NOT_A_LABEL = frozenset({"no", "ok", "own", "dong", "area", "lokasi", "location"})
BRACKETS = re.compile(r"\s*\(.*?\)|[^\x00-\x7f]+")
PARTS = re.compile(r"\s*(?:[/,?]|\b(?:dan|atau|and|or|plus|di|on|of)\b)\s*")
KIND = re.compile(r"^(?:nomor|nama|no|kode)\s+|\s+(?:name|number|no)$")
SHORTEST = 3


def called(form: Form) -> dict[str, str]:
    """The question that each word for one calls, in small letters."""
    words = dict.fromkeys(OF_NAME, NAME) | dict.fromkeys(OF_MOBILE, MOBILE)
    for field in form.fields:
        if not field.is_number and not field.answers:
            for word in (*_of_title(field), *_shared(form, field)):
                words.setdefault(word, field.id)
    street = form.to.entry.address.rest
    for word in OF_STREET if form.field(street) else ():
        words.setdefault(word, street)
    return words


def _shared(form: Form, field: Field) -> list[str]:
    """The words of all countries for this question."""
    told = (word.casefold() for word in form.to.labels.get(field.id, ()))
    return [word for word in told if word.isascii() and len(word) >= SHORTEST and word not in NOT_A_LABEL]


def _of_title(field: Field) -> list[str]:
    """The words of its own title, with and without the word for a name or a number."""
    found = []
    for title in (field.label_id, field.label_en):
        for part in PARTS.split(BRACKETS.sub("", title).casefold()):
            for word in (part.strip(), KIND.sub("", part.strip())):
                if len(word) >= SHORTEST and word not in NOT_A_LABEL:
                    found += [word, f"{word} name", f"nama {word}"]
    return found
