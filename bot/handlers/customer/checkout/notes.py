"""The note for the seller, named in a text: `catatan: jangan dibanting`, `hapus catatannya`."""

from __future__ import annotations

import re

_NOTE = r"(?:catatan|note|notes|cathetan)(?:nya|e|ne|ku)?"
_POLITE = r"(?:\W+(?:kak|kakak|mas|mbak|min|aja|saja|ae|wae|dulu|ya|deh|dong|please|makasih|thanks))*\W*"
_LEAD = (
    r"\W*(?:(?:ok|oke|okay|ya|iya|yaudah|tolong|please|pls|eh|mau|minta|maksud(?:ku|nya)?|saya|aku|kan)\W+)*"
)
_EMPTY = r"(?:(?:di)?hapus(?:in|kan)?|(?:di)?kosong(?:in|kan|i)?|remove|delete|clear|empty)"
REMOVED = re.compile(
    rf"{_LEAD}(?:{_EMPTY}\s+(?:the\s+|my\s+)?{_NOTE}|{_NOTE}\s*[:=]?\s*(?:{_EMPTY}|-|–)"
    rf"|(?:tanpa|without|no)\s+{_NOTE}){_POLITE}(?:(?<=[,.;!])\s.*)?",
    re.IGNORECASE,
)
GIVEN = re.compile(
    rf"{_LEAD}{_NOTE}(?:\s+(?:pesanan|order)\s+[A-Z]{{2}}-\w+)?(?:\s+tolong)?(?:\s+(?:untuk|buat|to|for)(?:\s+the)?\s+(?:penjual|seller|kurir\w*|courier|umkm))?\s*"
    r"(?:[:=]|\b(?:di)?(?:ganti|ubah)(?:\s+jadi)?\b|\bjadi\b|\bshould be\b)\s*[:=]?\s*(?P<note>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
NONE = re.compile(
    rf"{_LEAD}(?:none|nope|nothing|no (?:note|notes|thanks)|-|nanti(?: aja| saja)?|belum(?: ada)?"
    rf"|(?:di)?kosong(?:kan|in)?|(?:di)?hapus(?:in|kan)?|(?:lewati|lewat|lewatin|skip|tanpa|without)(?:\s+(?:the\s+)?{_NOTE})?"
    rf"|(?:ga|gak|nggak|ngga|enggak|tidak|ndak|no|mboten|ora)\s+(?:ada|usah|perlu|pakai|pake)\s+{_NOTE}){_POLITE}",
    re.IGNORECASE,
)
"""At the question for the note: that there is none."""


def note_said(text: str) -> str | None:
    """The note that a text names; "" where it shall go; None for other texts."""
    if REMOVED.fullmatch(text):
        return ""
    given = GIVEN.fullmatch(text.strip())
    return given["note"].strip() if given else None


def is_no_note(text: str) -> bool:
    """Whether the answer to the question for a note is that there is none."""
    return NONE.fullmatch(text) is not None
