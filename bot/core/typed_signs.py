"""The signs of typed text as a plain keyboard has them: digits, blanks, dashes, fractions, letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_UNSEEN = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f\ufe0e\ufe0f")
"""Signs that nobody sees and that Unicode does not call formats."""
_LOOKS_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_JOINERS = "\u200c\u200d"
_NEW_LINES = frozenset("\x0b\x0c\x85\u2028\u2029")
_SEEN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Formats that are seen: signs of Arabic, Syriac and Kaithi that stand around a number."""
_DASHES = frozenset("\u02d7\u2043\u2212")
_WAVES = frozenset("\u301c\u3030\u223c\u223e")
_SAME_LETTER = ("<font>", "<wide>", "<small>", "<square>", "<fraction>", "<compat>")
"""The kinds of decompositions that leave a sign what it is; `<super>` or `<circle>` do not."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KEYCAP = re.compile("([0-9#*])\u20e3")
_LOST_JOINER = re.compile(f"(?<![\u0600-\u200b\u2190-\U0010ffff])[{_JOINERS}]+")
_WHOLE_AND_PART = re.compile(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215f\u2189])")
_LONG_VOWEL_AS_DASH = re.compile("(?<=[0-9])[\u30fc\uff70](?=[0-9])")


def keyed(text: str) -> str:
    """The text in plain signs: `𝐤𝐚𝐫𝐚𝐤 ½`, `٢ – ３` and `①` become `karak 1/2`, `2 - 3` and `(1)`.

    For messages, and for numbers, weights, dates, telephones and codes. Letters of other scripts stay.
    """
    if text.isascii() and not _CONTROL.search(text):
        return text
    apart = _WHOLE_AND_PART.sub(" ", text)
    plain = _KEYCAP.sub(r"(\1)", _LOST_JOINER.sub("", apart.translate(_Signs(_plain_sign))))
    return _LONG_VOWEL_AS_DASH.sub("-", plain)


def keyed_name(text: str) -> str:
    """The text with plain digits and blanks and without invisible signs, for names and addresses.

    Letters, dashes and accents stay as they were typed; what joins letters or emoji into one sign stays too.
    """
    if text.isascii() and not _CONTROL.search(text):
        return text
    return _LOST_JOINER.sub("", text.translate(_Signs(_sign_of_a_name)))


class _Signs:
    """A table for `str.translate` that works out each sign when it is met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        self._rule = rule

    def __getitem__(self, code: int) -> str:
        return self._rule(chr(code))


@lru_cache(maxsize=4096)
def _sign_of_a_name(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Zs" or sign in _LOOKS_BLANK:
        return " "
    if sign in _NEW_LINES:
        return "\n"
    if sign in _UNSEEN or (category == "Cc" and sign not in "\t\n\r"):
        return ""
    hidden = category == "Cf" and sign not in _JOINERS and sign not in _SEEN_FORMATS
    return "" if hidden else sign


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    shown, category = _sign_of_a_name(sign), unicodedata.category(sign)
    if shown != sign or sign.isascii():
        return shown
    if sign in _WAVES:
        return "~"
    if category == "Pd" or sign in _DASHES:
        return "-"
    if sign in "\u2044\u2215":
        return "/"
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    if category == "No" and kind in ("", "<circle>"):
        return _in_a_ring(sign)
    return unicodedata.normalize("NFKC", sign).replace("\u2044", "/") if _stays(sign, kind) else sign


def _stays(sign: str, kind: str) -> bool:
    """Whether the sign is another shape of plain letters or numbers: `⒈`, `ⅳ`, `Ａ`; not `…` or `ﷺ`."""
    return kind in _SAME_LETTER and (kind != "<compat>" or unicodedata.category(sign) in ("No", "Nl", "So"))


def _in_a_ring(sign: str) -> str:
    """`①` and `❶` as `(1)`."""
    number = unicodedata.numeric(sign)
    ringed = number.is_integer() and "CIRCLED" in unicodedata.name(sign, "")
    return f"({number:.0f})" if ringed else sign
