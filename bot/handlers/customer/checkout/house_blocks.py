"""A number within a street that is given is exchanged: `bloknya 261 bukan 251`, `Lane 102 bukan 120`."""

from __future__ import annotations

import re

BLOCK = re.compile(
    r"\b(?:(?:no|nomor|nomer)\W+)?(?:blok|block|blk)(?:nya|ne|e|\s+number)\W+"
    r"(?:(?:jadi|is|should be|itu|harusnya)\W+)*"
    r"(?:(?:blk|blok|block)\W+)?(\d+[a-z]?)\b"
    r"(?=\s*(?:$|[.,;!\n]|(?:bukan|dudu|not)\W+(?:(?:blk|blok|block)\W+)?\d"
    r"|(?:ya|kak|mbak|mas|bu|pak|deh|aja|saja|lah)\b))",
    re.IGNORECASE,
)
OLD_BLOCK = re.compile(r"\b((?:blk|blok|block)\W*)\d+[a-z]?\b", re.IGNORECASE)
FIRST_NUMBER = re.compile(r"^()\d+[a-z]?\b")


def with_block(street: str, text: str) -> tuple[str, tuple[int, int]] | None:
    """The street with the block that the text names, and where that stands; None for other texts."""
    match = BLOCK.search(text)
    if match is None:
        return None
    own = next((one for one in (OLD_BLOCK, FIRST_NUMBER) if one.search(street)), None)
    if own is None:
        return f"Blk {match[1]} {street}", match.span()
    return own.sub(lambda old: f"{old[1]}{match[1]}", street, count=1), match.span()


INSTEAD = re.compile(
    r"\b(?P<new>\d+[a-z]?)\W+(?:bukan|dudu|sanes|not)\W+(?:[^\W\d_]+\W+){0,2}(?P<old>\d+[a-z]?)\b",
    re.IGNORECASE,
)
BUT = re.compile(
    r"\b(?:bukan|dudu|sanes|not)\W+(?:[^\W\d_]+\W+){0,2}(?P<old>\d+[a-z]?)\W+(?:tapi|tp|tetapi|but|melainkan)"
    r"\W+(?:[^\W\d_]+\W+){0,2}(?P<new>\d+[a-z]?)\b",
    re.IGNORECASE,
)
PIECE = re.compile(r"([^\W\d_]+)\.?\s*(\d+[a-z]?)", re.IGNORECASE)
"""A piece of a street that is a word and a number: `Lane 102`."""


def with_number(street: str, text: str) -> tuple[str, tuple[int, int]] | None:
    """The street with the number that the text puts in another's place, and where; None without one."""
    for pattern in (BUT, INSTEAD):
        for match in pattern.finditer(text):
            old = re.compile(rf"(?<!\w){re.escape(match['old'])}(?!\w)", re.IGNORECASE)
            if len(old.findall(street)) == 1:
                start = max(text.rfind(sign, 0, match.start()) for sign in ".;,\n") + 1
                return old.sub(match["new"], street), (start, match.end())
    return None


def is_piece(value: str) -> bool:
    """Whether it is a word and a number, which alone are no street."""
    return PIECE.fullmatch(value.strip()) is not None


def within(street: str, value: str) -> str:
    """The street with this piece in the place of the one of its kind; else the value itself."""
    piece = PIECE.fullmatch(value.strip())
    if piece is None:
        return value
    own = re.compile(rf"\b({re.escape(piece[1])}\W*)\d+[a-z]?\b", re.IGNORECASE)
    return own.sub(lambda old: f"{old[1]}{piece[2]}", street) if len(own.findall(street)) == 1 else value
