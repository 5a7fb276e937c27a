"""Finds what in a text is not its writer's own: quotes, headers of forwards and exports, struck words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from bot.core.plain_text import plain_words

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_STRUCK = re.compile(r"~(?=\S)[^~\n]+(?<=\S)~")
_WHEN = r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?[ \t]+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \t]*[AP]M)?"
_EXPORTED = re.compile(
    rf"^[ \t]*(?:\[{_WHEN}\]|{_WHEN}[ \t]*[-–]?)[ \t]+(?P<who>[^\W\d][^:\n]{{0,30}}):",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[ \t]*(?:-{2,}.*-{2,}|[^\w\n]*(?:forwarded|diteruskan)\b.{0,20})[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_HEADERS = re.compile(
    r"(?:^[ \t]*(?:from|to|cc|date|sent|subject|dari|kepada|tanggal|perihal)[ \t]*:.*$\n?){2,}",
    re.MULTILINE | re.IGNORECASE,
)
_WROTE = re.compile(r"^.{0,60}\b(?:wrote|menulis)\b[ \t]*:[ \t]*$", re.MULTILINE | re.IGNORECASE)


def not_own_words(text: str, shop: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """The stretches (by characters) that others wrote, that programs added, or that were struck out.

    In a chat that was copied whole, lines of a writer with one of the names of a `shop` are the shop's.

    A quote counts as the message itself when there is nothing else in it, or when it was forwarded.
    """
    for pattern in (_STRUCK, _EXPORTED, _FORWARDED, _HEADERS, _WROTE):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _EXPORTED.finditer(text):
        if not shop.isdisjoint(plain_words(match["who"]).split()):
            yield match.start(), _end_of_line(text, match.end())
    forwarded = _FORWARDED.search(text) or _HEADERS.search(text)
    if not forwarded and re.search(r"\w", _WROTE.sub("", _QUOTED.sub("", text))):
        yield from (match.span() for match in _QUOTED.finditer(text))


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
