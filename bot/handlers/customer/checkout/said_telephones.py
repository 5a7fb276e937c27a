"""Which of the telephone numbers behind their label is meant: not the old one, not one that is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.destinations import Destination, MobileRefused, check_mobile
from bot.handlers.customer.checkout.plain_answers import A_TELEPHONE

NEAR = 60
"""Signs behind its label within which a number stands."""
CORRECTS = re.compile(r"\b(?:salah|harusnya|bukan|ganti|dudu|ubah|keliru)", re.IGNORECASE)
MISTYPED = re.compile(r"\b(?:eh|salah|ralat|maksud\w*|harusnya|sorry|sori|typo|mistake)\b", re.IGNORECASE)
AT_ONCE = re.compile(r"[\s:=]*\+?\(?\d[\d ()-]{5,}")
OLD = re.compile(
    r"\b(?:bukan|dudu|sanes|not|lama|old|dari|from)\W*(?:(?:nomor|nomer|no|number)\W*)?$", re.IGNORECASE
)
NEW = re.compile(
    r"\b(?:jadi|dadi|ke|to|baru|new|benar|bener|betul|right|should be|harusnya)\W*"
    r"(?:(?:nomor|nomer|no)\W*)?$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\W*(?:(?:itu|iku|is)\W+)?(?:(?:bukan|salah|dudu|sanes|wrong)\b(?!\W*(?:(?:nomor|nomer|no)\W*)?\+?\d)"
    r"|(?:my |punya |nomor |nomer |no |hp )*(?:friend|te?men|teman|boss?|majikan)\b)",
    re.IGNORECASE,
)
IN_PASSING = re.compile(
    r"\b(?:jangan|jgn|ojo|kalau|kalo|klo|kl|nek|if|when|don'?t)\b[^.;!?\n]*$", re.IGNORECASE
)
"""What makes it a wish about calling: `kalau telepon 0912… ga diangkat, titip satpam`."""


def is_label(text: str, start: int, end: int) -> bool:
    """Whether the word for a telephone from `start` to `end` gives a number, and is not only spoken of."""
    if IN_PASSING.search(text[:start]):
        return False
    corrects = CORRECTS.search(text) is not None
    return AT_ONCE.match(text, end) is not None or (
        corrects and A_TELEPHONE.search(text, end, end + NEAR) is not None
    )


def number_behind(to: Destination, text: str, at: int) -> tuple[str, int]:
    """The number behind a label that is meant, and where it ends; "" for none.

    Of several the last only where it corrects the others.
    """
    near = list(A_TELEPHONE.finditer(text, at, min(len(text), at + NEAR)))
    meant = [
        one for one in near if not OLD.search(text[at : one.start()]) and not DENIED.match(text, one.end())
    ]
    for match in _in_order(text, meant):
        for one in (match[0].strip(), f"+{match[0].strip()}"):
            try:
                return check_mobile(to, one), near[-1].end()
            except MobileRefused:
                continue
    return "", at


def _in_order(text: str, found: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The numbers, the likeliest first."""
    new = [one for one in found if NEW.search(text[: one.start()])]
    if len(found) > 1 and new:
        return new
    if len(found) > 1 and MISTYPED.search(text, found[0].end(), found[-1].start()):
        return found[::-1]
    return found
