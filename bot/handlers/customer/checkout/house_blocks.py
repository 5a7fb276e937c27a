"""The number of a block within a street that is given: `bloknya 261 bukan 251`."""

from __future__ import annotations

import re

BLOCK = re.compile(
    r"\b(?:(?:no|nomor|nomer)\W+)?(?:blok|block|blk)(?:nya|ne|e|\s+number)\W+"
    r"(?:(?:jadi|is|should be|itu|harusnya)\W+)*"
    r"(?:(?:blk|blok|block)\W+)?(\d+[a-z]?)\b",
    re.IGNORECASE,
)
OLD_BLOCK = re.compile(r"\b((?:blk|blok|block)\W*)\d+[a-z]?\b|^\d+[a-z]?\b", re.IGNORECASE)


def with_block(street: str, text: str) -> tuple[str, tuple[int, int]] | None:
    """The street with the block that the text names, and where that stands; None for other texts."""
    match = BLOCK.search(text)
    if match is None:
        return None
    if not OLD_BLOCK.search(street):
        return f"Blk {match[1]} {street}", match.span()
    return OLD_BLOCK.sub(lambda old: f"{old[1] or ''}{match[1]}", street, count=1), match.span()
