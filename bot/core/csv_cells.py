"""The text of single cells: what a spreadsheet would run is written so that it does not, and read back."""

from __future__ import annotations

import re
import unicodedata

# What a spreadsheet starts a formula with, behind blanks or invisible signs; apostrophes may stand before it.
_RUN = re.compile(r"'*(?:[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""A telephone number with its country."""
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f\u2028\u2029", " "))
_BREAKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")


def safe_text(text: str) -> str:
    """Free text for a CSV cell; an apostrophe precedes what a spreadsheet would run as a formula.

    A telephone number in E.164 keeps its `+` as it is: it can only be taken for a number.
    """
    return f"'{text}" if _RUN.match(text) and not E164.fullmatch(text) else text


def cell_text(cell: str) -> str:
    """What a cell of a file says: without the apostrophe of `safe_text`, with ordinary blanks."""
    text = cell[1:] if cell[:1] == "'" and _RUN.match(cell[1:]) else cell
    return text.translate(_BLANKS)


def one_line(text: str) -> str:
    """The text on one line: breaks within a cell become blanks. Raises ValueError.

    Refused are control characters, and marks that change the direction of what follows, since with them a
    name reads differently from what it says.
    """
    line = _BREAKS.sub(" ", text)
    for sign in line:
        if sign in _DIRECTION_MARKS:
            raise ValueError(f"must have no direction marks (U+{ord(sign):04X})")
        if unicodedata.category(sign) == "Cc":
            raise ValueError("must be one line without control characters")
    return line
